/* Nobody spoils what arrives: what is brought is proven to be of the head's log (SYNC15). */
#include "core/arrival.h"

#include "support/check.h"
#include "support/moving.h"
#include "support/plan_decide.h"
#include "wire/frame.h"

static struct moving m;
static struct fixture *const old = &m.old, *const here = &m.here;
static struct carried_log *const moved = &m.moved;
static struct reading *const reading = &m.reading;

static int open_both(void **state)
{
	(void)state;
	moving_open(&m);
	return 0;
}

static int close_both(void **state)
{
	(void)state;
	moving_close(&m);
	return 0;
}

/* The same log with `extra` leaves put in behind the first `keep`; signed by the old server. */
static void put_in(struct carried_log *log, uint64_t keep, struct bytes extra, uint64_t times)
{
	carried_log_init(log);
	for (uint64_t i = 0; i < keep; i++)
		CHECK(carried_log_add_leaf(log, carried_log_leaf(moved, i)));
	for (uint64_t i = 0; i < times; i++)
		CHECK(carried_log_add_leaf(log, extra));
	for (uint64_t i = keep; i < moved->size; i++)
		CHECK(carried_log_add_leaf(log, carried_log_leaf(moved, i)));
	moving_sign_fitting(log, old);
}

/* `count` leaves from `first` on, with another End than theirs. */
static enum result bring_with(uint64_t first, uint64_t count, uint64_t next,
			      const struct tree_proof *proof)
{
	size_t start = moved->starts[first];
	struct bytes frames = {moved->leaves.data + start, moved->starts[first + count] - start};
	struct buffer body;
	enum result result;

	buffer_init_growing(&body, 1u << 20);
	carried_log_append_start(moved, first, frames, &body);
	carried_log_append_end(next, proof, &body);
	result = moving_post(&m, here, &body);
	buffer_deinit(&body);
	return result;
}

/* Once `there` leaves have come, `frames` do not fit; what has come stays. */
static void check_misfit(uint64_t there, struct bytes frames)
{
	uint64_t arrived = moving_arrived(&m, moved);

	CHECK(arrived <= there);
	CHECK_OK(moving_bring(&m, here, moved, arrived, there - arrived));
	CHECK_RESULT(moving_bring_frames(&m, here, moved, there, frames), ERR_CONFLICT);
	CHECK_EQUAL(moving_arrived(&m, moved), there);
	CHECK_EQUAL(moving_audit(here), 0);
}

TEST(SYNC15_ARRIVAL1_ARRIVAL4_what_leads_elsewhere_spoils_nothing)
{
	struct buffer frames;

	buffer_init_growing(&frames, 1u << 20);
	check_misfit(0, carried_log_leaf(moved, 1));
	check_misfit(0, carried_log_leaf(moved, 2));
	/* A gap, the same again, and an order that is not the log's. */
	check_misfit(2, carried_log_leaf(moved, 1));
	check_misfit(3, carried_log_leaf(moved, 0));
	check_misfit(3, carried_log_leaf(moved, 2));
	check_misfit(3, carried_log_leaf(moved, 6));
	buffer_append_bytes(&frames, carried_log_leaf(moved, 3));
	buffer_append_bytes(&frames, carried_log_leaf(moved, 5));
	check_misfit(3, buffer_bytes(&frames));
	check_misfit(4, carried_log_leaf(moved, 5));
	check_misfit(moved->size - 1, carried_log_leaf(moved, 1));
	CHECK_OK(moving_bring_all(&m, here, moved, moved->size - 1));
	CHECK(!reading->more);
	buffer_deinit(&frames);
}

/* A leaf is refused although the head's log holds it. */
TEST(SYNC15_ARRIVAL1_ARRIVAL4_a_leaf_that_is_refused_leaves_what_has_arrived)
{
	static const struct {
		uint64_t keep, leaf;
	} bad[] = {{4, 5}, {3, 2}, {2, 1}, {3, 0}, {1, 2}};

	for (uint64_t i = 0; i < 5; i++) {
		struct carried_log log;
		uint64_t keep = bad[i].keep;

		/* Each takes the place of the one before. */
		here->now_s += ARRIVAL_HELD_S + 1;
		put_in(&log, keep, carried_log_leaf(moved, bad[i].leaf), i + 1);
		CHECK_OK(moving_bring(&m, here, &log, 0, keep));
		CHECK_EQUAL(reading->next, keep);
		CHECK_RESULT(moving_bring(&m, here, &log, keep, 3), ERR_CONFLICT);
		CHECK_RESULT(moving_bring_all(&m, here, &log, keep), ERR_CONFLICT);
		CHECK_EQUAL(moving_arrived(&m, &log), keep);
		CHECK_EQUAL(moving_audit(here), 0);
		carried_log_deinit(&log);
	}
}

/* A commit's signature is not of its hash: the proof holds, and the leaf is refused. */
TEST(SYNC15_ARRIVAL4_a_leaf_with_another_signature_leaves_what_has_arrived)
{
	uint8_t *last_byte = moved->leaves.data + moved->starts[3] - 1;

	for (unsigned back = 0; back < 200; back += 9) {
		CHECK_OK(moving_bring(&m, here, moved, 0, 2));
		last_byte[-(int)back] ^= 1;
		CHECK(moving_bring(&m, here, moved, 2, 2) != OK);
		last_byte[-(int)back] ^= 1;
		CHECK_EQUAL(moving_arrived(&m, moved), 2);
	}
	CHECK_OK(moving_bring_all(&m, here, moved, 2));
	CHECK(!reading->more);
}

TEST(SYNC15_LOG6_the_proof_is_the_right_one_whole_and_no_longer)
{
	for (uint64_t next = 1; next < moved->size; next++) {
		struct tree_proof right, wrong;

		CHECK(carried_log_prove(moved, next, &right));
		for (unsigned i = 0; i < right.count; i++) {
			wrong = right;
			wrong.nodes[i][(next + i) % 32] ^= 0x10;
			CHECK_RESULT(bring_with(next - 1, 1, next, &wrong), ERR_CONFLICT);
			wrong = right;
			wrong.count = i;
			CHECK_RESULT(bring_with(next - 1, 1, next, &wrong), ERR_CONFLICT);
		}
		wrong = right;
		wrong.count++;
		memcpy(wrong.nodes[right.count], moving_locator, 32);
		CHECK_RESULT(bring_with(next - 1, 1, next, &wrong), ERR_CONFLICT);
		CHECK_EQUAL(moving_arrived(&m, moved), next - 1);
		CHECK_OK(bring_with(next - 1, 1, next, &right));
		CHECK_EQUAL(reading->next, next);
	}
}

/* At the head's size there is nothing to prove, and nothing is said; so, too, where none is
 * brought, whatever is said. */
TEST(SYNC15_LOG6_at_the_heads_size_the_root_is_the_proof)
{
	struct tree_proof some = {.count = 1}, none = {.count = 0};
	uint64_t size = moved->size;

	CHECK_RESULT(bring_with(0, size, size, &some), ERR_CONFLICT);
	CHECK_OK(bring_with(0, 0, 0, &some));
	CHECK_EQUAL(reading->next, 0);
	CHECK_OK(moving_bring(&m, here, moved, 0, 5));
	CHECK_OK(bring_with(5, 0, 5, &some));
	CHECK_EQUAL(reading->next, 5);
	CHECK_OK(bring_with(5, size - 5, size, &none));
	CHECK(!reading->more);
}

TEST(SYNC15_the_root_is_the_heads)
{
	struct carried_log other;
	uint8_t root[32];

	tree_root(&moved->tree, root);
	root[7] ^= 1;
	moving_sign_head(moved, old, moved->size, old->plan.space, root);
	CHECK_RESULT(moving_bring_all(&m, here, moved, 0), ERR_CONFLICT);
	CHECK_RESULT(moving_bring(&m, here, moved, 0, 1), ERR_CONFLICT);
	CHECK_EQUAL(moving_arrived(&m, moved), 0);
	/* The right leaves, on the way to a head that has them not. */
	put_in(&other, 3, carried_log_leaf(moved, 1), 1);
	other.head.size = 0;
	buffer_append_bytes(&other.head, buffer_bytes(&moved->head));
	CHECK_RESULT(moving_bring(&m, here, &other, 0, 2), ERR_CONFLICT);
	moving_sign_fitting(moved, old);
	CHECK_RESULT(moving_bring(&m, here, &other, 0, 2), ERR_CONFLICT);
	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	CHECK(!reading->more);
	carried_log_deinit(&other);
}

/* Whoever has the leaves can sign a head of them with a key of his own. */
TEST(SYNC15_ARRIVAL4_another_servers_head_of_the_same_log_spoils_nothing)
{
	struct carried_log theirs;
	struct fixture stranger;
	uint64_t last = moved->size - 1;

	fixture_open(&stranger);
	stranger.plan = old->plan;
	put_in(&theirs, 0, (struct bytes){0}, 0);
	moving_sign_fitting(&theirs, &stranger);
	CHECK_OK(moving_bring(&m, here, &theirs, 0, 3));
	CHECK_EQUAL(moving_arrived(&m, moved), 3);
	CHECK_OK(moving_bring(&m, here, moved, 3, last - 3));
	CHECK_RESULT(moving_bring_all(&m, here, &theirs, last), ERR_CONFLICT);
	CHECK_EQUAL(moving_arrived(&m, moved), last);
	CHECK_RESULT(moving_read_as(&m, here, 1), ERR_UNAUTHORIZED);
	CHECK_OK(moving_bring_all(&m, here, moved, last));
	CHECK(!reading->more);
	carried_log_deinit(&theirs);
	fixture_close(&stranger);
}

TEST(SYNC15_a_head_of_the_same_log_goes_on_whenever_it_was_signed)
{
	CHECK_OK(moving_bring(&m, here, moved, 0, 4));
	old->now_s++;
	moving_sign_fitting(moved, old);
	CHECK_EQUAL(moving_arrived(&m, moved), 4);
	CHECK_OK(moving_bring_all(&m, here, moved, 4));
	CHECK(!reading->more);
}

/* Of the log's own server, and so as good as the one before. */
TEST(SYNC15_ARRIVAL4_a_head_of_the_same_key_goes_on_whatever_its_size)
{
	struct carried_log fewer, longer;
	uint64_t last = moved->size - 1;

	carried_log_init(&fewer);
	for (uint64_t i = 0; i < last; i++)
		CHECK(carried_log_add_leaf(&fewer, carried_log_leaf(moved, i)));
	moving_sign_fitting(&fewer, old);
	put_in(&longer, moved->size, carried_log_leaf(moved, 1), 3);
	CHECK_OK(moving_bring(&m, here, moved, 0, 3));
	CHECK_OK(moving_bring(&m, here, &longer, 3, 2));
	CHECK_EQUAL(reading->next, 5);
	CHECK_OK(moving_bring(&m, here, &fewer, 5, 1));
	CHECK_EQUAL(reading->next, 6);
	fixture_reopen(here);
	CHECK_EQUAL(moving_arrived(&m, &longer), 6);
	CHECK_OK(moving_bring_all(&m, here, moved, 6));
	CHECK(!reading->more);
	carried_log_deinit(&fewer);
	carried_log_deinit(&longer);
}

TEST(SYNC15_ARRIVAL4_a_head_of_other_leaves_is_held_off)
{
	struct carried_log other;
	uint8_t root[32];

	put_in(&other, 4, carried_log_leaf(moved, 1), 0);
	tree_root(&other.tree, root);
	root[0] ^= 1;
	moving_sign_head(&other, old, other.size, old->plan.space, root);
	CHECK_OK(moving_bring(&m, here, moved, 0, 4));
	CHECK_RESULT(moving_bring(&m, here, &other, 4, 1), ERR_CONFLICT);
	CHECK_RESULT(moving_bring_all(&m, here, &other, 4), ERR_CONFLICT);
	CHECK_OK(moving_bring(&m, here, &other, 0, 4)); /* nothing at that place */
	CHECK_EQUAL(moving_arrived(&m, moved), 4);
	CHECK_OK(moving_bring_all(&m, here, moved, 4));
	CHECK(!reading->more);
	carried_log_deinit(&other);
}

/* Whoever has the log signs a head of it with a key of his own, and proves it. */
TEST(SYNC15_ARRIVAL5_a_head_of_no_server_of_the_log_holds_nobody_off)
{
	struct carried_log strangers;

	put_in(&strangers, moved->size, carried_log_leaf(moved, 1), 1);
	moving_sign_fitting(&strangers, here);
	CHECK_OK(moving_bring(&m, here, &strangers, 0, 2));
	CHECK_EQUAL(reading->next, 2);
	CHECK_OK(moving_bring(&m, here, moved, 2, 2));
	CHECK_EQUAL(reading->next, 4);
	CHECK_EQUAL(moving_arrived(&m, &strangers), 4); /* asking is free */
	CHECK_RESULT(moving_bring(&m, here, &strangers, 0, 2), ERR_CONFLICT);
	CHECK_RESULT(moving_bring(&m, here, &strangers, 4, 1), ERR_CONFLICT);
	CHECK_OK(moving_bring_all(&m, here, moved, 4));
	CHECK(!reading->more);
	carried_log_deinit(&strangers);
}

/* Of the log's own server each leaf begins the ten minutes anew. */
TEST(SYNC15_ARRIVAL5_what_comes_slowly_under_the_logs_own_head_is_dropped_by_nobody)
{
	struct carried_log theirs;
	struct fixture stranger;

	fixture_open(&stranger);
	stranger.plan = old->plan;
	put_in(&theirs, 0, (struct bytes){0}, 0);
	moving_sign_fitting(&theirs, &stranger);
	for (uint64_t i = 0; i < 5; i++) {
		CHECK_OK(moving_bring(&m, here, moved, i, 1));
		here->now_s += ARRIVAL_HELD_S;
		CHECK_RESULT(moving_bring(&m, here, &theirs, 0, 1), ERR_CONFLICT);
	}
	CHECK_EQUAL(moving_arrived(&m, moved), 5);
	here->now_s += 1;
	CHECK_OK(moving_bring(&m, here, &theirs, 0, 1));
	CHECK_EQUAL(reading->next, 1);
	CHECK_OK(moving_bring_all(&m, here, moved, 1));
	CHECK(!reading->more);
	carried_log_deinit(&theirs);
	fixture_close(&stranger);
}

/* Where what has come is of its log, too, nothing of that is dropped. */
TEST(LIMIT_SYNC15_ARRIVAL5_after_ten_minutes_any_head_goes_on)
{
	struct carried_log strangers;

	put_in(&strangers, moved->size, carried_log_leaf(moved, 1), 1);
	moving_sign_fitting(&strangers, here);
	CHECK_OK(moving_bring(&m, here, moved, 0, 4));
	here->now_s += ARRIVAL_HELD_S - 1;
	CHECK_RESULT(moving_bring(&m, here, &strangers, 4, 1), ERR_CONFLICT);
	here->now_s += 1;
	CHECK_RESULT(moving_bring(&m, here, &strangers, 4, 1), ERR_CONFLICT);
	here->now_s += 1;
	CHECK_RESULT(moving_bring_frames(&m, here, &strangers, 0, carried_log_leaf(moved, 1)),
		     ERR_CONFLICT);
	CHECK_OK(moving_bring(&m, here, &strangers, 4, 1));
	CHECK_EQUAL(reading->next, 5);
	/* Now it is the stranger's; the log's own server has its place at once. */
	CHECK_OK(moving_bring_all(&m, here, moved, 5));
	CHECK(!reading->more);
	carried_log_deinit(&strangers);
}

static void limit(unsigned burst)
{
	here->config.server_commits_per_hour = 60;
	here->config.server_commits_burst = burst;
	fixture_reopen(here);
}

TEST(SYNC15_SYNC11_a_quota_holds_a_request_back_whole_and_takes_nothing_for_it)
{
	struct carried_log longer, strangers;

	limit(5);
	CHECK_OK(moving_bring(&m, here, moved, 0, 3));
	CHECK_EQUAL(reading->next, 3);
	CHECK_EQUAL(reading->retry_after_s, 0);
	for (int i = 0; i < 4; i++) {
		CHECK_OK(moving_bring(&m, here, moved, 3, 3));
		CHECK_EQUAL(reading->next, 3);
		CHECK(reading->more);
		CHECK(reading->retry_after_s > 0);
		/* Nor for what is not proven. */
		CHECK_RESULT(moving_bring_frames(&m, here, moved, 3, carried_log_leaf(moved, 4)),
			     ERR_CONFLICT);
	}
	/* What is held back takes nobody's place; another key's is paid for before it is judged. */
	put_in(&longer, moved->size, carried_log_leaf(moved, 1), 1);
	put_in(&strangers, 0, (struct bytes){0}, 0);
	moving_sign_fitting(&strangers, here);
	here->now_s += ARRIVAL_HELD_S;
	CHECK_RESULT(moving_bring(&m, here, &strangers, 3, 3), ERR_CONFLICT);
	CHECK_OK(moving_bring(&m, here, &strangers, 3, 3));
	CHECK(reading->retry_after_s > 0);
	here->now_s += 1;
	CHECK_OK(moving_bring(&m, here, &longer, 0, 4));
	CHECK(reading->retry_after_s > 0);
	CHECK_OK(moving_bring(&m, here, moved, 3, 2));
	CHECK_EQUAL(reading->next, 5);
	CHECK_OK(moving_bring(&m, here, moved, 5, 1));
	CHECK_EQUAL(reading->next, 5);
	atomic_store(&here->later_us, 60ull * 1000000ull);
	CHECK_OK(moving_bring(&m, here, moved, 5, 1));
	CHECK_EQUAL(reading->next, 6);
	carried_log_deinit(&longer);
	carried_log_deinit(&strangers);
}

/* However little the server lets in at once: a request that is larger only waits for a full
 * bucket, and owes the rest. */
TEST(SYNC15_SYNC11_a_plan_arrives_whatever_the_burst_is)
{
	uint64_t minutes = 0, at = 0;

	limit(2);
	while (at < moved->size && minutes < 60) {
		CHECK_OK(moving_bring(&m, here, moved, at, 6));
		CHECK(reading->next == at || reading->retry_after_s == 0);
		at = reading->next;
		atomic_store(&here->later_us, ++minutes * 60000000ull);
	}
	CHECK_EQUAL(at, moved->size);
	/* Two at once and one a minute: the second half when the first is paid. */
	CHECK_EQUAL(minutes, 7);
	/* What arrives takes nothing from those who write. */
	CHECK_OK(moving_write_at(&m, here, 1, &(struct plan_commit){.records = 1}));
}

static enum result post_end(const char *payload, size_t size)
{
	struct buffer body;
	enum result result;

	buffer_init_growing(&body, 1u << 20);
	carried_log_append_start(moved, 0, carried_log_leaf(moved, 0), &body);
	frame_append_head(&body, FRAME_END, size);
	buffer_append(&body, payload, size);
	result = moving_post(&m, here, &body);
	buffer_deinit(&body);
	return result;
}

TEST(SYNC15_the_end_is_one_and_last_and_tells_where_its_proof_begins)
{
	struct tree_proof proof;
	struct buffer body;

	CHECK(carried_log_prove(moved, 1, &proof));
	CHECK_RESULT(bring_with(0, 1, 0, &proof), ERR_MALFORMED);
	CHECK_RESULT(bring_with(0, 1, 2, &proof), ERR_MALFORMED);
	CHECK_RESULT(bring_with(0, 0, 1, &proof), ERR_MALFORMED);
	CHECK_RESULT(bring_with(3, 1, 1, &proof), ERR_MALFORMED);
	buffer_init_growing(&body, 1u << 20);
	carried_log_append_start(moved, 0, carried_log_leaf(moved, 0), &body);
	CHECK_RESULT(moving_post(&m, here, &body), ERR_MALFORMED);
	carried_log_append_end(1, &proof, &body);
	carried_log_append_end(1, &proof, &body);
	CHECK_RESULT(moving_post(&m, here, &body), ERR_MALFORMED);
	buffer_clear(&body);
	carried_log_append_start(moved, 0, (struct bytes){0}, &body);
	CHECK_RESULT(moving_post(&m, here, &body), ERR_MALFORMED);
	carried_log_append_end(1, &proof, &body);
	buffer_append_bytes(&body, carried_log_leaf(moved, 0));
	CHECK_RESULT(moving_post(&m, here, &body), ERR_MALFORMED);
	buffer_append(&body, "\0\0", 2);
	CHECK_RESULT(moving_post(&m, here, &body), ERR_MALFORMED);
	CHECK_EQUAL(moving_arrived(&m, moved), 0);
	CHECK_OK(bring_with(0, 1, 1, &proof));
	CHECK_EQUAL(reading->next, 1);
	buffer_deinit(&body);
}

TEST(LIMIT_SYNC15_a_proof_is_of_whole_hashes_and_at_most_128)
{
	struct buffer end;

	CHECK_RESULT(post_end("\x08\1\x22\0", 4), ERR_MALFORMED);
	CHECK_RESULT(post_end("\x08\1\x22\1x", 5), ERR_MALFORMED);
	buffer_init_growing(&end, 1u << 16);
	buffer_append(&end, "\x08\1\x10\1\x18\7", 6);
	for (int i = 0; i < 128; i++) {
		buffer_append(&end, "\x22\x20", 2);
		buffer_append(&end, moving_locator, 32);
	}
	/* More than any log of ours could need. */
	CHECK_RESULT(post_end((const char *)end.data, end.size), ERR_CONFLICT);
	buffer_append(&end, "\x22\x20", 2);
	buffer_append(&end, moving_locator, 32);
	CHECK_RESULT(post_end((const char *)end.data, end.size), ERR_TOO_LARGE);
	buffer_deinit(&end);
}

/* A key of one's own signs a head of any size, and one leaf proves to be of it. */
TEST(SYNC15_ARRIVAL4_a_head_of_more_leaves_than_there_can_be_holds_nothing_up)
{
	static const unsigned powers[] = {20, 32, 40, 41};

	for (unsigned i = 0; i < 4; i++) {
		struct tree_proof proof = {.count = powers[i]};
		struct carried_log right;
		uint8_t root[64] = {0};
		uint64_t size = UINT64_C(1) << powers[i];

		carried_log_init(&right);
		CHECK(carried_log_add_leaf(&right, carried_log_leaf(moved, 0)));
		tree_root(&right.tree, root);
		for (unsigned n = 0; n < proof.count; n++) {
			memcpy(root + 32, proof.nodes[n], 32);
			verify_hash_bytes(LABEL_NODE, (struct bytes){root, 64}, root);
		}
		moving_sign_head(moved, old, size, old->plan.space, root);
		here->now_s += ARRIVAL_HELD_S + 1;
		CHECK_OK(bring_with(0, 1, 1, &proof));
		CHECK_EQUAL(reading->next, 1);
		CHECK_RESULT(bring_with(1, 1, 2, &proof), ERR_CONFLICT);
		moving_sign_head(moved, old, size - 1, old->plan.space, root);
		CHECK_RESULT(bring_with(1, 1, 2, &proof), ERR_CONFLICT);
		carried_log_deinit(&right);
	}
	moving_sign_head(moved, old, UINT64_MAX, old->plan.space, moving_locator);
	CHECK_RESULT(bring_with(1, 1, 2, &(struct tree_proof){.count = 41}), ERR_CONFLICT);
	moving_sign_fitting(moved, old);
	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	CHECK(!reading->more);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_both, close_both)

RUN_TESTS(P(SYNC15_ARRIVAL4_a_head_of_more_leaves_than_there_can_be_holds_nothing_up),
	  P(SYNC15_ARRIVAL1_ARRIVAL4_what_leads_elsewhere_spoils_nothing),
	  P(SYNC15_ARRIVAL1_ARRIVAL4_a_leaf_that_is_refused_leaves_what_has_arrived),
	  P(SYNC15_ARRIVAL4_a_leaf_with_another_signature_leaves_what_has_arrived),
	  P(SYNC15_LOG6_the_proof_is_the_right_one_whole_and_no_longer),
	  P(SYNC15_LOG6_at_the_heads_size_the_root_is_the_proof), P(SYNC15_the_root_is_the_heads),
	  P(SYNC15_ARRIVAL4_another_servers_head_of_the_same_log_spoils_nothing),
	  P(SYNC15_a_head_of_the_same_log_goes_on_whenever_it_was_signed),
	  P(SYNC15_ARRIVAL4_a_head_of_the_same_key_goes_on_whatever_its_size),
	  P(SYNC15_ARRIVAL4_a_head_of_other_leaves_is_held_off),
	  P(SYNC15_ARRIVAL5_a_head_of_no_server_of_the_log_holds_nobody_off),
	  P(SYNC15_ARRIVAL5_what_comes_slowly_under_the_logs_own_head_is_dropped_by_nobody),
	  P(LIMIT_SYNC15_ARRIVAL5_after_ten_minutes_any_head_goes_on),
	  P(SYNC15_SYNC11_a_quota_holds_a_request_back_whole_and_takes_nothing_for_it),
	  P(SYNC15_SYNC11_a_plan_arrives_whatever_the_burst_is),
	  P(SYNC15_the_end_is_one_and_last_and_tells_where_its_proof_begins),
	  P(LIMIT_SYNC15_a_proof_is_of_whole_hashes_and_at_most_128))
