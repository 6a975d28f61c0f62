/* One handler per resource: decode, authorize, act, announce, encode.
 *
 * Handlers know no socket, no SQL and no log. What they return becomes a problem
 * when it is not OK; then the reply's body is dropped. */
#ifndef NET_HANDLE_H
#define NET_HANDLE_H

#include "base/result.h"
#include "net/reply.h"
#include "net/request.h"

MUST_CHECK enum result handle_healthz(const struct request *request, struct reply *reply);
MUST_CHECK enum result handle_readyz(const struct request *request, struct reply *reply);
MUST_CHECK enum result handle_server(const struct request *request, struct reply *reply);
MUST_CHECK enum result handle_spaces(const struct request *request, struct reply *reply);
MUST_CHECK enum result handle_charter(const struct request *request, struct reply *reply);
MUST_CHECK enum result handle_sync(const struct request *request, struct reply *reply);
MUST_CHECK enum result handle_live(const struct request *request, struct reply *reply);
MUST_CHECK enum result handle_arrivals(const struct request *request, struct reply *reply);
MUST_CHECK enum result handle_recovery(const struct request *request, struct reply *reply);
MUST_CHECK enum result handle_about(const struct request *request, struct reply *reply);
MUST_CHECK enum result handle_slip(const struct request *request, struct reply *reply);

#endif
