/* WIRE1: frames out of anything. What is accepted adds up to what was given. */
#include <stdlib.h>

#include "wire/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes rest = {data, size};
	struct frame frame;
	size_t taken = 0;

	while (rest.size > 0 && frame_next(&rest, &frame) == OK)
		taken += frame.whole.size;
	if (taken + rest.size != size)
		abort();
	return 0;
}
