/* A list that copies share until one of them changes it.
 *
 * Items lie in blocks, blocks in a table; both are counted. Copying a list takes the same time
 * however long it is; so does adding to it, which nobody else sees, as each knows how long its own
 * is. Changing an item copies one block, and the table, where others hold them.
 *
 *   SHARE1  What one list changes, no other sees.
 *
 * Of the lists that share, one thread at a time changes any; others may read theirs, and let them
 * go. */
#ifndef BASE_SHARED_LIST_H
#define BASE_SHARED_LIST_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct shared_block {
	atomic_uint holders;
	size_t used; /* items that some list has or had: the next place is nobody's */
	_Alignas(8) uint8_t items[];
};

struct shared_table {
	atomic_uint holders;
	size_t count; /* blocks, some of which may lie past a list's end */
	size_t cap;
	struct shared_block *blocks[];
};

struct shared_list {
	struct shared_table *table; /* NULL: nothing was ever added */
	size_t count;
	size_t item_size;
	unsigned shift; /* a block has 2^shift items */
};

void shared_list_init(struct shared_list *list, size_t item_size);
/* A copy of the same content. */
void shared_list_copy(const struct shared_list *list, struct shared_list *copy_out);
void shared_list_deinit(struct shared_list *list);

/* Borrowed until this list changes the item or is gone; index is below count. */
static inline const void *shared_list_at(const struct shared_list *list, size_t index)
{
	size_t place = index & (((size_t)1 << list->shift) - 1);

	return list->table->blocks[index >> list->shift]->items + place * list->item_size;
}

/* The item, this list's alone; NULL without memory. */
void *shared_list_change(struct shared_list *list, size_t index);
/* The new last item, zeroed; NULL without memory. */
void *shared_list_push(struct shared_list *list);
/* Forgets the items from `count` on. */
void shared_list_truncate(struct shared_list *list, size_t count);

#endif
