/* The envelope of every signed object, `Signed` (WIRE7). */
#ifndef WIRE_ENVELOPE_H
#define WIRE_ENVELOPE_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/result.h"
#include "core/statement.h"

#define ENVELOPE_MAX_FIELDS (4u + STATEMENT_MAX_SIGNATURES + 256u)

/* Spans are in the arena, except `whole`. */
struct envelope {
	uint32_t device;
	uint64_t seq;
	struct bytes body;
	const struct bytes *signatures; /* SIGNATURE_SIZE each */
	size_t signature_count;
	const struct bytes *payload;
	size_t payload_count;
	struct bytes whole; /* borrowed: the message as it came */
};

/* Expected failures: ERR_MALFORMED, ERR_TOO_LARGE, ERR_UNSUPPORTED (version),
 * ERR_SIGNATURE (one of another size than 64 bytes). */
MUST_CHECK enum result envelope_decode(struct bytes message, struct arena *arena,
				       struct envelope *envelope_out);

#endif
