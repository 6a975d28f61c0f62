/* Between wire/ and core/: the messages that core needs, in core's words. */
#ifndef NET_CODEC_H
#define NET_CODEC_H

#include "core/codec.h"
#include "wire/frame.h"

/* The functions of wire/, as core/codec.h wants them. */
const struct codec *codec_wire(void);

/* A commit, statement or entry frame. What is wrong inside its envelope goes into
 * submission->form; a broken envelope is returned: ERR_MALFORMED, ERR_TOO_LARGE,
 * ERR_UNSUPPORTED, ERR_SIGNATURE. */
MUST_CHECK enum result codec_read_submission(const struct frame *frame, struct arena *arena,
					     struct submission *submission_out);

#endif
