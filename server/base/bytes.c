#include "base/bytes.h"

#include <stdlib.h>
#include <string.h>

#define BUFFER_FIRST_CAP 256u

bool bytes_equal(struct bytes a, struct bytes b)
{
	return bytes_equal_array(a, b.data, b.size);
}

bool bytes_equal_array(struct bytes bytes, const uint8_t *expected, size_t size)
{
	if (bytes.size != size)
		return false;
	/* memcmp must not see NULL, which an empty span may carry. */
	return size == 0 || memcmp(bytes.data, expected, size) == 0;
}

void buffer_init_fixed(struct buffer *buffer, uint8_t *data, size_t cap)
{
	*buffer = (struct buffer){.data = data, .cap = cap, .max_size = cap};
}

void buffer_init_growing(struct buffer *buffer, size_t max_size)
{
	*buffer = (struct buffer){.max_size = max_size, .is_growing = true};
}

void buffer_deinit(struct buffer *buffer)
{
	if (buffer->is_growing)
		free(buffer->data);
	*buffer = (struct buffer){0};
}

void buffer_clear(struct buffer *buffer)
{
	buffer->size = 0;
	buffer->overflow = false;
}

enum result buffer_result(const struct buffer *buffer)
{
	return buffer->overflow ? ERR_TOO_LARGE : OK;
}

static bool buffer_grow(struct buffer *buffer, size_t needed)
{
	size_t cap = buffer->cap == 0 ? BUFFER_FIRST_CAP : buffer->cap;
	uint8_t *data;

	if (!buffer->is_growing || needed > buffer->max_size)
		return false;
	while (cap < needed)
		cap *= 2;
	if (cap > buffer->max_size)
		cap = buffer->max_size;
	data = realloc(buffer->data, cap);
	if (data == NULL)
		return false;
	buffer->data = data;
	buffer->cap = cap;
	return true;
}

uint8_t *buffer_reserve(struct buffer *buffer, size_t size)
{
	uint8_t *start;

	if (buffer->overflow || size > SIZE_MAX - buffer->size) {
		buffer->overflow = true;
		return NULL;
	}
	if (buffer->size + size > buffer->cap && !buffer_grow(buffer, buffer->size + size)) {
		buffer->overflow = true;
		return NULL;
	}
	start = buffer->data + buffer->size;
	buffer->size += size;
	return start;
}

void buffer_append(struct buffer *buffer, const void *data, size_t size)
{
	uint8_t *out = buffer_reserve(buffer, size);

	if (out != NULL && size > 0)
		memcpy(out, data, size);
}

void buffer_append_bytes(struct buffer *buffer, struct bytes bytes)
{
	buffer_append(buffer, bytes.data, bytes.size);
}

void buffer_append_u8(struct buffer *buffer, uint8_t value)
{
	buffer_append(buffer, &value, 1);
}

void buffer_append_u32(struct buffer *buffer, uint32_t value)
{
	uint8_t *out = buffer_reserve(buffer, 4);

	if (out != NULL)
		bytes_put_u32(out, value);
}

void buffer_append_u64(struct buffer *buffer, uint64_t value)
{
	uint8_t *out = buffer_reserve(buffer, 8);

	if (out != NULL)
		bytes_put_u64(out, value);
}

struct bytes buffer_bytes(const struct buffer *buffer)
{
	return (struct bytes){buffer->data, buffer->size};
}

uint32_t bytes_get_u32(const uint8_t data[4])
{
	return (uint32_t)data[0] << 24 | (uint32_t)data[1] << 16 | (uint32_t)data[2] << 8 | data[3];
}

uint64_t bytes_get_u64(const uint8_t data[8])
{
	return (uint64_t)bytes_get_u32(data) << 32 | bytes_get_u32(data + 4);
}

void bytes_put_u32(uint8_t out[4], uint32_t value)
{
	out[0] = (uint8_t)(value >> 24);
	out[1] = (uint8_t)(value >> 16);
	out[2] = (uint8_t)(value >> 8);
	out[3] = (uint8_t)value;
}

void bytes_put_u64(uint8_t out[8], uint64_t value)
{
	bytes_put_u32(out, (uint32_t)(value >> 32));
	bytes_put_u32(out + 4, (uint32_t)value);
}
