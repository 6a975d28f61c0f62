/* Lines on standard error, for the journal.
 *
 * Never given keys, ids of content or bodies; that is the callers' duty. A line
 * that cannot be written is dropped: the log never stops the service.
 *
 * Any thread. The level is the one global that a reload changes. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

enum log_level { LOG_ERROR = 0, LOG_WARNING = 1, LOG_INFO = 2, LOG_DEBUG = 3 };

/* The longest line; what is longer is cut. */
#define LOG_MAX_LINE_BYTES 512

void log_set_level(enum log_level level);
bool log_is_on(enum log_level level);
/* "error", "warning", "info", "debug"; false for any other word. */
bool log_level_parse(const char *word, enum log_level *level_out);

__attribute__((format(printf, 2, 3))) void log_line(enum log_level level, const char *format, ...);
/* An error line "what: strerror(errno)". */
void log_errno(const char *what);

#endif
