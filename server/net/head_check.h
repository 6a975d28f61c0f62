/* What must be right about the head of a request before anybody acts on it.
 *
 * Pure: a list of names and values. The rules are those against two readers of
 * one request disagreeing about where it ends or whom it is for. */
#ifndef NET_HEAD_CHECK_H
#define NET_HEAD_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"

struct head_field {
	const char *name;
	const char *value;
};

struct request_head {
	const char *method;
	const char *target;              /* path, as it came, without query */
	const char *query;               /* NULL: none */
	const struct head_field *fields; /* borrowed, as everything here */
	size_t field_count;
};

/* NULL where there is none; the first of several. */
const char *head_field(const struct request_head *head, const char *name);
/* OK or ERR_MALFORMED: Transfer-Encoding at all, Content-Length twice or not a
 * number, Host other than exactly one, %00 or a dot segment in the target, a
 * target that is no path, a POST without a length, a body elsewhere. */
MUST_CHECK enum result head_check(const struct request_head *head, uint64_t *body_size_out);
/* HTTP4. True for requests that no foreign page can have made. */
bool head_is_same_origin(const struct request_head *head);

#endif
