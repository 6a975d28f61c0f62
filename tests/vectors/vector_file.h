/* Reads one vector: `key: value` lines, values of bytes in hex. */
#ifndef VECTORS_VECTOR_FILE_H
#define VECTORS_VECTOR_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"

#define VECTOR_MAX_LINES 4096u

struct vector_line {
	char *key;
	char *value;
};

struct vector {
	char *text; /* owned: what the lines point into */
	struct vector_line lines[VECTOR_MAX_LINES];
	size_t count;
	uint8_t *decoded[VECTOR_MAX_LINES]; /* owned: what vector_bytes() gave out */
	size_t decoded_count;
};

/* False where the file cannot be read or has too many lines. */
bool vector_open(struct vector *vector, const char *path);
void vector_close(struct vector *vector);

/* NULL where the key is missing; `nth` from 0. */
const char *vector_text(const struct vector *vector, const char *key, size_t nth);
size_t vector_occurrences(const struct vector *vector, const char *key);
/* Borrowed from the vector. No bytes where the key is missing. */
struct bytes vector_bytes(struct vector *vector, const char *key, size_t nth);
/* -1 where the key is missing. */
long vector_number(const struct vector *vector, const char *key);

#endif
