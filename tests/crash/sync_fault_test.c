/* WRITER3 from outside: the k-th sync of the disk fails. The server must stop with
 * an error, and have everything that it acknowledged before.
 *
 * usage: sync_fault_test FIRST_SYNC LAST_SYNC; fails where strace is missing. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/daemon.h"
#include "support/remote.h"

#define STRACE "/usr/bin/strace"
#define MAX_ACKED 200u

static struct daemon server;
static struct plan plan;
static struct reading reading;
static uint64_t server_time;

static void die(const char *what, int number)
{
	fprintf(stderr, "sync_fault_test: %s (%d), kept in %s\n", what, number, server.directory);
	exit(1);
}

/* The server under strace, which lets the k-th fdatasync and all later ones fail. */
static void start_failing(int sync)
{
	char path[96];
	FILE *script;

	snprintf(path, sizeof(path), "%s/run", server.directory);
	script = fopen(path, "w");
	if (script == NULL)
		die("no script", sync);
	fprintf(script,
		"#!/bin/sh\nexport ASAN_OPTIONS=detect_leaks=0\n"
		"exec " STRACE " -f -qq -o /dev/null -e trace=fdatasync"
		" -e inject=fdatasync:error=EIO:when=%d+ '%s' \"$@\"\n",
		sync, SERVER_PATH);
	fclose(script);
	if (chmod(path, 0700) != 0 || !daemon_start(&server, path, NULL))
		die("the server does not start", sync);
}

/* Commits until one is not acknowledged; how many were. */
static unsigned push_until_failure(void)
{
	struct http *http = calloc(1, sizeof(*http));
	struct plan_commit what = {.records = 1};
	struct plan_request request = {
		.device = &plan.devices[0], .path = "/v1/sync", .time = server_time, .budget = 1};
	unsigned acked = 0;
	struct buffer frames;

	buffer_init_growing(&frames, 1u << 20);
	if (!http_open(http, server.port))
		die("no connection", 0);
	for (;;) {
		buffer_clear(&frames);
		plan_append_commit(&plan, &plan.devices[0], &what, &frames);
		request.frames = buffer_bytes(&frames);
		if (remote_post(http, &plan, &request, &reading) != 200 ||
		    reading.results[0].code != OK)
			break;
		/* An acknowledgement without a sync of its own never meets the fault. */
		if (++acked > MAX_ACKED)
			die("acknowledged without a sync", (int)acked);
	}
	buffer_deinit(&frames);
	http_close(http);
	free(http);
	return acked;
}

static unsigned count_stored(void)
{
	struct http *http = calloc(1, sizeof(*http));
	struct plan_request request = {
		.device = &plan.devices[0], .path = "/v1/sync", .time = server_time};

	if (!http_open(http, server.port) || remote_post(http, &plan, &request, &reading) != 200)
		die("the plan is gone", 0);
	http_close(http);
	free(http);
	return reading.commits;
}

static void fail_sync(int sync)
{
	unsigned acked, stored;
	int status;

	if (!daemon_init(&server) || !daemon_start(&server, SERVER_PATH, NULL))
		die("the server does not start", sync);
	if (!remote_found(server.port, &plan, 1, &server_time))
		die("cannot found a plan", sync);
	daemon_end(&server, SIGKILL);
	start_failing(sync);
	acked = push_until_failure();
	status = daemon_end(&server, 0); /* only waits */
	if (status != 1)
		die("the server did not stop with an error", status);
	if (!daemon_start(&server, SERVER_PATH, NULL))
		die("no restart", sync);
	stored = count_stored();
	if (stored < acked || stored > acked + 1)
		die("other commits than those acknowledged", (int)stored);
	printf("sync %d failed: %u acknowledged, %u stored\n", sync, acked, stored);
	daemon_deinit(&server);
}

int main(int argc, char **argv)
{
	int first = argc > 1 ? atoi(argv[1]) : 3, last = argc > 2 ? atoi(argv[2]) : 10;

	if (access(STRACE, X_OK) != 0) {
		printf("strace is not installed\n");
		return 1;
	}
	for (int sync = first; sync <= last; sync++)
		fail_sync(sync);
	return 0;
}
