#include "net/reply.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct problem {
	unsigned status;
	const char *title;
};

/* The one place where results become HTTP. */
static const struct problem problems[RESULT_COUNT] = {
	[OK] = {200, "OK"},
	[ERR_MALFORMED] = {400, "The request cannot be read"},
	[ERR_TOO_LARGE] = {413, "The request is too large"},
	[ERR_UNAUTHORIZED] = {401, "The request is not signed by a device of this plan"},
	[ERR_STALE_TIME] = {401, "The request's time is too far from the server's"},
	[ERR_FORBIDDEN] = {403, "This may not be done by this sender"},
	[ERR_NOT_FOUND] = {404, "There is nothing here"},
	[ERR_CONFLICT] = {409, "Something else stands there"},
	[ERR_GAP] = {409, "Something before it is missing"},
	[ERR_STALE_EPOCH] = {409, "Sealed under a key that is no longer in use"},
	[ERR_STALE_CHARTER] = {409, "Made for an older charter"},
	[ERR_ENDED] = {403, "The device has ended"},
	[ERR_QUOTA] = {429, "Too much in a short time"},
	[ERR_BUSY] = {503, "The server is busy"},
	[ERR_AHEAD] = {409, "The device holds more than the server"},
	[ERR_UNSUPPORTED] = {400, "A version that this server does not know"},
	[ERR_EXPIRED] = {403, "Its time is over"},
	[ERR_USED] = {409, "The invitation was used"},
	[ERR_NO_CONSENT] = {403, "Too few have consented"},
	[ERR_NOTICE] = {403, "The notice is not over"},
	[ERR_LIMIT] = {409, "No more of these at a time"},
	[ERR_SIGNATURE] = {400, "A signature is wrong"},
	[ERR_METHOD] = {405, "Not with this method"},
	[ERR_FULL] = {507, "The server's disk is full"},
	[ERR_IO] = {500, "The server could not store or read it"},
	[ERR_NO_MEMORY] = {503, "The server is out of memory"},
	[ERR_MOVED] = {409, "The plan is at another server now"},
};

enum result reply_init(struct reply *reply)
{
	*reply = (struct reply){
		.status = 200,
		.content_type = "application/octet-stream",
		.headers = "",
	};
	buffer_init_growing(&reply->buffer, REPLY_MAX_BYTES);
	return buffer_reserve(&reply->buffer, REPLY_HEAD_ROOM) == NULL ? ERR_NO_MEMORY : OK;
}

void reply_deinit(struct reply *reply)
{
	if (reply->finish != NULL)
		reply->finish(reply->state);
	reply->finish = NULL;
	buffer_deinit(&reply->buffer);
}

void reply_clear(struct reply *reply)
{
	reply->buffer.size = REPLY_HEAD_ROOM;
	reply->buffer.overflow = false;
}

struct bytes reply_body(const struct reply *reply)
{
	return (struct bytes){reply->buffer.data + REPLY_HEAD_ROOM,
			      reply->buffer.size - REPLY_HEAD_ROOM};
}

unsigned reply_status_of(enum result result)
{
	return problems[(unsigned)result < RESULT_COUNT ? result : ERR_IO].status;
}

const char *reply_reason(unsigned status)
{
	switch (status) {
	case 200:
		return "OK";
	case 304:
		return "Not Modified";
	case 400:
		return "Bad Request";
	case 401:
		return "Unauthorized";
	case 403:
		return "Forbidden";
	case 404:
		return "Not Found";
	case 405:
		return "Method Not Allowed";
	case 409:
		return "Conflict";
	case 411:
		return "Length Required";
	case 413:
		return "Content Too Large";
	case 429:
		return "Too Many Requests";
	case 431:
		return "Request Header Fields Too Large";
	case 503:
		return "Service Unavailable";
	case 507:
		return "Insufficient Storage";
	default:
		return "Internal Server Error";
	}
}

/* ERR_STALE_EPOCH becomes "stale-epoch": the name is the same all the way. */
static void problem_type(enum result result, char *out, size_t cap)
{
	const char *name = result_name(result);
	size_t i;

	if (strncmp(name, "ERR_", 4) == 0)
		name += 4;
	for (i = 0; name[i] != '\0' && i + 1 < cap; i++)
		out[i] = name[i] == '_' ? '-' : (char)tolower((unsigned char)name[i]);
	out[i] = '\0';
}

void reply_set_problem(struct reply *reply, enum result result, uint64_t now_s)
{
	const struct problem *problem =
		&problems[(unsigned)result < RESULT_COUNT ? result : ERR_IO];
	char type[32], time[40] = "", json[256];
	int size;

	problem_type(result, type, sizeof(type));
	if (result == ERR_STALE_TIME)
		snprintf(time, sizeof(time), ",\"time\":%llu", (unsigned long long)now_s);
	size = snprintf(json, sizeof(json),
			"{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%u%s}\n", type,
			problem->title, problem->status, time);
	reply_clear(reply);
	reply->status = problem->status;
	reply->content_type = "application/problem+json";
	reply->headers = problem->status == 429 || problem->status == 503
				 ? "Retry-After: 5\r\nCache-Control: no-store\r\n"
				 : "Cache-Control: no-store\r\n";
	reply->file = (struct bytes){0};
	reply->pull = NULL;
	buffer_append(&reply->buffer, json, (size_t)size);
}
