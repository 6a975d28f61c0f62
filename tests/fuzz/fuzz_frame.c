/* Frames: whatever the bytes, the parser takes whole frames off the front, never
 * reads past the end, and ends. */
#include <stdlib.h>

#include "wire/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes rest = {data, size};
	struct frame frame;

	while (rest.size > 0) {
		size_t before = rest.size;

		if (frame_next(&rest, &frame) != OK)
			return 0;
		/* What was taken off is what the frame says it was. */
		if (frame.whole.size != before - rest.size ||
		    frame.payload.size + FRAME_HEAD_SIZE != frame.whole.size)
			abort();
	}
	return 0;
}
