/* What the operator says of the service, for the people who use it: whom to turn to, and about
 * what. The app shows it, and says plainly what was left out.
 *
 * Each is one line of UTF-8 without control characters, empty where nobody filled it in. A line of
 * the INI file has room for 199 bytes, key included. Knows nothing of who asks. */
#ifndef BASE_ABOUT_H
#define BASE_ABOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"

#define ABOUT_MAX_NAME 100u
#define ABOUT_MAX_LINE 150u
#define ABOUT_MAX_PHONE 30u
#define ABOUT_DATE_SIZE 10u /* YYYY-MM-DD */
#define ABOUT_MAX_BACKUP_DAYS 3650u

struct about {
	char operator[ABOUT_MAX_NAME + 1];
	char contact_email[ABOUT_MAX_NAME + 1];
	char contact_phone[ABOUT_MAX_PHONE + 1];
	char contact_address[ABOUT_MAX_LINE + 1];
	char privacy_contact[ABOUT_MAX_LINE + 1];
	char privacy_page[ABOUT_MAX_LINE + 1];
	char accessibility_page[ABOUT_MAX_LINE + 1];
	char accessibility_date[ABOUT_DATE_SIZE + 1];
	uint32_t backup_days; /* how long a backup copy is kept; 0: not said */
};

/* One "key" "value". Expected failures: ERR_NOT_FOUND (no such key), ERR_MALFORMED (the value). */
MUST_CHECK enum result about_set(struct about *about, const char *key, const char *value);

/* In the order of the struct: "key" and its line; false after the last. */
bool about_text(const struct about *about, size_t at, const char **key_out, const char **text_out);

#endif
