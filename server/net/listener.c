#include "net/listener.h"

#include <civetweb.h>
#include <errno.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/places.h"
#include "base/thread.h"
#include "core/service.h"
#include "net/address.h"
#include "net/assets.h"
#include "net/head_check.h"
#include "net/reply.h"
#include "net/request.h"
#include "net/route.h"

/* Also the longest that one read or write may stand still. */
#define REQUEST_TIMEOUT_MS "10000"
/* An idle connection holds a thread: short, but long enough for the next edit's
 * request to follow its answer. */
#define KEEP_ALIVE_TIMEOUT_MS "5000"
/* A body comes at least this fast, after a grace: slower than the slowest link that
 * we serve, faster than who only means to hold the thread. */
#define BODY_MIN_BYTES_PER_S 1024u
#define BODY_GRACE_US 10000000u
/* The library comes back only with all that it was asked for, or after silence: so
 * the deadline is looked at once in so many bytes. */
#define BODY_PIECE_BYTES 1024u
/* A larger body takes one of `workers` places before it is decoded: what decoding
 * may allocate is a multiple of it, and every connection has a thread. */
#define LARGE_BODY_BYTES 65536u
/* What is read of a body that was refused. */
#define DRAIN_MAX_BYTES (8u << 20)
#define DRAIN_MAX_US 2000000u
/* In pieces: a piece may come a byte at a time, and each byte may take as long as a
 * read may stand still. Whoever has no place holds no thread by that. */
#define DRAIN_PIECE_BYTES 256u
#define DRAIN_PIECE_BYTES_NO_PLACE 1u
/* How long running requests may take to end before the server stops: two seconds. */
#define DRAIN_POLLS 2000u
#define DRAIN_POLL_US 1000u
#define CHUNK_HEAD_BYTES 10u /* eight hex digits, CR LF */

struct listener {
	struct service *service;
	const struct assets *assets;
	struct mg_context *context;
	struct places *connections; /* by address */
	sem_t large;                /* places for large requests in the handlers */
	atomic_uint running;        /* requests without a whole answer yet */
	atomic_bool is_draining;
};

/* One request on its way through; on the worker's stack. */
struct turn {
	struct mg_connection *connection;
	struct listener *listener;
	struct head_field fields[MG_MAX_HEADERS];
	struct request_head head;
	struct arena arena;
	struct reply reply;
	const char *route_name;
	enum result result;
	uint64_t started_us;
	uint64_t sent_bytes;
	uint64_t unread_bytes; /* of the body */
	uintptr_t address;     /* a key for the client's, never 0 */
	bool is_forwarded;     /* by our own proxy, which speaks for the address */
	bool has_place;        /* among the address's connections, for this request */
	bool is_over_cap;      /* there was no place for it */
	bool is_head_only;
	bool closes; /* after the answer: what follows cannot be trusted or was not read */
	bool is_cut; /* the client went away, or the answer broke off */
};

static void send_bytes(struct turn *turn, const uint8_t *data, size_t size)
{
	if (turn->is_cut || size == 0)
		return;
	if (mg_write(turn->connection, data, size) != (int)size) {
		turn->is_cut = true;
		turn->closes = true;
	}
	turn->sent_bytes += size;
}

/* Writes the head into the room before the body, ending where the body (or a
 * chunk's own head) begins; gives where it starts. */
static size_t put_head(struct turn *turn, const char *framing, size_t end)
{
	const struct reply *reply = &turn->reply;
	char head[REPLY_HEAD_ROOM];
	int size = snprintf(head, sizeof(head),
			    "HTTP/1.1 %u %s\r\nContent-Type: %s\r\n%s%s"
			    "X-Content-Type-Options: nosniff\r\nConnection: %s\r\n\r\n",
			    reply->status, reply_reason(reply->status), reply->content_type,
			    framing, reply->headers, turn->closes ? "close" : "keep-alive");

	if (size < 0 || (size_t)size > end) {
		turn->is_cut = true;
		return end;
	}
	memcpy(reply->buffer.data + end - (size_t)size, head, (size_t)size);
	return end - (size_t)size;
}

static void send_whole(struct turn *turn)
{
	struct reply *reply = &turn->reply;
	struct bytes body = reply->file.data != NULL ? reply->file : reply_body(reply);
	char framing[48] = "";
	size_t start;

	if (reply->status != 304)
		snprintf(framing, sizeof(framing), "Content-Length: %zu\r\n", body.size);
	start = put_head(turn, framing, REPLY_HEAD_ROOM);
	if (reply->file.data == NULL && !turn->is_head_only) {
		send_bytes(turn, reply->buffer.data + start, reply->buffer.size - start);
		return;
	}
	send_bytes(turn, reply->buffer.data + start, REPLY_HEAD_ROOM - start);
	if (!turn->is_head_only)
		send_bytes(turn, body.data, body.size);
}

/* Sends what the buffer holds as one chunk; the first also carries the head, the
 * last also the end. */
static void send_chunk(struct turn *turn, bool is_first, bool is_last)
{
	struct buffer *buffer = &turn->reply.buffer;
	size_t size = buffer->size - REPLY_HEAD_ROOM;
	size_t start = REPLY_HEAD_ROOM;
	char head[CHUNK_HEAD_BYTES + 1];

	if (size > 0) {
		start -= CHUNK_HEAD_BYTES;
		snprintf(head, sizeof(head), "%08x\r\n", (uint32_t)size);
		memcpy(buffer->data + start, head, CHUNK_HEAD_BYTES);
		buffer_append(buffer, "\r\n", 2);
	}
	if (is_last)
		buffer_append(buffer, "0\r\n\r\n", 5);
	if (is_first)
		start = put_head(turn, "Transfer-Encoding: chunked\r\n", start);
	if (buffer->overflow)
		turn->is_cut = true;
	send_bytes(turn, buffer->data + start, buffer->size - start);
	reply_clear(&turn->reply);
}

static void send_pulled(struct turn *turn)
{
	struct reply *reply = &turn->reply;
	bool is_first = true, is_last = false;

	while (!is_last && !turn->is_cut) {
		turn->result = reply->pull(reply->state, &reply->buffer, &is_last);
		if (turn->result == OK)
			turn->result = buffer_result(&reply->buffer);
		if (turn->result != OK) {
			/* No end: the client sees that it was cut off. */
			turn->is_cut = true;
			turn->closes = true;
			if (is_first) {
				reply_set_problem(reply, turn->result, 0);
				turn->is_cut = false;
				send_whole(turn);
			}
			return;
		}
		if (is_first && is_last) {
			send_whole(turn);
			return;
		}
		send_chunk(turn, is_first, is_last);
		is_first = false;
	}
}

static void read_address(struct turn *turn, const struct mg_request_info *info)
{
	const char *proxy = turn->listener->service->config->trusted_proxy;
	const char *forwarded = address_forwarded(&turn->head);

	turn->is_forwarded =
		proxy[0] != '\0' && forwarded != NULL && strcmp(proxy, info->remote_addr) == 0;
	turn->address = (uintptr_t)address_key(turn->is_forwarded ? forwarded : info->remote_addr);
}

/* A connection counts for its address from its first request on; one of the
 * proxy's, which many share, counts for each request while that lasts. */
static enum result take_place(struct turn *turn)
{
	enum result result;

	if (!turn->is_forwarded && mg_get_user_connection_data(turn->connection) != NULL)
		return OK;
	result = places_take(turn->listener->connections, turn->address);
	if (result != OK) {
		turn->is_over_cap = true;
		turn->closes = true;
		return result;
	}
	if (turn->is_forwarded)
		turn->has_place = true;
	else
		mg_set_user_connection_data(turn->connection, (void *)turn->address);
	return OK;
}

static void on_connection_close(const struct mg_connection *connection)
{
	struct listener *listener = mg_get_user_data(mg_get_context(connection));
	uintptr_t address = (uintptr_t)mg_get_user_connection_data(connection);

	if (address != 0)
		places_give(listener->connections, address);
}

static enum result read_body(struct turn *turn, size_t size, struct bytes *body_out)
{
	const struct seams *seams = turn->listener->service->seams;
	uint64_t until_us = turn->started_us + BODY_GRACE_US +
			    (uint64_t)size * UINT64_C(1000000) / BODY_MIN_BYTES_PER_S;
	uint8_t *body = arena_alloc(&turn->arena, size);
	size_t got = 0;

	if (body == NULL)
		return ERR_NO_MEMORY;
	while (got < size) {
		size_t left = size - got;
		int part = mg_read(turn->connection, body + got,
				   left < BODY_PIECE_BYTES ? left : BODY_PIECE_BYTES);

		if (part <= 0 || seams_monotonic_us(seams) > until_us) {
			turn->closes = true;
			turn->unread_bytes = 0;
			return ERR_MALFORMED;
		}
		got += (size_t)part;
		turn->unread_bytes -= (uint64_t)part;
	}
	*body_out = (struct bytes){body, size};
	return OK;
}

/* Takes what is left of a refused body, within bounds: closing under a client that
 * still sends would throw away the answer with it. */
static void drain(struct turn *turn, uint64_t size)
{
	const struct seams *seams = turn->listener->service->seams;
	uint64_t until_us = seams_monotonic_us(seams) + DRAIN_MAX_US;
	size_t piece = turn->is_over_cap ? DRAIN_PIECE_BYTES_NO_PLACE : DRAIN_PIECE_BYTES;
	uint8_t block[DRAIN_PIECE_BYTES];
	int part = 1;

	if (size > DRAIN_MAX_BYTES)
		size = DRAIN_MAX_BYTES;
	while (size > 0 && part > 0 && seams_monotonic_us(seams) < until_us) {
		part = mg_read(turn->connection, block, size < piece ? size : piece);
		size -= part > 0 ? (uint64_t)part : 0;
	}
}

static enum result handle(struct turn *turn, const struct route *route,
			  const struct request *request)
{
	bool is_large = request->body.size > LARGE_BODY_BYTES;
	enum result result;

	while (is_large && sem_wait(&turn->listener->large) != 0 && errno == EINTR)
		;
	result = route->handler(request, &turn->reply);
	if (is_large)
		sem_post(&turn->listener->large);
	return result;
}

static enum result run_route(struct turn *turn, const struct route *route, uint64_t body_size)
{
	struct service *service = turn->listener->service;
	struct request request = {
		.service = service,
		.arena = &turn->arena,
		.path = route->path,
		.query = turn->head.query,
	};
	enum result result = OK;

	turn->route_name = route->name;
	if (body_size > route->max_body_bytes)
		return ERR_TOO_LARGE;
	if (strcmp(route->method, "POST") == 0 && !head_is_same_origin(&turn->head))
		return ERR_FORBIDDEN;
	if (route->quota != ROUTE_IS_FREE)
		result = quota_take(service->address_quota, turn->address, 0, turn->started_us);
	if (result == OK && route->quota == ROUTE_IS_SEARCH)
		result = quota_take(service->locate_quota, turn->address, 0, turn->started_us);
	if (result != OK)
		return result;
	arena_init(&turn->arena,
		   REQUEST_ARENA_BYTES + (REQUEST_ARENA_FACTOR + 1) * (size_t)body_size);
	if (body_size > 0)
		result = read_body(turn, (size_t)body_size, &request.body);
	return result == OK ? handle(turn, route, &request) : result;
}

static enum result answer(struct turn *turn, const struct mg_request_info *info)
{
	const struct route *route;
	uint64_t body_size = 0;
	bool is_get = strcmp(turn->head.method, "GET") == 0;
	enum result result = head_check(&turn->head, &body_size);

	turn->is_head_only = strcmp(turn->head.method, "HEAD") == 0;
	if (atomic_load(&turn->listener->is_draining)) {
		turn->closes = true;
		return ERR_BUSY;
	}
	if (result != OK || info->num_headers > LISTENER_MAX_HEADERS) {
		turn->closes = true;
		return ERR_MALFORMED;
	}
	turn->unread_bytes = body_size;
	read_address(turn, info);
	result = take_place(turn);
	if (result != OK)
		return result;
	result = route_find(turn->is_head_only ? "GET" : turn->head.method, turn->head.target,
			    &route);
	if (result == OK)
		return run_route(turn, route, body_size);
	if (result != ERR_NOT_FOUND)
		return result;
	if (!is_get && !turn->is_head_only)
		return ERR_METHOD;
	turn->route_name = "asset";
	return assets_find(turn->listener->assets, turn->head.target,
			   head_field(&turn->head, "Accept-Encoding"),
			   head_field(&turn->head, "If-None-Match"), &turn->reply);
}

static void log_turn(const struct turn *turn)
{
	const struct seams *seams = turn->listener->service->seams;
	uint64_t took_us = seams_monotonic_us(seams) - turn->started_us;

	log_line(LOG_INFO, "%s %s %s %llu.%03llu ms %llu B", turn->head.method, turn->route_name,
		 turn->is_cut && turn->result == OK ? "CUT" : result_name(turn->result),
		 (unsigned long long)(took_us / 1000), (unsigned long long)(took_us % 1000),
		 (unsigned long long)turn->sent_bytes);
}

static void start_turn(struct turn *turn, struct mg_connection *connection,
		       const struct mg_request_info *info)
{
	*turn = (struct turn){
		.connection = connection,
		.listener = info->user_data,
		.route_name = "none",
		.head = {info->request_method, info->request_uri == NULL ? "" : info->request_uri,
			 info->query_string, turn->fields, (size_t)info->num_headers},
	};
	for (int i = 0; i < info->num_headers; i++) {
		turn->fields[i].name = info->http_headers[i].name;
		turn->fields[i].value = info->http_headers[i].value;
	}
	turn->started_us = seams_monotonic_us(turn->listener->service->seams);
	atomic_fetch_add(&turn->listener->running, 1);
	/* Chunks and keep-alive are of HTTP/1.1. */
	turn->closes = info->http_version == NULL || strcmp(info->http_version, "1.1") != 0;
}

static void end_turn(struct turn *turn)
{
	if (turn->closes)
		mg_disable_connection_keep_alive(turn->connection);
	reply_deinit(&turn->reply);
	arena_deinit(&turn->arena);
	if (turn->has_place)
		places_give(turn->listener->connections, turn->address);
	log_turn(turn);
	atomic_fetch_sub(&turn->listener->running, 1);
}

/* The library's entry: every request comes here, and none goes further. */
static int on_request(struct mg_connection *connection)
{
	const struct mg_request_info *info = mg_get_request_info(connection);
	struct turn turn;

	start_turn(&turn, connection, info);
	turn.result = reply_init(&turn.reply);
	if (turn.result != OK) {
		end_turn(&turn);
		return 503;
	}
	turn.result = answer(&turn, info);
	if (turn.result != OK)
		reply_set_problem(&turn.reply, turn.result,
				  seams_wall_s(turn.listener->service->seams));
	/* Whatever was refused before its body was read closes after it. */
	turn.closes = turn.closes || turn.unread_bytes > 0;
	if (turn.reply.pull != NULL)
		send_pulled(&turn);
	else
		send_whole(&turn);
	if (turn.unread_bytes > 0 && !turn.is_cut)
		drain(&turn, turn.unread_bytes);
	end_turn(&turn);
	return (int)turn.reply.status;
}

/* What the library itself refuses gets the same form of answer. */
static int on_error(struct mg_connection *connection, int status, const char *message)
{
	const struct mg_request_info *info = mg_get_request_info(connection);
	struct turn turn;

	(void)message;
	start_turn(&turn, connection, info);
	turn.head.method = turn.head.method == NULL ? "?" : turn.head.method;
	turn.closes = true;
	turn.result = status == 413 || status == 414 ? ERR_TOO_LARGE : ERR_MALFORMED;
	if (reply_init(&turn.reply) == OK) {
		reply_set_problem(&turn.reply, turn.result, 0);
		send_whole(&turn);
	}
	end_turn(&turn);
	return 0;
}

static int on_message(const struct mg_connection *connection, const char *message)
{
	(void)connection;
	log_line(LOG_DEBUG, "http: %s", message);
	return 1;
}

/* Most threads only wait, for hours: the library's start has touched a page of each
 * stack that none of them needs. */
static void *on_thread(const struct mg_context *context, int type)
{
	(void)context;
	(void)type;
	thread_release_stack();
	return NULL;
}

static enum result start_library(struct listener *listener)
{
	const struct config *config = listener->service->config;
	struct mg_callbacks callbacks = {
		.begin_request = on_request,
		.log_message = on_message,
		.http_error = on_error,
		.init_thread = on_thread,
		.connection_close = on_connection_close,
	};
	char ports[CONFIG_MAX_ADDRESS + 8], threads[16], head_bytes[16];
	const char *options[] = {
		"listening_ports",
		ports,
		"num_threads",
		threads,
		"max_request_size",
		head_bytes,
		"request_timeout_ms",
		REQUEST_TIMEOUT_MS,
		"keep_alive_timeout_ms",
		KEEP_ALIVE_TIMEOUT_MS,
		"enable_keep_alive",
		"yes",
		"tcp_nodelay",
		"1",
		"connection_queue",
		"256",
		"listen_backlog",
		"512",
		"decode_url", /* %00 would end the path before anybody saw it */
		"no",
		"enable_auth_domain_check",
		"no",
		NULL,
	};

	snprintf(ports, sizeof(ports), "%s:%u", config->listen_address, config->listen_port);
	snprintf(threads, sizeof(threads), "%u", config->workers + config->streams);
	snprintf(head_bytes, sizeof(head_bytes), "%u", LISTENER_MAX_HEAD_BYTES);
	mg_init_library(MG_FEATURES_DEFAULT);
	listener->context = mg_start(&callbacks, listener, options);
	if (listener->context != NULL)
		return OK;
	log_line(LOG_ERROR, "cannot listen on %s", ports);
	return ERR_IO;
}

static void free_listener(struct listener *listener)
{
	places_free(&listener->connections);
	sem_destroy(&listener->large);
	free(listener);
}

enum result listener_open(struct service *service, const struct assets *assets,
			  struct listener **listener_out)
{
	const struct config *config = service->config;
	struct listener *listener = calloc(1, sizeof(*listener));
	enum result result;

	if (listener == NULL)
		return ERR_NO_MEMORY;
	listener->service = service;
	listener->assets = assets;
	sem_init(&listener->large, 0, config->workers);
	result = places_new(config->workers + config->streams, config->connections_per_address,
			    &listener->connections);
	if (result == OK)
		result = start_library(listener);
	if (result == OK) {
		*listener_out = listener;
		return OK;
	}
	free_listener(listener);
	return result;
}

uint32_t listener_port(const struct listener *listener)
{
	struct mg_server_port port = {0};

	if (mg_get_server_ports(listener->context, 1, &port) < 1)
		return 0;
	return (uint32_t)port.port;
}

void listener_close(struct listener **listener)
{
	if (*listener == NULL)
		return;
	/* The library breaks off what is being written when it stops. */
	atomic_store(&(*listener)->is_draining, true);
	for (unsigned i = 0; i < DRAIN_POLLS && atomic_load(&(*listener)->running) > 0; i++)
		usleep(DRAIN_POLL_US);
	mg_stop((*listener)->context);
	mg_exit_library();
	free_listener(*listener);
	*listener = NULL;
}
