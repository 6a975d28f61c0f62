#include "core/time_guard.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/config.h"
#include "base/log.h"

#define PATH_CAP (CONFIG_MAX_PATH + 32)
#define SECONDS_IN_US 1000000u
#define MAX_DIGITS 20u

struct time_guard {
	const struct seams *seams;
	char path[PATH_CAP];
	pthread_mutex_t mutex; /* guards the rest */
	uint64_t latest_s;     /* believed; 0: none yet */
	uint64_t latest_us;    /* the monotonic clock then, or at the start */
	bool is_waiting;
};

static void path_in(const char *state_dir, char path_out[PATH_CAP])
{
	snprintf(path_out, PATH_CAP, "%s/time", state_dir);
}

static enum result write_time(const struct seams *seams, const char *path, uint64_t time_s)
{
	char text[MAX_DIGITS + 2];
	int size = snprintf(text, sizeof(text), "%" PRIu64 "\n", time_s);

	return seams->file_write(seams->context, path,
				 (struct bytes){(const uint8_t *)text, (size_t)size});
}

/* 0 where there is none. What cannot be read is no reason not to start. */
static uint64_t read_time(const struct seams *seams, const char *path)
{
	struct buffer text;
	uint64_t time_s = 0;
	enum result result;

	buffer_init_growing(&text, MAX_DIGITS + 2);
	result = seams->file_read(seams->context, path, MAX_DIGITS + 1, &text);
	buffer_append(&text, (const uint8_t *)"", 1);
	if (result == OK && buffer_result(&text) == OK)
		time_s = strtoull((const char *)text.data, NULL, 10);
	buffer_deinit(&text);
	if (result != ERR_NOT_FOUND && time_s == 0)
		log_line(LOG_WARNING, "%s cannot be read: the clock is believed", path);
	return time_s;
}

enum result time_guard_open(const struct seams *seams, const char *state_dir,
			    struct time_guard **guard_out)
{
	struct time_guard *guard = calloc(1, sizeof(*guard));

	if (guard == NULL)
		return ERR_NO_MEMORY;
	guard->seams = seams;
	path_in(state_dir, guard->path);
	pthread_mutex_init(&guard->mutex, NULL);
	guard->latest_s = read_time(seams, guard->path);
	guard->latest_us = seams_monotonic_us(seams);
	time_guard_keep(guard);
	*guard_out = guard;
	return OK;
}

void time_guard_close(struct time_guard **guard)
{
	if (*guard == NULL)
		return;
	time_guard_keep(*guard);
	pthread_mutex_destroy(&(*guard)->mutex);
	free(*guard);
	*guard = NULL;
}

static void day_of(uint64_t time_s, char out[32])
{
	time_t time = (time_t)time_s;
	struct tm parts;

	if (gmtime_r(&time, &parts) == NULL || strftime(out, 32, "%Y-%m-%d", &parts) == 0)
		snprintf(out, 32, "%" PRIu64, time_s);
}

static void tell(const struct time_guard *guard, uint64_t now_s)
{
	char now[32], latest[32];

	day_of(now_s, now);
	day_of(guard->latest_s, latest);
	if (guard->is_waiting)
		log_line(LOG_ERROR,
			 "the clock says %s, and the last time known is %s: charters take nothing, "
			 "plans go on. Put the clock right; or, if it is, stop the server, run "
			 "samskapd --accept-time, and start it again",
			 now, latest);
	else
		log_line(LOG_WARNING, "the clock says %s: charters take entries again", now);
}

static uint64_t elapsed_s(const struct time_guard *guard, uint64_t now_us)
{
	/* Callers read the clock before they wait for the mutex, so time may seem to fall. */
	return now_us > guard->latest_us ? (now_us - guard->latest_us) / SECONDS_IN_US : 0;
}

static bool judge(struct time_guard *guard, uint64_t now_s, uint64_t now_us)
{
	uint64_t gone_s = elapsed_s(guard, now_us);
	bool is_believed =
		guard->latest_s == 0 || now_s <= guard->latest_s + gone_s + TIME_GUARD_MAX_JUMP_S;

	if (is_believed && now_s > guard->latest_s) {
		guard->latest_s = now_s;
		guard->latest_us = now_us;
	}
	if (is_believed == guard->is_waiting) {
		guard->is_waiting = !is_believed;
		tell(guard, now_s);
	}
	return is_believed;
}

bool time_guard_believes(struct time_guard *guard, uint64_t now_s, uint64_t now_us)
{
	bool is_believed;

	pthread_mutex_lock(&guard->mutex);
	is_believed = judge(guard, now_s, now_us);
	pthread_mutex_unlock(&guard->mutex);
	return is_believed;
}

void time_guard_keep(struct time_guard *guard)
{
	uint64_t latest_s;

	pthread_mutex_lock(&guard->mutex);
	judge(guard, seams_wall_s(guard->seams), seams_monotonic_us(guard->seams));
	latest_s = guard->latest_s;
	pthread_mutex_unlock(&guard->mutex);
	/* Without the mutex: the writer does not wait for this disk. A failure is logged there, and
	 * the next hour tries again. */
	if (write_time(guard->seams, guard->path, latest_s) != OK)
		return;
}

enum result time_guard_accept(const struct seams *seams, const char *state_dir)
{
	char path[PATH_CAP];

	path_in(state_dir, path);
	return write_time(seams, path, seams_wall_s(seams));
}
