/* What a handler sees instead of a socket. */
#ifndef NET_REQUEST_H
#define NET_REQUEST_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

struct service;

/* The arena of a request holds at most this much for each byte of its body, and
 * this much besides. */
#define REQUEST_ARENA_FACTOR 8u
#define REQUEST_ARENA_BYTES (256u * 1024u)

/* All borrowed; valid until the reply is sent. */
struct request {
	struct service *service;
	struct arena *arena;
	const char *path;  /* without query */
	const char *query; /* NULL: none */
	struct bytes body;
};

#endif
