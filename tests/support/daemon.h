/* The server as its own process, started and ended by a test. */
#ifndef SUPPORT_DAEMON_H
#define SUPPORT_DAEMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define DAEMON_MAX_ARGUMENTS 16

struct daemon {
	pid_t pid; /* 0: not running */
	uint16_t port;
	char directory[64]; /* its state, kept over restarts */
	char log[96];       /* what it wrote to standard error */
};

/* Makes an empty state directory. */
bool daemon_init(struct daemon *daemon);
/* Starts with --listen on a free port and --state, and the arguments up to NULL;
 * returns when it listens. */
bool daemon_start(struct daemon *daemon, const char *program, const char *const *arguments);
/* Sends the signal (0: none) and waits: the exit status, or 128 + the signal that
 * ended it. Shows the log of a server that ends with an error. */
int daemon_end(struct daemon *daemon, int signal_number);
/* Ends it and removes what it stored. */
/* What it has written, once `line` is among it: an answer may come before its line. False after ten
 * seconds without. */
bool daemon_read_log(const struct daemon *daemon, const char *line, char *out, size_t size);

void daemon_deinit(struct daemon *daemon);

#endif
