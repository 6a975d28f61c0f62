/* What a store gives out and takes in: rows, as store/store.h has them. */
#ifndef STORE_STORE_ROWS_H
#define STORE_STORE_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

#define STORE_HASH_SIZE 32u
#define STORE_EPOCH_SIZE 16u
#define STORE_FOUND_MAX 4u
/* Leaf numbers and space numbers share one 63-bit row id. */
#define STORE_MAX_LEAVES ((uint64_t)1 << 40)

enum store_leaf_kind { STORE_ENTRY = 0, STORE_COMMIT = 1, STORE_VOID_COMMIT = 2 };
enum store_chain { STORE_BY_HEIGHT = 0, STORE_BY_COMMIT = 1, STORE_BY_STATEMENT = 2 };

struct store_leaf {
	enum store_leaf_kind kind;
	uint8_t hash[STORE_HASH_SIZE];
	uint8_t leaf_hash[STORE_HASH_SIZE];
	struct bytes nodes; /* borrowed until the session's next call, as is frame */
	struct bytes frame;
};

struct store_place {
	uint64_t space; /* number */
	enum store_chain chain;
	uint32_t device;
	uint64_t seq;
};

struct store_device {
	uint64_t last_seq; /* 0: it sent nothing */
	uint64_t last_leaf;
	uint8_t last_hash[STORE_HASH_SIZE];
};

/* Spaces whose ids begin alike, the oldest first; there may be more. */
struct store_found {
	uint8_t ids[STORE_FOUND_MAX][STORE_HASH_SIZE]; /* beyond count: zeros */
	size_t count;
};

/* A tag by which somebody finds the space again. */
struct store_recovery {
	uint64_t number_of_space;
	uint8_t space[STORE_HASH_SIZE];
	uint8_t tag[STORE_HASH_SIZE];
};

/* A head is a few hundred bytes. */
#define STORE_HEAD_MAX_BYTES 512u

/* A space on its way here. */
struct store_arrival {
	uint64_t space;    /* number */
	uint64_t base;     /* leaves that are seen meanwhile; 0: the space is not seen */
	uint64_t entries;  /* among these */
	uint64_t started;  /* when it came under this head's key; seconds since 1970 */
	uint64_t advanced; /* when the last of its leaves came */
	uint8_t head[STORE_HEAD_MAX_BYTES];
	size_t head_size;
};

#endif
