/* Requests and replies of proto/sync.proto. */
#ifndef WIRE_SYNC_H
#define WIRE_SYNC_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/result.h"
#include "core/commit.h"
#include "core/statement.h"

#define AUTH_NONCE_SIZE 16u
#define SLIP_PREFIX_SIZE 5u /* of a space's id (KEYS11) */
#define SLIP_SPACES 4u      /* in every answer, zeros for those that there are not */

/* Who asks. The signature is the caller's to check (SYNC2). */
struct auth {
	uint8_t space[HASH_SIZE];
	uint32_t device; /* or 0 and */
	uint8_t key[KEY_SIZE];
	uint64_t time;
	uint8_t nonce[AUTH_NONCE_SIZE];
	bool has_signature; /* without one: SYNC10 */
	uint8_t signature[SIGNATURE_SIZE];
};

struct sync_request {
	uint64_t cursor;
	uint8_t root[HASH_SIZE]; /* zeros where has_root is false */
	bool has_root;
	uint32_t budget; /* 0: the server decides */
	bool answers_only;
};

struct head {
	uint8_t server_key[KEY_SIZE];
	uint8_t server_epoch[SERVER_EPOCH_SIZE];
	uint8_t space[HASH_SIZE];
	uint64_t size;
	uint8_t root[HASH_SIZE];
	uint8_t charter_head[HASH_SIZE];
	uint64_t charter_height;
	uint64_t time;
	bool has_previous_epoch; /* the next three say which server epoch came before */
	uint8_t previous_epoch[SERVER_EPOCH_SIZE];
	uint64_t previous_size;
	uint8_t previous_root[HASH_SIZE];
};

/* A head as it comes: what was signed, what that says, and the signature, which is the caller's to
 * verify. */
struct signed_head {
	struct bytes bytes; /* borrowed */
	struct head head;
	uint8_t signature[SIGNATURE_SIZE];
};

/* The answer to one commit or statement. */
struct answer {
	uint32_t device;
	uint64_t seq;
	enum result code;
	uint64_t leaf;
	bool is_void;
};

struct end {
	uint64_t next;
	bool more;
	uint32_t retry_after_s;
	const uint8_t (*proof)[HASH_SIZE]; /* borrowed */
	size_t proof_count;
};

/* Expected failures of both: ERR_MALFORMED, ERR_TOO_LARGE. */
MUST_CHECK enum result auth_decode(struct bytes message, struct arena *arena,
				   struct auth *auth_out);
MUST_CHECK enum result sync_request_decode(struct bytes message, struct arena *arena,
					   struct sync_request *request_out);

/* A Locate's locator. Expected failures: ERR_MALFORMED, ERR_TOO_LARGE. */
MUST_CHECK enum result locate_decode(struct bytes message, struct arena *arena,
				     uint8_t locator_out[HASH_SIZE]);

/* A FindSlip's prefix. Expected failures: ERR_MALFORMED, ERR_TOO_LARGE. */
MUST_CHECK enum result find_slip_decode(struct bytes message, struct arena *arena,
					uint8_t prefix_out[SLIP_PREFIX_SIZE]);

/* Expected failures: ERR_MALFORMED, ERR_TOO_LARGE, ERR_UNSUPPORTED (version). */
MUST_CHECK enum result signed_head_decode(struct bytes message, struct arena *arena,
					  struct signed_head *signed_out);

/* A head alone, as it was signed. Expected failures: as above. */
MUST_CHECK enum result head_decode(struct bytes message, struct arena *arena,
				   struct head *head_out);
/* At the end of a request (SYNC15); the proof is in the arena. Expected failures: ERR_MALFORMED,
 * ERR_TOO_LARGE. */
MUST_CHECK enum result end_decode(struct bytes message, struct arena *arena, struct end *end_out);

/* The bytes that the server signs. */
void head_encode(const struct head *head, struct buffer *out);

/* Whole frames. */
void signed_head_append_frame(struct buffer *out, struct bytes head,
			      const uint8_t signature[SIGNATURE_SIZE]);
void answer_append_frame(struct buffer *out, const struct answer *answer);
/* Proofs have at most 128 hashes: two per level of a tree of 2^64 leaves. */
void end_append_frame(struct buffer *out, const struct end *end);
void server_info_append_frame(struct buffer *out, const uint8_t server_key[KEY_SIZE],
			      const uint8_t server_epoch[SERVER_EPOCH_SIZE], uint64_t time);
void located_append_frame(struct buffer *out, const uint8_t (*spaces)[HASH_SIZE], size_t count);
void found_slip_append_frame(struct buffer *out, const uint8_t spaces[SLIP_SPACES][HASH_SIZE]);

#endif
