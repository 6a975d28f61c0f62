/* The four things outside the process that tests must be able to own: clock,
 * randomness, disk, network.
 *
 * Everything above base/ reaches them through this one struct. The database
 * reaches the disk through the named SQLite VFS; bodies of requests reach the
 * network through the pull function of net/reply.h.
 *
 * Every function may be called from any thread. */
#ifndef BASE_SEAMS_H
#define BASE_SEAMS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/result.h"

struct seams {
	void *context; /* borrowed; handed to every function */
	uint64_t (*wall_s)(void *context);
	uint64_t (*monotonic_us)(void *context);
	MUST_CHECK enum result (*random)(void *context, uint8_t *out, size_t size);
	/* Expected failure: ERR_NOT_FOUND. ERR_TOO_LARGE beyond max_size. */
	MUST_CHECK enum result (*file_read)(void *context, const char *path, size_t max_size,
					    struct buffer *out);
	/* Mode 0600, whole or not at all, on disk when it returns. */
	MUST_CHECK enum result (*file_write)(void *context, const char *path, struct bytes content);
	const char *disk_vfs; /* SQLite's name of it; NULL: the system's */
};

/* The real ones. */
const struct seams *seams_system(void);

uint64_t seams_wall_s(const struct seams *seams);
uint64_t seams_monotonic_us(const struct seams *seams);

#endif
