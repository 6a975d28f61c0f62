/* The part of a reply that is leaves: from a cursor, in order, in chunks that end
 * at frame boundaries, then End (SYNC6, SYNC7).
 *
 * Holds no reader and no transaction between two chunks, so that a slow client
 * keeps nothing from others. One thread at a time. */
#ifndef NET_LEAF_STREAM_H
#define NET_LEAF_STREAM_H

#include "net/exchange.h"
#include "net/reply.h"
#include "net/request.h"

/* Bytes of leaves in one answer, at most and by default. */
#define LEAF_STREAM_MAX_BUDGET (1024u * 1024u)
/* After a quota was used up: one of 200 commits an hour comes back in 18 s. */
#define LEAF_STREAM_RETRY_AFTER_S 20u

/* The reply goes on with all leaves, or with the charter's entries alone. Takes
 * the exchange's space over. */
MUST_CHECK enum result leaf_stream_start(const struct request *request, struct exchange *exchange,
					 struct reply *reply);
MUST_CHECK enum result leaf_stream_start_entries(const struct request *request,
						 struct exchange *exchange, struct reply *reply);
/* As leaf_stream_start(), and goes on with every news; is_poll: ends after the
 * first. ERR_BUSY when there are too many. */
MUST_CHECK enum result leaf_stream_start_live(const struct request *request,
					      struct exchange *exchange, bool is_poll,
					      struct reply *reply);

#endif
