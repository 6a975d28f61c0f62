#include "base/about.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef bool is_form(const char *text);

/* The length of the UTF-8 sequence that begins here; 0: none does. */
static size_t sequence(const uint8_t *at)
{
	size_t size = at[0] < 0x80 ? 1 : at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
	uint32_t value = size == 1 ? at[0] : at[0] & (0x7fu >> size);
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

	if ((at[0] & 0xc0) == 0x80 || at[0] > 0xf4)
		return 0;
	for (size_t i = 1; i < size; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (at[i] & 0x3f);
	}
	return value < least[size] || value > 0x10ffff || value >> 11 == 0x1b ? 0 : size;
}

static bool is_line(const char *text)
{
	const uint8_t *at = (const uint8_t *)text;

	while (*at) {
		size_t size = sequence(at);
		/* Of two bytes, 0xc2 0x80 to 0x9f are control characters as well. */
		bool is_control = at[0] < 0x20 || at[0] == 0x7f || (at[0] == 0xc2 && at[1] < 0xa0);

		if (size == 0 || is_control)
			return false;
		at += size;
	}
	return true;
}

static bool is_email(const char *text)
{
	const char *sign = strchr(text, '@');

	return is_line(text) && sign != NULL && sign != text && sign[1] != '\0' &&
	       strchr(sign + 1, '@') == NULL && strpbrk(text, " <>,\"") == NULL;
}

static bool is_phone(const char *text)
{
	return strspn(text, "+0123456789 ") == strlen(text) && strpbrk(text, "0123456789") != NULL;
}

/* It becomes a link: nothing but a page may be behind it. */
static bool is_page(const char *text)
{
	size_t scheme = strncmp(text, "https://", 8) == 0  ? 8
			: strncmp(text, "http://", 7) == 0 ? 7
							   : 0;

	return scheme > 0 && text[scheme] != '\0' && is_line(text) &&
	       strpbrk(text, " \"<>\\^`{|}") == NULL;
}

static bool is_date(const char *text)
{
	static const unsigned days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	unsigned year, month, day;
	int end = 0;

	if (strlen(text) != ABOUT_DATE_SIZE || strspn(text, "0123456789-") != ABOUT_DATE_SIZE ||
	    sscanf(text, "%4u-%2u-%2u%n", &year, &month, &day, &end) != 3)
		return false;
	return end == ABOUT_DATE_SIZE && year >= 2000 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days[month - 1];
}

static const struct key {
	const char *name;
	size_t offset;
	size_t max;
	is_form *is_form;
} keys[] = {
#define KEY(member, form)                                                                         \
	{                                                                                         \
#member, offsetof(struct about, member), sizeof(((struct about *)0)->member) - 1, \
			form                                                                      \
	}
	KEY(operator, is_line),           KEY(contact_email, is_email),
	KEY(contact_phone, is_phone),     KEY(contact_address, is_line),
	KEY(privacy_contact, is_line),    KEY(privacy_page, is_page),
	KEY(accessibility_page, is_page), KEY(accessibility_date, is_date),
};

enum result about_set(struct about *about, const char *key, const char *value)
{
	size_t at = 0, size = strlen(value);
	const size_t count = sizeof(keys) / sizeof(keys[0]);

	while (at < count && strcmp(keys[at].name, key) != 0)
		at++;
	if (at == count)
		return ERR_NOT_FOUND;
	if (size > keys[at].max || (size > 0 && !keys[at].is_form(value)))
		return ERR_MALFORMED;
	memset((char *)about + keys[at].offset, 0, keys[at].max + 1);
	memcpy((char *)about + keys[at].offset, value, size);
	return OK;
}

bool about_text(const struct about *about, size_t at, const char **key_out, const char **text_out)
{
	if (at >= sizeof(keys) / sizeof(keys[0]))
		return false;
	*key_out = keys[at].name;
	*text_out = (const char *)about + keys[at].offset;
	return true;
}
