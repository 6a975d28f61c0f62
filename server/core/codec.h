/* The few messages that core must write or read itself, as a table of functions:
 * core knows no encoding. net/codec.c fills it with those of wire/.
 *
 * Pure functions; any thread. */
#ifndef CORE_CODEC_H
#define CORE_CODEC_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/result.h"
#include "core/submission.h"

/* A head without what is the same for all of a server's heads. */
struct space_head {
	const uint8_t *server_key;   /* KEY_SIZE, borrowed */
	const uint8_t *server_epoch; /* SERVER_EPOCH_SIZE, borrowed */
	const uint8_t *space;        /* HASH_SIZE, borrowed */
	uint64_t size;
	const uint8_t *root;         /* HASH_SIZE, borrowed */
	const uint8_t *charter_head; /* HASH_SIZE, borrowed */
	uint64_t charter_height;
	uint64_t time;
};

/* A signed head's frame is a few hundred bytes. */
#define HEAD_FRAME_MAX_BYTES 512u

struct codec {
	/* The bytes that an entry's hash covers. */
	void (*append_position)(struct buffer *out, const struct position *position);
	/* A whole entry frame. */
	void (*append_entry_frame)(struct buffer *out, struct bytes position,
				   struct bytes signed_message);
	/* An entry frame back into the statement it holds, and its place. */
	MUST_CHECK enum result (*read_entry_frame)(struct bytes frame, struct arena *arena,
						   struct submission *submission_out,
						   struct position *position_out,
						   struct bytes *position_bytes_out);
	/* The bytes that the server signs. */
	void (*append_head)(struct buffer *out, const struct space_head *head);
	void (*append_head_frame)(struct buffer *out, struct bytes head,
				  const uint8_t signature[SIGNATURE_SIZE]);
	/* Of which log such bytes are, and whose. */
	MUST_CHECK enum result (*read_head)(struct bytes head, struct arena *arena,
					    uint64_t *size_out, uint8_t root_out[HASH_SIZE],
					    uint8_t key_out[KEY_SIZE]);
};

#endif
