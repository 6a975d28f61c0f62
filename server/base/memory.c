#include "base/memory.h"

#include <link.h>
#include <malloc.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Comes along with SQLite; the loader runs through all of it to choose among its
 * variants, and no request ever calls it. */
#define START_ONLY_LIBRARY "/libm.so"

void memory_init(void)
{
	/* An arena per core would cost more memory than the contention it saves. */
	mallopt(M_ARENA_MAX, 1);
}

/* Clean pages of a file: whoever should need them after all gets them again. */
static int release_code(struct dl_phdr_info *library, size_t size, void *context)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	(void)size;
	(void)context;
	if (strstr(library->dlpi_name, START_ONLY_LIBRARY) == NULL)
		return 0;
	for (unsigned i = 0; i < library->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &library->dlpi_phdr[i];
		uintptr_t start = (library->dlpi_addr + part->p_vaddr) & ~(page - 1);
		uintptr_t end = library->dlpi_addr + part->p_vaddr + part->p_memsz;

		if (part->p_type == PT_LOAD && (part->p_flags & PF_W) == 0)
			madvise((void *)start, end - start, MADV_DONTNEED);
	}
	return 0;
}

void memory_release_startup(void)
{
	malloc_trim(0);
	dl_iterate_phdr(release_code, NULL);
}
