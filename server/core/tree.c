#include "core/tree.h"

#include <assert.h>
#include <string.h>

static void hash_pair(const uint8_t left[HASH_SIZE], const uint8_t right[HASH_SIZE],
		      uint8_t out[HASH_SIZE])
{
	struct bytes parts[2] = {{left, HASH_SIZE}, {right, HASH_SIZE}};

	verify_hash(LABEL_NODE, parts, 2, out);
}

void tree_leaf_hash(uint8_t kind, const uint8_t hash[HASH_SIZE], uint8_t out[HASH_SIZE])
{
	struct bytes parts[2] = {{&kind, 1}, {hash, HASH_SIZE}};

	verify_hash(LABEL_LEAF, parts, 2, out);
}

void tree_init(struct tree_frontier *frontier)
{
	frontier->size = 0;
}

void tree_append(struct tree_frontier *frontier, const uint8_t leaf_hash[HASH_SIZE],
		 struct tree_completed *completed_out)
{
	uint8_t node[HASH_SIZE];
	unsigned level = 0;

	assert(frontier->size < (uint64_t)1 << (TREE_MAX_LEVELS - 1));
	memcpy(node, leaf_hash, HASH_SIZE);
	/* As in binary addition: every set low bit is a full left sibling. */
	for (; frontier->size >> level & 1; level++) {
		hash_pair(frontier->nodes[level], node, node);
		memcpy(completed_out->nodes[level], node, HASH_SIZE);
	}
	completed_out->count = level;
	memcpy(frontier->nodes[level], node, HASH_SIZE);
	frontier->size++;
}

void tree_root(const struct tree_frontier *frontier, uint8_t root_out[HASH_SIZE])
{
	bool has_node = false;

	if (frontier->size == 0) {
		verify_hash(LABEL_EMPTY, NULL, 0, root_out);
		return;
	}
	for (unsigned level = 0; level < TREE_MAX_LEVELS; level++) {
		if (!(frontier->size >> level & 1))
			continue;
		if (has_node)
			hash_pair(frontier->nodes[level], root_out, root_out);
		else
			memcpy(root_out, frontier->nodes[level], HASH_SIZE);
		has_node = true;
	}
}

enum result tree_load(const struct tree_reader *reader, uint64_t size,
		      struct tree_frontier *frontier_out)
{
	struct tree_frontier frontier = {.size = size};

	for (unsigned level = 0; level < TREE_MAX_LEVELS; level++) {
		enum result result;

		if (!(size >> level & 1))
			continue;
		/* The last node of this level to the left of all lower bits. */
		result = reader->read(reader->context, level, (size >> level) - 1,
				      frontier.nodes[level]);
		if (result != OK)
			return result;
	}
	*frontier_out = frontier;
	return OK;
}

/* The largest power of two below size, as its exponent; size is at least 2. */
static unsigned split_level(uint64_t size)
{
	return 63u - (unsigned)__builtin_clzll(size - 1);
}

/* The hash of the leaves from start to start + size, where start is a multiple
 * of the power of two at or above size. */
static enum result range_hash(const struct tree_reader *reader, uint64_t start, uint64_t size,
			      uint8_t out[HASH_SIZE])
{
	struct tree_frontier part = {.size = size};

	for (unsigned level = 0; level < TREE_MAX_LEVELS; level++) {
		enum result result;

		if (!(size >> level & 1))
			continue;
		result = reader->read(reader->context, level,
				      (start >> level) + (size >> level) - 1, part.nodes[level]);
		if (result != OK)
			return result;
	}
	tree_root(&part, out);
	return OK;
}

/* RFC 6962's SUBPROOF, turned from recursion into a walk from the root down.
 * The RFC lists the deepest node first, so the walk fills from the end. */
enum result tree_prove(const struct tree_reader *reader, uint64_t old_size, uint64_t new_size,
		       struct tree_proof *proof_out)
{
	uint8_t walked[TREE_MAX_PROOF][HASH_SIZE];
	uint64_t start = 0, m = old_size, n = new_size;
	unsigned count = 0;
	bool is_old_root = true; /* the part left is the whole old tree: its root is known */
	enum result result;

	if (old_size > new_size)
		return ERR_AHEAD;
	if (old_size == 0)
		m = n;
	while (m < n) {
		uint64_t k = (uint64_t)1 << split_level(n);

		if (m <= k) {
			result = range_hash(reader, start + k, n - k, walked[count]);
			n = k;
		} else {
			result = range_hash(reader, start, k, walked[count]);
			start += k;
			m -= k;
			n -= k;
			is_old_root = false;
		}
		if (result != OK)
			return result;
		count++;
	}
	if (!is_old_root) {
		result = range_hash(reader, start, n, walked[count++]);
		if (result != OK)
			return result;
	}
	proof_out->count = count;
	for (unsigned i = 0; i < count; i++)
		memcpy(proof_out->nodes[i], walked[count - 1 - i], HASH_SIZE);
	return OK;
}

/* RFC 9162 2.1.4.2; fn and sn are its names. */
bool tree_is_consistent(const struct tree_proof *proof, uint64_t old_size,
			const uint8_t old_root[HASH_SIZE], uint64_t new_size,
			const uint8_t new_root[HASH_SIZE])
{
	uint8_t old_hash[HASH_SIZE], new_hash[HASH_SIZE];
	uint64_t fn = old_size - 1, sn = new_size - 1;
	unsigned i = 0;

	if (old_size == new_size)
		return proof->count == 0 && memcmp(old_root, new_root, HASH_SIZE) == 0;
	if (old_size == 0)
		return proof->count == 0;
	if (old_size > new_size)
		return false;
	for (; fn & 1; fn >>= 1)
		sn >>= 1;
	/* Where the old tree is one complete node, its root opens the proof. */
	if (fn != 0 && proof->count == 0)
		return false;
	memcpy(old_hash, fn == 0 ? old_root : proof->nodes[i++], HASH_SIZE);
	memcpy(new_hash, old_hash, HASH_SIZE);
	for (; i < proof->count; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			hash_pair(proof->nodes[i], old_hash, old_hash);
			hash_pair(proof->nodes[i], new_hash, new_hash);
			for (; !(fn & 1) && fn != 0; fn >>= 1)
				sn >>= 1;
		} else {
			hash_pair(new_hash, proof->nodes[i], new_hash);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && memcmp(old_hash, old_root, HASH_SIZE) == 0 &&
	       memcmp(new_hash, new_root, HASH_SIZE) == 0;
}
