/* How little the process holds while nothing happens. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

/* Once, before any thread. */
void memory_init(void);
/* Gives back the heap that only the start needed. */
void memory_release_startup(void);

#endif
