/* A request's body: frames, Auth, SyncRequest, Locate or a head, then commits, statements and
 * entries, and an End, as a worker decodes them before it knows who asks. */
#include <stdlib.h>

#include "wire/charter.h"
#include "wire/commit.h"
#include "wire/envelope.h"
#include "wire/frame.h"
#include "wire/sync.h"

#define ARENA_BYTES (16u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void decode_signed(const struct frame *frame, struct arena *arena)
{
	struct envelope envelope;
	struct statement statement;
	struct commit commit;

	if (envelope_decode(frame->payload, arena, &envelope) != OK)
		return;
	if (frame->type == FRAME_COMMIT)
		(void)!commit_decode(&envelope, arena, &commit);
	else
		(void)!statement_decode(&envelope, arena, &statement);
}

static void decode_entry(const struct frame *frame, struct arena *arena)
{
	struct bytes position_bytes, signed_message;
	struct frame statement = {.type = FRAME_STATEMENT};
	struct position position;

	if (entry_decode(frame->payload, arena, &position, &position_bytes, &signed_message) != OK)
		return;
	statement.payload = signed_message;
	decode_signed(&statement, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes rest = {data, size};
	struct sync_request request;
	struct frame frame;
	struct arena arena;
	struct signed_head head;
	struct auth auth;
	struct end end;
	uint8_t locator[HASH_SIZE];

	arena_init(&arena, ARENA_BYTES);
	while (rest.size > 0 && frame_next(&rest, &frame) == OK) {
		if (frame.type == FRAME_AUTH)
			(void)!auth_decode(frame.payload, &arena, &auth);
		else if (frame.type == FRAME_SYNC_REQUEST)
			(void)!sync_request_decode(frame.payload, &arena, &request);
		else if (frame.type == FRAME_LOCATE)
			(void)!locate_decode(frame.payload, &arena, locator);
		else if (frame.type == FRAME_HEAD)
			(void)!signed_head_decode(frame.payload, &arena, &head);
		else if (frame.type == FRAME_END)
			(void)!end_decode(frame.payload, &arena, &end);
		else if (frame.type == FRAME_ENTRY)
			decode_entry(&frame, &arena);
		else if (frame.type == FRAME_COMMIT || frame.type == FRAME_STATEMENT)
			decode_signed(&frame, &arena);
	}
	arena_deinit(&arena);
	return 0;
}
