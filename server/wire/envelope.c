#include "wire/envelope.h"

#include "envelope.pb-c.h"
#include "wire/strict.h"

static const struct bytes *spans_of(const ProtobufCBinaryData *fields, size_t count,
				    struct arena *arena)
{
	struct bytes *spans = arena_alloc_array(arena, count, sizeof(*spans));
	size_t i;

	for (i = 0; spans && i < count; i++)
		spans[i] = (struct bytes){fields[i].data, fields[i].len};
	return spans;
}

static enum result check_signatures(const struct bytes *signatures, size_t count)
{
	size_t i;

	if (count > STATEMENT_MAX_SIGNATURES)
		return ERR_TOO_LARGE;
	for (i = 0; i < count; i++) {
		if (signatures[i].size != SIGNATURE_SIZE)
			return ERR_SIGNATURE;
	}
	return OK;
}

enum result envelope_decode(struct bytes message, struct arena *arena,
			    struct envelope *envelope_out)
{
	struct envelope envelope;
	ProtobufCMessage *decoded;
	const Wire__Signed *fields;
	enum result result;

	result = strict_unpack(&wire__signed__descriptor, message, ENVELOPE_MAX_FIELDS, arena,
			       &decoded);
	if (result != OK)
		return result;
	fields = (const Wire__Signed *)decoded;
	if (fields->version != 1)
		return ERR_UNSUPPORTED;

	envelope.device = fields->device;
	envelope.seq = fields->seq;
	envelope.body = (struct bytes){fields->body.data, fields->body.len};
	envelope.signature_count = fields->n_signatures;
	envelope.signatures = spans_of(fields->signatures, fields->n_signatures, arena);
	envelope.payload_count = fields->n_payload;
	envelope.payload = spans_of(fields->payload, fields->n_payload, arena);
	envelope.whole = message;
	if (!envelope.signatures || !envelope.payload)
		return ERR_NO_MEMORY;

	result = check_signatures(envelope.signatures, envelope.signature_count);
	if (result == OK)
		*envelope_out = envelope;
	return result;
}
