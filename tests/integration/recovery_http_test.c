/* POST /v1/recovery on a running server: who has the words finds the plan. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "support/check.h"
#include "support/daemon.h"
#include "support/plan_decide.h"
#include "support/remote.h"
#include "sync.pb-c.h"
#include "wire/frame.h"

static struct daemon server;
static struct plan plan;
static struct reading reading;
static struct http http;
static struct buffer frames;
static uint64_t server_time;
static const uint8_t locator[32] = "a locator that nobody else knows";
static const uint8_t other_locator[32] = {9};

static int start(void **state)
{
	(void)state;
	buffer_init_growing(&frames, 8u << 20);
	if (!daemon_init(&server) || !daemon_start(&server, SERVER_PATH, NULL))
		return -1;
	return remote_found(server.port, &plan, 2, &server_time) && http_open(&http, server.port)
		       ? 0
		       : -1;
}

static int stop(void **state)
{
	(void)state;
	http_close(&http);
	daemon_deinit(&server);
	buffer_deinit(&frames);
	return 0;
}

static void restart(const char *const *arguments)
{
	http_close(&http);
	CHECK_EQUAL(daemon_end(&server, SIGTERM), 0);
	CHECK(daemon_start(&server, SERVER_PATH, arguments));
	CHECK(http_open(&http, server.port));
}

/* Sends what stands in `frames` through /v1/charter: the first answer. */
static unsigned state(const struct plan_device *by)
{
	struct plan_request request = {.device = by, .path = "/v1/charter", .time = server_time};

	request.frames = buffer_bytes(&frames);
	CHECK_EQUAL(remote_post(&http, &plan, &request, &reading), 200);
	memcpy(plan.charter_head, reading.charter_head, 32);
	buffer_clear(&frames);
	return reading.results[0].code;
}

static unsigned post(struct bytes body, struct buffer *out)
{
	struct http_reply reply = {0};

	buffer_init_growing(&reply.body, 1u << 20);
	if (http_send_post(&http, "/v1/recovery", body))
		http_read(&http, &reply);
	if (out != NULL)
		buffer_append_bytes(out, buffer_bytes(&reply.body));
	buffer_deinit(&reply.body);
	return reply.status;
}

/* How many spaces are found; where it is one, this plan's. */
static size_t locate_with(const uint8_t with[32])
{
	Wire__Located *located;
	struct buffer out;
	struct bytes rest;
	struct frame frame;
	size_t count;

	buffer_init_growing(&out, 1u << 20);
	plan_append_locate(with, &frames);
	CHECK_EQUAL(post(buffer_bytes(&frames), &out), 200);
	buffer_clear(&frames);
	rest = buffer_bytes(&out);
	CHECK_OK(frame_next(&rest, &frame));
	CHECK_EQUAL(frame.type, FRAME_LOCATED);
	CHECK_EQUAL(rest.size, 0);
	located = wire__located__unpack(NULL, frame.payload.size, frame.payload.data);
	CHECK(located != NULL);
	count = located->n_spaces;
	if (count == 1)
		CHECK_BYTES(located->spaces[0].data, plan.space, 32);
	wire__located__free_unpacked(located, NULL);
	buffer_deinit(&out);
	return count;
}

static void set_words(struct plan_device *author, struct plan_device *recovery)
{
	uint8_t tag[32];

	plan_device_init(recovery);
	plan_recovery_tag(&plan, locator, tag);
	plan_append_set_recovery(&plan, author, recovery, tag, NULL, &frames);
	CHECK_EQUAL(state(author), OK);
}

TEST(SYNC12_words_find_their_plan_before_and_after_a_restart)
{
	struct plan_device recovery, *found = &plan.devices[2];

	CHECK_EQUAL(locate_with(locator), 0);
	set_words(&plan.devices[0], &recovery);
	CHECK_EQUAL(locate_with(locator), 1);
	CHECK_EQUAL(locate_with(other_locator), 0);
	restart(NULL);
	CHECK_EQUAL(locate_with(locator), 1);
	CHECK_EQUAL(locate_with(other_locator), 0);
	/* And from there on the charter is read, and a device comes in (SYNC1). */
	plan_device_init(found);
	CHECK_EQUAL(state(&recovery), OK);
	plan_append_recover(&plan, &recovery, found, &frames);
	CHECK_EQUAL(state(&recovery), OK);
	CHECK_EQUAL(state(found), OK);
}

/* A person that was never confirmed goes at once, and its words with it. */
TEST(SYNC12_words_that_are_over_find_nothing)
{
	struct plan_device invitation, recovery, *joiner = &plan.devices[2];
	struct plan_proposal proposal;

	plan_device_init(&invitation);
	plan_device_init(joiner);
	plan_append_invite(&plan, &plan.devices[0], 1, &invitation, server_time + 3600, &frames);
	CHECK_EQUAL(state(&plan.devices[0]), OK);
	plan_append_join(&plan, &invitation, joiner, &frames);
	CHECK_EQUAL(state(&invitation), OK);
	set_words(joiner, &recovery);
	CHECK_EQUAL(locate_with(locator), 1);
	plan_end_devices(&proposal, joiner->person, NULL);
	plan_append_proposal(&plan, joiner, &proposal, server_time + 3600, &frames);
	plan_append_enact(&plan, joiner, &proposal, &joiner, 1, &frames);
	CHECK_EQUAL(state(joiner), OK);
	CHECK_EQUAL(reading.results[1].code, OK);
	CHECK_EQUAL(locate_with(locator), 0);
	restart(NULL);
	CHECK_EQUAL(locate_with(locator), 0);
}

TEST(SYNC12_what_is_no_locate_is_refused_as_elsewhere)
{
	static uint8_t body[1025] = {0, 0, 0, 34, FRAME_LOCATE, 0x0a, 32};
	struct buffer out;

	CHECK_EQUAL(post((struct bytes){body, 39}, NULL), 200);
	buffer_init_growing(&out, 1u << 16);
	CHECK_EQUAL(post((struct bytes){body, 38}, &out), 400);
	buffer_append_u8(&out, 0);
	CHECK(strstr((const char *)out.data, "/problems/malformed") != NULL);
	buffer_deinit(&out);
	body[3] = 33;
	body[6] = 31;
	CHECK_EQUAL(post((struct bytes){body, 38}, NULL), 400);
	body[3] = 34;
	body[6] = 32;
	CHECK_EQUAL(post((struct bytes){body, 1024}, NULL), 400);
	CHECK_EQUAL(post((struct bytes){body, 1025}, NULL), 413);
}

TEST(SYNC12_HTTP3_the_log_keeps_no_locator)
{
	char log[16384];
	char hex[65];

	for (size_t i = 0; i < 32; i++)
		snprintf(hex + 2 * i, 3, "%02x", locator[i]);
	CHECK_EQUAL(locate_with(locator), 0);
	CHECK(daemon_read_log(&server, "POST recovery OK ", log, sizeof(log)));
	CHECK(strstr(log, "a locator") == NULL);
	CHECK(strstr(log, hex) == NULL);
}

TEST(LIMIT_SYNC12_asking_for_plans_is_counted_by_address)
{
	char path[96];
	const char *const arguments[] = {"--config", path, NULL};
	FILE *file;

	snprintf(path, sizeof(path), "%s/config", server.directory);
	file = fopen(path, "w");
	CHECK(file != NULL);
	fputs("requests_per_minute = 1\nrequests_burst = 3\n", file);
	fclose(file);
	restart(arguments);
	for (int i = 0; i < 3; i++)
		CHECK_EQUAL(locate_with(other_locator), 0);
	plan_append_locate(other_locator, &frames);
	CHECK_EQUAL(post(buffer_bytes(&frames), NULL), 429);
}

#define P(name) cmocka_unit_test_setup_teardown(name, start, stop)

RUN_TESTS(P(SYNC12_words_find_their_plan_before_and_after_a_restart),
	  P(SYNC12_words_that_are_over_find_nothing),
	  P(SYNC12_what_is_no_locate_is_refused_as_elsewhere),
	  P(SYNC12_HTTP3_the_log_keeps_no_locator),
	  P(LIMIT_SYNC12_asking_for_plans_is_counted_by_address))
