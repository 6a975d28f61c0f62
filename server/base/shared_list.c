#include "base/shared_list.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES 4096u
#define FIRST_BLOCKS 4u

void shared_list_init(struct shared_list *list, size_t item_size)
{
	*list = (struct shared_list){.item_size = item_size};
	while ((item_size << (list->shift + 1)) <= BLOCK_BYTES)
		list->shift++;
}

/* Whoever holds the only count may change what is counted: nobody else can take another. */
static bool is_sole(const atomic_uint *holders)
{
	return atomic_load_explicit(holders, memory_order_acquire) == 1;
}

static void hold(atomic_uint *holders)
{
	atomic_fetch_add_explicit(holders, 1, memory_order_relaxed);
}

static bool let_go(atomic_uint *holders)
{
	return atomic_fetch_sub_explicit(holders, 1, memory_order_acq_rel) == 1;
}

static void release_block(struct shared_block *block)
{
	if (let_go(&block->holders))
		free(block);
}

static void release_table(struct shared_table *table)
{
	if (!let_go(&table->holders))
		return;
	for (size_t i = 0; i < table->count; i++)
		release_block(table->blocks[i]);
	free(table);
}

void shared_list_copy(const struct shared_list *list, struct shared_list *copy_out)
{
	*copy_out = *list;
	if (list->table != NULL)
		hold(&list->table->holders);
}

void shared_list_deinit(struct shared_list *list)
{
	if (list->table != NULL)
		release_table(list->table);
	list->table = NULL;
	list->count = 0;
}

static size_t table_size(size_t cap)
{
	return sizeof(struct shared_table) + cap * sizeof(struct shared_block *);
}

static struct shared_table *copy_table(const struct shared_table *table, size_t cap)
{
	struct shared_table *copy = malloc(table_size(cap));

	if (copy == NULL)
		return NULL;
	atomic_init(&copy->holders, 1);
	copy->count = table->count;
	copy->cap = cap;
	for (size_t i = 0; i < table->count; i++) {
		copy->blocks[i] = table->blocks[i];
		hold(&copy->blocks[i]->holders);
	}
	return copy;
}

static bool make_table(struct shared_list *list)
{
	struct shared_table *table = malloc(table_size(FIRST_BLOCKS));

	if (table == NULL)
		return false;
	atomic_init(&table->holders, 1);
	table->count = 0;
	table->cap = FIRST_BLOCKS;
	list->table = table;
	return true;
}

/* The list's own table, with room for so many blocks. */
static bool own_table(struct shared_list *list, size_t blocks)
{
	struct shared_table *table = list->table, *grown;
	size_t cap;

	if (table == NULL)
		return make_table(list);
	cap = blocks > table->cap ? 2 * table->cap : table->cap;
	if (!is_sole(&table->holders)) {
		grown = copy_table(table, cap);
		if (grown != NULL)
			release_table(table);
	} else {
		grown = cap == table->cap ? table : realloc(table, table_size(cap));
	}
	if (grown == NULL)
		return false;
	grown->cap = cap;
	list->table = grown;
	return true;
}

static struct shared_block *make_block(const struct shared_list *list)
{
	size_t size = sizeof(struct shared_block) + (list->item_size << list->shift);
	struct shared_block *block = malloc(size);

	if (block != NULL) {
		atomic_init(&block->holders, 1);
		block->used = 0;
	}
	return block;
}

static bool own_block(struct shared_list *list, size_t number)
{
	struct shared_block *block, *copy;

	if (!own_table(list, number + 1))
		return false;
	block = list->table->blocks[number];
	if (is_sole(&block->holders))
		return true;
	copy = make_block(list);
	if (copy == NULL)
		return false;
	memcpy(copy->items, block->items, list->item_size << list->shift);
	copy->used = block->used;
	list->table->blocks[number] = copy;
	release_block(block);
	return true;
}

/* Into the next place of the table, which is nobody's: where there is none, of a table of its own.
 */
static bool add_block(struct shared_list *list, size_t number)
{
	struct shared_block *block;
	bool has_place = list->table != NULL && number < list->table->cap;

	if (!has_place && !own_table(list, number + 1))
		return false;
	block = make_block(list);
	if (block == NULL)
		return false;
	list->table->blocks[list->table->count++] = block;
	return true;
}

void *shared_list_change(struct shared_list *list, size_t index)
{
	/* Nobody else has the block: what was handed out as fixed may be written. */
	return own_block(list, index >> list->shift) ? (void *)shared_list_at(list, index) : NULL;
}

void *shared_list_push(struct shared_list *list)
{
	size_t number = list->count >> list->shift;
	size_t place = list->count & (((size_t)1 << list->shift) - 1);
	bool is_there = list->table != NULL && number < list->table->count;
	struct shared_block *block;

	if (!is_there && !add_block(list, number))
		return NULL;
	/* Somebody went on from here before, or this list was longer once. */
	if (list->table->blocks[number]->used != place && !own_block(list, number))
		return NULL;
	block = list->table->blocks[number];
	block->used = place + 1;
	return memset((void *)shared_list_at(list, list->count++), 0, list->item_size);
}

void shared_list_truncate(struct shared_list *list, size_t count)
{
	list->count = count;
}
