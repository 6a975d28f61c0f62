#include "net/exchange.h"
#include "net/handle.h"
#include "net/leaf_stream.h"

/* POST /v1/charter: statements in, entries out; for devices, and for those who
 * hold an invitation or a recovery and are not in yet. */
enum result handle_charter(const struct request *request, struct reply *reply)
{
	struct exchange exchange = {0};
	enum result result = exchange_decode(request, EXCHANGE_STATEMENTS, &exchange);

	/* The chain of entries needs no root (SYNC7). */
	if (result == OK && exchange.sync.has_root)
		result = ERR_MALFORMED;
	if (result == OK)
		result = exchange_authorize(request, ACCESS_CHARTER, &exchange);

	if (result == OK)
		result = exchange_submit(request, exchange.auth.space, &exchange);

	if (result == OK)
		result = exchange_append_head(request, &exchange, reply);
	if (result == OK) {
		exchange_append_answers(&exchange, reply);
		result = leaf_stream_start_entries(request, &exchange, reply);
	}
	exchange_deinit(request, &exchange);
	return result;
}
