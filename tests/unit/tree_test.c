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

TEST(TREE3_a_proof_with_one_bit_changed_fails)
{
	uint8_t old_root[32], new_root[32];
	struct tree_proof proof;

	slow_root(0, 21, old_root);
	slow_root(0, LEAVES, new_root);
	CHECK_OK(tree_prove(&reader, 21, LEAVES, &proof));
	for (unsigned i = 0; i < proof.count; i++) {
		proof.nodes[i][i % 32] ^= 1;
		CHECK(!tree_is_consistent(&proof, 21, old_root, LEAVES, new_root));
		proof.nodes[i][i % 32] ^= 1;
	}
	proof.count--;
	CHECK(!tree_is_consistent(&proof, 21, old_root, LEAVES, new_root));
	proof.count++;
	CHECK(!tree_is_consistent(&proof, 22, old_root, LEAVES, new_root));
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
		T(TREE3_a_proof_with_one_bit_changed_fails),
		T(TREE_a_proof_backwards_is_refused),
	};

	return cmocka_run_group_tests(tests, make_leaves, NULL);
}
