/* One signed request and what becomes of it: the steps that the handlers of
 * spaces, charter, sync and live share. */
#ifndef NET_EXCHANGE_H
#define NET_EXCHANGE_H

#include "core/access.h"
#include "core/submission.h"
#include "net/reply.h"
#include "net/request.h"
#include "wire/sync.h"

/* What may follow Auth and SyncRequest. */
enum exchange_content { EXCHANGE_NOTHING, EXCHANGE_STATEMENTS, EXCHANGE_ALL, EXCHANGE_LEAVES };

/* Everything in the request's arena, except the space, which is held. */
struct exchange {
	struct auth auth;
	struct sync_request sync;
	struct bytes signed_frames; /* those after Auth */
	struct submission *submissions;
	size_t count;
	struct space *space;
	struct space_view view; /* of the head in the reply */
};

/* Expected failures: ERR_MALFORMED, ERR_TOO_LARGE, ERR_UNSUPPORTED. */
MUST_CHECK enum result exchange_decode(const struct request *request, enum exchange_content content,
				       struct exchange *exchange);
/* Only submissions: a request that founds a space. */
MUST_CHECK enum result exchange_decode_founding(const struct request *request,
						struct exchange *exchange);
/* A head, SyncRequest, leaves and an End (SYNC15); neither the head's signature nor the End's proof
 * is verified. */
MUST_CHECK enum result exchange_decode_arrival(const struct request *request,
					       struct signed_head *head, struct exchange *exchange,
					       struct end *end);
MUST_CHECK enum result exchange_authorize(const struct request *request, enum access_right right,
					  struct exchange *exchange);
/* SYNC5. Expected failures: ERR_MALFORMED, ERR_AHEAD. */
MUST_CHECK enum result exchange_check_cursor(const struct request *request,
					     const struct exchange *exchange);
/* Decides and stores the submissions. Expected failures: ERR_BUSY, ERR_FULL. */
MUST_CHECK enum result exchange_submit(const struct request *request, const uint8_t id[HASH_SIZE],
				       struct exchange *exchange);
/* The head as it is now; fills in the view. */
MUST_CHECK enum result exchange_append_head(const struct request *request,
					    struct exchange *exchange, struct reply *reply);
void exchange_append_answers(const struct exchange *exchange, struct reply *reply);
/* Releases what is held. */
void exchange_deinit(const struct request *request, struct exchange *exchange);

#endif
