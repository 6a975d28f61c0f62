#include "core/state_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"

#define PATH_CAP (CONFIG_MAX_PATH + 32)

static bool is_there(const char *directory, const char *name)
{
	char path[PATH_CAP];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return access(path, F_OK) == 0;
}

/* The lock ends with the process, however it ends. */
static enum result lock(const char *directory, int *lock_out)
{
	char path[PATH_CAP];
	int descriptor;

	snprintf(path, sizeof(path), "%s/lock", directory);
	descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (descriptor < 0) {
		log_errno(path);
		return ERR_IO;
	}
	if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
		log_line(LOG_ERROR, "%s: another server is running here", directory);
		close(descriptor);
		return ERR_BUSY;
	}
	*lock_out = descriptor;
	return OK;
}

enum result state_dir_open(const char *path, struct state_dir *state_dir_out)
{
	/* A new key would look like another server to every device. */
	if (is_there(path, "plans.db") && !is_there(path, "server.key")) {
		log_line(LOG_ERROR, "%s: plans.db is there and server.key is not: bring it back",
			 path);
		return ERR_NOT_FOUND;
	}
	if (mkdir(path, 0700) != 0 && errno != EEXIST) {
		log_errno(path);
		return ERR_IO;
	}
	return lock(path, &state_dir_out->lock);
}

void state_dir_close(struct state_dir *state_dir)
{
	if (state_dir->lock >= 0)
		close(state_dir->lock);
	state_dir->lock = -1;
}
