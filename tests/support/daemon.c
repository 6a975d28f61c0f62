#include "support/daemon.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

bool daemon_init(struct daemon *daemon)
{
	memset(daemon, 0, sizeof(*daemon));
	snprintf(daemon->directory, sizeof(daemon->directory), "/tmp/daemon-test-XXXXXX");
	if (mkdtemp(daemon->directory) == NULL)
		return false;
	snprintf(daemon->log, sizeof(daemon->log), "%s/log", daemon->directory);
	return true;
}

static void run(const struct daemon *daemon, const char *program, const char *const *arguments,
		int out)
{
	const char *list[DAEMON_MAX_ARGUMENTS] = {program, "--listen", "127.0.0.1:0", "--state",
						  daemon->directory};
	int log = open(daemon->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	size_t count = 5;

	for (; arguments != NULL && *arguments != NULL && count + 1 < DAEMON_MAX_ARGUMENTS;
	     arguments++)
		list[count++] = *arguments;
	dup2(out, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	execv(program, (char *const *)list);
	_exit(127);
}

/* The one line that tells the port. */
static bool read_port(int out, uint16_t *port_out)
{
	char line[128] = "";
	size_t size = 0;
	unsigned port;

	while (size + 1 < sizeof(line) && read(out, line + size, 1) == 1 && line[size] != '\n')
		size++;
	if (sscanf(line, "listening on http://127.0.0.1:%u", &port) != 1)
		return false;
	*port_out = (uint16_t)port;
	return true;
}

bool daemon_start(struct daemon *daemon, const char *program, const char *const *arguments)
{
	int out[2];
	bool is_good;

	if (pipe2(out, O_CLOEXEC) != 0)
		return false;
	daemon->pid = fork();
	if (daemon->pid == 0)
		run(daemon, program, arguments, out[1]);
	close(out[1]);
	is_good = read_port(out[0], &daemon->port);
	close(out[0]);
	if (!is_good)
		daemon_end(daemon, SIGKILL);
	return is_good;
}

/* What it wrote, for whoever reads the failure. */
static void show_log(const struct daemon *daemon)
{
	char block[4096];
	FILE *log = fopen(daemon->log, "r");
	size_t size;

	while (log != NULL && (size = fread(block, 1, sizeof(block), log)) > 0)
		fwrite(block, 1, size, stderr);
	if (log != NULL)
		fclose(log);
}

int daemon_end(struct daemon *daemon, int signal_number)
{
	int status = 0;

	if (daemon->pid <= 0)
		return -1;
	kill(daemon->pid, signal_number);
	waitpid(daemon->pid, &status, 0);
	daemon->pid = 0;
	if (signal_number != 0 && WIFEXITED(status) && WEXITSTATUS(status) != 0)
		show_log(daemon);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool daemon_read_log(const struct daemon *daemon, const char *line, char *out, size_t size)
{
	for (int i = 0; i < 1000; i++) {
		int fd = open(daemon->log, O_RDONLY | O_CLOEXEC);
		ssize_t count = fd < 0 ? -1 : read(fd, out, size - 1);

		if (fd >= 0)
			close(fd);
		out[count < 0 ? 0 : count] = '\0';
		if (strstr(out, line) != NULL)
			return true;
		usleep(10000);
	}
	return false;
}

void daemon_deinit(struct daemon *daemon)
{
	char command[128];

	daemon_end(daemon, SIGKILL);
	snprintf(command, sizeof(command), "rm -rf '%s'", daemon->directory);
	if (system(command) != 0)
		fprintf(stderr, "cannot remove %s\n", daemon->directory);
}
