/* The state directory: there, private, and this process's alone.
 *
 *   STATE1  Two servers never run on one directory.
 *   STATE2  A database without the key that its plans name is not served.
 *
 * One thread, at the start and at the end. */
#ifndef CORE_STATE_DIR_H
#define CORE_STATE_DIR_H

#include "base/result.h"

struct state_dir {
	int lock; /* open file; -1: not held */
};

/* Makes the directory where there is none (mode 0700) and locks it. Logs what is
 * wrong. Expected failures: ERR_BUSY (another server has it), ERR_NOT_FOUND (the
 * database is there and the key is not). */
MUST_CHECK enum result state_dir_open(const char *path, struct state_dir *state_dir_out);
void state_dir_close(struct state_dir *state_dir);

#endif
