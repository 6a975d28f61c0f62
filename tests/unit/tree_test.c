/* The tree against a slow model: RFC 6962's recursion over all leaves. */
#include "core/tree.h"
#include "support/check.h"

#define LEAVES 70u

static uint8_t leaves[LEAVES][32];
static uint8_t levels[8][LEAVES][32]; /* complete nodes, as a store would keep them */

static void pair(const uint8_t *left, const uint8_t *right, uint8_t *out)
{
	struct bytes parts[2] = {{left, 32}, {right, 32}};

	verify_hash(LABEL_NODE, parts, 2, out);
}

static void slow_root(unsigned start, unsigned size, uint8_t *out)
{
	uint8_t left[32], right[32];
	unsigned k = 1;

	if (size == 0) {
		verify_hash(LABEL_EMPTY, NULL, 0, out);
		return;
	}
	if (size == 1) {
		memcpy(out, leaves[start], 32);
		return;
	}
	while (k * 2 < size)
		k *= 2;
	slow_root(start, k, left);
	slow_root(start + k, size - k, right);
	pair(left, right, out);
}

static enum result read_node(void *context, unsigned level, uint64_t index, uint8_t *out)
{
	(void)context;
	if (level >= 8 || (index + 1) << level > LEAVES)
		return ERR_NOT_FOUND;
	memcpy(out, levels[level][index], 32);
	return OK;
}

static const struct tree_reader reader = {NULL, read_node};

static int make_leaves(void **state)
{
	struct tree_completed completed;
	struct tree_frontier frontier;

	(void)state;
	if (verify_init() != OK)
		return -1;
	tree_init(&frontier);
	for (unsigned i = 0; i < LEAVES; i++) {
		uint8_t hash[32] = {(uint8_t)i, 9};

		tree_leaf_hash(i % 2, hash, leaves[i]);
		memcpy(levels[0][i], leaves[i], 32);
		tree_append(&frontier, leaves[i], &completed);
		for (unsigned k = 0; k < completed.count; k++)
			memcpy(levels[k + 1][i >> (k + 1)], completed.nodes[k], 32);
	}
	return 0;
}

TEST(TREE1_LOG4_the_root_is_that_of_RFC_6962_at_every_size)
{
	struct tree_completed completed;
	struct tree_frontier frontier;
	uint8_t root[32], expected[32];

	tree_init(&frontier);
	for (unsigned size = 0; size <= LEAVES; size++) {
		slow_root(0, size, expected);
		tree_root(&frontier, root);
		CHECK_BYTES(root, expected, 32);
		if (size < LEAVES)
			tree_append(&frontier, leaves[size], &completed);
	}
}

TEST(TREE2_a_loaded_frontier_goes_on_like_one_that_grew)
{
	struct tree_completed completed;
	struct tree_frontier loaded;
	uint8_t root[32], expected[32];

	for (unsigned size = 0; size < LEAVES; size++) {
		CHECK_OK(tree_load(&reader, size, &loaded));
		tree_append(&loaded, leaves[size], &completed);
		tree_root(&loaded, root);
		slow_root(0, size + 1, expected);
		CHECK_BYTES(root, expected, 32);
	}
}

TEST(TREE3_LOG6_every_proof_between_two_sizes_verifies)
{
	uint8_t old_root[32], new_root[32];
	struct tree_proof proof;

	for (unsigned m = 0; m <= LEAVES; m++) {
		for (unsigned n = m; n <= LEAVES; n++) {
			slow_root(0, m, old_root);
			slow_root(0, n, new_root);
			CHECK_OK(tree_prove(&reader, m, n, &proof));
			CHECK(tree_is_consistent(&proof, m, old_root, n, new_root));
			if (m == 0 || m == n)
				CHECK_EQUAL(proof.count, 0);
		}
	}
}

/* Every bit position of a hash is met somewhere: one bit a node, another one each time. */
static void check_changed(const struct tree_proof *right, unsigned m, const uint8_t old_root[32],
			  unsigned n, const uint8_t new_root[32])
{
	struct tree_proof wrong = *right;

	for (unsigned i = 0; i < right->count; i++) {
		unsigned bit = (m * 31 + n * 7 + i) % 256;

		wrong.nodes[i][bit / 8] ^= (uint8_t)(1u << bit % 8);
		CHECK(!tree_is_consistent(&wrong, m, old_root, n, new_root));
		wrong.nodes[i][bit / 8] ^= (uint8_t)(1u << bit % 8);
		wrong.count = i;
		CHECK(!tree_is_consistent(&wrong, m, old_root, n, new_root));
		wrong.count = right->count;
	}
	/* Longer by any of its own hashes, or by one of another. */
	wrong.count++;
	for (unsigned i = 0; i <= right->count; i++) {
		memcpy(wrong.nodes[right->count], i < right->count ? right->nodes[i] : old_root,
		       32);
		CHECK(!tree_is_consistent(&wrong, m, old_root, n, new_root));
	}
}

TEST(TREE3_a_proof_with_one_bit_changed_too_short_or_too_long_fails)
{
	uint8_t old_root[32], new_root[32];
	struct tree_proof proof;

	for (unsigned m = 1; m <= LEAVES; m++) {
		for (unsigned n = m; n <= LEAVES; n++) {
			slow_root(0, m, old_root);
			slow_root(0, n, new_root);
			CHECK_OK(tree_prove(&reader, m, n, &proof));
			check_changed(&proof, m, old_root, n, new_root);
		}
	}
}

TEST(TREE3_a_proof_is_between_its_own_sizes_and_roots_alone)
{
	uint8_t old_root[32], new_root[32], other[32];
	struct tree_proof proof;

	for (unsigned m = 1; m < LEAVES; m++) {
		unsigned n = LEAVES - m % 3;

		slow_root(0, m, old_root);
		slow_root(0, n, new_root);
		slow_root(0, m + 1, other);
		if (m + 1 >= n)
			continue;
		CHECK_OK(tree_prove(&reader, m, n, &proof));
		CHECK(!tree_is_consistent(&proof, m, other, n, new_root));
		CHECK(!tree_is_consistent(&proof, m, old_root, n, other));
		CHECK(!tree_is_consistent(&proof, m + 1, other, n, new_root));
		CHECK(!tree_is_consistent(&proof, n, new_root, m, old_root));
		other[m % 32] ^= 1;
		CHECK(!tree_is_consistent(&proof, m, other, n, new_root));
	}
}

/* Sizes that no log of ours has; somebody may say them all the same. */
TEST(TREE3_no_size_is_too_large_to_be_refused)
{
	struct tree_proof proof = {.count = TREE_MAX_PROOF};

	for (unsigned level = 1; level < 64; level++) {
		uint64_t size = (uint64_t)1 << level;

		CHECK(!tree_is_consistent(&proof, 1, leaves[0], size, leaves[1]));
		CHECK(!tree_is_consistent(&proof, 3, leaves[0], UINT64_MAX - size, leaves[1]));
		CHECK(!tree_is_consistent(&proof, size, leaves[0], UINT64_MAX, leaves[1]));
	}
	proof.count = 0;
	CHECK(!tree_is_consistent(&proof, 1, leaves[0], UINT64_MAX, leaves[0]));
}

TEST(TREE_a_proof_backwards_is_refused)
{
	struct tree_proof proof;

	CHECK_RESULT(tree_prove(&reader, 5, 4, &proof), ERR_AHEAD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(TREE1_LOG4_the_root_is_that_of_RFC_6962_at_every_size),
		T(TREE2_a_loaded_frontier_goes_on_like_one_that_grew),
		T(TREE3_LOG6_every_proof_between_two_sizes_verifies),
		T(TREE3_a_proof_with_one_bit_changed_too_short_or_too_long_fails),
		T(TREE3_a_proof_is_between_its_own_sizes_and_roots_alone),
		T(TREE3_no_size_is_too_large_to_be_refused),
		T(TREE_a_proof_backwards_is_refused),
	};

	return cmocka_run_group_tests(tests, make_leaves, NULL);
}
