/* Spans of bytes and a capped writer.
 *
 * Knows nothing of what the bytes mean. No threads: a buffer belongs to one. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"

/* Borrowed: whoever made the span keeps the memory. */
struct bytes {
	const uint8_t *data;
	size_t size;
};

/* A literal span of a fixed array. */
#define BYTES_OF(array) ((struct bytes){(array), sizeof(array)})

bool bytes_equal(struct bytes a, struct bytes b);
/* True when `bytes` is exactly `size` long and equal to `expected`. */
bool bytes_equal_array(struct bytes bytes, const uint8_t *expected, size_t size);

/* A writer that never exceeds its cap. The first append that does not fit sets
 * `overflow` and every later one is refused as well, so that a sequence of
 * appends can be checked once, at its end, with buffer_result(). */
struct buffer {
	uint8_t *data;
	size_t size;     /* bytes written */
	size_t cap;      /* bytes that fit in data now */
	size_t max_size; /* growing buffers stop here; equals cap for fixed ones */
	bool is_growing;
	bool overflow;
};

/* Writes into memory of the caller, who keeps it. */
void buffer_init_fixed(struct buffer *buffer, uint8_t *data, size_t cap);
/* Owned memory that grows up to max_size; free with buffer_deinit(). */
void buffer_init_growing(struct buffer *buffer, size_t max_size);
/* Frees what a growing buffer owns; fixed ones are only forgotten. */
void buffer_deinit(struct buffer *buffer);

/* Keeps the memory, forgets the content and the overflow. */
void buffer_clear(struct buffer *buffer);

/* OK, or ERR_TOO_LARGE once an append did not fit. */
MUST_CHECK enum result buffer_result(const struct buffer *buffer);

void buffer_append(struct buffer *buffer, const void *data, size_t size);
void buffer_append_bytes(struct buffer *buffer, struct bytes bytes);
void buffer_append_u8(struct buffer *buffer, uint8_t value);
void buffer_append_u32(struct buffer *buffer, uint32_t value); /* big endian */
void buffer_append_u64(struct buffer *buffer, uint64_t value); /* big endian */
/* Room for `size` bytes that the caller fills in; NULL on overflow. Valid until
 * the next append. */
uint8_t *buffer_reserve(struct buffer *buffer, size_t size);

struct bytes buffer_bytes(const struct buffer *buffer);

uint32_t bytes_get_u32(const uint8_t data[4]); /* big endian */
uint64_t bytes_get_u64(const uint8_t data[8]); /* big endian */
void bytes_put_u32(uint8_t out[4], uint32_t value);
void bytes_put_u64(uint8_t out[8], uint64_t value);

#endif
