#include "core/writer.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/thread.h"
#include "core/arrival.h"
#include "core/space_log.h"

/* On the stack of the thread that waits for it. */
struct job {
	struct job *next;
	struct space *space; /* NULL: a new one */
	const uint8_t *id;
	struct submission *submissions;
	size_t count;
	struct arrival *arrival; /* NULL: submissions */
	enum result result;
	sem_t done;
};

struct writer {
	struct writer_options options;
	struct store_session *session;
	pthread_t thread;
	pthread_mutex_t mutex; /* guards the queue */
	pthread_cond_t has_work;
	struct job *first, **last;
	unsigned waiting;
	bool is_closing;
	bool has_failed;
	/* The thread's own: the logs that the batch has touched. */
	struct space_log *logs;
	struct space **held; /* acquired here, for jobs that came without a space */
	size_t log_count;
	size_t held_count;
};

/* An arrival is a batch of its own: the log that it ends with is not the one that others of the
 * batch began with. */
static bool goes_along(const struct job *batch, const struct job *next)
{
	return batch == NULL || (batch->arrival == NULL && next->arrival == NULL);
}

static struct job *take_batch(struct writer *writer)
{
	struct job *batch = NULL, **end = &batch;

	pthread_mutex_lock(&writer->mutex);
	while (writer->first == NULL && !writer->is_closing)
		pthread_cond_wait(&writer->has_work, &writer->mutex);
	for (unsigned i = 0; i < WRITER_MAX_BATCH && writer->first != NULL; i++) {
		if (!goes_along(batch, writer->first))
			break;
		*end = writer->first;
		end = &writer->first->next;
		writer->first = writer->first->next;
		writer->waiting--;
	}
	*end = NULL;
	if (writer->first == NULL)
		writer->last = &writer->first;
	pthread_mutex_unlock(&writer->mutex);
	return batch;
}

static void answer(struct job *batch)
{
	while (batch != NULL) {
		struct job *job = batch;

		/* The job is gone as soon as its thread hears of it. */
		batch = job->next;
		sem_post(&job->done);
	}
}

/* The log that this batch has of the job's space; a new one at first. */
static enum result find_log(struct writer *writer, struct job *job, struct space_log **log_out)
{
	struct space *space = job->space;
	enum result result;

	for (size_t i = 0; i < writer->log_count; i++) {
		if (memcmp(writer->logs[i].id, job->id, HASH_SIZE) == 0) {
			*log_out = &writer->logs[i];
			return OK;
		}
	}
	if (space == NULL) {
		/* It may have been founded since the request came. */
		result = spaces_acquire(writer->options.spaces, job->id, &space);
		if (result != OK && result != ERR_NOT_FOUND)
			return result;
		if (result == OK)
			writer->held[writer->held_count++] = space;
	}
	*log_out = &writer->logs[writer->log_count++];
	space_log_init(*log_out, space, job->id);
	return OK;
}

static bool must_wait(const struct job *job, size_t place)
{
	for (size_t i = 0; i < place; i++) {
		if (space_log_must_wait(&job->submissions[i], &job->submissions[place]))
			return true;
	}
	return false;
}

static enum result append_all(struct job *job, struct space_log *log,
			      const struct space_log_tools *tools)
{
	for (size_t i = 0; i < job->count; i++) {
		struct submission *submission = &job->submissions[i];
		enum result result = OK;

		if (must_wait(job, i))
			submission->code = ERR_QUOTA;
		else
			result = space_log_append(log, tools, submission);
		if (result != OK)
			return result;
	}
	return OK;
}

static enum result take(struct job *job, struct space_log *log, const struct space_log_tools *tools)
{
	return job->arrival == NULL ? append_all(job, log, tools)
				    : arrival_take(job->arrival, log, tools);
}

/* One request in its savepoint. A full disk is the request's own trouble, undone
 * for it alone; what it returns ends the whole batch. */
static enum result apply(struct writer *writer, struct job *job,
			 const struct space_log_tools *tools)
{
	const struct store_functions *store = writer->session->functions;
	struct space_log_mark mark;
	struct space_log *log;
	enum result result = find_log(writer, job, &log);

	if (result == OK)
		result = store->begin_request(writer->session);
	if (result != OK)
		return result;
	space_log_mark(log, &mark);
	job->result = take(job, log, tools);
	if (job->result == OK) {
		space_log_forget(&mark);
		return store->end_request(writer->session);
	}
	space_log_return(log, &mark);
	if (job->result == ERR_IO)
		return ERR_IO;
	return store->rollback_request(writer->session);
}

static enum result apply_all(struct writer *writer, struct job *batch)
{
	struct space_log_tools tools = {
		.writer = writer->session,
		.codec = writer->options.codec,
		.epoch = spaces_epoch(writer->options.spaces),
		.server_key = writer->options.server_key,
		.quotas = writer->options.quotas,
		.now_s = seams_wall_s(writer->options.seams),
		.now_us = seams_monotonic_us(writer->options.seams),
	};
	enum result result = writer->session->functions->begin(writer->session);

	tools.is_time_known =
		time_guard_believes(writer->options.time_guard, tools.now_s, tools.now_us);
	for (struct job *job = batch; result == OK && job != NULL; job = job->next)
		result = apply(writer, job, &tools);
	if (result == OK)
		result = writer->session->functions->commit(writer->session);
	if (result != OK)
		writer->session->functions->rollback(writer->session);
	return result;
}

static void publish(struct writer *writer)
{
	for (size_t i = 0; i < writer->log_count; i++) {
		struct space_log *log = &writer->logs[i];

		/* A new space is loaded by whoever asks for it first. */
		if (log->is_changed && log->space != NULL)
			space_publish(log->space, &log->frontier, log->snapshot);
	}
}

static void forget_batch(struct writer *writer)
{
	while (writer->log_count > 0)
		space_log_deinit(&writer->logs[--writer->log_count]);
	while (writer->held_count > 0)
		spaces_release(writer->options.spaces, &writer->held[--writer->held_count]);
}

static void fail_all(struct job *batch, enum result result)
{
	for (; batch != NULL; batch = batch->next)
		batch->result = result;
}

static void write_batch(struct writer *writer, struct job *batch)
{
	enum result result = writer->has_failed ? ERR_IO : apply_all(writer, batch);

	if (result == OK)
		publish(writer);
	else
		fail_all(batch, result);
	forget_batch(writer);
	/* SQLite would carry on after a failed sync, although what it believes
	 * written may be lost (WRITER3). */
	if (result == ERR_IO && !writer->has_failed) {
		writer->has_failed = true;
		log_line(LOG_ERROR, "the store failed: nothing more is acknowledged");
		writer->options.on_failure(writer->options.context);
	}
	answer(batch);
}

static void *run(void *argument)
{
	struct writer *writer = argument;

	for (;;) {
		struct job *batch = take_batch(writer);

		if (batch == NULL)
			return NULL;
		write_batch(writer, batch);
	}
}

static void writer_free(struct writer **writer)
{
	pthread_mutex_destroy(&(*writer)->mutex);
	pthread_cond_destroy(&(*writer)->has_work);
	free((*writer)->logs);
	free((*writer)->held);
	free(*writer);
	*writer = NULL;
}

enum result writer_open(const struct writer_options *options, struct writer **writer_out)
{
	struct writer *writer = calloc(1, sizeof(*writer));
	enum result result = ERR_NO_MEMORY;

	if (writer == NULL)
		return ERR_NO_MEMORY;
	writer->options = *options;
	writer->session = options->store->functions->writer(options->store);
	writer->last = &writer->first;
	pthread_mutex_init(&writer->mutex, NULL);
	pthread_cond_init(&writer->has_work, NULL);
	writer->logs = calloc(WRITER_MAX_BATCH, sizeof(*writer->logs));
	writer->held = calloc(WRITER_MAX_BATCH, sizeof(struct space *));
	if (writer->logs != NULL && writer->held != NULL)
		result = thread_start(run, writer, &writer->thread);
	if (result == OK)
		*writer_out = writer;
	else
		writer_free(&writer);
	return result;
}

void writer_close(struct writer **writer)
{
	if (*writer == NULL)
		return;
	pthread_mutex_lock(&(*writer)->mutex);
	(*writer)->is_closing = true;
	pthread_cond_signal(&(*writer)->has_work);
	pthread_mutex_unlock(&(*writer)->mutex);
	pthread_join((*writer)->thread, NULL);
	writer_free(writer);
}

static enum result enqueue(struct writer *writer, struct job *job)
{
	bool is_accepted, is_first;

	pthread_mutex_lock(&writer->mutex);
	is_accepted = writer->waiting < writer->options.queue_max && !writer->is_closing;
	is_first = writer->waiting == 0;
	if (is_accepted) {
		*writer->last = job;
		writer->last = &job->next;
		writer->waiting++;
	}
	pthread_mutex_unlock(&writer->mutex);
	if (is_accepted && is_first)
		pthread_cond_signal(&writer->has_work);
	return is_accepted ? OK : ERR_BUSY;
}

/* Queues the job and waits for it. */
static enum result run_job(struct writer *writer, struct job *job)
{
	enum result result;

	sem_init(&job->done, 0, 0);
	result = enqueue(writer, job);
	if (result == OK) {
		while (sem_wait(&job->done) != 0 && errno == EINTR)
			;
		result = job->result;
	}
	sem_destroy(&job->done);
	return result;
}

enum result writer_submit(struct writer *writer, struct space *space, const uint8_t id[HASH_SIZE],
			  struct submission *submissions, size_t count)
{
	struct job job = {.space = space, .id = id, .submissions = submissions, .count = count};

	return run_job(writer, &job);
}

enum result writer_arrive(struct writer *writer, struct arrival *arrival)
{
	struct job job = {.id = arrival->head.space, .arrival = arrival};

	return run_job(writer, &job);
}
