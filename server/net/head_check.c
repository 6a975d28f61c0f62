#include "net/head_check.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* More digits than any length we accept; no overflow before the limit is seen. */
#define MAX_LENGTH_DIGITS 15u

const char *head_field(const struct request_head *head, const char *name)
{
	for (size_t i = 0; i < head->field_count; i++) {
		if (strcasecmp(head->fields[i].name, name) == 0)
			return head->fields[i].value;
	}
	return NULL;
}

static unsigned count_fields(const struct request_head *head, const char *name)
{
	unsigned count = 0;

	for (size_t i = 0; i < head->field_count; i++)
		count += strcasecmp(head->fields[i].name, name) == 0;
	return count;
}

static bool parse_length(const char *text, uint64_t *size_out)
{
	uint64_t size = 0;
	size_t digits = 0;

	for (; isdigit((unsigned char)text[digits]); digits++) {
		if (digits == MAX_LENGTH_DIGITS)
			return false;
		size = size * 10 + (uint64_t)(text[digits] - '0');
	}
	if (digits == 0 || text[digits] != '\0')
		return false;
	*size_out = size;
	return true;
}

/* "." and "..", plain or with %2e. */
static bool is_dot_segment(const char *at, size_t size)
{
	unsigned dots = 0;

	while (size > 0) {
		size_t step = at[0] == '.' ? 1 : 3;

		if (step == 3 && (size < 3 || strncasecmp(at, "%2e", 3) != 0))
			return false;
		dots++;
		at += step;
		size -= step;
	}
	return dots == 1 || dots == 2;
}

static bool is_target_good(const char *target)
{
	const char *at = target;

	if (target[0] != '/' || strstr(target, "%00") != NULL || strchr(target, '\\') != NULL ||
	    strstr(target, "//") != NULL)
		return false;
	while (*at == '/') {
		size_t size = strcspn(++at, "/");

		if (is_dot_segment(at, size))
			return false;
		at += size;
	}
	return true;
}

static bool is_host_good(const struct request_head *head)
{
	const char *host = head_field(head, "Host");

	return host != NULL && count_fields(head, "Host") == 1 && host[0] != '\0' &&
	       strpbrk(host, " \t,/@") == NULL;
}

enum result head_check(const struct request_head *head, uint64_t *body_size_out)
{
	unsigned lengths = count_fields(head, "Content-Length");
	bool is_post = strcmp(head->method, "POST") == 0;
	uint64_t size = 0;

	if (!is_target_good(head->target) || !is_host_good(head))
		return ERR_MALFORMED;
	if (head->query != NULL && strstr(head->query, "%00") != NULL)
		return ERR_MALFORMED;
	if (count_fields(head, "Transfer-Encoding") != 0 || lengths > 1)
		return ERR_MALFORMED;
	if (lengths == 1 && !parse_length(head_field(head, "Content-Length"), &size))
		return ERR_MALFORMED;
	if ((is_post && lengths == 0) || (!is_post && size > 0))
		return ERR_MALFORMED;
	*body_size_out = size;
	return OK;
}

bool head_is_same_origin(const struct request_head *head)
{
	const char *origin = head_field(head, "Origin"), *host = head_field(head, "Host");
	const char *site = head_field(head, "Sec-Fetch-Site");

	if (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
		return false;
	if (origin == NULL)
		return true;
	/* The proxy ends TLS: the scheme tells nothing here. */
	if (strncmp(origin, "https://", 8) == 0)
		origin += 8;
	else if (strncmp(origin, "http://", 7) == 0)
		origin += 7;
	else
		return false;
	return host != NULL && strcasecmp(origin, host) == 0;
}
