#include "wire/frame.h"

enum result frame_next(struct bytes *rest, struct frame *frame_out)
{
	uint32_t size;

	if (rest->size < FRAME_HEAD_SIZE)
		return ERR_MALFORMED;
	size = bytes_get_u32(rest->data);
	if (size > FRAME_MAX_PAYLOAD_BYTES)
		return ERR_TOO_LARGE;
	if (size > rest->size - FRAME_HEAD_SIZE)
		return ERR_MALFORMED;
	if (rest->data[4] < FRAME_AUTH || rest->data[4] > FRAME_FOUND_SLIP)
		return ERR_MALFORMED;

	frame_out->type = (enum frame_type)rest->data[4];
	frame_out->payload = (struct bytes){rest->data + FRAME_HEAD_SIZE, size};
	frame_out->whole = (struct bytes){rest->data, FRAME_HEAD_SIZE + size};
	rest->data += FRAME_HEAD_SIZE + size;
	rest->size -= FRAME_HEAD_SIZE + size;
	return OK;
}

void frame_append_head(struct buffer *out, enum frame_type type, size_t size)
{
	buffer_append_u32(out, (uint32_t)size);
	buffer_append_u8(out, (uint8_t)type);
}
