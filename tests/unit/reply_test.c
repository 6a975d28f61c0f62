#include "net/reply.h"
#include "support/check.h"

static struct reply reply;

static const char *problem(enum result result)
{
	reply_set_problem(&reply, result, 77);
	buffer_append_u8(&reply.buffer, 0);
	return (const char *)reply_body(&reply).data;
}

static int open_reply(void **state)
{
	(void)state;
	return reply_init(&reply) == OK ? 0 : -1;
}

static int close_reply(void **state)
{
	(void)state;
	reply_deinit(&reply);
	return 0;
}

TEST(PROBLEM_types_are_the_names_of_results)
{
	CHECK(strstr(problem(ERR_STALE_EPOCH), "{\"type\":\"/problems/stale-epoch\",") != NULL);
	CHECK(strstr(problem(ERR_NO_CONSENT), "\"/problems/no-consent\"") != NULL);
	CHECK(strstr(problem(ERR_IO), "\"/problems/io\"") != NULL);
	CHECK_TEXT(reply.content_type, "application/problem+json");
}

TEST(PROBLEM_every_result_has_a_status_a_title_and_a_reason)
{
	for (int i = 1; i < RESULT_COUNT; i++) {
		unsigned status = reply_status_of((enum result)i);

		CHECK(status >= 400 && status <= 599);
		CHECK(strstr(problem((enum result)i), "\"title\":\"(null)\"") == NULL);
		if (status != 500)
			CHECK(strcmp(reply_reason(status), "Internal Server Error") != 0);
	}
	CHECK_EQUAL(reply_status_of((enum result)999), 500);
}

TEST(PROBLEM_only_a_stale_time_tells_the_time)
{
	CHECK(strstr(problem(ERR_STALE_TIME), ",\"time\":77}") != NULL);
	CHECK(strstr(problem(ERR_UNAUTHORIZED), "time\":") == NULL);
}

TEST(PROBLEM_a_problem_drops_the_body_so_far)
{
	buffer_append(&reply.buffer, "half an answer", 14);
	CHECK(strncmp(problem(ERR_FULL), "{\"type\"", 7) == 0);
	CHECK_EQUAL(reply.status, 507);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_reply, close_reply)

RUN_TESTS(P(PROBLEM_types_are_the_names_of_results),
	  P(PROBLEM_every_result_has_a_status_a_title_and_a_reason),
	  P(PROBLEM_only_a_stale_time_tells_the_time), P(PROBLEM_a_problem_drops_the_body_so_far))
