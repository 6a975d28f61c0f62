/* The Merkle tree over a space's log, in the shape of RFC 6962.
 *
 * Pure: knows neither the store nor what a leaf is. A *node* (level, index)
 * covers the leaves index << level up to (index + 1) << level and never changes
 * once its last leaf is there. The store keeps each node beside the leaf that
 * completed it, so that any old root and any proof needs a few point lookups.
 *
 *   TREE1  The root equals RFC 6962's of the same leaves (LOG4).
 *   TREE2  A frontier loaded at a size equals one grown to that size.
 *   TREE3  A proof from m to n verifies, and fails when any bit of it changes.
 *
 * One thread per frontier. */
#ifndef CORE_TREE_H
#define CORE_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/verify.h"

/* A space holds fewer than 2^40 leaves: the store packs the leaf number so. */
#define TREE_MAX_LEVELS 40u
/* One per level, and the old root's own node. */
#define TREE_MAX_PROOF (TREE_MAX_LEVELS + 1u)

/* The nodes on the right edge: level k is there where bit k of size is set. */
struct tree_frontier {
	uint64_t size;
	uint8_t nodes[TREE_MAX_LEVELS][HASH_SIZE];
};

/* The inner nodes that one leaf completed, level 1 upward. */
struct tree_completed {
	unsigned count;
	uint8_t nodes[TREE_MAX_LEVELS][HASH_SIZE];
};

/* How the tree reads a complete node back; level 0 is the leaf's hash. */
struct tree_reader {
	void *context;
	MUST_CHECK enum result (*read)(void *context, unsigned level, uint64_t index,
				       uint8_t node_out[HASH_SIZE]);
};

struct tree_proof {
	unsigned count;
	uint8_t nodes[TREE_MAX_PROOF][HASH_SIZE];
};

/* H(leaf, kind ‖ hash). */
void tree_leaf_hash(uint8_t kind, const uint8_t hash[HASH_SIZE], uint8_t out[HASH_SIZE]);

void tree_init(struct tree_frontier *frontier);
void tree_append(struct tree_frontier *frontier, const uint8_t leaf_hash[HASH_SIZE],
		 struct tree_completed *completed_out);
void tree_root(const struct tree_frontier *frontier, uint8_t root_out[HASH_SIZE]);

/* The right edge as it was at `size`. Fails as the reader does. */
MUST_CHECK enum result tree_load(const struct tree_reader *reader, uint64_t size,
				 struct tree_frontier *frontier_out);
/* That old_size's tree is the beginning of new_size's. Empty where they are
 * equal or old_size is 0. ERR_AHEAD when old_size is the larger. */
MUST_CHECK enum result tree_prove(const struct tree_reader *reader, uint64_t old_size,
				  uint64_t new_size, struct tree_proof *proof_out);
/* Whether a proof that somebody brings leads from the one root to the other: RFC 9162 2.1.4.2, for
 * what RFC 6962 2.1.2 makes. From 0 leaves, as between equal sizes, only the empty one does. */
bool tree_is_consistent(const struct tree_proof *proof, uint64_t old_size,
			const uint8_t old_root[HASH_SIZE], uint64_t new_size,
			const uint8_t new_root[HASH_SIZE]);

#endif
