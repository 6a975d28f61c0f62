#include "base/thread.h"

#include <errno.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

/* The frames of thread_release_stack() and of what it calls. */
#define STACK_CALL_BYTES 512u

enum result thread_start(void *(*run)(void *), void *argument, pthread_t *thread_out)
{
	pthread_attr_t attributes;
	int error;

	if (pthread_attr_init(&attributes) != 0)
		return ERR_NO_MEMORY;
	pthread_attr_setstacksize(&attributes, THREAD_STACK_BYTES);
	error = pthread_create(thread_out, &attributes, run, argument);
	pthread_attr_destroy(&attributes);
	if (error == 0)
		return OK;
	errno = error;
	log_errno("pthread_create");
	return ERR_NO_MEMORY;
}

void thread_release_stack(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), size;
	pthread_attr_t attributes;
	uint8_t here;
	uintptr_t end;
	void *low;

	if (pthread_getattr_np(pthread_self(), &attributes) != 0)
		return;
	pthread_attr_getstack(&attributes, &low, &size);
	pthread_attr_destroy(&attributes);
	end = ((uintptr_t)&here - STACK_CALL_BYTES) / page * page;
	if (end > (uintptr_t)low)
		madvise(low, end - (uintptr_t)low, MADV_DONTNEED);
}

void thread_condition_init(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(condition, &attributes);
	pthread_condattr_destroy(&attributes);
}

bool thread_condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, uint64_t timeout_ms)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += (time_t)(timeout_ms / 1000);
	until.tv_nsec += (long)(timeout_ms % 1000) * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000L;
	}
	return pthread_cond_timedwait(condition, mutex, &until) != ETIMEDOUT;
}
