/* Memory that dies together, up to a cap.
 *
 * Regime "arena" of the ownership rules: nothing taken from here is freed on
 * its own. A request has one; so does each decoded batch of the writer.
 *
 *   ARENA1  Never hands out more than its cap, alignment included.
 *   ARENA2  What it hands out is zeroed and aligned to 16 bytes.
 *
 * One thread at a time. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks; /* newest first */
	size_t used_bytes;          /* handed out, rounded to the alignment */
	size_t cap_bytes;
};

/* Takes no memory yet. */
void arena_init(struct arena *arena, size_t cap_bytes);
/* NULL past the cap or when the system has no memory. Size 0 gives a valid
 * pointer that must not be read. */
void *arena_alloc(struct arena *arena, size_t size);
/* As arena_alloc(arena, count * size), NULL when that overflows. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size);
/* A copy in the arena; NULL as above. */
void *arena_copy(struct arena *arena, const void *data, size_t size);
/* Frees everything; the arena may be used again. */
void arena_deinit(struct arena *arena);

#endif
