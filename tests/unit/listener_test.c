/* The listener on a port of this process, its clock in the test's hand. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "net/assets.h"
#include "net/listener.h"
#include "support/check.h"
#include "support/fixture.h"
#include "support/http.h"

static struct fixture fixture;
static struct listener *listener;

static int open_listener(void **state)
{
	(void)state;
	fixture_open(&fixture);
	fixture_found(&fixture, 1);
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

RUN_TESTS(cmocka_unit_test_setup_teardown(LIMIT_seconds_until_a_body_is_whole, open_listener,
					  close_listener))
