#include "core/arrival.h"
#include "core/service.h"
#include "net/exchange.h"
#include "net/handle.h"
#include "net/leaf_stream.h"

/* What the request says, in core's words. */
static void fill(const struct signed_head *head, const struct exchange *exchange,
		 const struct end *end, struct arrival *arrival)
{
	*arrival = (struct arrival){
		.head_bytes = head->bytes,
		.head = {.server_key = head->head.server_key,
			 .server_epoch = head->head.server_epoch,
			 .space = head->head.space,
			 .size = head->head.size,
			 .root = head->head.root,
			 .charter_head = head->head.charter_head,
			 .charter_height = head->head.charter_height,
			 .time = head->head.time},
		.cursor = exchange->sync.cursor,
		.leaves = exchange->submissions,
		.count = exchange->count,
		.proof = end->proof,
		.proof_count = end->proof_count,
	};
}

static void append_end(const struct arrival *arrival, struct reply *reply)
{
	struct end end = {
		.next = arrival->next,
		.more = !arrival->is_here,
		.retry_after_s = arrival->must_wait ? LEAF_STREAM_RETRY_AFTER_S : 0,
	};

	end_append_frame(&reply->buffer, &end);
}

/* POST /v1/arrivals: the next leaves of a space that moves here. Nobody signs the request: the
 * old server's head, the leaves and the proof vouch for themselves. */
enum result handle_arrivals(const struct request *request, struct reply *reply)
{
	struct service *service = request->service;
	struct exchange exchange = {0};
	struct signed_head head;
	struct arrival arrival;
	struct end end;
	enum result result = exchange_decode_arrival(request, &head, &exchange, &end);

	if (result == OK)
		result = verify_signature(LABEL_HEAD, head.bytes, head.head.server_key,
					  head.signature);
	if (result != OK)
		return result;

	fill(&head, &exchange, &end, &arrival);
	arrival_check(service->store, service->spaces, service->codec, &arrival);
	result = writer_arrive(service->writer, &arrival);
	if (result == OK)
		append_end(&arrival, reply);
	return result;
}
