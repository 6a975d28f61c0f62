/* How little the process holds while nothing happens. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

/* Once, before any thread. */
void memory_init(void);
/* Gives back what only the start needed, of the heap and of the libraries. */
void memory_release_startup(void);

#endif
