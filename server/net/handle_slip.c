#include "core/service.h"
#include "net/handle.h"
#include "wire/frame.h"
#include "wire/sync.h"

/* All of them in the store, for as long as this session is held. */
static enum result find(struct store *store, const uint8_t prefix[SLIP_PREFIX_SIZE],
			uint8_t spaces_out[SLIP_SPACES][HASH_SIZE])
{
	struct bytes begins_with = {prefix, SLIP_PREFIX_SIZE};
	struct store_session *reader = NULL;
	size_t count = 0;
	enum result result = store->functions->acquire(store, &reader);

	if (result == OK)
		result = reader->functions->find_spaces(reader, begins_with, SLIP_SPACES,
							spaces_out, &count);
	store->functions->release(store, &reader);
	if (result != OK)
		return result;
	return count > 0 ? OK : ERR_NOT_FOUND;
}

/* POST /v1/slip: whoever has a slip's address is told which plans it may be (SYNC17). Not signed,
 * as for /v1/recovery. */
enum result handle_slip(const struct request *request, struct reply *reply)
{
	uint8_t prefix[SLIP_PREFIX_SIZE], spaces[SLIP_SPACES][HASH_SIZE] = {{0}};
	struct bytes rest = request->body;
	struct frame frame;
	enum result result = frame_next(&rest, &frame);

	if (result == OK && (frame.type != FRAME_FIND_SLIP || rest.size != 0))
		result = ERR_MALFORMED;
	if (result == OK)
		result = find_slip_decode(frame.payload, request->arena, prefix);
	if (result == OK)
		result = find(request->service->store, prefix, spaces);
	if (result == OK)
		found_slip_append_frame(&reply->buffer, spaces);
	return result;
}
