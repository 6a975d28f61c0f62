/* Clients that do not speak as they should, and many that say nothing. */
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/check.h"
#include "support/daemon.h"
#include "support/remote.h"

#define MALFORMED_REQUESTS 300
#define SILENT 100
#define PHONES 60
#define CAP 8
#define TRIES 100
/* civetweb ends a head that is not whole after REQUEST_TIMEOUT_MS of the listener. */
#define HEAD_DEADLINE_S 10

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

static const char slow_post[] = "POST /v1/sync HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.0.0.1\r\n"
				"Content-Length: 1000\r\n\r\n";
static const char slow_get[] = "GET /healthz HTTP/1.1\r\nHost: a\r\nX: ";

static void restart_with(const char *lines)
{
	char path[96];
	const char *const arguments[] = {"--config", path, NULL};
	FILE *file;

	snprintf(path, sizeof(path), "%s/config", server.directory);
	file = fopen(path, "w");
	CHECK(file != NULL);
	fputs(lines, file);
	fclose(file);
	CHECK_EQUAL(daemon_end(&server, SIGTERM), 0);
	CHECK(daemon_start(&server, SERVER_PATH, arguments));
}

/* One small request on the connection, which stays open; its status. */
static unsigned ask_as(struct http *http, const char *address)
{
	struct http_reply reply = {0};
	char text[160];

	snprintf(text, sizeof(text),
		 "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: %s\r\n\r\n", address);
	buffer_init_growing(&reply.body, 1u << 16);
	CHECK(http_send(http, text, strlen(text)));
	http_read(http, &reply);
	buffer_deinit(&reply.body);
	return reply.status;
}

/* Asks until it is answered so, on a new connection each time: what was closed or begun just now
 * is counted when the server has come to it. */
static bool comes_to(struct http *http, const char *address, unsigned status)
{
	for (int i = 0; i < TRIES; i++) {
		if (ask_as(http, address) == status)
			return true;
		http_close(http);
		usleep(100000);
		CHECK(http_open(http, server.port));
	}
	return false;
}

TEST(LIMIT_connections_of_an_address)
{
	static struct http held[CAP + 1];

	restart_with("connections_per_address = 8\n");
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < CAP + 1; i++) {
			CHECK(http_open(&held[i], server.port));
			CHECK(comes_to(&held[i], "10.0.0.1", i < CAP ? 200 : 503));
		}
		/* Further requests on a connection that counts already. */
		CHECK_EQUAL(ask_as(&held[0], "10.0.0.1"), 200);
		CHECK_EQUAL(ask_as(&held[CAP - 1], "10.0.0.2"), 200);
		for (int i = 0; i < CAP + 1; i++)
			http_close(&held[i]);
	}
}

/* Whether the server has closed, though the client goes on sending a byte now and then. */
static bool is_closed_while_dripping(struct http *http, unsigned bytes)
{
	char byte;

	for (unsigned i = 0; i < bytes; i++) {
		usleep(500000);
		if (!http_send(http, "x", 1) || recv(http->socket, &byte, 1, MSG_DONTWAIT) == 0)
			return true;
	}
	return false;
}

TEST(LIMIT_a_connection_over_the_cap_holds_no_thread_with_its_body)
{
	static struct http held[CAP], over;
	char reply[512] = "";

	restart_with("connections_per_address = 8\n");
	for (int i = 0; i < CAP; i++) {
		CHECK(http_open(&held[i], server.port));
		CHECK_EQUAL(ask_as(&held[i], "10.0.0.1"), 200);
	}
	CHECK(http_open(&over, server.port));
	CHECK(http_send(&over, slow_post, strlen(slow_post)));
	CHECK(recv(over.socket, reply, sizeof(reply) - 1, 0) > 0);
	CHECK(strstr(reply, "HTTP/1.1 503 ") == reply);
	/* The server reads on for two seconds, for a client that only is slow. */
	CHECK(is_closed_while_dripping(&over, 10));
	http_close(&over);
	for (int i = 0; i < CAP; i++)
		http_close(&held[i]);
}

TEST(LIMIT_requests_at_a_time_of_an_address_behind_the_proxy)
{
	static struct http held[CAP + 1];

	restart_with("connections_per_address = 8\ntrusted_proxy = 127.0.0.1\n");
	/* Kept connections of the proxy hold no place of their clients'. */
	for (int i = 0; i < CAP + 1; i++) {
		CHECK(http_open(&held[i], server.port));
		CHECK_EQUAL(ask_as(&held[i], "10.0.0.1"), 200);
	}
	/* An answer may be here before its place is free. */
	sleep(1);
	/* Requests that last do: here, a body that is still to come. */
	for (int i = 0; i < CAP; i++)
		CHECK(http_send(&held[i], slow_post, strlen(slow_post)));
	/* Not asked before they are all there: whoever asks takes a place, too. */
	sleep(1);
	CHECK_EQUAL(ask_as(&held[CAP], "10.0.0.2"), 200);
	CHECK_EQUAL(ask_as(&held[CAP], "10.0.0.1"), 503);
	http_close(&held[0]);
	CHECK(http_open(&held[CAP], server.port));
	CHECK(comes_to(&held[CAP], "10.0.0.1", 200));
	for (int i = 1; i < CAP + 1; i++)
		http_close(&held[i]);
}

TEST(LIMIT_seconds_until_a_head_is_whole)
{
	static struct http early, late;
	struct http_reply reply = {0};

	buffer_init_growing(&reply.body, 1u << 16);
	CHECK(http_open(&early, server.port));
	CHECK(http_open(&late, server.port));
	CHECK(http_send(&early, slow_get, strlen(slow_get)));
	CHECK(http_send(&late, slow_get, strlen(slow_get)));
	/* A byte a second: silence is not what is measured. */
	for (int second = 0; second < HEAD_DEADLINE_S - 1; second++) {
		sleep(1);
		CHECK(http_send(&early, "x", 1));
		CHECK(http_send(&late, "x", 1));
	}
	CHECK(http_send(&early, "\r\n\r\n", 4));
	http_read(&early, &reply);
	CHECK_EQUAL(reply.status, 200);
	/* One over: the next byte ends it, whatever would have come after. */
	for (int second = 0; second < 2; second++) {
		sleep(1);
		http_send(&late, "x", 1);
	}
	http_read(&late, &reply);
	CHECK_EQUAL(reply.status, 400);
	buffer_deinit(&reply.body);
	http_close(&early);
	http_close(&late);
	check_honest();
}

#define P(name) cmocka_unit_test_setup_teardown(name, start, stop)

RUN_TESTS(P(HOSTILE_300_malformed_requests_are_refused_and_closed),
	  P(HOSTILE_100_silent_connections_do_not_stop_an_honest_client),
	  P(HOSTILE_60_phones_behind_one_address_sync), P(LIMIT_connections_of_an_address),
	  P(LIMIT_a_connection_over_the_cap_holds_no_thread_with_its_body),
	  P(LIMIT_requests_at_a_time_of_an_address_behind_the_proxy),
	  P(LIMIT_seconds_until_a_head_is_whole))
