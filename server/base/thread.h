/* Threads with small stacks, and waiting that does not depend on the wall clock. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/result.h"

/* What our own threads get; the deepest is SQLite's commit. */
#define THREAD_STACK_BYTES (256u * 1024u)

MUST_CHECK enum result thread_start(void *(*run)(void *), void *argument, pthread_t *thread_out);

/* Gives back the memory of the calling thread's stack below where it stands now: what
 * starting the thread took and what waiting does not need. */
void thread_release_stack(void);

/* A condition whose timed waits use the monotonic clock. */
void thread_condition_init(pthread_cond_t *condition);
/* False when the time ran out. The mutex is held before and after. */
bool thread_condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, uint64_t timeout_ms);

#endif
