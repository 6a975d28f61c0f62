/* What is published, who waits for it, and how long it stays in memory. */
#include <pthread.h>
#include <unistd.h>

#include "core/live.h"
#include "support/check.h"
#include "support/fixture.h"

static struct fixture fixture;
static struct reading reading;
static struct space *space;

static int open_plan(void **state)
{
	(void)state;
	fixture_open(&fixture);
	fixture_found(&fixture, 2);
	return spaces_acquire(fixture.service->spaces, fixture.plan.space, &space) == OK ? 0 : -1;
}

static int close_plan(void **state)
{
	(void)state;
	spaces_release(fixture.service->spaces, &space);
	fixture_close(&fixture);
	return 0;
}

static enum result commit(uint32_t device)
{
	struct plan_commit what = {.records = 1};

	return fixture_commit(&fixture, &fixture.plan.devices[device - 1], &what, &reading);
}

TEST(SPACES2_LOG5_two_heads_of_one_size_have_one_root)
{
	struct plan_request request = {.device = &fixture.plan.devices[0], .path = "/v1/sync"};
	uint8_t root[32];

	CHECK_OK(commit(1));
	memcpy(root, reading.root, 32);
	fixture.now_s += 7200;
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	CHECK_BYTES(reading.root, root, 32);
	spaces_release(fixture.service->spaces, &space);
	fixture_reopen(&fixture);
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	CHECK_BYTES(reading.root, root, 32);
	CHECK(reading.is_head_signed);
}

TEST(SPACES_an_unknown_space_is_not_found)
{
	struct space *none = NULL;
	uint8_t id[32] = {1};

	CHECK_RESULT(spaces_acquire(fixture.service->spaces, id, &none), ERR_NOT_FOUND);
	CHECK(none == NULL);
}

TEST(SPACES_old_roots_are_known_from_memory_and_from_the_store)
{
	uint8_t roots[SPACE_RECENT_ROOTS + 10][32];

	for (unsigned i = 0; i < SPACE_RECENT_ROOTS + 10; i++) {
		CHECK_OK(commit(1));
		memcpy(roots[i], reading.root, 32);
	}
	for (unsigned i = 0; i < SPACE_RECENT_ROOTS + 10; i++) {
		CHECK_OK(space_check_root(fixture.service->spaces, space, i + 3, roots[i]));
		roots[i][31] ^= 1;
		CHECK_RESULT(space_check_root(fixture.service->spaces, space, i + 3, roots[i]),
			     ERR_AHEAD);
	}
}

static void *wait_for_news(void *argument)
{
	uint64_t seen = *(uint64_t *)argument;

	return live_wait(fixture.service->live, space, seen) ? argument : NULL;
}

TEST(LIVE_news_wake_whoever_waits)
{
	uint64_t seen = 2;
	pthread_t thread;
	void *has_news;

	pthread_create(&thread, NULL, wait_for_news, &seen);
	usleep(50000);
	CHECK_OK(commit(1));
	pthread_join(thread, &has_news);
	CHECK(has_news != NULL);
}

TEST(LIVE2_stopping_ends_every_wait)
{
	uint64_t seen = 2;
	pthread_t threads[5];
	void *has_news;

	for (int i = 0; i < 5; i++)
		pthread_create(&threads[i], NULL, wait_for_news, &seen);
	usleep(50000);
	service_drain(fixture.service);
	for (int i = 0; i < 5; i++) {
		pthread_join(threads[i], &has_news);
		CHECK(has_news == NULL);
	}
	CHECK(!live_wait(fixture.service->live, space, 0));
}

TEST(SYNC1_a_device_that_retired_is_told_so_and_its_commits_stay)
{
	struct plan *plan = &fixture.plan;
	struct plan_device invitation;
	struct buffer frames;

	/* A second person in party 1, so that it keeps an active device. */
	plan_device_init(&invitation);
	plan_device_init(&plan->devices[2]);
	buffer_init_growing(&frames, 1u << 20);
	plan_append_invite(plan, &plan->devices[0], 1, &invitation, fixture.now_s + 86400, &frames);
	plan_append_join(plan, &invitation, &plan->devices[2], &frames);
	CHECK_OK(fixture_state(&fixture, &plan->devices[0], buffer_bytes(&frames), &reading));
	CHECK_OK(commit(3));
	buffer_clear(&frames);
	plan_append_retire(plan, &plan->devices[2], &plan->devices[2], &frames);
	CHECK_OK(fixture_state(&fixture, &plan->devices[2], buffer_bytes(&frames), &reading));
	CHECK(!access_is_active(space, 3));
	CHECK_RESULT(commit(3), ERR_ENDED);
	/* What it knew is changed before anybody writes again (CHARTER26). */
	CHECK_RESULT(commit(1), ERR_STALE_EPOCH);
	buffer_clear(&frames);
	plan_append_rekey(plan, &plan->devices[0], &frames);
	CHECK_OK(fixture_state(&fixture, &plan->devices[0], buffer_bytes(&frames), &reading));
	plan->devices[0].seq = 0;
	memset(plan->devices[0].previous, 0, 32);
	CHECK_OK(commit(1));
	CHECK_EQUAL(reading.commits, 2);
	buffer_deinit(&frames);
}

TEST(COMMIT8_a_commit_after_the_cut_is_refused_whoever_brings_it)
{
	struct plan *plan = &fixture.plan;
	struct plan_device invitation;
	struct plan_request request = {.device = &plan->devices[0], .path = "/v1/sync"};
	struct plan_commit what = {.records = 1};
	struct buffer frames;

	plan_device_init(&invitation);
	plan_device_init(&plan->devices[2]);
	buffer_init_growing(&frames, 1u << 20);
	plan_append_invite(plan, &plan->devices[0], 1, &invitation, fixture.now_s + 86400, &frames);
	plan_append_join(plan, &invitation, &plan->devices[2], &frames);
	CHECK_OK(fixture_state(&fixture, &plan->devices[0], buffer_bytes(&frames), &reading));
	buffer_clear(&frames);
	plan_append_retire(plan, &plan->devices[2], &plan->devices[2], &frames);
	plan_append_commit(plan, &plan->devices[2], &what, &frames);
	request.frames = buffer_bytes(&frames);
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	CHECK_EQUAL(reading.results[0].code, OK);
	CHECK_EQUAL(reading.results[1].code, ERR_ENDED);
	buffer_deinit(&frames);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_plan, close_plan)

RUN_TESTS(P(SPACES2_LOG5_two_heads_of_one_size_have_one_root),
	  P(SPACES_an_unknown_space_is_not_found),
	  P(SPACES_old_roots_are_known_from_memory_and_from_the_store),
	  P(LIVE_news_wake_whoever_waits), P(LIVE2_stopping_ends_every_wait),
	  P(SYNC1_a_device_that_retired_is_told_so_and_its_commits_stay),
	  P(COMMIT8_a_commit_after_the_cut_is_refused_whoever_brings_it))
