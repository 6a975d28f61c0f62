/* The table of what can be asked: method, path, name for the log, how large the
 * body may be, and who answers. */
#ifndef NET_ROUTE_H
#define NET_ROUTE_H

#include <stddef.h>

#include "base/result.h"

struct reply;
struct request;

#define ROUTE_MAX_BODY_BYTES (4u * 1024u * 1024u)
/* A request for live news brings Auth and SyncRequest alone, one for plans its Locate
 * or its FindSlip. */
#define ROUTE_SMALL_BODY_BYTES 1024u

/* What it takes from what its address may do. */
enum route_quota {
	ROUTE_IS_FREE,
	ROUTE_IS_COUNTED,
	ROUTE_IS_SEARCH, /* counted, and among the few that look for spaces by something else than
			    their id */
};

typedef enum result (*route_handler)(const struct request *request, struct reply *reply);

struct route {
	const char *name;
	const char *method;
	const char *path;
	size_t max_body_bytes; /* 0: none is allowed */
	enum route_quota quota;
	route_handler handler;
};

/* NULL and ERR_NOT_FOUND or ERR_METHOD where there is none. */
MUST_CHECK enum result route_find(const char *method, const char *path,
				  const struct route **route_out);

#endif
