#include "net/exchange.h"
#include "net/handle.h"
#include "net/leaf_stream.h"

/* POST /v1/sync: takes what a device brings and gives what it lacks. */
enum result handle_sync(const struct request *request, struct reply *reply)
{
	struct exchange exchange = {0};
	enum result result = exchange_decode(request, EXCHANGE_ALL, &exchange);

	if (result == OK)
		result = exchange_authorize(request, ACCESS_DEVICE, &exchange);
	if (result == OK)
		result = exchange_check_cursor(request, &exchange);

	/* Whoever waits for news hears of it from the writer, once it is durable. */
	if (result == OK)
		result = exchange_submit(request, exchange.auth.space, &exchange);

	/* Whoever has not signed the request is told no more than its answers. */
	if (result == OK && exchange.auth.has_signature)
		result = exchange_append_head(request, &exchange, reply);
	if (result == OK) {
		exchange_append_answers(&exchange, reply);
		result = leaf_stream_start(request, &exchange, reply);
	}
	exchange_deinit(request, &exchange);
	return result;
}
