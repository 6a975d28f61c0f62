/* Charter messages: statements, grants, positions, entries. Form only: what is
 * decoded here has been verified by nobody. */
#ifndef WIRE_CHARTER_H
#define WIRE_CHARTER_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/result.h"
#include "core/statement.h"
#include "wire/envelope.h"

/* The statement in an envelope; lists and spans in the arena. Checks WIRE2 to
 * WIRE8 down to the body, and that a rekey brings one Grants and others no
 * payload. Expected failures: ERR_MALFORMED, ERR_TOO_LARGE, ERR_UNSUPPORTED. */
MUST_CHECK enum result statement_decode(const struct envelope *envelope, struct arena *arena,
					struct statement *statement_out);

/* A rekey's payload. Expected failures: ERR_MALFORMED, ERR_TOO_LARGE. */
MUST_CHECK enum result grants_decode(struct bytes message, struct arena *arena,
				     struct grants *grants_out);

/* An entry frame's payload: the position, its exact bytes, and the envelope's. */
MUST_CHECK enum result entry_decode(struct bytes message, struct arena *arena,
				    struct position *position_out, struct bytes *position_bytes_out,
				    struct bytes *signed_out);

/* The exact bytes that an entry's hash covers. */
void position_encode(const struct position *position, struct buffer *out);
/* A whole entry frame. */
void entry_append_frame(struct buffer *out, struct bytes position, struct bytes signed_message);

#endif
