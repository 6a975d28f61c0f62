/* The must-refuse vectors, delivered to a whole server over HTTP: each gives the
 * problem that it names, and changes nothing.
 *
 * A server of the vectors' key, whose clock stands where an entry's does, gives
 * every entry the place that the vector gave it. */
#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "net/assets.h"
#include "net/listener.h"
#include "support/check.h"
#include "support/fixture.h"
#include "support/http.h"
#include "vectors/vector_file.h"
#include "wire/charter.h"
#include "wire/envelope.h"
#include "wire/frame.h"

#define BODY_CAP (8u << 20)
#define OUTCOME_SIZE 64u

struct server {
	struct fixture fixture;
	struct assets *assets;
	struct listener *listener;
	struct http http;
	struct arena arena;
};

static void write_key(const struct fixture *fixture, struct bytes seed)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/server.key", fixture->directory);
	CHECK_OK(seams_system()->file_write(NULL, path, seed));
}

/* The seed may be empty: then the server keeps the key that it made. */
static void server_open(struct server *server, struct bytes seed)
{
	memset(server, 0, sizeof(*server));
	fixture_open(&server->fixture);
	server->fixture.config.listen_port = 0;
	server->fixture.config.workers = 2;
	server->fixture.config.streams = 1;
	if (seed.size > 0)
		write_key(&server->fixture, seed);
	fixture_reopen(&server->fixture);
	CHECK_OK(assets_load("", &server->assets));
	CHECK_OK(listener_open(server->fixture.service, server->assets, &server->listener));
	CHECK(http_open(&server->http, (uint16_t)listener_port(server->listener)));
	arena_init(&server->arena, 64u << 20);
	memcpy(server->fixture.plan.server_key, signer_key(server->fixture.service->signer), 32);
}

static void server_close(struct server *server)
{
	http_close(&server->http);
	listener_close(&server->listener);
	assets_free(&server->assets);
	fixture_close(&server->fixture);
	arena_deinit(&server->arena);
}

/* "ERR_NO_CONSENT" from "/problems/no-consent". */
static void name_of_problem(const char *body, char outcome[OUTCOME_SIZE])
{
	const char *name = strstr(body, "/problems/");
	size_t at = strlen("ERR_");

	snprintf(outcome, OUTCOME_SIZE, "no problem is named");
	if (!name)
		return;
	snprintf(outcome, OUTCOME_SIZE, "ERR_");
	for (name += strlen("/problems/"); *name != '"' && at + 1 < OUTCOME_SIZE; name++)
		outcome[at++] = *name == '-' ? '_' : (char)(*name >= 'a' ? *name - 32 : *name);
	outcome[at] = '\0';
}

/* What the server says to this body: a refusal's name, of the whole request or
 * of its one commit or statement, or OK. */
static void post(struct server *server, const char *path, struct bytes body,
		 char outcome[OUTCOME_SIZE], struct reading *reading)
{
	struct http_reply reply = {0};

	buffer_init_growing(&reply.body, BODY_CAP);
	CHECK(http_send_post(&server->http, path, body));
	http_read(&server->http, &reply);
	memset(reading, 0, sizeof(*reading));
	if (reply.status == 200) {
		CHECK(reading_add(reading, buffer_bytes(&reply.body), NULL));
		snprintf(outcome, OUTCOME_SIZE, "%s",
			 result_name(reading->result_count ? (enum result)reading->results[0].code
							   : OK));
	} else {
		buffer_append_u8(&reply.body, 0);
		name_of_problem((const char *)reply.body.data, outcome);
		CHECK(reply.status >= 400 && reply.status < 500);
	}
	buffer_deinit(&reply.body);
	if (reply.closes) {
		http_close(&server->http);
		CHECK(http_open(&server->http, (uint16_t)listener_port(server->listener)));
	}
}

static void post_signed(struct server *server, const char *path, struct bytes frames,
			char outcome[OUTCOME_SIZE], struct reading *reading)
{
	struct plan_request request = {.device = &server->fixture.plan.devices[0],
				       .path = path,
				       .time = server->fixture.now_s,
				       .frames = frames};
	struct buffer body;

	buffer_init_growing(&body, BODY_CAP);
	plan_append_request(&server->fixture.plan, &request, &body);
	post(server, path, buffer_bytes(&body), outcome, reading);
	buffer_deinit(&body);
}

/* Leaves in the log; 0 where the space is unknown. */
static uint64_t log_size(struct server *server)
{
	struct reading *reading = calloc(1, sizeof(*reading));
	char outcome[OUTCOME_SIZE];
	uint64_t size;

	post_signed(server, "/v1/charter", (struct bytes){NULL, 0}, outcome, reading);
	size = reading->size;
	free(reading);
	return size;
}

/* Takes over who founds, so that device 1 can ask in its name. */
static void meet_founder(struct server *server, struct vector *vector, struct bytes signed_message)
{
	struct plan *plan = &server->fixture.plan;
	struct bytes seed = vector_bytes(vector, "device_seed", 0);
	struct envelope envelope;

	plan->devices[0].index = 1;
	if (seed.size == 32)
		crypto_sign_seed_keypair(plan->devices[0].key, plan->devices[0].secret, seed.data);
	if (envelope_decode(signed_message, &server->arena, &envelope) == OK)
		verify_hash_bytes(LABEL_SPACE, envelope.body, plan->space);
}

static void deliver_entry(struct server *server, struct vector *vector, size_t nth,
			  char outcome[OUTCOME_SIZE], struct reading *reading)
{
	struct bytes position_bytes, signed_message;
	struct position position;
	struct buffer frame;

	CHECK_OK(entry_decode(vector_bytes(vector, "entry", nth), &server->arena, &position,
			      &position_bytes, &signed_message));
	server->fixture.now_s = position.time;
	buffer_init_growing(&frame, BODY_CAP);
	frame_append_head(&frame, FRAME_STATEMENT, signed_message.size);
	buffer_append_bytes(&frame, signed_message);
	if (nth == 0) {
		meet_founder(server, vector, signed_message);
		post(server, "/v1/spaces", buffer_bytes(&frame), outcome, reading);
	} else {
		post_signed(server, "/v1/charter", buffer_bytes(&frame), outcome, reading);
	}
	buffer_deinit(&frame);
}

static void check_outcome(const char *path, const char *outcome, const char *expect)
{
	if (strcmp(outcome, expect) != 0)
		printf("%s: %s, expected %s\n", path, outcome, expect);
	CHECK_TEXT(outcome, expect);
}

/* One server for all vectors of an area: what is refused changes nothing. */
static struct server *shared;

/* SYNC14: the plan is elsewhere after an entry of the vector, and what comes next is told so. */
static const char *outcome_here(struct vector *vector, size_t *count)
{
	const char *moved = vector_text(vector, "moved", 0);

	if (!moved)
		return vector_text(vector, "expect", 0);
	*count = strtoul(moved, NULL, 10) + 1;
	return "ERR_MOVED";
}

static void play_charter(const char *path, struct vector *vector)
{
	size_t count = vector_occurrences(vector, "entry");
	const char *expect = outcome_here(vector, &count);
	struct reading *reading = calloc(1, sizeof(*reading));
	char outcome[OUTCOME_SIZE];
	uint64_t before;

	for (size_t i = 0; i + 1 < count; i++) {
		deliver_entry(shared, vector, i, outcome, reading);
		check_outcome(path, outcome, "OK");
	}
	before = count > 1 ? log_size(shared) : 0;
	deliver_entry(shared, vector, count - 1, outcome, reading);
	check_outcome(path, outcome, expect);
	CHECK_EQUAL(log_size(shared), before + (strcmp(expect, "OK") == 0));
	free(reading);
}

#define MAX_DELIVERED 200u

/* The place is the server's own to give; and what a cut fits is its own log. */
static bool is_for_devices_alone(const struct vector *vector, const char *name)
{
	/* Commits that are not there, none that ought to be, a place that no server gives, and the
	 * same bytes again (a retry, answered as at first). */
	static const char *const names[] = {
		"retired_with_cut.vec",      "cuts_with_commits.vec",
		"own_cuts_with_commits.vec", "own_leave_cuts_do_not_fit.vec",
		"closed_time_goes_back.vec", "withdrawal_replayed.vec",
		"objection_replayed.vec"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	/* A thousand requests tell nothing that the function's own suite has not told. */
	if (vector_occurrences(vector, "entry") > MAX_DELIVERED)
		return true;
	return strcmp(vector_text(vector, "rule", 0), "CHARTER2") == 0;
}

typedef void play_vector(const char *path, struct vector *vector);

static unsigned play_area(const char *area, play_vector *play)
{
	char path[512];
	struct dirent *entry;
	struct vector vector;
	DIR *directory;
	unsigned count = 0;

	snprintf(path, sizeof(path), "%s/%s", VECTORS_DIR, area);
	directory = opendir(path);
	CHECK(directory != NULL);
	while ((entry = readdir(directory))) {
		if (!strstr(entry->d_name, ".vec"))
			continue;
		snprintf(path, sizeof(path), "%s/%s/%s", VECTORS_DIR, area, entry->d_name);
		CHECK(vector_open(&vector, path));
		if (!is_for_devices_alone(&vector, entry->d_name)) {
			play(path, &vector);
			count++;
		}
		vector_close(&vector);
	}
	closedir(directory);
	return count;
}

TEST(CHARTER3_every_charter_vector_over_HTTP)
{
	struct vector vector;

	shared = calloc(1, sizeof(*shared));
	CHECK(vector_open(&vector, VECTORS_DIR "/charter/joined.vec"));
	server_open(shared, vector_bytes(&vector, "server_seed", 0));
	vector_close(&vector);
	CHECK(play_area("charter", play_charter) > 1400);
	server_close(shared);
	free(shared);
}

static void play_commit(const char *path, struct vector *vector)
{
	const char *expect = vector_text(vector, "expect", 0);
	struct bytes message = vector_bytes(vector, "message", 0);
	struct reading *reading = calloc(1, sizeof(*reading));
	uint64_t before = log_size(shared);
	char outcome[OUTCOME_SIZE];
	struct buffer frame;

	buffer_init_growing(&frame, BODY_CAP);
	frame_append_head(&frame, FRAME_COMMIT, message.size);
	buffer_append_bytes(&frame, message);
	post_signed(shared, "/v1/sync", buffer_bytes(&frame), outcome, reading);
	/* A well-formed one is still of another space. */
	check_outcome(path, outcome, strcmp(expect, "OK") == 0 ? "ERR_MALFORMED" : expect);
	CHECK_EQUAL(log_size(shared), before);
	buffer_deinit(&frame);
	free(reading);
}

static void play_frame(const char *path, struct vector *vector)
{
	const char *expect = vector_text(vector, "expect", 0);
	struct reading *reading = calloc(1, sizeof(*reading));
	char outcome[OUTCOME_SIZE];

	post(shared, "/v1/sync", vector_bytes(vector, "frames", 0), outcome, reading);
	/* Well-formed frames that do not begin with Auth are no request. */
	check_outcome(path, outcome, strcmp(expect, "OK") == 0 ? "ERR_MALFORMED" : expect);
	free(reading);
}

static void play_auth(const char *path, struct vector *vector)
{
	const char *expect = vector_text(vector, "expect", 0);
	struct bytes message = vector_bytes(vector, "bytes", 0);
	struct reading *reading = calloc(1, sizeof(*reading));
	char outcome[OUTCOME_SIZE];
	struct buffer body;

	if (strcmp(vector_text(vector, "type", 0), "Auth") == 0) {
		buffer_init_growing(&body, BODY_CAP);
		frame_append_head(&body, FRAME_AUTH, message.size);
		buffer_append_bytes(&body, message);
		frame_append_head(&body, FRAME_SYNC_REQUEST, 0);
		post(shared, "/v1/sync", buffer_bytes(&body), outcome, reading);
		/* A well-formed one is of a stranger, and of another year. */
		if (strcmp(expect, "OK") != 0)
			check_outcome(path, outcome, expect);
		else
			CHECK(strcmp(outcome, "OK") != 0);
		buffer_deinit(&body);
	}
	free(reading);
}

static void with_shared(const char *area, play_vector *play, unsigned at_least)
{
	shared = calloc(1, sizeof(*shared));
	server_open(shared, (struct bytes){NULL, 0});
	fixture_found(&shared->fixture, 1);
	CHECK(play_area(area, play) >= at_least);
	server_close(shared);
	free(shared);
}

TEST(COMMIT1_every_commit_vector_over_HTTP)
{
	with_shared("commit", play_commit, 40);
}

TEST(WIRE1_every_frame_vector_over_HTTP)
{
	with_shared("frame", play_frame, 13);
}

TEST(WIRE3_every_auth_vector_over_HTTP)
{
	with_shared("message", play_auth, 30);
}

RUN_TESTS(T(CHARTER3_every_charter_vector_over_HTTP), T(COMMIT1_every_commit_vector_over_HTTP),
	  T(WIRE1_every_frame_vector_over_HTTP), T(WIRE3_every_auth_vector_over_HTTP))
