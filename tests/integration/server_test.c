/* The server as a process: start, streams, limits of heads and bodies, stop. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/check.h"
#include "support/daemon.h"
#include "support/remote.h"

static struct daemon server;
static struct plan plan;
static struct reading reading;
static uint64_t server_time;

static int start(void **state)
{
	(void)state;
	if (!daemon_init(&server) || !daemon_start(&server, SERVER_PATH, NULL))
		return -1;
	return remote_found(server.port, &plan, 3, &server_time) ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	daemon_deinit(&server);
	return 0;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Raw bytes on a connection of their own; the answer's status, 0 for none. */
static unsigned ask_raw(const char *bytes, size_t size, struct buffer *body_out)
{
	struct http *http = calloc(1, sizeof(*http));
	struct http_reply reply = {0};

	buffer_init_growing(&reply.body, 1u << 20);
	if (http_open(http, server.port) && http_send(http, bytes, size))
		http_read(http, &reply);
	if (body_out != NULL)
		buffer_append_bytes(body_out, buffer_bytes(&reply.body));
	buffer_deinit(&reply.body);
	http_close(http);
	free(http);
	return reply.status;
}

static unsigned ask(const char *text)
{
	return ask_raw(text, strlen(text), NULL);
}

static unsigned post_commit(struct http *http, uint32_t device, unsigned records)
{
	struct plan_commit what = {.records = records};
	struct plan_request request = {
		.device = &plan.devices[device - 1], .path = "/v1/sync", .time = server_time};
	struct buffer frames;
	unsigned status;

	buffer_init_growing(&frames, 1u << 20);
	plan_append_commit(&plan, &plan.devices[device - 1], &what, &frames);
	request.frames = buffer_bytes(&frames);
	request.budget = 1;
	status = remote_post(http, &plan, &request, &reading);
	buffer_deinit(&frames);
	return status == 200 ? reading.results[0].code : 1000 + status;
}

TEST(SERVER_health_and_readiness_answer)
{
	CHECK_EQUAL(ask("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
	CHECK_EQUAL(ask("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
	CHECK_EQUAL(ask("HEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
	CHECK_EQUAL(ask("POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"), 405);
	CHECK_EQUAL(ask("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"), 404);
}

TEST(SERVER_sigterm_drains_within_five_seconds_while_a_stream_waits)
{
	struct plan_request request = {
		.device = &plan.devices[0], .path = "/v1/live", .time = server_time};
	struct http *http = calloc(1, sizeof(*http));
	struct http_reply reply = {0};
	struct buffer body;
	double started;

	buffer_init_growing(&body, 1u << 20);
	buffer_init_growing(&reply.body, 1u << 20);
	plan_append_request(&plan, &request, &body);
	CHECK(http_open(http, server.port));
	CHECK(http_send_post(http, request.path, buffer_bytes(&body)));
	http_read_head(http, &reply);
	CHECK_EQUAL(reply.status, 200);
	CHECK(http_read_chunk(http, &reply));
	started = now();
	CHECK_EQUAL(daemon_end(&server, SIGTERM), 0);
	CHECK(now() - started < 5);
	buffer_deinit(&body);
	buffer_deinit(&reply.body);
	http_close(http);
	free(http);
}

static atomic_bool is_stopping;

/* Commits until the server is gone; how often an answer broke off. */
static void *commit_until_gone(void *argument)
{
	struct plan_device *device = argument;
	struct http *http = calloc(1, sizeof(*http));
	struct reading *own = calloc(1, sizeof(*own));
	uintptr_t broken = 0;

	if (!http_open(http, server.port))
		broken = 1;
	while (!atomic_load(&is_stopping) && broken == 0) {
		struct plan_commit what = {.records = 20};
		struct plan_request request = {
			.device = device, .path = "/v1/sync", .time = server_time, .budget = 1};
		struct buffer frames;
		unsigned status;

		buffer_init_growing(&frames, 1u << 20);
		plan_append_commit(&plan, device, &what, &frames);
		request.frames = buffer_bytes(&frames);
		status = remote_post(http, &plan, &request, own);
		buffer_deinit(&frames);
		if (status == 503 || (status == 0 && http->received_bytes == 0))
			break;
		broken = status != 200;
		http->received_bytes = 0;
	}
	http_close(http);
	free(http);
	free(own);
	return (void *)broken;
}

TEST(SERVER_sigterm_lets_running_requests_end)
{
	pthread_t threads[3];
	void *broken[3];

	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, commit_until_gone, &plan.devices[i]);
	usleep(300000);
	CHECK_EQUAL(daemon_end(&server, SIGTERM), 0);
	atomic_store(&is_stopping, true);
	for (int i = 0; i < 3; i++) {
		pthread_join(threads[i], &broken[i]);
		CHECK(broken[i] == NULL);
	}
}

TEST(SERVER_LOG2_a_restart_has_everything)
{
	struct http *http = calloc(1, sizeof(*http));
	struct plan_request request = {.device = &plan.devices[1], .path = "/v1/sync"};

	CHECK(http_open(http, server.port));
	CHECK_EQUAL(post_commit(http, 1, 5), OK);
	CHECK_EQUAL(post_commit(http, 1, 5), OK);
	http_close(http);
	CHECK_EQUAL(daemon_end(&server, SIGTERM), 0);
	CHECK(daemon_start(&server, SERVER_PATH, NULL));
	CHECK(http_open(http, server.port));
	request.time = server_time;
	CHECK_EQUAL(remote_post(http, &plan, &request, &reading), 200);
	CHECK_EQUAL(reading.commits, 2);
	CHECK(reading.is_head_signed);
	CHECK_EQUAL(post_commit(http, 1, 1), OK);
	CHECK_EQUAL(reading.results[0].leaf, 4);
	http_close(http);
	free(http);
}

static void *commit_later(void *argument)
{
	struct http *http = calloc(1, sizeof(*http));
	unsigned *code = argument;

	usleep(300000);
	*code = http_open(http, server.port) ? post_commit(http, 2, 1) : 1;
	http_close(http);
	free(http);
	return NULL;
}

TEST(SYNC_live_news_come_while_the_stream_stays_open)
{
	struct plan_request request = {
		.device = &plan.devices[0], .path = "/v1/live", .time = server_time};
	struct http *http = calloc(1, sizeof(*http));
	struct reading *news = calloc(1, sizeof(*news));
	struct http_reply reply = {0};
	struct buffer body;
	unsigned code = 9;
	pthread_t thread;

	buffer_init_growing(&body, 1u << 20);
	buffer_init_growing(&reply.body, 1u << 20);
	plan_append_request(&plan, &request, &body);
	CHECK(http_open(http, server.port));
	CHECK(http_send_post(http, request.path, buffer_bytes(&body)));
	http_read_head(http, &reply);
	CHECK(http_read_chunk(http, &reply));
	CHECK(reading_add(news, buffer_bytes(&reply.body), plan.server_key));
	CHECK_EQUAL(news->entries, 2);
	CHECK_EQUAL(news->ends, 1);
	pthread_create(&thread, NULL, commit_later, &code);
	buffer_clear(&reply.body);
	CHECK(http_read_chunk(http, &reply));
	pthread_join(thread, NULL);
	CHECK_EQUAL(code, OK);
	CHECK(reading_add(news, buffer_bytes(&reply.body), plan.server_key));
	CHECK_EQUAL(news->commits, 1);
	CHECK_EQUAL(news->heads, 2);
	CHECK_EQUAL(news->next, 3);
	buffer_deinit(&body);
	buffer_deinit(&reply.body);
	http_close(http);
	free(http);
	free(news);
}

TEST(SYNC_a_long_poll_ends_with_the_first_news)
{
	struct plan_request request = {.device = &plan.devices[0], .path = "/v1/sync"};
	struct http *http = calloc(1, sizeof(*http));
	struct http_reply reply = {0};
	struct buffer body;
	uint8_t root[32];
	unsigned code = 9;
	pthread_t thread;
	double started;

	CHECK(http_open(http, server.port));
	request.time = server_time;
	CHECK_EQUAL(remote_post(http, &plan, &request, &reading), 200);
	memcpy(root, reading.root, 32);
	request.path = "/v1/live";
	request.cursor = 2;
	request.root = root;
	buffer_init_growing(&body, 1u << 20);
	buffer_init_growing(&reply.body, 1u << 20);
	plan_append_request(&plan, &request, &body);
	started = now();
	pthread_create(&thread, NULL, commit_later, &code);
	CHECK(http_send_post(http, "/v1/live?poll=1", buffer_bytes(&body)));
	http_read(http, &reply);
	pthread_join(thread, NULL);
	CHECK_EQUAL(reply.status, 200);
	CHECK(now() - started < 5);
	memset(&reading, 0, sizeof(reading));
	CHECK(reading_add(&reading, buffer_bytes(&reply.body), plan.server_key));
	CHECK_EQUAL(reading.commits, 1);
	CHECK_EQUAL(reading.heads, 1);
	buffer_deinit(&body);
	buffer_deinit(&reply.body);
	http_close(http);
	free(http);
}

TEST(SYNC_a_large_log_comes_in_chunks_and_whole)
{
	struct plan_request request = {.device = &plan.devices[0], .path = "/v1/sync"};
	struct http *http = calloc(1, sizeof(*http));
	struct tree_frontier tree;
	unsigned leaves = 0;
	uint8_t root[32];

	tree_init(&tree);
	CHECK(http_open(http, server.port));
	for (int i = 0; i < 60; i++)
		CHECK_EQUAL(post_commit(http, 1, 250), OK);
	request.time = server_time;
	reading.tree = &tree;
	do {
		request.cursor = tree.size;
		tree_root(&tree, root);
		request.root = tree.size > 0 ? root : NULL;
		CHECK_EQUAL(remote_post(http, &plan, &request, &reading), 200);
		leaves += reading.commits;
		CHECK_EQUAL(reading.next, tree.size);
		tree_root(&tree, root);
		if (reading.more) {
			struct tree_proof proof = {.count = reading.proof_count};

			memcpy(proof.nodes, reading.proof, sizeof(proof.nodes));
			CHECK(tree_is_consistent(&proof, tree.size, root, reading.size,
						 reading.root));
		}
	} while (reading.more);
	reading.tree = NULL;
	CHECK_EQUAL(leaves, 60);
	CHECK_BYTES(root, reading.root, 32);
	http_close(http);
	free(http);
}

/* Asks for a live stream as the device: the status. The stream stays open until http_close. */
static unsigned open_stream(struct http *http, uint32_t device, const char *target)
{
	struct plan_request request = {
		.device = &plan.devices[device - 1], .path = "/v1/live", .time = server_time};
	struct http_reply reply = {0};
	struct buffer body;

	buffer_init_growing(&body, 1u << 20);
	plan_append_request(&plan, &request, &body);
	CHECK(http_open(http, server.port));
	CHECK(http_send_post(http, target, buffer_bytes(&body)));
	http_read_head(http, &reply);
	buffer_deinit(&body);
	return reply.status;
}

static struct http streams[6];

static void close_streams(unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		http_close(&streams[i]);
}

TEST(LIMIT_live_streams_of_a_device_over_the_wire)
{
	for (unsigned i = 0; i < 4; i++)
		CHECK_EQUAL(open_stream(&streams[i], 1, "/v1/live"), 200);
	CHECK_EQUAL(open_stream(&streams[4], 1, "/v1/live"), 503);
	CHECK_EQUAL(open_stream(&streams[5], 2, "/v1/live"), 200);
	close_streams(6);
}

/* There are news for a poll that starts at the beginning: each ends at once. */
TEST(LIMIT_a_live_stream_that_ended_gives_its_place_back)
{
	for (unsigned i = 0; i < 10; i++) {
		struct http_reply reply = {0};

		CHECK_EQUAL(open_stream(&streams[0], 1, "/v1/live?poll=1"), 200);
		buffer_init_growing(&reply.body, 1u << 20);
		while (http_read_chunk(&streams[0], &reply))
			;
		buffer_deinit(&reply.body);
		http_close(&streams[0]);
	}
}

/* A request of which nothing but its declared or sent size is of interest. */
static unsigned post_size(size_t size, bool sends_all)
{
	char head[128];
	struct buffer whole;
	unsigned status;
	int length =
		snprintf(head, sizeof(head),
			 "POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: %zu\r\n\r\n", size);

	buffer_init_growing(&whole, 8u << 20);
	buffer_append(&whole, head, (size_t)length);
	if (sends_all)
		memset(buffer_reserve(&whole, size), 0, size); /* no frame begins so */
	status = ask_raw((const char *)whole.data, whole.size, NULL);
	buffer_deinit(&whole);
	return status;
}

TEST(LIMIT_HTTP1_bytes_of_a_body)
{
	CHECK_EQUAL(post_size((4u << 20) - 1, true), 400);
	CHECK_EQUAL(post_size(4u << 20, true), 400);
	CHECK_EQUAL(post_size((4u << 20) + 1, true), 413);
}

static unsigned get_with_head_of(size_t size)
{
	static const char start_line[] = "GET /healthz HTTP/1.1\r\nHost: a\r\nX: ";
	size_t fixed = sizeof(start_line) - 1 + 4;
	char *text = malloc(size + 1);
	unsigned status;

	memcpy(text, start_line, sizeof(start_line) - 1);
	memset(text + sizeof(start_line) - 1, 'x', size - fixed);
	memcpy(text + size - 4, "\r\n\r\n", 4);
	status = ask_raw(text, size, NULL);
	free(text);
	return status;
}

TEST(LIMIT_bytes_of_a_head)
{
	CHECK_EQUAL(get_with_head_of(16000), 200);
	CHECK_EQUAL(get_with_head_of(16384), 200);
	CHECK(get_with_head_of(17000) >= 400);
}

static unsigned get_with_headers(unsigned count)
{
	struct buffer text;
	unsigned status;

	buffer_init_growing(&text, 1u << 16);
	buffer_append(&text, "GET /healthz HTTP/1.1\r\nHost: a\r\n", 32);
	for (unsigned i = 1; i < count; i++)
		buffer_append(&text, "X-A: b\r\n", 8);
	buffer_append(&text, "\r\n", 2);
	status = ask_raw((const char *)text.data, text.size, NULL);
	buffer_deinit(&text);
	return status;
}

TEST(LIMIT_headers_of_a_request)
{
	CHECK_EQUAL(get_with_headers(62), 200);
	CHECK_EQUAL(get_with_headers(63), 200);
	CHECK_EQUAL(get_with_headers(64), 400);
	CHECK_EQUAL(get_with_headers(200), 400);
}

TEST(PROBLEM_a_stale_time_tells_the_servers)
{
	struct plan_request request = {.device = &plan.devices[0], .path = "/v1/sync", .time = 1};
	struct http *http = calloc(1, sizeof(*http));
	struct http_reply reply = {0};
	struct buffer body;
	unsigned long long time = 0;
	const char *member;

	buffer_init_growing(&body, 1u << 20);
	buffer_init_growing(&reply.body, 1u << 20);
	plan_append_request(&plan, &request, &body);
	CHECK(http_open(http, server.port));
	CHECK(http_send_post(http, request.path, buffer_bytes(&body)));
	http_read(http, &reply);
	buffer_append_u8(&reply.body, 0);
	CHECK_EQUAL(reply.status, 401);
	CHECK(strstr((const char *)reply.body.data, "\"type\":\"/problems/stale-time\"") != NULL);
	member = strstr((const char *)reply.body.data, "\"time\":");
	CHECK(member != NULL && sscanf(member, "\"time\":%llu", &time) == 1);
	CHECK(time >= server_time);
	buffer_deinit(&body);
	buffer_deinit(&reply.body);
	http_close(http);
	free(http);
}

TEST(HTTP4_a_post_from_a_foreign_page_is_forbidden)
{
	CHECK_EQUAL(ask("POST /v1/sync HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example\r\n"
			"Content-Length: 0\r\n\r\n"),
		    403);
	CHECK_EQUAL(ask("POST /v1/sync HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: cross-site\r\n"
			"Content-Length: 0\r\n\r\n"),
		    403);
	CHECK_EQUAL(ask("POST /v1/sync HTTP/1.1\r\nHost: a\r\nOrigin: https://a\r\n"
			"Content-Length: 0\r\n\r\n"),
		    400);
}

TEST(HTTP3_the_log_has_route_names_and_no_ids)
{
	char log[16384];

	CHECK_EQUAL(ask("GET /healthz?secret=1 HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
	CHECK_EQUAL(ask("GET /some/private/path HTTP/1.1\r\nHost: a\r\n\r\n"), 404);
	CHECK(daemon_read_log(&server, "GET healthz OK ", log, sizeof(log)));
	CHECK(strstr(log, "POST spaces OK ") != NULL);
	CHECK(strstr(log, "secret") == NULL);
	CHECK(strstr(log, "private") == NULL);
}

/* Starts the server again with these lines of configuration. */
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
	if (server.pid != 0)
		CHECK_EQUAL(daemon_end(&server, SIGTERM), 0);
	CHECK(daemon_start(&server, SERVER_PATH, arguments));
}

TEST(LIMIT_live_streams_of_a_server_as_configured)
{
	restart_with("streams = 2\n");
	CHECK_EQUAL(open_stream(&streams[0], 1, "/v1/live"), 200);
	CHECK_EQUAL(open_stream(&streams[1], 2, "/v1/live"), 200);
	CHECK_EQUAL(open_stream(&streams[2], 3, "/v1/live"), 503);
	close_streams(3);
}

static unsigned ask_for(const char *address)
{
	char text[160];

	snprintf(text, sizeof(text),
		 "GET /v1/server HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: %s\r\n\r\n", address);
	return ask(text);
}

TEST(LIMIT_requests_of_an_address_as_the_trusted_proxy_tells_it)
{
	restart_with("requests_per_minute = 1\nrequests_burst = 3\n"
		     "trusted_proxy = 127.0.0.1\n");
	for (int i = 0; i < 3; i++)
		CHECK_EQUAL(ask_for("9.9.9.9, 10.0.0.1"), 200);
	CHECK_EQUAL(ask_for("8.8.8.8, 10.0.0.1"), 429);
	CHECK_EQUAL(ask_for("8.8.8.8\r\nX-Forwarded-For: 10.0.0.1"), 429);
	CHECK_EQUAL(ask_for("10.0.0.2"), 200);
	restart_with("requests_per_minute = 1\nrequests_burst = 3\n");
	for (int i = 0; i < 3; i++)
		CHECK_EQUAL(ask_for(i == 0 ? "10.0.0.1" : "10.0.0.3"), 200);
	CHECK_EQUAL(ask_for("10.0.0.4"), 429);
}

TEST(SERVER_sighup_reloads_the_log_level)
{
	char log[16384];
	char path[96];
	FILE *file;

	restart_with("log_level = error\n");
	CHECK_EQUAL(ask("GET /quiet HTTP/1.1\r\nHost: a\r\n\r\n"), 404);
	snprintf(path, sizeof(path), "%s/config", server.directory);
	file = fopen(path, "w");
	CHECK(file != NULL);
	fputs("log_level = info\n", file);
	fclose(file);
	CHECK_EQUAL(truncate(server.log, 0), 0);
	kill(server.pid, SIGHUP);
	usleep(200000);
	CHECK_EQUAL(ask("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
	CHECK(daemon_read_log(&server, "GET healthz OK ", log, sizeof(log)));
}

static int run_program(const char *const *arguments)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		close(STDERR_FILENO);
		alarm(20); /* for one that should have ended */
		execv(SERVER_PATH, (char *const *)arguments);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST(SERVER_the_command_line_is_checked)
{
	const char *good[] = {"samskapd", "--listen", "127.0.0.1:0", "--check-config", NULL};
	const char *bad_option[] = {"samskapd", "--nothing", NULL};
	const char *bad_listen[] = {"samskapd", "--listen", "x", "--check-config", NULL};
	const char *bad_file[] = {"samskapd", "--config", "/nonexistent", "--check-config", NULL};

	CHECK_EQUAL(run_program(good), 0);
	CHECK_EQUAL(run_program(bad_option), 2);
	CHECK_EQUAL(run_program(bad_listen), 2);
	CHECK_EQUAL(run_program(bad_file), 2);
}

TEST(STATE1_a_second_process_on_one_directory_ends_and_the_first_serves_on)
{
	const char *second[] = {"samskapd", "--listen",       "127.0.0.1:0",
				"--state",  server.directory, NULL};

	CHECK_EQUAL(run_program(second), 1);
	CHECK_EQUAL(ask("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
}

/* The plan's first device's key stands in the genesis, and nowhere else in the file. */
static void damage_database(void)
{
	static uint8_t bytes[1u << 20];
	char path[128];
	uint8_t *place;
	size_t size;
	FILE *file;

	snprintf(path, sizeof(path), "%s/plans.db", server.directory);
	file = fopen(path, "r+b");
	CHECK(file != NULL);
	size = fread(bytes, 1, sizeof(bytes), file);
	place = memmem(bytes, size, plan.devices[0].box_key, 32);
	CHECK(place != NULL);
	fseek(file, place - bytes, SEEK_SET);
	fputc(place[0] ^ 1, file);
	fclose(file);
}

TEST(SERVER_verify_tells_by_its_exit_whether_the_charters_are_right)
{
	const char *verify[] = {"samskapd", "--state", server.directory, "--verify", NULL};

	CHECK_EQUAL(run_program(verify), 1); /* a server runs */
	CHECK_EQUAL(daemon_end(&server, SIGTERM), 0);
	CHECK_EQUAL(run_program(verify), 0);
	damage_database();
	CHECK_EQUAL(run_program(verify), 1);
}

TEST(SERVER_LOG8_the_clock_is_accepted_while_no_server_runs)
{
	const char *accept[] = {"samskapd", "--state", server.directory, "--accept-time", NULL};

	CHECK_EQUAL(run_program(accept), 1);
	CHECK_EQUAL(daemon_end(&server, SIGTERM), 0);
	CHECK_EQUAL(run_program(accept), 0);
}

#define P(name) cmocka_unit_test_setup_teardown(name, start, stop)

RUN_TESTS(P(SERVER_health_and_readiness_answer),
	  P(SERVER_sigterm_drains_within_five_seconds_while_a_stream_waits),
	  P(SERVER_sigterm_lets_running_requests_end), P(SERVER_LOG2_a_restart_has_everything),
	  P(SYNC_live_news_come_while_the_stream_stays_open),
	  P(SYNC_a_long_poll_ends_with_the_first_news),
	  P(SYNC_a_large_log_comes_in_chunks_and_whole),
	  P(LIMIT_live_streams_of_a_device_over_the_wire),
	  P(LIMIT_a_live_stream_that_ended_gives_its_place_back),
	  P(LIMIT_live_streams_of_a_server_as_configured), P(LIMIT_HTTP1_bytes_of_a_body),
	  P(LIMIT_bytes_of_a_head), P(LIMIT_headers_of_a_request),
	  P(PROBLEM_a_stale_time_tells_the_servers),
	  P(HTTP4_a_post_from_a_foreign_page_is_forbidden),
	  P(LIMIT_requests_of_an_address_as_the_trusted_proxy_tells_it),
	  P(SERVER_sighup_reloads_the_log_level), P(HTTP3_the_log_has_route_names_and_no_ids),
	  P(SERVER_the_command_line_is_checked),
	  P(SERVER_verify_tells_by_its_exit_whether_the_charters_are_right),
	  P(SERVER_LOG8_the_clock_is_accepted_while_no_server_runs),
	  P(STATE1_a_second_process_on_one_directory_ends_and_the_first_serves_on))
