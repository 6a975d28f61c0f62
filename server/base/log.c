#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const words[] = {"error", "warning", "info", "debug"};
static atomic_int current_level = LOG_INFO;

void log_set_level(enum log_level level)
{
	atomic_store_explicit(&current_level, (int)level, memory_order_relaxed);
}

bool log_is_on(enum log_level level)
{
	return (int)level <= atomic_load_explicit(&current_level, memory_order_relaxed);
}

bool log_level_parse(const char *word, enum log_level *level_out)
{
	for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(word, words[i]) == 0) {
			*level_out = (enum log_level)i;
			return true;
		}
	}
	return false;
}

void log_line(enum log_level level, const char *format, ...)
{
	char line[LOG_MAX_LINE_BYTES];
	va_list arguments;
	int head, size;

	if (!log_is_on(level))
		return;
	head = snprintf(line, sizeof(line), "%s ", words[level]);
	va_start(arguments, format);
	size = vsnprintf(line + head, sizeof(line) - (size_t)head - 1, format, arguments);
	va_end(arguments);
	if (size < 0)
		return;
	size += head;
	if (size > (int)sizeof(line) - 2)
		size = (int)sizeof(line) - 2;
	line[size++] = '\n';
	/* One write, so that lines of several threads do not mix. */
	if (write(STDERR_FILENO, line, (size_t)size) < 0)
		return;
}

void log_errno(const char *what)
{
	/* glibc's strerror is safe between threads. */
	log_line(LOG_ERROR, "%s: %s", what, strerror(errno));
}
