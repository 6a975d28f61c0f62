#include "core/locate.h"
#include "core/service.h"
#include "net/handle.h"
#include "wire/frame.h"
#include "wire/sync.h"

/* POST /v1/recovery: whoever has the words is told where to use them. The request is not
 * signed: there is no space yet whose key could sign it. */
enum result handle_recovery(const struct request *request, struct reply *reply)
{
	uint8_t locator[LOCATOR_SIZE];
	struct bytes rest = request->body;
	struct located *located;
	struct frame frame;
	enum result result = frame_next(&rest, &frame);

	if (result == OK && (frame.type != FRAME_LOCATE || rest.size != 0))
		result = ERR_MALFORMED;
	if (result == OK)
		result = locate_decode(frame.payload, request->arena, locator);
	if (result != OK)
		return result;
	located = arena_alloc(request->arena, sizeof(*located));
	if (located == NULL)
		return ERR_NO_MEMORY;
	result = locate(request->service->store, locator, located);
	if (result == OK)
		located_append_frame(&reply->buffer, located->spaces, located->count);
	return result;
}
