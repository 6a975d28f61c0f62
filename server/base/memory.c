#include "base/memory.h"

#include <malloc.h>

void memory_init(void)
{
	/* An arena per core would cost more memory than the contention it saves. */
	mallopt(M_ARENA_MAX, 1);
}

void memory_release_startup(void)
{
	malloc_trim(0);
}
