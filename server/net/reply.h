/* What a handler gives back instead of writing to a socket: a body, or a body
 * that goes on for as long as its pull function says. */
#ifndef NET_REPLY_H
#define NET_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/result.h"

/* Kept free before the body, so that head and body leave in one write. */
#define REPLY_HEAD_ROOM 1024u
/* A chunk is sent once it has so many bytes. */
#define REPLY_CHUNK_BYTES (64u * 1024u)
/* The largest single leaf is an entry with its grants. */
#define REPLY_MAX_BYTES (REPLY_HEAD_ROOM + REPLY_CHUNK_BYTES + 2u * 1024u * 1024u)

struct reply {
	unsigned status;
	const char *content_type;
	const char *headers;  /* more of them, each ended by CR LF; borrowed */
	struct buffer buffer; /* REPLY_HEAD_ROOM bytes, then the body */
	struct bytes file;    /* instead of the buffer: borrowed for the service's life */
	/* Appends the next chunk; NULL where the buffer is all. Nothing appended
	 * and not the last: asked again. A failure cuts the answer off. */
	MUST_CHECK enum result (*pull)(void *state, struct buffer *out, bool *is_last_out);
	void (*finish)(void *state); /* always called when set, exactly once */
	void *state;
};

MUST_CHECK enum result reply_init(struct reply *reply);
/* Calls finish, frees the body. */
void reply_deinit(struct reply *reply);
/* Forgets the body so far. */
void reply_clear(struct reply *reply);
struct bytes reply_body(const struct reply *reply);

unsigned reply_status_of(enum result result);
/* "Bad Request" … for the status line. */
const char *reply_reason(unsigned status);
/* Makes the reply an application/problem+json about the result (RFC 9457);
 * now_s goes into it where the result is about time. */
void reply_set_problem(struct reply *reply, enum result result, uint64_t now_s);

#endif
