/* A whole signed body, as a handler gets it, and its two messages alone. */
#include "net/exchange.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena;
	struct request request = {.arena = &arena, .path = "/v1/sync", .body = {data, size}};
	struct exchange exchange = {0};
	struct sync_request sync;
	struct auth auth;

	arena_init(&arena, REQUEST_ARENA_BYTES + REQUEST_ARENA_FACTOR * size);
	if (exchange_decode(&request, EXCHANGE_ALL, &exchange) == OK)
		(void)exchange.count;
	if (exchange_decode_founding(&request, &exchange) == OK)
		(void)exchange.count;
	if (auth_decode(request.body, &arena, &auth) == OK)
		(void)auth.time;
	if (sync_request_decode(request.body, &arena, &sync) == OK)
		(void)sync.cursor;
	arena_deinit(&arena);
	return 0;
}
