/* Frames: `u32 length · u8 type · payload`, everywhere the same (WIRE1).
 *
 * Pure functions on bytes. Spans are borrowed from what was read. */
#ifndef WIRE_FRAME_H
#define WIRE_FRAME_H

#include "base/bytes.h"
#include "base/result.h"

#define FRAME_HEAD_SIZE 5u
#define FRAME_MAX_PAYLOAD_BYTES (4u * 1024u * 1024u)

enum frame_type {
	FRAME_AUTH = 1,
	FRAME_COMMIT = 2,
	FRAME_STATEMENT = 3,
	FRAME_ENTRY = 4,
	FRAME_SYNC_REQUEST = 5,
	FRAME_HEAD = 6,
	FRAME_RESULT = 7,
	FRAME_END = 8,
	FRAME_SERVER_INFO = 9,
	FRAME_LOCATE = 10,
	FRAME_LOCATED = 11,
	FRAME_FIND_SLIP = 12,
	FRAME_FOUND_SLIP = 13,
};

struct frame {
	enum frame_type type;
	struct bytes payload; /* borrowed */
	struct bytes whole;   /* head and payload, borrowed */
};

/* Takes the next frame off the front of *rest. Expected failures, *rest
 * untouched: ERR_MALFORMED (cut off, or an unknown type), ERR_TOO_LARGE. */
MUST_CHECK enum result frame_next(struct bytes *rest, struct frame *frame_out);

/* Writes a frame's head; `size` bytes of payload must follow. */
void frame_append_head(struct buffer *out, enum frame_type type, size_t size);

#endif
