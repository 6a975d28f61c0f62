#include "support/remote.h"

#include <stdlib.h>
#include <string.h>

#include "sync.pb-c.h"
#include "wire/frame.h"

#define BODY_CAP (8u << 20)

static bool read_info(struct bytes body, uint8_t server_key[32], uint64_t *time_out)
{
	Wire__ServerInfo *info;
	struct frame frame;
	bool is_good;

	if (frame_next(&body, &frame) != OK)
		return false;
	info = wire__server_info__unpack(NULL, frame.payload.size, frame.payload.data);
	is_good = info != NULL && info->server_key.len == 32;
	if (is_good) {
		memcpy(server_key, info->server_key.data, 32);
		*time_out = info->time;
	}
	wire__server_info__free_unpacked(info, NULL);
	return is_good;
}

bool remote_greet(uint16_t port, uint8_t server_key[32], uint64_t *time_out)
{
	static const char get[] = "GET /v1/server HTTP/1.1\r\nHost: a\r\n\r\n";
	struct http *http = calloc(1, sizeof(*http));
	struct http_reply reply;
	bool is_good = http_open(http, port) && http_send(http, get, sizeof(get) - 1);

	buffer_init_growing(&reply.body, BODY_CAP);
	if (is_good) {
		http_read(http, &reply);
		is_good = reply.status == 200 &&
			  read_info(buffer_bytes(&reply.body), server_key, time_out);
	}
	buffer_deinit(&reply.body);
	http_close(http);
	free(http);
	return is_good;
}

unsigned remote_post(struct http *http, const struct plan *plan, const struct plan_request *request,
		     struct reading *reading)
{
	struct http_reply reply = {0};
	struct buffer body;

	buffer_init_growing(&body, BODY_CAP);
	buffer_init_growing(&reply.body, BODY_CAP);
	plan_append_request(plan, request, &body);
	if (http_send_post(http, request->path, buffer_bytes(&body)))
		http_read(http, &reply);
	reading_clear(reading);
	if (reply.status == 200 &&
	    (reply.is_cut || !reading_add(reading, buffer_bytes(&reply.body), plan->server_key)))
		reply.status = 0;
	buffer_deinit(&body);
	buffer_deinit(&reply.body);
	return reply.status;
}

/* Statements by a device; all of them must be accepted. */
static bool state(struct http *http, struct plan *plan, const struct plan_device *device,
		  struct bytes frames, uint64_t time)
{
	struct reading *reading = calloc(1, sizeof(*reading));
	struct plan_request request = {
		.device = device, .path = "/v1/charter", .time = time, .frames = frames};
	bool is_good = remote_post(http, plan, &request, reading) == 200;

	for (unsigned i = 0; i < reading->result_count; i++)
		is_good = is_good && reading->results[i].code == OK;
	memcpy(plan->charter_head, reading->charter_head, 32);
	memcpy(plan->server_epoch, reading->server_epoch, 16);
	free(reading);
	return is_good;
}

static bool rekey(struct http *http, struct plan *plan, uint32_t device, uint64_t time)
{
	struct buffer frames;
	bool is_good;

	buffer_init_growing(&frames, BODY_CAP);
	plan_append_rekey(plan, &plan->devices[device], &frames);
	is_good = state(http, plan, &plan->devices[0], buffer_bytes(&frames), time);
	buffer_deinit(&frames);
	return is_good;
}

bool remote_found(uint16_t port, struct plan *plan, uint32_t parties, uint64_t *time_out)
{
	struct http *http = calloc(1, sizeof(*http));
	struct http_reply reply = {0};
	uint8_t server_key[32];
	struct buffer frames;
	bool is_good = remote_greet(port, server_key, time_out) && http_open(http, port);

	buffer_init_growing(&frames, BODY_CAP);
	buffer_init_growing(&reply.body, BODY_CAP);
	plan_init(plan, server_key, parties);
	plan_append_genesis(plan, &frames);
	is_good = is_good && http_send_post(http, "/v1/spaces", buffer_bytes(&frames));
	if (is_good)
		http_read(http, &reply);
	is_good = is_good && reply.status == 200 &&
		  state(http, plan, &plan->devices[0], (struct bytes){0}, *time_out) &&
		  rekey(http, plan, 0, *time_out);
	buffer_deinit(&frames);
	buffer_deinit(&reply.body);
	http_close(http);
	free(http);
	return is_good;
}

bool remote_join(uint16_t port, struct plan *plan, uint32_t count, uint64_t time)
{
	struct http *http = calloc(1, sizeof(*http));
	bool is_good = http_open(http, port);
	struct buffer frames;

	buffer_init_growing(&frames, BODY_CAP);
	while (is_good && plan->device_count < count) {
		struct plan_device invitation, *joiner = &plan->devices[plan->device_count];

		plan_device_init(&invitation);
		plan_device_init(joiner);
		buffer_clear(&frames);
		plan_append_invite(plan, &plan->devices[0], 1, &invitation, time + 86400, &frames);
		plan_append_join(plan, &invitation, joiner, &frames);
		is_good = state(http, plan, &plan->devices[0], buffer_bytes(&frames), time);
	}
	buffer_deinit(&frames);
	http_close(http);
	free(http);
	return is_good;
}
