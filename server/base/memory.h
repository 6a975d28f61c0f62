/* How little the process holds while nothing happens. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

/* Once, before any thread. */
void memory_init(void);
/* Gives back what only the start needed: free heap, and the pages of program and
 * library code, which the system maps again, from its cache, where they are used. */
void memory_release_startup(void);

#endif
