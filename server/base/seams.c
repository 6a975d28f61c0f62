#include "base/seams.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

static uint64_t system_wall_s(void *context)
{
	struct timespec now;

	(void)context;
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec < 0 ? 0 : (uint64_t)now.tv_sec;
}

static uint64_t system_monotonic_us(void *context)
{
	struct timespec now;

	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

static enum result system_random(void *context, uint8_t *out, size_t size)
{
	(void)context;
	while (size > 0) {
		ssize_t got = getrandom(out, size, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			log_errno("getrandom");
			return ERR_IO;
		}
		out += got;
		size -= (size_t)got;
	}
	return OK;
}

static enum result read_all(int fd, size_t max_size, struct buffer *out)
{
	uint8_t block[4096];
	size_t total = 0;

	for (;;) {
		ssize_t got = read(fd, block, sizeof(block));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return ERR_IO;
		if (got == 0)
			return buffer_result(out);
		total += (size_t)got;
		if (total > max_size)
			return ERR_TOO_LARGE;
		buffer_append(out, block, (size_t)got);
	}
}

static enum result system_file_read(void *context, const char *path, size_t max_size,
				    struct buffer *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum result result;

	(void)context;
	if (fd < 0 && errno == ENOENT)
		return ERR_NOT_FOUND;
	if (fd < 0) {
		log_errno(path);
		return ERR_IO;
	}
	result = read_all(fd, max_size, out);
	close(fd);
	return result;
}

static enum result write_all(int fd, struct bytes content)
{
	while (content.size > 0) {
		ssize_t put = write(fd, content.data, content.size);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return errno == ENOSPC ? ERR_FULL : ERR_IO;
		content.data += put;
		content.size -= (size_t)put;
	}
	return fsync(fd) == 0 ? OK : ERR_IO;
}

/* A rename is on disk only when its directory is. */
static enum result sync_directory_of(const char *path)
{
	char copy[PATH_MAX];
	int fd, synced;

	snprintf(copy, sizeof(copy), "%s", path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return ERR_IO;
	synced = fsync(fd);
	close(fd);
	return synced == 0 ? OK : ERR_IO;
}

static enum result system_file_write(void *context, const char *path, struct bytes content)
{
	char temporary[PATH_MAX];
	enum result result;
	int fd;

	(void)context;
	if (snprintf(temporary, sizeof(temporary), "%s.new", path) >= (int)sizeof(temporary))
		return ERR_TOO_LARGE;
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0) {
		log_errno(temporary);
		return ERR_IO;
	}
	result = write_all(fd, content);
	close(fd);
	if (result == OK && rename(temporary, path) != 0)
		result = ERR_IO;
	if (result == OK)
		result = sync_directory_of(path);
	if (result != OK)
		log_errno(path);
	return result;
}

const struct seams *seams_system(void)
{
	static const struct seams seams = {
		.wall_s = system_wall_s,
		.monotonic_us = system_monotonic_us,
		.random = system_random,
		.file_read = system_file_read,
		.file_write = system_file_write,
	};

	return &seams;
}

uint64_t seams_wall_s(const struct seams *seams)
{
	return seams->wall_s(seams->context);
}

uint64_t seams_monotonic_us(const struct seams *seams)
{
	return seams->monotonic_us(seams->context);
}
