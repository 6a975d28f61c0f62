#include <assert.h>

#include "core/service.h"
#include "net/handle.h"
#include "wire/frame.h"
#include "wire/sync.h"

static_assert(SLIP_SPACES == STORE_FOUND_MAX && HASH_SIZE == STORE_HASH_SIZE, "one size");

/* ERR_NOT_FOUND where no id begins so. */
static enum result find(struct store *store, const uint8_t prefix[SLIP_PREFIX_SIZE],
			struct store_found *found_out)
{
	struct bytes begins_with = {prefix, SLIP_PREFIX_SIZE};
	struct store_session *reader = NULL;
	enum result result = store->functions->acquire(store, &reader);

	if (result == OK)
		result = reader->functions->find_spaces(reader, begins_with, found_out);
	store->functions->release(store, &reader);
	return result == OK && found_out->count == 0 ? ERR_NOT_FOUND : result;
}

/* POST /v1/slip: whoever has a slip's address is told which plans it may be (SYNC17). Not signed,
 * as for /v1/recovery. */
enum result handle_slip(const struct request *request, struct reply *reply)
{
	uint8_t prefix[SLIP_PREFIX_SIZE];
	struct store_found found = {0};
	struct bytes rest = request->body;
	struct frame frame;
	enum result result = frame_next(&rest, &frame);

	if (result == OK && (frame.type != FRAME_FIND_SLIP || rest.size != 0))
		result = ERR_MALFORMED;
	if (result == OK)
		result = find_slip_decode(frame.payload, request->arena, prefix);
	if (result == OK)
		result = find(request->service->store, prefix, &found);
	if (result == OK)
		found_slip_append_frame(&reply->buffer, found.ids);
	return result;
}
