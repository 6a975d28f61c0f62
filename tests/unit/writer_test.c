/* The writer over a store that fails where the test says so. */
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

#include "support/check.h"
#include "support/fixture.h"

static struct fixture fixture;
static struct reading reading;
static struct store_functions real, failing;
static enum result commit_result;
static sem_t may_begin, has_come, has_answer;

static enum result fail_commit(struct store_session *writer)
{
	(void)writer;
	return commit_result;
}

static enum result fail_append(struct store_session *writer, uint64_t space, uint64_t number,
			       const struct store_leaf *leaf)
{
	enum result result = real.append_leaf(writer, space, number, leaf);

	return result == OK ? commit_result : result;
}

static enum result wait_to_begin(struct store_session *writer)
{
	sem_post(&has_come);
	sem_wait(&may_begin);
	return real.begin(writer);
}

static int open_plan(void **state)
{
	struct store_session *writer;

	(void)state;
	fixture_open(&fixture);
	fixture_found(&fixture, 3);
	writer = fixture.service->store->functions->writer(fixture.service->store);
	real = *writer->functions;
	failing = real;
	writer->functions = &failing;
	log_set_level((enum log_level) - 1);
	return 0;
}

static int close_plan(void **state)
{
	(void)state;
	failing = real;
	fixture_close(&fixture);
	return 0;
}

static enum result commit(uint32_t device, struct plan_commit what)
{
	return fixture_commit(&fixture, &fixture.plan.devices[device - 1], &what, &reading);
}

static uint64_t published_size(void)
{
	struct plan_request request = {.device = &fixture.plan.devices[2], .path = "/v1/sync"};

	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	return reading.size;
}

static enum result check_unpublished(struct store_session *writer)
{
	/* In the writer's thread, all of the batch applied, nothing durable. */
	CHECK_EQUAL(published_size(), 2);
	return real.commit(writer);
}

TEST(WRITER1_WRITER5_SPACES1_nothing_is_shown_before_the_commit)
{
	failing.commit = check_unpublished;
	CHECK_OK(commit(1, (struct plan_commit){.records = 1}));
	CHECK_EQUAL(reading.size, 3);
}

TEST(WRITER2_a_full_disk_takes_back_the_whole_request_and_no_other)
{
	commit_result = ERR_FULL;
	failing.append_leaf = fail_append;
	CHECK_RESULT(commit(1, (struct plan_commit){.records = 1}), ERR_FULL);
	CHECK(!fixture.has_failed);
	failing = real;
	CHECK_EQUAL(published_size(), 2);
	CHECK_OK(commit(2, (struct plan_commit){.records = 1}));
	CHECK_EQUAL(reading.results[0].leaf, 2);
	CHECK_EQUAL(reading.size, 3);
}

static unsigned appends;

static enum result fail_second_append(struct store_session *writer, uint64_t space, uint64_t number,
				      const struct store_leaf *leaf)
{
	enum result result = real.append_leaf(writer, space, number, leaf);

	return result == OK && ++appends == 2 ? ERR_FULL : result;
}

static void *submit_one(void *argument);

TEST(WRITER2_LOG1_the_next_request_of_a_batch_gets_the_place_of_the_failed_one)
{
	pthread_t threads[3];
	void *results[3];
	uint64_t full = 0, stored = 0;

	sem_init(&may_begin, 0, 0);
	sem_init(&has_come, 0, 0);
	appends = 0;
	failing.begin = wait_to_begin;
	failing.append_leaf = fail_second_append;
	/* The first is being applied; the next two become one batch, or two on a busy machine. */
	for (int i = 0; i < 3; i++) {
		pthread_create(&threads[i], NULL, submit_one, &fixture.plan.devices[i]);
		if (i == 0)
			sem_wait(&has_come);
		usleep(100000);
	}
	for (int i = 0; i < 3; i++)
		sem_post(&may_begin);
	for (int i = 0; i < 3; i++) {
		pthread_join(threads[i], &results[i]);
		full += (uintptr_t)results[i] == ERR_FULL;
		stored += (uintptr_t)results[i] == OK;
	}
	CHECK_EQUAL(full, 1);
	CHECK_EQUAL(stored, 2);
	failing = real;
	CHECK_EQUAL(published_size(), 4);
	CHECK_EQUAL(reading.commits, 2);
	fixture_reopen(&fixture);
	CHECK_EQUAL(published_size(), 4);
	sem_destroy(&may_begin);
	sem_destroy(&has_come);
}

TEST(WRITER2_a_full_disk_at_the_commit_is_survived)
{
	commit_result = ERR_FULL;
	failing.commit = fail_commit;
	CHECK_RESULT(commit(1, (struct plan_commit){.records = 1}), ERR_FULL);
	CHECK(!fixture.has_failed);
	failing = real;
	CHECK_EQUAL(published_size(), 2);
	CHECK_OK(commit(2, (struct plan_commit){.records = 1}));
}

TEST(WRITER3_after_a_failed_sync_nothing_more_is_acknowledged)
{
	commit_result = ERR_IO;
	failing.commit = fail_commit;
	CHECK_RESULT(commit(1, (struct plan_commit){.records = 1}), ERR_IO);
	CHECK(fixture.has_failed);
	failing = real;
	CHECK_RESULT(commit(2, (struct plan_commit){.records = 1}), ERR_IO);
	CHECK_EQUAL(published_size(), 2);
	fixture_reopen(&fixture);
	CHECK_EQUAL(published_size(), 2);
	CHECK_OK(commit(3, (struct plan_commit){.records = 1}));
}

TEST(WRITER3_an_io_error_inside_a_request_ends_the_writing)
{
	commit_result = ERR_IO;
	failing.append_leaf = fail_append;
	CHECK_RESULT(commit(1, (struct plan_commit){.records = 1}), ERR_IO);
	CHECK(fixture.has_failed);
}

static void *submit_one(void *argument)
{
	struct plan_device *device = argument;
	struct plan_commit what = {.records = 1};
	struct reading *own = calloc(1, sizeof(*own));
	enum result result = fixture_commit(&fixture, device, &what, own);

	free(own);
	return (void *)(uintptr_t)result;
}

static void *submit_and_tell(void *argument)
{
	void *result = submit_one(argument);

	sem_post(&has_answer);
	return result;
}

TEST(WRITER4_one_more_than_the_queue_holds_is_told_to_come_back)
{
	pthread_t threads[4];
	void *results[4];
	uint64_t busy = 0, stored = 0;

	service_close(&fixture.service);
	fixture.config.writer_queue = 2;
	failing = real;
	fixture_reopen(&fixture);
	fixture_found(&fixture, 4);
	sem_init(&may_begin, 0, 0);
	sem_init(&has_come, 0, 0);
	sem_init(&has_answer, 0, 0);
	fixture.service->store->functions->writer(fixture.service->store)->functions = &failing;
	failing.begin = wait_to_begin;
	/* The first is being applied; of the others two wait, and one is answered at once. */
	for (int i = 0; i < 4; i++) {
		pthread_create(&threads[i], NULL, submit_and_tell, &fixture.plan.devices[i]);
		if (i == 0)
			sem_wait(&has_come);
	}
	sem_wait(&has_answer);
	for (int i = 0; i < 3; i++)
		sem_post(&may_begin);
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], &results[i]);
		busy += (uintptr_t)results[i] == ERR_BUSY;
		stored += (uintptr_t)results[i] == OK;
	}
	CHECK_EQUAL(busy, 1);
	CHECK_EQUAL(stored, 3);
	sem_destroy(&may_begin);
	sem_destroy(&has_come);
	sem_destroy(&has_answer);
}

#define WRITERS 8
#define COMMITS_EACH 20

static void *submit_many(void *argument)
{
	for (int i = 0; i < COMMITS_EACH; i++) {
		if ((uintptr_t)submit_one(argument) != OK)
			return (void *)1;
	}
	return NULL;
}

TEST(WRITER_many_at_once_are_all_stored_once_and_in_chain)
{
	pthread_t threads[WRITERS];
	void *failed;

	failing = real;
	fixture_found(&fixture, WRITERS);
	for (int i = 0; i < WRITERS; i++)
		pthread_create(&threads[i], NULL, submit_many, &fixture.plan.devices[i]);
	for (int i = 0; i < WRITERS; i++) {
		pthread_join(threads[i], &failed);
		CHECK(failed == NULL);
	}
	CHECK_EQUAL(published_size(), 2 + WRITERS * COMMITS_EACH);
	CHECK_EQUAL(reading.commits, WRITERS * COMMITS_EACH);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_plan, close_plan)

RUN_TESTS(P(WRITER1_WRITER5_SPACES1_nothing_is_shown_before_the_commit),
	  P(WRITER2_a_full_disk_takes_back_the_whole_request_and_no_other),
	  P(WRITER2_LOG1_the_next_request_of_a_batch_gets_the_place_of_the_failed_one),
	  P(WRITER2_a_full_disk_at_the_commit_is_survived),
	  P(WRITER3_after_a_failed_sync_nothing_more_is_acknowledged),
	  P(WRITER3_an_io_error_inside_a_request_ends_the_writing),
	  P(WRITER4_one_more_than_the_queue_holds_is_told_to_come_back),
	  P(WRITER_many_at_once_are_all_stored_once_and_in_chain))
