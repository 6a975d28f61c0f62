#include <string.h>

#include "net/exchange.h"
#include "net/handle.h"
#include "net/leaf_stream.h"

/* POST /v1/live: what is there, then news as it comes; with ?poll=1 the same,
 * ended after the first. */
enum result handle_live(const struct request *request, struct reply *reply)
{
	bool is_poll = request->query != NULL && strcmp(request->query, "poll=1") == 0;
	struct exchange exchange = {0};
	enum result result = exchange_decode(request, EXCHANGE_NOTHING, &exchange);

	if (result == OK)
		result = exchange_authorize(request, ACCESS_DEVICE, &exchange);
	if (result == OK)
		result = exchange_check_cursor(request, &exchange);

	if (result == OK)
		result = exchange_append_head(request, &exchange, reply);
	if (result == OK)
		result = leaf_stream_start_live(request, &exchange, is_poll, reply);
	exchange_deinit(request, &exchange);
	return result;
}
