/* Commits (COMMIT1 to COMMIT3): form, and that the payload is what the core names. */
#ifndef WIRE_COMMIT_H
#define WIRE_COMMIT_H

#include "base/arena.h"
#include "base/result.h"
#include "core/commit.h"
#include "wire/envelope.h"

/* The commit in an envelope; lists in the arena, records borrowed from the
 * envelope. The records' hashes are the caller's to check: this layer hashes
 * nothing. Expected failures: ERR_MALFORMED, ERR_TOO_LARGE, ERR_UNSUPPORTED. */
MUST_CHECK enum result commit_decode(const struct envelope *envelope, struct arena *arena,
				     struct commit *commit_out);

#endif
