#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_ALIGN 16u
/* Small enough that an idle worker holds nothing much, large enough that a
 * one-commit request needs one block. */
#define ARENA_BLOCK_BYTES 4096u

struct arena_block {
	struct arena_block *next;
	size_t used;
	size_t cap;
	size_t padding; /* keeps data at a multiple of ARENA_ALIGN */
	uint8_t data[];
};

_Static_assert(sizeof(struct arena_block) % ARENA_ALIGN == 0, "data must be aligned");

void arena_init(struct arena *arena, size_t cap_bytes)
{
	*arena = (struct arena){.cap_bytes = cap_bytes};
}

static struct arena_block *arena_block_new(struct arena *arena, size_t size)
{
	size_t cap = size > ARENA_BLOCK_BYTES / 2 ? size : ARENA_BLOCK_BYTES;
	struct arena_block *block = malloc(sizeof(*block) + cap);

	if (block == NULL)
		return NULL;
	block->used = 0;
	block->cap = cap;
	/* A block made for one large piece goes behind the current one, whose
	 * remaining room is still good for small pieces. */
	if (cap != ARENA_BLOCK_BYTES && arena->blocks != NULL) {
		block->next = arena->blocks->next;
		arena->blocks->next = block;
	} else {
		block->next = arena->blocks;
		arena->blocks = block;
	}
	return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->blocks;
	size_t rounded;
	void *data;

	if (size > SIZE_MAX - ARENA_ALIGN)
		return NULL;
	rounded = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
	if (rounded > arena->cap_bytes - arena->used_bytes)
		return NULL;
	if (block == NULL || rounded > block->cap - block->used)
		block = arena_block_new(arena, rounded);
	if (block == NULL)
		return NULL;
	data = block->data + block->used;
	block->used += rounded;
	arena->used_bytes += rounded;
	memset(data, 0, rounded);
	return data;
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	return arena_alloc(arena, count * size);
}

void *arena_copy(struct arena *arena, const void *data, size_t size)
{
	void *copy = arena_alloc(arena, size);

	if (copy != NULL && size > 0)
		memcpy(copy, data, size);
	return copy;
}

void arena_deinit(struct arena *arena)
{
	while (arena->blocks != NULL) {
		struct arena_block *block = arena->blocks;

		arena->blocks = block->next;
		free(block);
	}
	arena->used_bytes = 0;
}
