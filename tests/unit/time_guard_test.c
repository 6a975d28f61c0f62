/* Whether the clock may be written into charters: the guard alone, then through the service. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/time_guard.h"
#include "net/leaf_stream.h"
#include "support/check.h"
#include "support/fixture.h"

#define DAY 86400
#define DAYS(count) ((uint64_t)(count)*DAY)
#define US(seconds) ((seconds)*UINT64_C(1000000))
#define START UINT64_C(1790000000)

static struct fixture fixture;
static struct reading reading;
static struct buffer frames;
static char directory[] = "/tmp/time-guard-XXXXXX";

/* Two clocks and a file for the guard alone. */
static struct clocks {
	uint64_t wall_s, monotonic_us;
	bool is_disk_broken;
} clocks;

static uint64_t wall_s(void *context)
{
	return ((struct clocks *)context)->wall_s;
}

static uint64_t monotonic_us(void *context)
{
	return ((struct clocks *)context)->monotonic_us;
}

static enum result file_read(void *context, const char *path, size_t max, struct buffer *out)
{
	(void)context;
	return seams_system()->file_read(NULL, path, max, out);
}

static enum result file_write(void *context, const char *path, struct bytes content)
{
	if (((struct clocks *)context)->is_disk_broken)
		return ERR_FULL;
	return seams_system()->file_write(NULL, path, content);
}

static const struct seams seams = {&clocks,   wall_s,     monotonic_us, NULL,
				   file_read, file_write, NULL};

static void remove_memory(void)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/time", directory);
	unlink(path);
}

static int make_directory(void **state)
{
	(void)state;
	log_set_level(LOG_ERROR);
	strcpy(directory + sizeof(directory) - 7, "XXXXXX");
	clocks = (struct clocks){START, US(1000), false};
	return mkdtemp(directory) == NULL;
}

static int remove_directory(void **state)
{
	(void)state;
	remove_memory();
	return rmdir(directory);
}

static struct time_guard *start(void)
{
	struct time_guard *guard = NULL;

	CHECK_OK(time_guard_open(&seams, directory, &guard));
	return guard;
}

/* The process is away so long, and the monotonic clock may begin anew. */
static void restart_after(struct time_guard **guard, uint64_t seconds)
{
	time_guard_close(guard);
	clocks.wall_s += seconds;
	clocks.monotonic_us = US(5);
	*guard = start();
}

static bool believes(struct time_guard *guard)
{
	return time_guard_believes(guard, clocks.wall_s, clocks.monotonic_us);
}

/* Time goes by, as both clocks see it. */
static void pass(uint64_t seconds)
{
	clocks.wall_s += seconds;
	clocks.monotonic_us += US(seconds);
}

TEST(TIME4_a_first_start_believes_the_clock)
{
	struct time_guard *guard = start();

	CHECK(believes(guard));
	time_guard_close(&guard);
}

TEST(TIME1_thirty_days_away_are_believed_and_a_second_more_is_not)
{
	static const uint64_t away[] = {TIME_GUARD_MAX_JUMP_S - 1, TIME_GUARD_MAX_JUMP_S,
					TIME_GUARD_MAX_JUMP_S + 1};

	for (size_t i = 0; i < 3; i++) {
		struct time_guard *guard = start();

		restart_after(&guard, away[i]);
		CHECK_EQUAL(believes(guard), i < 2);
		time_guard_close(&guard);
		remove_memory();
	}
}

TEST(TIME1_a_jump_while_it_runs_is_not_believed_and_time_that_goes_by_is)
{
	struct time_guard *guard = start();

	pass(DAYS(400));
	CHECK(believes(guard));
	clocks.wall_s += TIME_GUARD_MAX_JUMP_S + 1;
	CHECK(!believes(guard));
	pass(DAYS(1));
	CHECK(!believes(guard));
	clocks.wall_s -= TIME_GUARD_MAX_JUMP_S + 1;
	CHECK(believes(guard));
	time_guard_close(&guard);
}

TEST(TIME1_what_is_not_believed_is_not_remembered)
{
	struct time_guard *guard = start();

	restart_after(&guard, DAYS(3000));
	CHECK(!believes(guard));
	time_guard_keep(guard);
	restart_after(&guard, 0);
	CHECK(!believes(guard));
	time_guard_close(&guard);
}

/* Nobody writes for three months, then the power goes: no close. */
TEST(TIME2_a_silent_server_remembers_how_late_it_is)
{
	struct time_guard *guard = start(), *next = NULL;

	for (int month = 0; month < 3; month++) {
		pass(DAYS(30));
		time_guard_keep(guard);
	}
	clocks.wall_s += DAYS(30);
	clocks.monotonic_us = US(5);
	CHECK_OK(time_guard_open(&seams, directory, &next));
	CHECK(believes(next));
	time_guard_close(&next);
	time_guard_close(&guard);
}

TEST(TIME2_a_disk_that_is_full_stops_nothing)
{
	struct time_guard *guard = start();

	clocks.is_disk_broken = true;
	pass(DAYS(1));
	time_guard_keep(guard);
	CHECK(believes(guard));
	time_guard_close(&guard);
}

TEST(TIME3_a_clock_that_goes_back_is_believed_and_the_latest_time_stays)
{
	struct time_guard *guard = start();

	clocks.wall_s -= DAYS(1000);
	CHECK(believes(guard));
	clocks.wall_s += DAYS(1029);
	CHECK(believes(guard));
	time_guard_close(&guard);
}

TEST(TIME_a_memory_that_cannot_be_read_is_none)
{
	struct time_guard *guard;
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/time", directory);
	file = fopen(path, "w");
	fputs("yesterday, or the day before that, at about noon\n", file);
	fclose(file);
	guard = start();
	CHECK(believes(guard));
	time_guard_close(&guard);
}

TEST(TIME_the_administrators_word_makes_the_clock_right)
{
	struct time_guard *guard = start();

	restart_after(&guard, DAYS(100));
	CHECK(!believes(guard));
	time_guard_close(&guard);
	CHECK_OK(time_guard_accept(&seams, directory));
	guard = start();
	CHECK(believes(guard));
	/* Also where it is earlier than what was known. */
	time_guard_close(&guard);
	clocks.wall_s -= DAYS(90);
	CHECK_OK(time_guard_accept(&seams, directory));
	guard = start();
	clocks.wall_s += DAYS(31);
	CHECK(!believes(guard));
	time_guard_close(&guard);
}

static int open_plan(void **state)
{
	(void)state;
	buffer_init_growing(&frames, 1u << 20);
	fixture_open(&fixture);
	fixture_found(&fixture, 2);
	return 0;
}

static int close_plan(void **state)
{
	(void)state;
	buffer_deinit(&frames);
	fixture_close(&fixture);
	return 0;
}

static void append_invite(void)
{
	struct plan_device *author = &fixture.plan.devices[0], invitation;

	plan_device_init(&invitation);
	plan_append_invite(&fixture.plan, author, 1, &invitation,
			   fixture.now_s + (uint64_t)fixture.wrong_s + DAY, &frames);
}

/* At the server's own time, as devices learn it (SYNC3). */
static enum result send_frames(void)
{
	struct plan_request request = {
		.device = &fixture.plan.devices[0],
		.path = "/v1/sync",
		.time = fixture.now_s + (uint64_t)fixture.wrong_s,
		.frames = buffer_bytes(&frames),
	};
	enum result result = fixture_sync(&fixture, &request, &reading);

	if (result != OK)
		return result;
	memcpy(fixture.plan.charter_head, reading.charter_head, HASH_SIZE);
	return (enum result)reading.results[0].code;
}

TEST(LOG8_with_a_wrong_clock_entries_wait_and_content_goes_on)
{
	struct plan_commit one = {.records = 1};

	fixture.wrong_s = 31 * DAY;
	append_invite();
	append_invite();
	CHECK_RESULT(send_frames(), ERR_BUSY);
	CHECK_RESULT(reading.results[1].code, ERR_BUSY);
	CHECK_EQUAL(reading.retry_after_s, LEAF_STREAM_RETRY_AFTER_S);

	buffer_clear(&frames);
	plan_append_commit(&fixture.plan, &fixture.plan.devices[0], &one, &frames);
	CHECK_OK(send_frames());
	fixture.wrong_s = 0;
	buffer_clear(&frames);
	append_invite();
	CHECK_OK(send_frames());
}

TEST(LOG8_what_is_held_is_answered_as_at_first_whatever_the_clock_says)
{
	append_invite();
	CHECK_OK(send_frames());
	fixture.wrong_s = 400 * DAY;
	CHECK_OK(send_frames());
}

TEST(LOG8_a_plan_is_not_founded_under_a_wrong_clock)
{
	struct buffer out;

	fixture.wrong_s = 400 * DAY;
	buffer_init_growing(&out, 1u << 16);
	plan_init(&fixture.plan, signer_key(fixture.service->signer), 1);
	plan_append_genesis(&fixture.plan, &frames);
	CHECK_RESULT(fixture_post(&fixture, "/v1/spaces", buffer_bytes(&frames), &out), ERR_BUSY);
	fixture.wrong_s = 0;
	CHECK_OK(fixture_post(&fixture, "/v1/spaces", buffer_bytes(&frames), &out));
	buffer_deinit(&out);
}

/* One start with a wrong clock, the administrator's word, and again. */
TEST(LOG8_a_start_with_a_wrong_clock_waits_for_the_administrators_word)
{
	struct service_options options = {&fixture.config, &fixture.seams, NULL, NULL, NULL};

	service_close(&fixture.service);
	fixture.wrong_s = 31 * DAY;
	append_invite();
	fixture_reopen(&fixture);
	CHECK_RESULT(send_frames(), ERR_BUSY);
	CHECK_RESULT(service_accept_time(&options), ERR_BUSY); /* a server runs */
	service_close(&fixture.service);
	CHECK_OK(service_accept_time(&options));
	fixture_reopen(&fixture);
	CHECK_OK(send_frames());
}

/* A plan that was silent for a year is not a clock that jumped. */
TEST(LOG8_a_silent_plan_takes_entries_on_a_server_that_was_awake)
{
	append_invite();
	for (int season = 0; season < 4; season++) {
		fixture.now_s += DAYS(91);
		service_keep_time(fixture.service);
	}
	buffer_clear(&frames);
	append_invite();
	CHECK_OK(send_frames());
}

TEST(LOG8_a_clock_that_goes_back_takes_no_time_back)
{
	append_invite();
	CHECK_OK(send_frames());
	fixture.wrong_s = -400 * DAY;
	buffer_clear(&frames);
	append_invite();
	/* It has expired by the last entry's time, which is the time of this one too. */
	CHECK_RESULT(send_frames(), ERR_EXPIRED);
}

#define G(name) cmocka_unit_test_setup_teardown(name, make_directory, remove_directory)
#define P(name) cmocka_unit_test_setup_teardown(name, open_plan, close_plan)

RUN_TESTS(G(TIME4_a_first_start_believes_the_clock),
	  G(TIME1_thirty_days_away_are_believed_and_a_second_more_is_not),
	  G(TIME1_a_jump_while_it_runs_is_not_believed_and_time_that_goes_by_is),
	  G(TIME1_what_is_not_believed_is_not_remembered),
	  G(TIME2_a_silent_server_remembers_how_late_it_is),
	  G(TIME2_a_disk_that_is_full_stops_nothing),
	  G(TIME3_a_clock_that_goes_back_is_believed_and_the_latest_time_stays),
	  G(TIME_a_memory_that_cannot_be_read_is_none),
	  G(TIME_the_administrators_word_makes_the_clock_right),
	  P(LOG8_with_a_wrong_clock_entries_wait_and_content_goes_on),
	  P(LOG8_what_is_held_is_answered_as_at_first_whatever_the_clock_says),
	  P(LOG8_a_plan_is_not_founded_under_a_wrong_clock),
	  P(LOG8_a_start_with_a_wrong_clock_waits_for_the_administrators_word),
	  P(LOG8_a_silent_plan_takes_entries_on_a_server_that_was_awake),
	  P(LOG8_a_clock_that_goes_back_takes_no_time_back))
