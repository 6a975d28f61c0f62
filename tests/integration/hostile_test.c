/* Clients that do not speak as they should, and many that say nothing. */
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>

#include "support/check.h"
#include "support/daemon.h"
#include "support/remote.h"

#define MALFORMED_REQUESTS 300
#define SILENT 100
#define PHONES 60

static struct daemon server;
static struct plan plan;
static struct reading reading;
static uint64_t server_time;
static unsigned seed = 20261123; /* printed when something fails */

static int start(void **state)
{
	(void)state;
	if (!daemon_init(&server) || !daemon_start(&server, SERVER_PATH, NULL))
		return -1;
	return remote_found(server.port, &plan, 1, &server_time) ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	daemon_deinit(&server);
	return 0;
}

/* Kinds that a handler can see; %s is filled with something random. */
static const char *const malformed[] = {
	"POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: "
	"chunked\r\n\r\n"
	"0\r\n\r\n",
	"POST /v1/sync HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: %s\r\n\r\n",
	"POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n%s",
	"POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n%s",
	"POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: %s\r\n\r\n",
	"POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n%s",
	"POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n%s",
	"POST /v1/sync HTTP/1.1\r\nHost: a\r\n\r\n%s",
	"GET /v1/server HTTP/1.1\r\n\r\n%s",
	"GET /v1/server HTTP/1.1\r\nHost: a\r\nHost: %s\r\n\r\n",
	"GET /v1/server HTTP/1.1\r\nHost: a,b\r\nX: %s\r\n\r\n",
	"GET /%s/../v1/server HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET /%s/%%2e%%2e/v1/server HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET /v1/server%%00%s HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET /./v1/server HTTP/1.1\r\nHost: a\r\nX: %s\r\n\r\n",
	"GET //v1/server HTTP/1.1\r\nHost: a\r\nX: %s\r\n\r\n",
	"GET %s HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET / HTTP/9.9\r\nHost: a\r\nX: %s\r\n\r\n",
	"%s / HTTP/1.1\r\nHost: a\r\n\r\n",
	"%s\r\n\r\n",
	"GET /v1/server HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n%s",
};

static void fill_random(char word[16])
{
	size_t size = 3 + (size_t)rand_r(&seed) % 9;

	for (size_t i = 0; i < size; i++)
		word[i] = (char)('a' + rand_r(&seed) % 26);
	word[size] = '\0';
}

/* The status, and whether the server closed after it; 0: it closed without a word. */
static unsigned send_malformed(unsigned number, bool *is_closed_out)
{
	struct http *http = calloc(1, sizeof(*http));
	struct http_reply reply = {0};
	char text[1024], word[16], byte;

	fill_random(word);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(text, sizeof(text), malformed[number % (sizeof(malformed) / sizeof(malformed[0]))],
		 word);
#pragma GCC diagnostic pop
	buffer_init_growing(&reply.body, 1u << 16);
	CHECK(http_open(http, server.port));
	CHECK(http_send(http, text, strlen(text)));
	shutdown(http->socket, SHUT_WR);
	http_read(http, &reply);
	*is_closed_out = http->socket < 0 || recv(http->socket, &byte, 1, 0) <= 0;
	buffer_deinit(&reply.body);
	http_close(http);
	free(http);
	return reply.status;
}

static void check_honest(void)
{
	struct http *http = calloc(1, sizeof(*http));
	struct plan_request request = {
		.device = &plan.devices[0], .path = "/v1/sync", .time = server_time};

	CHECK(http_open(http, server.port));
	CHECK_EQUAL(remote_post(http, &plan, &request, &reading), 200);
	http_close(http);
	free(http);
}

TEST(HOSTILE_300_malformed_requests_are_refused_and_closed)
{
	for (unsigned i = 0; i < MALFORMED_REQUESTS; i++) {
		bool is_closed = false;
		unsigned status = send_malformed(i, &is_closed);

		if (status < 400 || status > 499 || !is_closed)
			fail_msg("request %u: status %u, closed %d, seed %u", i, status, is_closed,
				 seed);
	}
	check_honest();
	CHECK_EQUAL(reading.size, 2);
	CHECK_EQUAL(daemon_end(&server, SIGTERM), 0);
}

TEST(HOSTILE_100_silent_connections_do_not_stop_an_honest_client)
{
	static struct http silent[SILENT];

	for (int i = 0; i < SILENT; i++) {
		CHECK(http_open(&silent[i], server.port));
		if (i % 2 == 0)
			CHECK(http_send(&silent[i], "POST /v1/sync HTTP/1.1\r\nHo", 26));
	}
	for (int i = 0; i < 5; i++)
		check_honest();
	for (int i = 0; i < SILENT; i++)
		http_close(&silent[i]);
}

/* As a phone does: a kept connection may have been closed since, and then the same
 * bytes go out once more on a new one. */
static unsigned post_again(struct http *http, const struct plan_request *request)
{
	unsigned status = remote_post(http, &plan, request, &reading);

	if (status != 0)
		return status;
	http_close(http);
	CHECK(http_open(http, server.port));
	return remote_post(http, &plan, request, &reading);
}

TEST(HOSTILE_60_phones_behind_one_address_sync)
{
	static struct http phones[PHONES];
	struct plan_commit what = {.records = 1};

	CHECK(remote_join(server.port, &plan, PHONES, server_time));
	for (int round = 0; round < 3; round++) {
		for (uint32_t i = 0; i < PHONES; i++) {
			struct plan_request request = {.device = &plan.devices[i],
						       .path = "/v1/sync",
						       .time = server_time,
						       .budget = 1};
			struct buffer frames;

			if (round == 0)
				CHECK(http_open(&phones[i], server.port));
			buffer_init_growing(&frames, 1u << 16);
			plan_append_commit(&plan, &plan.devices[i], &what, &frames);
			request.frames = buffer_bytes(&frames);
			CHECK_EQUAL(post_again(&phones[i], &request), 200);
			CHECK_EQUAL(reading.results[0].code, OK);
			buffer_deinit(&frames);
		}
	}
	for (int i = 0; i < PHONES; i++)
		http_close(&phones[i]);
}

#define P(name) cmocka_unit_test_setup_teardown(name, start, stop)

RUN_TESTS(P(HOSTILE_300_malformed_requests_are_refused_and_closed),
	  P(HOSTILE_100_silent_connections_do_not_stop_an_honest_client),
	  P(HOSTILE_60_phones_behind_one_address_sync))
