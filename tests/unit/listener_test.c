/* The listener on a port of this process, its clock in the test's hand. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/locate.h"
#include "net/assets.h"
#include "net/listener.h"
#include "support/check.h"
#include "support/fixture.h"
#include "support/http.h"
#include "support/plan_decide.h"

static struct fixture fixture;
static struct listener *listener;

static int open_listener(void **state)
{
	(void)state;
	fixture_open(&fixture);
	fixture_found(&fixture, 1);
	fixture.config.requests_per_minute = 1000;
	fixture_reopen(&fixture);
	return listener_open(fixture.service, NULL, &listener) == OK ? 0 : -1;
}

static int close_listener(void **state)
{
	(void)state;
	listener_close(&listener);
	fixture_close(&fixture);
	return 0;
}

/* The status of a valid request whose second half comes when the server's clock
 * stands so many microseconds from the deadline: ten seconds, and one for each KiB. */
static unsigned post_with_pause(int64_t past_us)
{
	struct plan_commit what = {.records = 1, .record_bytes = 4096};
	struct plan_request request = {
		.device = &fixture.plan.devices[0], .path = "/v1/sync", .time = fixture.now_s};
	struct http *http = calloc(1, sizeof(*http));
	struct http_reply reply = {0};
	struct buffer body, frames;
	char head[128];
	unsigned reads;

	CHECK(http != NULL);
	buffer_init_growing(&body, 1u << 20);
	buffer_init_growing(&reply.body, 1u << 20);
	buffer_init_growing(&frames, 1u << 20);
	plan_append_commit(&fixture.plan, &fixture.plan.devices[0], &what, &frames);
	request.frames = buffer_bytes(&frames);
	plan_append_request(&fixture.plan, &request, &body);
	snprintf(head, sizeof(head),
		 "POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: %zu\r\n\r\n", body.size);
	reads = atomic_load(&fixture.clock_reads);
	CHECK(http_open(http, (uint16_t)listener_port(listener)));
	CHECK(http_send(http, head, strlen(head)));
	CHECK(http_send(http, body.data, body.size / 2));
	/* At the start of the request, and after two pieces of the body. */
	while (atomic_load(&fixture.clock_reads) < reads + 3)
		usleep(1000);
	atomic_fetch_add(&fixture.later_us,
			 10000000 + body.size * UINT64_C(1000000) / 1024 + past_us);
	CHECK(http_send(http, body.data + body.size / 2, body.size - body.size / 2));
	http_read(http, &reply);
	buffer_deinit(&reply.body);
	buffer_deinit(&body);
	buffer_deinit(&frames);
	http_close(http);
	free(http);
	return reply.status;
}

TEST(LIMIT_seconds_until_a_body_is_whole)
{
	/* The system's clock goes on beside: half a second is left for that. */
	CHECK_EQUAL(post_with_pause(-500000), 200);
	CHECK_EQUAL(post_with_pause(0), 400);
	CHECK_EQUAL(post_with_pause(500000), 400);
}

/* The status of one request for plans, or for the server's key. */
static unsigned ask(struct http *http, bool is_search)
{
	static const uint8_t locator[LOCATOR_SIZE] = {1};
	static const char get[] = "GET /v1/server HTTP/1.1\r\nHost: a\r\n\r\n";
	struct http_reply reply = {0};
	struct buffer body;

	buffer_init_growing(&body, 1024);
	buffer_init_growing(&reply.body, 1u << 16);
	plan_append_locate(locator, &body);
	if (is_search)
		CHECK(http_send_post(http, "/v1/recovery", buffer_bytes(&body)));
	else
		CHECK((http->socket >= 0 || http_open(http, http->port)) &&
		      http_send(http, get, sizeof(get) - 1));
	http_read(http, &reply);
	buffer_deinit(&reply.body);
	buffer_deinit(&body);
	return reply.status;
}

TEST(LIMIT_SYNC12_an_address_asks_for_plans_60_times_and_then_every_6_seconds)
{
	struct http *http = calloc(1, sizeof(*http));

	CHECK(http != NULL);
	CHECK(http_open(http, (uint16_t)listener_port(listener)));
	for (unsigned i = 0; i < LOCATE_BURST; i++)
		CHECK_EQUAL(ask(http, true), 200);
	CHECK_EQUAL(ask(http, true), 429);
	CHECK_EQUAL(ask(http, false), 200);
	atomic_fetch_add(&fixture.later_us, UINT64_C(3600000000) / LOCATE_PER_HOUR);
	CHECK_EQUAL(ask(http, true), 200);
	CHECK_EQUAL(ask(http, true), 429);
	http_close(http);
	free(http);
}

#define L(name) cmocka_unit_test_setup_teardown(name, open_listener, close_listener)

RUN_TESTS(L(LIMIT_seconds_until_a_body_is_whole),
	  L(LIMIT_SYNC12_an_address_asks_for_plans_60_times_and_then_every_6_seconds))
