/* frame, message, commit, request: what wire/ decodes. */
#include <string.h>

#include "core/submission.h"
#include "crypto/verify.h"
#include "vectors/areas.h"
#include "wire/charter.h"
#include "wire/commit.h"
#include "wire/envelope.h"
#include "wire/frame.h"
#include "wire/sync.h"

enum result run_frame(struct vector *vector, struct arena *arena)
{
	struct bytes rest = vector_bytes(vector, "frames", 0);
	struct frame frame;
	enum result result = OK;
	long count = 0;

	(void)arena;
	while (rest.size > 0 && result == OK) {
		result = frame_next(&rest, &frame);
		count++;
	}
	return result == OK ? same_number("count", count, vector_number(vector, "count")) : result;
}

enum result run_message(struct vector *vector, struct arena *arena)
{
	const char *type = vector_text(vector, "type", 0);
	struct bytes bytes = vector_bytes(vector, "bytes", 0);
	struct envelope envelope;
	struct auth auth;
	struct sync_request request;
	struct grants grants;

	if (strcmp(type, "Signed") == 0)
		return envelope_decode(bytes, arena, &envelope);
	if (strcmp(type, "Auth") == 0)
		return auth_decode(bytes, arena, &auth);
	if (strcmp(type, "SyncRequest") == 0)
		return sync_request_decode(bytes, arena, &request);
	if (strcmp(type, "Grants") == 0)
		return grants_decode(bytes, arena, &grants);
	return VALUE_DIFFERS;
}

enum result run_commit(struct vector *vector, struct arena *arena)
{
	struct submission submission = {.is_commit = true};
	struct envelope envelope;
	enum result result;

	result = envelope_decode(vector_bytes(vector, "message", 0), arena, &envelope);
	if (result != OK)
		return result;
	result = commit_decode(&envelope, arena, &submission.commit);
	if (result != OK)
		return result;
	submission.body = envelope.body;
	submission_hash(&submission);
	submission_check(&submission, NULL);
	if (submission.form != OK)
		return submission.form;
	return same_bytes("core_hash", BYTES_OF(submission.hash),
			  vector_bytes(vector, "core_hash", 0));
}

enum result run_signature(struct vector *vector, struct arena *arena)
{
	struct bytes signature = vector_bytes(vector, "signature", 0);
	struct bytes key = vector_bytes(vector, "key", 0);

	(void)arena;
	if (strcmp(vector_text(vector, "label", 0), "core") != 0)
		return VALUE_DIFFERS;
	/* Another size than 64 bytes is refused where it is decoded. */
	if (signature.size != SIGNATURE_SIZE || key.size != KEY_SIZE)
		return ERR_SIGNATURE;
	return verify_signature(LABEL_CORE, vector_bytes(vector, "bytes", 0), key.data,
				signature.data);
}

/* SYNC2's preimage, written here from the rule: the server's own stands in
 * core/access.c, which needs a whole space. */
enum result run_request(struct vector *vector, struct arena *arena)
{
	uint8_t data[512], hash[HASH_SIZE];
	const char *path = vector_text(vector, "path", 0);
	struct bytes key = vector_bytes(vector, "key", 0);
	struct buffer preimage;
	struct auth auth;
	enum result result;

	result = auth_decode(vector_bytes(vector, "auth", 0), arena, &auth);
	if (result != OK)
		return result;
	verify_hash_bytes(LABEL_BODY, vector_bytes(vector, "rest", 0), hash);
	buffer_init_fixed(&preimage, data, sizeof(data));
	buffer_append_bytes(&preimage, vector_bytes(vector, "server_key", 0));
	buffer_append(&preimage, auth.space, HASH_SIZE);
	buffer_append_u32(&preimage, auth.device);
	buffer_append(&preimage, auth.key, auth.device == 0 ? KEY_SIZE : 0);
	buffer_append_u64(&preimage, auth.time);
	buffer_append(&preimage, auth.nonce, AUTH_NONCE_SIZE);
	buffer_append(&preimage, hash, HASH_SIZE);
	buffer_append(&preimage, "POST ", 5);
	buffer_append(&preimage, path, strlen(path));
	result = verify_signature(LABEL_REQUEST, buffer_bytes(&preimage), key.data, auth.signature);
	return result == ERR_SIGNATURE ? ERR_UNAUTHORIZED : result;
}
