/* The HTTP server: the only file that knows the library beneath.
 *
 * On loopback, behind a proxy that speaks TLS. One thread per connection for its
 * whole life: `workers` for requests and `streams` for live news start at once.
 * What it can see of a malformed head it refuses with 400 and closes; what the
 * library hides from it is listed in the README.
 *
 *   HTTP1  The length of a body is known and within the route's limit before a
 *          byte of it is read.
 *   HTTP2  An answer that fits one buffer leaves in one write.
 *   HTTP3  One log line per request: method, route name, result, time, bytes.
 *   HTTP4  A POST from a foreign origin is refused. */
#ifndef NET_LISTENER_H
#define NET_LISTENER_H

#include <stdint.h>

#include "base/result.h"

struct assets;
struct listener;
struct service;

/* The library's buffer for the head of a request. */
#define LISTENER_MAX_HEAD_BYTES (16u * 1024u)
/* Headers in a request; the library drops any further ones without a word. */
#define LISTENER_MAX_HEADERS 63

/* The service and the assets must outlive the listener. */
MUST_CHECK enum result listener_open(struct service *service, const struct assets *assets,
				     struct listener **listener_out);
uint32_t listener_port(const struct listener *listener);
/* Lets running requests end. */
void listener_close(struct listener **listener);

#endif
