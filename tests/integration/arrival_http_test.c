/* A plan moves from one running server to another and back (SYNC14, SYNC15), and the new one is
 * killed on the way. */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/carried_log.h"
#include "support/check.h"
#include "support/daemon.h"
#include "support/plan_decide.h"
#include "support/remote.h"

#define COMMITS 300u
#define PER_REQUEST 100u

static struct daemon old, here;
static struct plan plan; /* at the old server */
static struct plan plan_here;
static struct reading reading;
static struct http http, http_here;
static struct carried_log moved;
static struct buffer frames;
static uint64_t server_time;

static int stop(void **state)
{
	(void)state;
	http_close(&http);
	http_close(&http_here);
	carried_log_deinit(&moved);
	daemon_deinit(&old);
	daemon_deinit(&here);
	buffer_deinit(&frames);
	return 0;
}

static unsigned send_as(struct http *to, struct plan *as, const struct plan_device *device,
			const char *path)
{
	struct plan_request request = {.device = device, .path = path, .time = server_time};
	unsigned status;

	request.frames = buffer_bytes(&frames);
	request.budget = 1;
	status = remote_post(to, as, &request, &reading);
	if (status == 200)
		memcpy(as->charter_head, reading.charter_head, 32);
	buffer_clear(&frames);
	return status;
}

/* Whatever there is of the log behind what is carried already. */
static void carry(struct http *from, const struct plan *as, struct carried_log *log)
{
	struct plan_request request = {
		.device = &as->devices[0], .path = "/v1/sync", .time = server_time};
	struct http_reply reply = {0};
	struct buffer body;
	uint8_t root[32];

	tree_root(&log->tree, root);
	request.cursor = log->size;
	request.root = log->size == 0 ? NULL : root;
	buffer_init_growing(&body, 1u << 16);
	buffer_init_growing(&reply.body, 8u << 20);
	plan_append_request(as, &request, &body);
	CHECK(http_send_post(from, "/v1/sync", buffer_bytes(&body)));
	http_read(from, &reply);
	CHECK_EQUAL(reply.status, 200);
	CHECK(carried_log_add(log, buffer_bytes(&reply.body)));
	buffer_deinit(&body);
	buffer_deinit(&reply.body);
}

/* Both parties agree; `constitution` is the entry of the log with that number. */
static void move(struct http *at, struct plan *as, const uint8_t to[32], uint64_t constitution)
{
	struct plan_proposal proposal;
	uint8_t hash[32];

	CHECK(carried_log_hash(&moved, constitution, hash));
	plan_move_server(&proposal, to, "https://plan.example");
	plan_append_proposal(as, &as->devices[0], &proposal, server_time + 86400, &frames);
	plan_append_consent(as, &as->devices[0], &proposal, hash, &frames);
	plan_append_consent(as, &as->devices[1], &proposal, hash, &frames);
	plan_append_enact(as, &as->devices[0], &proposal, NULL, 0, &frames);
	CHECK_EQUAL(send_as(at, as, &as->devices[0], "/v1/charter"), 200);
	CHECK_EQUAL(reading.result_count, 4);
	CHECK_EQUAL(reading.results[3].code, OK);
}

static void write_at(struct http *at, struct plan *as, uint32_t device, unsigned count)
{
	struct plan_device *author = &as->devices[device - 1];

	for (unsigned i = 0; i < count; i++)
		plan_append_commit(as, author, &(struct plan_commit){.records = 1}, &frames);
	CHECK_EQUAL(send_as(at, as, author, "/v1/sync"), 200);
	CHECK_EQUAL(reading.result_count, count);
}

/* The status; `reading` has the End, or `problem` the whole of what was said. */
static unsigned bring(struct http *to, uint64_t first, uint64_t count, char problem[512])
{
	struct http_reply reply = {0};
	struct buffer body;

	buffer_init_growing(&body, 8u << 20);
	buffer_init_growing(&reply.body, 1u << 20);
	carried_log_append_leaves(&moved, first, count, &body);
	if (http_send_post(to, "/v1/arrivals", buffer_bytes(&body)))
		http_read(to, &reply);
	reading_clear(&reading);
	if (reply.status == 200)
		CHECK(reading_add(&reading, buffer_bytes(&reply.body), NULL));
	else if (problem != NULL)
		snprintf(problem, 512, "%.*s", (int)reply.body.size, (const char *)reply.body.data);
	buffer_deinit(&body);
	buffer_deinit(&reply.body);
	return reply.status;
}

static void restart(struct daemon *daemon, struct http *with, int signal_number)
{
	http_close(with);
	CHECK_EQUAL(daemon_end(daemon, signal_number),
		    signal_number == SIGKILL ? 128 + SIGKILL : 0);
	CHECK(daemon_start(daemon, SERVER_PATH, NULL));
	CHECK(http_open(with, daemon->port));
}

static void verify(struct daemon *daemon, struct http *with)
{
	char command[256];

	http_close(with);
	CHECK_EQUAL(daemon_end(daemon, SIGTERM), 0);
	snprintf(command, sizeof(command), "%s --state %s --verify >%s/verified", SERVER_PATH,
		 daemon->directory, daemon->directory);
	CHECK_EQUAL(system(command), 0);
	CHECK(daemon_start(daemon, SERVER_PATH, NULL));
	CHECK(http_open(with, daemon->port));
}

static int start(void **state)
{
	(void)state;
	buffer_init_growing(&frames, 8u << 20);
	carried_log_init(&moved);
	if (!daemon_init(&old) || !daemon_start(&old, SERVER_PATH, NULL) || !daemon_init(&here) ||
	    !daemon_start(&here, SERVER_PATH, NULL) ||
	    !remote_found(old.port, &plan, 2, &server_time) || !http_open(&http, old.port) ||
	    !http_open(&http_here, here.port))
		return -1;
	write_at(&http, &plan, 1, COMMITS);
	carry(&http, &plan, &moved);
	plan_here = plan;
	if (!remote_greet(here.port, plan_here.server_key, &server_time))
		return -1;
	move(&http, &plan, plan_here.server_key, 0);
	carry(&http, &plan, &moved);
	return 0;
}

/* The devices go on where the plan is now. */
static void follow(struct plan *to, const struct plan *from)
{
	uint8_t server_key[32];

	memcpy(server_key, to->server_key, 32);
	*to = *from;
	memcpy(to->server_key, server_key, 32);
}

TEST(SYNC15_a_plan_moves_and_the_new_server_is_killed_after_every_request)
{
	uint64_t sent = 0;

	follow(&plan_here, &plan);
	while (sent < moved.size) {
		CHECK_EQUAL(send_as(&http_here, &plan_here, &plan_here.devices[0], "/v1/sync"),
			    401);
		CHECK_EQUAL(bring(&http_here, sent, PER_REQUEST, NULL), 200);
		sent = sent + PER_REQUEST < moved.size ? sent + PER_REQUEST : moved.size;
		CHECK_EQUAL(reading.next, sent);
		CHECK_EQUAL(reading.more, sent < moved.size);
		restart(&here, &http_here, SIGKILL);
		CHECK_EQUAL(bring(&http_here, moved.size + 7, 0, NULL), 200);
		CHECK_EQUAL(reading.next, sent);
	}
	CHECK_EQUAL(send_as(&http_here, &plan_here, &plan_here.devices[1], "/v1/sync"), 200);
	CHECK(reading.is_head_signed);
	CHECK_EQUAL(reading.size, moved.size);
	write_at(&http_here, &plan_here, 2, 1);
	CHECK_EQUAL(reading.results[0].code, OK);
	/* The connection has long been idle. */
	http_close(&http);
	CHECK(http_open(&http, old.port));
	write_at(&http, &plan, 2, 1);
	CHECK_EQUAL(reading.results[0].code, ERR_MOVED);
	CHECK_EQUAL(reading.size, moved.size);
	verify(&here, &http_here);
}

TEST(SYNC14_SYNC15_a_plan_comes_back_to_whoever_waits_there)
{
	struct plan_request request = {
		.device = &plan.devices[1], .path = "/v1/live", .time = server_time};
	struct http waiting;
	struct http_reply reply = {0};
	uint64_t base = moved.size;
	uint8_t root[32];

	follow(&plan_here, &plan);
	CHECK_EQUAL(bring(&http_here, 0, moved.size, NULL), 200);
	write_at(&http_here, &plan_here, 1, 2);
	move(&http_here, &plan_here, plan.server_key, base - 1);
	carry(&http_here, &plan_here, &moved);
	CHECK_EQUAL(bring(&http, base, 1, NULL), 200);
	verify(&old, &http);
	/* Somebody reads at the old server, and hears of it at once. */
	tree_root(&moved.tree, root);
	CHECK_EQUAL(send_as(&http, &plan, &plan.devices[1], "/v1/sync"), 200);
	CHECK_EQUAL(reading.size, base);
	memcpy(root, reading.root, 32);
	request.cursor = base;
	request.root = root;
	CHECK(http_open(&waiting, old.port));
	plan_append_request(&plan, &request, &frames);
	CHECK(http_send_post(&waiting, "/v1/live?poll=1", buffer_bytes(&frames)));
	buffer_clear(&frames);
	CHECK_EQUAL(bring(&http, base + 1, moved.size, NULL), 200);
	CHECK(!reading.more);
	buffer_init_growing(&reply.body, 1u << 20);
	http_read(&waiting, &reply);
	CHECK_EQUAL(reply.status, 200);
	reading_clear(&reading);
	CHECK(reading_add(&reading, buffer_bytes(&reply.body), plan.server_key));
	CHECK(reading.is_head_signed);
	CHECK_EQUAL(reading.size, moved.size);
	buffer_deinit(&reply.body);
	http_close(&waiting);
	follow(&plan, &plan_here);
	write_at(&http, &plan, 2, 1);
	CHECK_EQUAL(reading.results[0].code, OK);
	write_at(&http_here, &plan_here, 1, 1);
	CHECK_EQUAL(reading.results[0].code, ERR_MOVED);
	verify(&old, &http);
}

TEST(SYNC15_HTTP_what_does_not_fit_is_a_problem_by_name)
{
	char problem[512] = "";

	CHECK_EQUAL(bring(&http_here, 0, 10, NULL), 200);
	moved.leaves.data[moved.starts[10] + 60] ^= 1;
	CHECK_EQUAL(bring(&http_here, 10, 10, problem), 409);
	CHECK(strstr(problem, "/problems/conflict") != NULL);
	moved.leaves.data[moved.starts[10] + 60] ^= 1;
	CHECK_EQUAL(bring(&http_here, 10, 10, NULL), 200);
	CHECK_EQUAL(reading.next, 20);
	moved.head.data[moved.head.size - 1] ^= 1;
	CHECK_EQUAL(bring(&http_here, 0, 10, problem), 400);
	CHECK(strstr(problem, "/problems/signature") != NULL);
	buffer_clear(&moved.head);
	CHECK_EQUAL(bring(&http_here, 0, 10, problem), 400);
	CHECK(strstr(problem, "/problems/malformed") != NULL);
}

/* Two bring the same plan, and others write meanwhile: it arrives once. */
TEST(SYNC15_two_bring_the_same_plan_at_one_time)
{
	struct http second;
	uint64_t at[2] = {0, 0};
	struct http *const to[2] = {&http_here, &second};

	CHECK(http_open(&second, here.port));
	follow(&plan_here, &plan);
	for (unsigned turn = 0; at[0] < moved.size || at[1] < moved.size; turn++) {
		uint64_t *mine = &at[turn % 2];

		CHECK(turn < 100);
		CHECK_EQUAL(bring(to[turn % 2], *mine, 40, NULL), 200);
		CHECK(reading.next >= *mine);
		*mine = reading.next;
	}
	CHECK_EQUAL(send_as(&http_here, &plan_here, &plan_here.devices[0], "/v1/sync"), 200);
	CHECK_EQUAL(reading.size, moved.size);
	http_close(&second);
}

#define P(name) cmocka_unit_test_setup_teardown(name, start, stop)

RUN_TESTS(P(SYNC15_a_plan_moves_and_the_new_server_is_killed_after_every_request),
	  P(SYNC14_SYNC15_a_plan_comes_back_to_whoever_waits_there),
	  P(SYNC15_HTTP_what_does_not_fit_is_a_problem_by_name),
	  P(SYNC15_two_bring_the_same_plan_at_one_time))
