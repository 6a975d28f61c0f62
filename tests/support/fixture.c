#include "support/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/codec.h"
#include "net/reply.h"
#include "net/request.h"
#include "net/route.h"

#define BODY_CAP (8u << 20)
#define FIRST_S UINT64_C(1790000000)

static void must(bool is_so, const char *what)
{
	if (is_so)
		return;
	fprintf(stderr, "fixture: %s\n", what);
	abort();
}

static uint64_t wall_s(void *context)
{
	struct fixture *fixture = context;

	return fixture->now_s + (uint64_t)fixture->wrong_s;
}

static uint64_t monotonic_us(void *context)
{
	struct fixture *fixture = context;

	atomic_fetch_add(&fixture->clock_reads, 1);
	return seams_monotonic_us(seams_system()) + atomic_load(&fixture->later_us) +
	       (fixture->now_s - FIRST_S) * 1000000;
}

static enum result random_bytes(void *context, uint8_t *out, size_t size)
{
	(void)context;
	return seams_system()->random(NULL, out, size);
}

static enum result file_read(void *context, const char *path, size_t max, struct buffer *out)
{
	(void)context;
	return seams_system()->file_read(NULL, path, max, out);
}

static enum result file_write(void *context, const char *path, struct bytes content)
{
	(void)context;
	return seams_system()->file_write(NULL, path, content);
}

static void on_failure(void *context)
{
	((struct fixture *)context)->has_failed = true;
}

static void open_service(struct fixture *fixture)
{
	struct service_options options = {&fixture->config, &fixture->seams, codec_wire(),
					  on_failure, fixture};

	must(service_open(&options, &fixture->service) == OK, "service_open");
}

void fixture_open(struct fixture *fixture)
{
	memset(fixture, 0, sizeof(*fixture));
	snprintf(fixture->directory, sizeof(fixture->directory), "/tmp/plan-test-XXXXXX");
	must(mkdtemp(fixture->directory) != NULL, "mkdtemp");
	must(verify_init() == OK, "verify_init");
	config_init(&fixture->config);
	log_set_level(LOG_ERROR);
	snprintf(fixture->config.state_dir, sizeof(fixture->config.state_dir), "%s",
		 fixture->directory);
	fixture->config.commits_per_hour = 0;
	fixture->config.bytes_per_hour = 0;
	fixture->config.party_entries_per_day = 0;
	fixture->config.requests_per_minute = 0;
	fixture->now_s = FIRST_S;
	fixture->seams = (struct seams){fixture,   wall_s,     monotonic_us, random_bytes,
					file_read, file_write, NULL};
	open_service(fixture);
}

void fixture_reopen(struct fixture *fixture)
{
	service_close(&fixture->service);
	open_service(fixture);
}

void fixture_close(struct fixture *fixture)
{
	char command[128];

	service_close(&fixture->service);
	snprintf(command, sizeof(command), "rm -rf '%s'", fixture->directory);
	must(system(command) == 0, "rm");
}

static enum result pull_all(struct reply *reply)
{
	bool is_last = reply->pull == NULL;
	enum result result = OK;

	while (!is_last && result == OK)
		result = reply->pull(reply->state, &reply->buffer, &is_last);
	return result;
}

static enum result ask(struct fixture *fixture, const char *method, const char *path,
		       struct bytes body, struct buffer *out)
{
	struct arena arena;
	struct request request = {.service = fixture->service, .arena = &arena, .body = body};
	const struct route *route = NULL;
	struct reply reply;
	enum result result;

	must(route_find(method, path, &route) == OK, "route");
	request.path = route->path;
	arena_init(&arena, REQUEST_ARENA_BYTES + REQUEST_ARENA_FACTOR * body.size);
	must(reply_init(&reply) == OK, "reply");
	result = route->handler(&request, &reply);
	if (result == OK)
		result = pull_all(&reply);
	if (result == OK)
		buffer_append_bytes(out, reply_body(&reply));
	reply_deinit(&reply);
	arena_deinit(&arena);
	return result;
}

enum result fixture_post(struct fixture *fixture, const char *path, struct bytes body,
			 struct buffer *out)
{
	return ask(fixture, "POST", path, body, out);
}

enum result fixture_get(struct fixture *fixture, const char *path, struct buffer *out)
{
	return ask(fixture, "GET", path, (struct bytes){NULL, 0}, out);
}

enum result fixture_sync(struct fixture *fixture, const struct plan_request *request,
			 struct reading *reading)
{
	struct plan_request timed = *request;
	struct buffer body, out;
	enum result result;

	if (timed.time == 0)
		timed.time = fixture->now_s;
	reading_clear(reading);
	buffer_init_growing(&body, BODY_CAP);
	buffer_init_growing(&out, BODY_CAP);
	plan_append_request(&fixture->plan, &timed, &body);
	result = fixture_post(fixture, timed.path, buffer_bytes(&body), &out);
	if (result == OK)
		must(reading_add(reading, buffer_bytes(&out), fixture->plan.server_key), "reply");
	buffer_deinit(&body);
	buffer_deinit(&out);
	return result;
}

enum result fixture_state(struct fixture *fixture, const struct plan_device *device,
			  struct bytes frames, struct reading *reading)
{
	struct plan_request request = {.device = device, .path = "/v1/charter", .frames = frames};
	enum result result = fixture_sync(fixture, &request, reading);

	if (result != OK)
		return result;
	memcpy(fixture->plan.charter_head, reading->charter_head, 32);
	memcpy(fixture->plan.server_epoch, reading->server_epoch, 16);
	return reading->result_count == 0 ? OK : (enum result)reading->results[0].code;
}

void fixture_found(struct fixture *fixture, uint32_t parties)
{
	struct reading *reading = calloc(1, sizeof(*reading));
	struct buffer frames, out;

	plan_init(&fixture->plan, signer_key(fixture->service->signer), parties);
	buffer_init_growing(&frames, BODY_CAP);
	buffer_init_growing(&out, BODY_CAP);
	plan_append_genesis(&fixture->plan, &frames);
	must(fixture_post(fixture, "/v1/spaces", buffer_bytes(&frames), &out) == OK, "found");
	must(fixture_state(fixture, &fixture->plan.devices[0], (struct bytes){0}, reading) == OK,
	     "charter");
	buffer_clear(&frames);
	plan_append_rekey(&fixture->plan, &fixture->plan.devices[0], &frames);
	must(fixture_state(fixture, &fixture->plan.devices[0], buffer_bytes(&frames), reading) ==
		     OK,
	     "rekey");
	buffer_deinit(&frames);
	buffer_deinit(&out);
	free(reading);
}

enum result fixture_commit(struct fixture *fixture, struct plan_device *device,
			   const struct plan_commit *what, struct reading *reading)
{
	struct buffer frames;
	struct plan_request request = {.device = device, .path = "/v1/sync"};
	enum result result;

	buffer_init_growing(&frames, BODY_CAP);
	plan_append_commit(&fixture->plan, device, what, &frames);
	request.frames = buffer_bytes(&frames);
	result = fixture_sync(fixture, &request, reading);
	buffer_deinit(&frames);
	return result == OK ? (enum result)reading->results[0].code : result;
}
