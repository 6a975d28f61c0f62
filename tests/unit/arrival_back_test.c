/* The server that a plan has left (SYNC14), and the plan's way back there (SYNC15). */
#include <stdio.h>
#include <unistd.h>

#include "core/arrival.h"
#include "net/codec.h"
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

TEST(SYNC14_a_server_that_the_plan_has_left_takes_nothing_more)
{
	struct plan_device *author = &old->plan.devices[0];
	struct buffer frames;
	struct plan_request request = {.device = author, .path = "/v1/sync"};
	struct plan_device before = *author;

	CHECK_RESULT(moving_write_at(&m, old, 1, &(struct plan_commit){.records = 1}), ERR_MOVED);
	CHECK_RESULT(moving_write_at(&m, old, 1, &(struct plan_commit){.seq = 99}), ERR_MOVED);
	CHECK_RESULT(moving_write_at(&m, old, 2,
				     &(struct plan_commit){.breaks_record = true, .records = 1}),
		     ERR_MOVED);
	CHECK_EQUAL(reading->size, moved->size);
	*author = before;
	buffer_init_growing(&frames, 1u << 16);
	plan_append_confirm(&old->plan, author, old->plan.devices[1].person, &frames);
	CHECK_RESULT(fixture_state(old, author, buffer_bytes(&frames), reading), ERR_MOVED);
	CHECK_RESULT(moving_move(&m, old, moving_locator), ERR_MOVED);
	/* What it holds it answers as the first time. */
	buffer_clear(&frames);
	buffer_append_bytes(&frames, carried_log_leaf(moved, 2));
	request.frames = buffer_bytes(&frames);
	CHECK_OK(fixture_sync(old, &request, reading));
	CHECK_EQUAL(reading->results[0].code, OK);
	CHECK_EQUAL(reading->results[0].leaf, 2);
	CHECK_EQUAL(reading->size, moved->size);
	buffer_deinit(&frames);
}

TEST(SYNC14_reading_goes_on_where_the_plan_was)
{
	struct plan_request request = {.device = &old->plan.devices[0], .path = "/v1/charter"};

	for (int round = 0; round < 2; round++) {
		CHECK_OK(moving_read_as(&m, old, 1));
		CHECK_EQUAL(reading->commits + reading->entries, moved->size);
		CHECK(reading->is_head_signed);
		CHECK_OK(fixture_sync(old, &request, reading));
		CHECK_EQUAL(reading->entries, reading->charter_height + 1);
		CHECK_EQUAL(moving_located(old), 1);
		fixture_reopen(old);
	}
}

TEST(SYNC15_ARRIVAL2_a_plan_comes_back_and_is_seen_as_it_was_until_it_is_here)
{
	struct carried_log back;
	uint64_t base = moved->size, height;

	CHECK_OK(moving_read_as(&m, old, 1));
	height = reading->charter_height;
	moving_go_back(&m, &back);
	CHECK(back.size > base + 3);
	CHECK_OK(moving_bring(&m, old, &back, 0, 3));
	CHECK_EQUAL(reading->next, base);
	for (uint64_t i = base; i < back.size; i++) {
		CHECK_OK(moving_read_as(&m, old, 1));
		CHECK_EQUAL(reading->size, base);
		CHECK_EQUAL(reading->charter_height, height);
		CHECK_EQUAL(reading->commits + reading->entries, base);
		CHECK_EQUAL(moving_located(old), 1);
		CHECK_EQUAL(moving_audit(old), 1);
		CHECK_RESULT(moving_write_at(&m, old, 2, &(struct plan_commit){.records = 1}),
			     ERR_MOVED);
		old->plan = here->plan;
		moving_follow(old, here);
		if (i % 2 == 0)
			fixture_reopen(old);
		CHECK_OK(moving_bring(&m, old, &back, i, 1));
		CHECK_EQUAL(reading->next, i + 1);
	}
	CHECK(!reading->more);
	CHECK_OK(moving_read_as(&m, old, 1));
	CHECK_EQUAL(reading->size, back.size);
	CHECK(reading->is_head_signed);
	CHECK_OK(moving_write_at(&m, old, 1, &(struct plan_commit){.records = 1}));
	CHECK_OK(moving_write_at(&m, old, 2, &(struct plan_commit){.records = 1}));
	CHECK_EQUAL(moving_audit(old), 1);
	CHECK_EQUAL(moving_located(old), 1);
	CHECK_RESULT(moving_write_at(&m, here, 1, &(struct plan_commit){.records = 1}), ERR_MOVED);
	carried_log_deinit(&back);
}

TEST(SYNC14_ARRIVAL2_what_is_still_arriving_is_not_held_yet)
{
	struct carried_log back;
	struct plan_request request = {.device = &old->plan.devices[0], .path = "/v1/sync"};

	moving_go_back(&m, &back);
	CHECK_OK(moving_bring(&m, old, &back, moved->size, 2));
	/* The commit that was written at the other server, and one that was here all the time. */
	request.frames = carried_log_leaf(&back, moved->size);
	CHECK_OK(fixture_sync(old, &request, reading));
	CHECK_EQUAL(reading->results[0].code, ERR_MOVED);
	request.frames = carried_log_leaf(&back, 2);
	CHECK_OK(fixture_sync(old, &request, reading));
	CHECK_EQUAL(reading->results[0].code, OK);
	carried_log_deinit(&back);
}

TEST(SYNC15_what_does_not_fit_leaves_a_plan_that_comes_back_as_it_was)
{
	struct carried_log back;
	uint64_t base = moved->size;

	moving_go_back(&m, &back);
	CHECK_OK(moving_bring(&m, old, &back, base, 2));
	CHECK_RESULT(moving_bring_frames(&m, old, &back, base + 2, carried_log_leaf(&back, 3)),
		     ERR_CONFLICT);
	CHECK_OK(moving_bring(&m, old, &back, base + 2, 1));
	CHECK_EQUAL(reading->next, base + 3);
	/* The head by which it left is no head to come back by. */
	CHECK_RESULT(moving_bring_all(&m, old, moved, base), ERR_CONFLICT);
	CHECK_EQUAL(moving_audit(old), 1);
	old->now_s += ARRIVAL_MAX_AGE_S + 1;
	CHECK_OK(moving_bring(&m, old, &back, base + 2, 1));
	CHECK_EQUAL(reading->next, base);
	CHECK_OK(moving_bring(&m, old, &back, base, 2));
	CHECK_EQUAL(moving_audit(old), 1);
	old->now_s -= ARRIVAL_MAX_AGE_S;
	CHECK_OK(moving_read_as(&m, old, 1));
	CHECK_EQUAL(reading->size, base);
	CHECK_OK(moving_bring_all(&m, old, &back, base + 2));
	CHECK(!reading->more);
	CHECK_OK(moving_write_at(&m, old, 1, &(struct plan_commit){.records = 1}));
	carried_log_deinit(&back);
}

static void forget_database(struct fixture *at)
{
	static const char *const suffixes[] = {"", "-wal", "-shm"};
	char path[128];

	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/plans.db%s", at->directory, suffixes[i]);
		unlink(path);
	}
	fixture_reopen(at);
}

/* Its own heads bring nothing back: none of them is of a move. */
TEST(SYNC15_what_a_server_signed_itself_does_not_arrive_there)
{
	struct carried_log own;

	carried_log_init(&own);
	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	CHECK_OK(moving_write_at(&m, here, 1, &(struct plan_commit){.records = 1}));
	moving_carry(here, &own);
	forget_database(here);
	CHECK_RESULT(moving_bring_all(&m, here, &own, 0), ERR_CONFLICT);
	CHECK_EQUAL(moving_audit(here), 0);
	CHECK_OK(moving_bring_all(&m, here, moved, 0));
	CHECK(!reading->more);
	carried_log_deinit(&own);
}

/* The entry's statement, as it was on its way to its first server. */
static void append_statement_of(struct bytes entry, struct buffer *out)
{
	struct submission statement;
	struct bytes position_bytes;
	struct position position;
	struct arena arena;

	arena_init(&arena, 1u << 20);
	CHECK_OK(codec_wire()->read_entry_frame(entry, &arena, &statement, &position,
						&position_bytes));
	frame_append_head(out, FRAME_STATEMENT, statement.message.size);
	buffer_append_bytes(out, statement.message);
	arena_deinit(&arena);
}

/* The old server has lost its disk: its own genesis comes back with the rest, and is not founded
 * beside it. */
static bool is_commit(struct bytes leaf)
{
	struct frame frame;

	CHECK_OK(frame_next(&leaf, &frame));
	return frame.type == FRAME_COMMIT;
}

/* A log that moved before names the head's server late. Whoever has its leaves brings others of
 * them, with a head of his own. */
TEST(SYNC15_ARRIVAL5_in_a_plan_that_moved_before_a_stranger_drops_nothing_that_comes)
{
	struct carried_log back, other;
	struct fixture stranger;
	uint64_t commit = 0;

	moving_go_back(&m, &back);
	fixture_open(&stranger);
	stranger.plan = old->plan;
	carried_log_init(&other);
	while (!is_commit(carried_log_leaf(&back, commit)))
		commit++;
	for (uint64_t i = 0; i < 6; i++) {
		uint64_t leaf = i == commit ? i + 1 : i == commit + 1 ? commit : i;

		CHECK(carried_log_add_leaf(&other, carried_log_leaf(&back, leaf)));
	}
	CHECK(commit >= 2 && commit < 5);
	moving_sign_fitting(&other, &stranger);
	forget_database(old);
	CHECK_OK(moving_bring(&m, old, &back, 0, 2));
	CHECK_RESULT(moving_bring(&m, old, &other, 0, 5), ERR_CONFLICT);
	CHECK_RESULT(moving_bring(&m, old, &other, 2, 3), ERR_CONFLICT);
	CHECK_OK(moving_bring(&m, old, &back, 0, 0));
	CHECK_EQUAL(reading->next, 2);
	/* Who came first is held to no more than a while. */
	old->now_s += ARRIVAL_HELD_S + 1;
	CHECK_OK(moving_bring(&m, old, &other, 2, 3));
	CHECK_EQUAL(reading->next, 5);
	CHECK_RESULT(moving_bring(&m, old, &back, 5, 1), ERR_CONFLICT);
	old->now_s += ARRIVAL_HELD_S + 1;
	CHECK_OK(moving_bring(&m, old, &back, 5, 1));
	CHECK_EQUAL(reading->next, 0);
	CHECK_OK(moving_bring_all(&m, old, &back, 0));
	CHECK(!reading->more);
	carried_log_deinit(&back);
	carried_log_deinit(&other);
	fixture_close(&stranger);
}

/* Whoever knows the first leaf begins anew with it every ten minutes, and asks to be held for as
 * long again. What comes whole has nothing to hold for. */
TEST(SYNC15_ARRIVAL5_a_whole_plan_waits_for_nobody)
{
	struct carried_log back;
	struct fixture stranger;

	moving_go_back(&m, &back);
	fixture_open(&stranger);
	stranger.plan = old->plan;
	forget_database(old);
	moving_sign_fitting(moved, &stranger);
	for (int i = 0; i < 5; i++) {
		CHECK_OK(moving_bring(&m, old, moved, 0, 1));
		CHECK_EQUAL(reading->next, 1);
		old->now_s += ARRIVAL_HELD_S + 1;
	}
	CHECK_OK(moving_bring(&m, old, moved, 0, 1));
	/* Where all of it does not fit, what has come stays. */
	CHECK_RESULT(moving_bring(&m, old, &back, 0, 2), ERR_CONFLICT);
	CHECK_RESULT(moving_bring_all(&m, old, moved, 0), ERR_CONFLICT);
	CHECK_OK(moving_bring(&m, old, moved, 1, 0));
	CHECK_EQUAL(reading->next, 1);
	CHECK_OK(moving_bring_all(&m, old, &back, 0));
	CHECK(!reading->more);
	CHECK_OK(moving_write_at(&m, old, 1, &(struct plan_commit){.records = 1}));
	carried_log_deinit(&back);
	fixture_close(&stranger);
}

TEST(SYNC15_a_server_that_lost_its_plans_takes_one_back_from_its_first_leaf)
{
	struct carried_log back;
	struct buffer frames, out;

	moving_go_back(&m, &back);
	forget_database(old);
	CHECK_OK(moving_bring(&m, old, &back, 0, 2));
	buffer_init_growing(&frames, 1u << 16);
	buffer_init_growing(&out, 1u << 16);
	append_statement_of(carried_log_leaf(&back, 0), &frames);
	CHECK_RESULT(fixture_post(old, "/v1/spaces", buffer_bytes(&frames), &out), ERR_CONFLICT);
	CHECK_OK(moving_bring_all(&m, old, &back, 2));
	CHECK(!reading->more);
	CHECK_OK(fixture_post(old, "/v1/spaces", buffer_bytes(&frames), &out));
	CHECK_OK(moving_write_at(&m, old, 1, &(struct plan_commit){.records = 1}));
	CHECK_EQUAL(moving_located(old), 1);
	buffer_deinit(&frames);
	buffer_deinit(&out);
	carried_log_deinit(&back);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_both, close_both)

RUN_TESTS(P(SYNC14_a_server_that_the_plan_has_left_takes_nothing_more),
	  P(SYNC14_reading_goes_on_where_the_plan_was),
	  P(SYNC15_ARRIVAL2_a_plan_comes_back_and_is_seen_as_it_was_until_it_is_here),
	  P(SYNC14_ARRIVAL2_what_is_still_arriving_is_not_held_yet),
	  P(SYNC15_what_does_not_fit_leaves_a_plan_that_comes_back_as_it_was),
	  P(SYNC15_what_a_server_signed_itself_does_not_arrive_there),
	  P(SYNC15_ARRIVAL5_in_a_plan_that_moved_before_a_stranger_drops_nothing_that_comes),
	  P(SYNC15_ARRIVAL5_a_whole_plan_waits_for_nobody),
	  P(SYNC15_a_server_that_lost_its_plans_takes_one_back_from_its_first_leaf))
