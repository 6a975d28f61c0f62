/* A plan's way from one server to another (SYNC15), through the handlers. */
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

TEST(SYNC15_a_plan_arrives_and_goes_on_as_if_it_had_been_there)
{
	uint64_t size = moved->size;

	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	CHECK_EQUAL(reading->next, size);
	CHECK(!reading->more);
	CHECK_OK(moving_read_as(&m, here, 1));
	CHECK(reading->is_head_signed);
	CHECK_EQUAL(reading->size, size);
	CHECK_EQUAL(reading->commits + reading->entries, size);
	CHECK_OK(moving_write_at(&m, here, 1, &(struct plan_commit){.records = 1}));
	CHECK_OK(moving_write_at(&m, here, 2, &(struct plan_commit){.records = 1}));
	CHECK_EQUAL(reading->size, size + 2);
	CHECK_EQUAL(moving_audit(here), 1);
	fixture_reopen(here);
	CHECK_OK(moving_read_as(&m, here, 2));
	CHECK_EQUAL(reading->size, size + 2);
	CHECK(reading->is_head_signed);
}

TEST(SYNC15_until_the_last_leaf_is_here_nobody_sees_the_plan)
{
	for (uint64_t i = 0; i < moved->size; i++) {
		CHECK_RESULT(moving_read_as(&m, here, 1), ERR_UNAUTHORIZED);
		CHECK_EQUAL(moving_located(here), 0);
		CHECK_EQUAL(moving_audit(here), 0);
		CHECK_OK(moving_bring(&m, here, moved, i, 1));
		CHECK_EQUAL(reading->next, i + 1);
		CHECK_EQUAL(reading->more, i + 1 < moved->size);
	}
	CHECK_OK(moving_read_as(&m, here, 1));
	CHECK_EQUAL(reading->size, moved->size);
	CHECK_EQUAL(moving_located(here), 1);
	CHECK_EQUAL(moving_audit(here), 1);
}

TEST(SYNC15_it_has_the_bytes_that_it_had)
{
	struct carried_log again;

	carried_log_init(&again);
	for (uint64_t i = 0; i < moved->size; i += 3)
		CHECK_OK(moving_bring(&m, here, moved, i, 3));
	moving_carry(here, &again);
	CHECK(bytes_equal(buffer_bytes(&again.leaves), buffer_bytes(&moved->leaves)));
	CHECK_BYTES(&again.tree, &moved->tree, sizeof(again.tree));
	carried_log_deinit(&again);
}

TEST(SYNC15_brought_again_it_is_here)
{
	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	CHECK_EQUAL(reading->next, moved->size);
	CHECK(!reading->more);
	CHECK_OK(moving_write_at(&m, here, 1, &(struct plan_commit){.records = 1}));
	CHECK_EQUAL(moving_arrived(&m, moved), moved->size + 1);
	moving_sign_head(moved, old, 5, old->plan.space, moving_locator);
	CHECK_EQUAL(moving_arrived(&m, moved), moved->size + 1);
}

TEST(SYNC15_where_the_cursor_is_not_what_has_arrived_nothing_is_taken)
{
	CHECK_EQUAL(moving_arrived(&m, moved), 0);
	CHECK(reading->more);
	CHECK_OK(moving_bring(&m, here, moved, 1, 3));
	CHECK_EQUAL(reading->next, 0);
	CHECK_OK(moving_bring(&m, here, moved, 0, 3));
	CHECK_OK(moving_bring(&m, here, moved, 0, 3));
	CHECK_EQUAL(reading->next, 3);
	CHECK_OK(moving_bring(&m, here, moved, 2, 3));
	CHECK_EQUAL(reading->next, 3);
	CHECK_OK(moving_bring(&m, here, moved, 4, 3));
	CHECK_EQUAL(reading->next, 3);
	CHECK_OK(moving_bring_all(&m, here, moved, 3));
	CHECK(!reading->more);
}

TEST(SYNC15_an_arrival_goes_on_after_a_restart)
{
	CHECK_OK(moving_bring(&m, here, moved, 0, 4));
	fixture_reopen(here);
	CHECK_RESULT(moving_read_as(&m, here, 1), ERR_UNAUTHORIZED);
	CHECK_EQUAL(moving_arrived(&m, moved), 4);
	CHECK_OK(moving_bring_all(&m, here, moved, 4));
	CHECK(!reading->more);
	CHECK_OK(moving_write_at(&m, here, 1, &(struct plan_commit){.records = 1}));
}

/* Whatever byte of whatever leaf is another. */
TEST(SYNC15_no_leaf_may_have_another_byte)
{
	for (uint64_t i = 0; i < moved->size; i++) {
		size_t size = moved->starts[i + 1] - moved->starts[i];

		for (size_t at = 5 + i % 7; at < size; at += 41) {
			uint8_t *byte = moved->leaves.data + moved->starts[i] + at;
			enum result result;

			*byte ^= 1;
			result = moving_bring_all(&m, here, moved, 0);
			*byte ^= 1;
			CHECK(result != OK);
			CHECK_RESULT(moving_read_as(&m, here, 1), ERR_UNAUTHORIZED);
		}
	}
	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	CHECK(!reading->more);
}

TEST(SYNC15_the_head_is_signed_by_the_key_that_it_names_and_that_is_the_one_left)
{
	struct fixture stranger;

	fixture_open(&stranger);
	moved->head.data[moved->head.size - 1] ^= 1;
	CHECK_RESULT(moving_bring_all(&m, here, moved, 0), ERR_SIGNATURE);
	CHECK_RESULT(moving_bring(&m, here, moved, 0, 0), ERR_SIGNATURE);
	stranger.plan = old->plan;
	moving_sign_fitting(moved, &stranger);
	CHECK_RESULT(moving_bring_all(&m, here, moved, 0), ERR_CONFLICT);
	moving_sign_fitting(moved, here);
	CHECK_RESULT(moving_bring_all(&m, here, moved, 0), ERR_CONFLICT);
	moving_sign_fitting(moved, old);
	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	fixture_close(&stranger);
}

TEST(SYNC15_the_head_ends_with_the_move_and_so_do_the_leaves)
{
	uint8_t root[32];
	uint64_t size = moved->size;

	tree_root(&moved->tree, root);
	moving_sign_head(moved, old, 0, old->plan.space, root);
	CHECK_RESULT(moving_bring_all(&m, here, moved, 0), ERR_CONFLICT);
	CHECK_RESULT(moving_bring(&m, here, moved, 0, 0), ERR_CONFLICT);
	moving_sign_head(moved, old, size - 1, old->plan.space, root);
	CHECK_RESULT(moving_bring_all(&m, here, moved, 0), ERR_CONFLICT);
	CHECK_RESULT(moving_bring(&m, here, moved, 0, size - 1), ERR_CONFLICT);
	moving_sign_head(moved, old, size, moving_locator, root);
	CHECK_RESULT(moving_bring_all(&m, here, moved, 0), ERR_CONFLICT);
}

/* An old head is signed by the log's own server, too. */
TEST(SYNC15_ARRIVAL4_a_log_that_does_not_end_with_the_move_is_not_here_and_spoils_nothing)
{
	struct carried_log shorter;

	carried_log_init(&shorter);
	for (uint64_t i = 0; i + 1 < moved->size; i++)
		CHECK(carried_log_add_leaf(&shorter, carried_log_leaf(moved, i)));
	moving_sign_fitting(&shorter, old);
	CHECK_RESULT(moving_bring_all(&m, here, &shorter, 0), ERR_CONFLICT);
	CHECK_OK(moving_bring(&m, here, &shorter, 0, shorter.size - 1));
	CHECK_EQUAL(moving_arrived(&m, &shorter), shorter.size - 1);
	CHECK_RESULT(moving_bring_all(&m, here, &shorter, shorter.size - 1), ERR_CONFLICT);
	CHECK_EQUAL(moving_arrived(&m, &shorter), shorter.size - 1);
	CHECK_EQUAL(moving_audit(here), 0);
	CHECK_OK(moving_bring_all(&m, here, moved, shorter.size - 1));
	CHECK(!reading->more);
	carried_log_deinit(&shorter);
}

TEST(SYNC15_no_leaf_follows_on_the_move)
{
	struct carried_log right;
	struct buffer frame;

	carried_log_init(&right);
	CHECK(carried_log_add(&right, buffer_bytes(&moved->leaves)));
	moving_sign_fitting(&right, old);
	buffer_init_growing(&frame, 1u << 16);
	plan_append_commit(&old->plan, &old->plan.devices[0], &(struct plan_commit){.records = 1},
			   &frame);
	/* Beyond the head, and then with a head of its own. */
	CHECK(carried_log_add_leaf(moved, buffer_bytes(&frame)));
	CHECK_RESULT(moving_bring_all(&m, here, moved, 0), ERR_CONFLICT);
	CHECK_EQUAL(moving_arrived(&m, moved), 0);
	moving_sign_fitting(moved, old);
	CHECK_RESULT(moving_bring_all(&m, here, moved, 0), ERR_CONFLICT);
	CHECK_OK(moving_bring(&m, here, moved, 0, moved->size - 1));
	CHECK_EQUAL(moving_arrived(&m, moved), moved->size - 1);
	CHECK_RESULT(moving_read_as(&m, here, 1), ERR_UNAUTHORIZED);
	CHECK_RESULT(moving_bring_all(&m, here, moved, moved->size - 1), ERR_CONFLICT);
	CHECK_EQUAL(moving_arrived(&m, moved), moved->size - 1);
	/* The right head has its time, or comes with all leaves at once: ARRIVAL5. */
	CHECK_RESULT(moving_bring(&m, here, &right, 0, 2), ERR_CONFLICT);
	here->now_s += ARRIVAL_HELD_S + 1;
	CHECK_EQUAL(moving_arrived(&m, &right), 0);
	CHECK_OK(moving_bring_all(&m, here, &right, 0));
	CHECK(!reading->more);
	buffer_deinit(&frame);
	carried_log_deinit(&right);
}

TEST(SYNC15_a_plan_that_moved_to_another_server_does_not_arrive)
{
	struct fixture third;

	fixture_open(&third);
	CHECK_RESULT(moving_bring_all(&m, &third, moved, 0), ERR_CONFLICT);
	CHECK_EQUAL(moving_audit(&third), 0);
	fixture_close(&third);
}

TEST(SYNC15_another_plans_genesis_does_not_fit)
{
	struct carried_log other;
	uint8_t space[32], root[32];

	carried_log_init(&other);
	memcpy(space, old->plan.space, 32);
	fixture_found(old, 2);
	moving_carry(old, &other);
	CHECK_RESULT(moving_bring_frames(&m, here, moved, 0, carried_log_leaf(&other, 0)),
		     ERR_CONFLICT);
	tree_root(&other.tree, root);
	moving_sign_head(&other, old, other.size, space, root);
	CHECK_RESULT(moving_bring(&m, here, &other, 0, 1), ERR_CONFLICT);
	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	CHECK(!reading->more);
	carried_log_deinit(&other);
}

TEST(SYNC15_ARRIVAL3_what_has_not_arrived_within_a_day_goes)
{
	CHECK_OK(moving_bring(&m, here, moved, 0, 4));
	here->now_s += ARRIVAL_MAX_AGE_S - 1;
	CHECK_EQUAL(moving_arrived(&m, moved), 4);
	here->now_s += 1;
	CHECK_OK(moving_bring(&m, here, moved, 4, 1));
	CHECK_EQUAL(reading->next, 5);
	here->now_s += 1;
	CHECK_EQUAL(moving_arrived(&m, moved), 0);
	CHECK_OK(moving_bring(&m, here, moved, 0, 4));
	/* A clock that goes back makes nothing older. */
	here->now_s -= 2 * ARRIVAL_MAX_AGE_S;
	CHECK_EQUAL(moving_arrived(&m, moved), 4);
}

/* A notice would not end for as long as the clock here is behind the last stamp. */
TEST(LIMIT_SYNC15_ARRIVAL6_a_log_stamped_more_than_a_day_ahead_waits_for_its_time)
{
	uint64_t stamp = old->now_s;

	here->now_s = stamp - ARRIVAL_MAX_AHEAD_S - 1;
	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	CHECK(reading->more);
	CHECK(reading->retry_after_s > 0);
	CHECK_EQUAL(moving_arrived(&m, moved), 0);
	here->now_s += 1;
	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	CHECK(!reading->more);
}

static uint64_t stored_arrivals(void)
{
	struct store_session *writer =
		here->service->store->functions->writer(here->service->store);
	struct store_arrival arrival;
	uint64_t leaves = 0;
	enum result result = writer->functions->oldest_arrival(writer, &arrival);

	CHECK_OK(writer->functions->count_leaves(writer, 1, &leaves));
	CHECK(result == OK || leaves == 0);
	return result == OK ? leaves : 0;
}

TEST(ARRIVAL3_what_is_too_old_goes_at_the_start_and_with_the_next_arrival)
{
	struct carried_log other;

	CHECK_OK(moving_bring(&m, here, moved, 0, 4));
	here->now_s += ARRIVAL_MAX_AGE_S;
	fixture_reopen(here);
	CHECK_EQUAL(stored_arrivals(), 4);
	here->now_s += 1;
	fixture_reopen(here);
	CHECK_EQUAL(stored_arrivals(), 0);
	CHECK_OK(moving_bring(&m, here, moved, 0, 4));
	CHECK_EQUAL(stored_arrivals(), 4);
	here->now_s += ARRIVAL_MAX_AGE_S + 1;
	carried_log_init(&other);
	fixture_found(old, 2);
	moving_carry(old, &other);
	CHECK_EQUAL(moving_arrived(&m, &other), 0);
	CHECK_EQUAL(stored_arrivals(), 0);
	carried_log_deinit(&other);
}

/* A log whose seventh leaf is such a commit, judged here. */
static enum result bring_commit(const struct plan_commit *what)
{
	struct plan_device author = old->plan.devices[0];
	struct plan before = old->plan;
	struct carried_log log;
	struct buffer frame;
	enum result result;

	/* After the leaf 5 the first device has sent one commit. */
	author.seq = 1;
	buffer_init_growing(&frame, 1u << 16);
	plan_append_commit(&old->plan, &author, what, &frame);
	old->plan = before;
	carried_log_init(&log);
	for (uint64_t i = 0; i < 6; i++)
		CHECK(carried_log_add_leaf(&log, carried_log_leaf(moved, i)));
	CHECK(carried_log_add_leaf(&log, buffer_bytes(&frame)));
	CHECK(carried_log_add_leaf(&log, carried_log_leaf(moved, 6)));
	moving_sign_fitting(&log, old);
	here->now_s += ARRIVAL_MAX_AGE_S + 1;
	result = moving_bring(&m, here, &log, 0, 7);
	CHECK_EQUAL(moving_arrived(&m, &log), result == OK ? 7 : 0);
	carried_log_deinit(&log);
	buffer_deinit(&frame);
	return result;
}

TEST(COMMIT11_SYNC15_an_arriving_commit_names_no_head_beyond_its_place)
{
	struct plan_commit what = {.server_epoch = old->plan.server_epoch,
				   .head_root = moving_locator};
	uint8_t previous[32], charter_head[32];
	struct store_session *reader = old->service->store->functions->writer(old->service->store);
	struct store_leaf leaf;

	CHECK_OK(reader->functions->read_leaf(reader, 1, 2, &leaf));
	memcpy(previous, leaf.hash, 32);
	CHECK_OK(reader->functions->read_leaf(reader, 1, 5, &leaf));
	memcpy(charter_head, leaf.hash, 32);
	what.charter_head = charter_head;
	what.previous = previous;
	what.seq = 2;
	what.head_size = 6;
	CHECK_OK(bring_commit(&what));
	what.head_size = 7;
	CHECK_RESULT(bring_commit(&what), ERR_CONFLICT);
	/* Whoever wrote this server's own epoch and a false root holds nobody off. */
	what.server_epoch = here->service->epoch;
	CHECK_RESULT(bring_commit(&what), ERR_CONFLICT);
	what.head_size = 5;
	CHECK_OK(bring_commit(&what));
	reader->functions->scan_end(reader);
}

TEST(SYNC15_what_is_no_arrival_is_refused_as_elsewhere)
{
	struct tree_proof none = {0};
	struct buffer body;

	buffer_init_growing(&body, 1u << 20);
	CHECK_RESULT(moving_post(&m, here, &body), ERR_MALFORMED);
	buffer_append_bytes(&body, buffer_bytes(&moved->head));
	CHECK_RESULT(moving_post(&m, here, &body), ERR_MALFORMED);
	/* A root beside the cursor. */
	buffer_append(&body, "\0\0\0\x24\5\x08\3\x12\x20", 9);
	buffer_append(&body, moving_locator, 32);
	carried_log_append_end(3, &none, &body);
	CHECK_RESULT(moving_post(&m, here, &body), ERR_MALFORMED);
	/* A leaf that has no place. */
	buffer_clear(&body);
	carried_log_append_leaves(moved, 0, 1, &body);
	CHECK_EQUAL(body.data[moved->head.size + 5 + 4], FRAME_ENTRY);
	body.data[moved->head.size + 5 + 4] = FRAME_STATEMENT;
	CHECK_RESULT(moving_post(&m, here, &body), ERR_MALFORMED);
	/* The head's version. */
	buffer_clear(&body);
	carried_log_append_leaves(moved, 0, 1, &body);
	CHECK_BYTES(body.data + 5 + 3, "\x08\1\x12", 3);
	body.data[5 + 4] = 2;
	CHECK_RESULT(moving_post(&m, here, &body), ERR_UNSUPPORTED);
	buffer_deinit(&body);
}

TEST(LIMIT_SYNC15_a_request_has_at_most_1024_leaves)
{
	struct buffer frames;

	buffer_init_growing(&frames, 4u << 20);
	for (unsigned i = 0; i < SUBMISSION_MAX_PER_REQUEST; i++)
		buffer_append_bytes(&frames, carried_log_leaf(moved, 2));
	CHECK_RESULT(moving_bring_frames(&m, here, moved, 0, buffer_bytes(&frames)), ERR_CONFLICT);
	buffer_append_bytes(&frames, carried_log_leaf(moved, 2));
	CHECK_RESULT(moving_bring_frames(&m, here, moved, 0, buffer_bytes(&frames)), ERR_TOO_LARGE);
	buffer_deinit(&frames);
}

static struct store_functions real, failing;
static enum result failure;
static unsigned until_failure;

static enum result fail_append(struct store_session *writer, uint64_t space, uint64_t number,
			       const struct store_leaf *leaf)
{
	if (until_failure-- == 0)
		return failure;
	return real.append_leaf(writer, space, number, leaf);
}

static enum result fail_end(struct store_session *writer, uint64_t space)
{
	(void)writer;
	(void)space;
	return failure;
}

static enum result fail_put(struct store_session *writer, const struct store_arrival *arrival)
{
	(void)writer;
	(void)arrival;
	return failure;
}

/* A full disk, or no memory, ends the request and nothing else. */
TEST(ARRIVAL1_LOG3_what_could_not_be_stored_whole_is_not_stored)
{
	static const enum result failures[] = {ERR_FULL, ERR_NO_MEMORY};
	struct store_session *writer =
		here->service->store->functions->writer(here->service->store);

	real = *writer->functions;
	for (size_t i = 0; i < 2; i++) {
		failure = failures[i];
		failing = real;
		writer->functions = &failing;
		failing.put_arrival = fail_put;
		CHECK_RESULT(moving_bring(&m, here, moved, 0, 2), failure);
		failing = real;
		CHECK_EQUAL(moving_arrived(&m, moved), 0);
		CHECK_OK(moving_bring(&m, here, moved, 0, 2));
		failing.append_leaf = fail_append;
		until_failure = 2;
		CHECK_RESULT(moving_bring_all(&m, here, moved, 2), failure);
		failing = real;
		failing.end_arrival = fail_end;
		CHECK_RESULT(moving_bring_all(&m, here, moved, 2), failure);
		failing = real;
		CHECK_RESULT(moving_read_as(&m, here, 1), ERR_UNAUTHORIZED);
		CHECK_EQUAL(moving_arrived(&m, moved), 2);
		here->now_s += ARRIVAL_MAX_AGE_S + 1;
	}
	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	CHECK_OK(moving_read_as(&m, here, 1));
	CHECK(!here->has_failed);
	writer->functions = &real;
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_both, close_both)

RUN_TESTS(P(SYNC15_a_plan_arrives_and_goes_on_as_if_it_had_been_there),
	  P(SYNC15_until_the_last_leaf_is_here_nobody_sees_the_plan),
	  P(SYNC15_it_has_the_bytes_that_it_had), P(SYNC15_brought_again_it_is_here),
	  P(SYNC15_where_the_cursor_is_not_what_has_arrived_nothing_is_taken),
	  P(SYNC15_an_arrival_goes_on_after_a_restart), P(SYNC15_no_leaf_may_have_another_byte),
	  P(SYNC15_the_head_is_signed_by_the_key_that_it_names_and_that_is_the_one_left),
	  P(SYNC15_the_head_ends_with_the_move_and_so_do_the_leaves),
	  P(SYNC15_ARRIVAL4_a_log_that_does_not_end_with_the_move_is_not_here_and_spoils_nothing),
	  P(SYNC15_no_leaf_follows_on_the_move),
	  P(SYNC15_a_plan_that_moved_to_another_server_does_not_arrive),
	  P(SYNC15_another_plans_genesis_does_not_fit),
	  P(SYNC15_ARRIVAL3_what_has_not_arrived_within_a_day_goes),
	  P(LIMIT_SYNC15_ARRIVAL6_a_log_stamped_more_than_a_day_ahead_waits_for_its_time),
	  P(ARRIVAL3_what_is_too_old_goes_at_the_start_and_with_the_next_arrival),
	  P(COMMIT11_SYNC15_an_arriving_commit_names_no_head_beyond_its_place),
	  P(SYNC15_what_is_no_arrival_is_refused_as_elsewhere),
	  P(LIMIT_SYNC15_a_request_has_at_most_1024_leaves),
	  P(ARRIVAL1_LOG3_what_could_not_be_stored_whole_is_not_stored))
