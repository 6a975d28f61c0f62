#include <string.h>

#include "core/service.h"
#include "net/exchange.h"
#include "net/handle.h"

/* SYNC8: whatever else comes with a genesis is by its devices. */
static enum result check_authors(const struct exchange *exchange)
{
	size_t parties = exchange->submissions[0].statement.genesis.party_count;

	for (size_t i = 1; i < exchange->count; i++) {
		uint32_t device = exchange->submissions[i].device;

		if (device == 0 || device > parties)
			return ERR_FORBIDDEN;
	}
	return OK;
}

/* POST /v1/spaces: founds a space with its first statements and commits. */
enum result handle_spaces(const struct request *request, struct reply *reply)
{
	struct exchange exchange = {0};
	const uint8_t *id;
	enum result result = exchange_decode_founding(request, &exchange);

	if (result == OK)
		result = check_authors(&exchange);
	if (result != OK)
		return result;

	/* A space that exists is answered as the first time. */
	id = exchange.submissions[0].space;
	result = spaces_acquire(request->service->spaces, id, &exchange.space);
	if (result != OK && result != ERR_NOT_FOUND)
		return result;

	result = exchange_submit(request, id, &exchange);
	/* Without its genesis the rest of the request means nothing. */
	if (result == OK)
		result = exchange.submissions[0].code;
	if (result == OK)
		exchange_append_answers(&exchange, reply);
	exchange_deinit(request, &exchange);
	return result;
}
