/* What the operator says of the service: what may stand there, and how it is told (SYNC18). */
#include <string.h>

#include "base/about.h"
#include "support/check.h"
#include "support/fixture.h"

/* So many letters, after what the form needs. */
static enum result set_sized(const char *key, const char *start, size_t size)
{
	static struct about about;
	char value[ABOUT_MAX_LINE + 8];

	memset(value, '1', sizeof(value));
	memcpy(value, start, strlen(start));
	value[size] = '\0';
	return about_set(&about, key, value);
}

TEST(ABOUT_every_line_has_its_limit)
{
	static const struct {
		const char *key, *start;
		size_t max;
	} lines[] = {
		{"operator", "N", ABOUT_MAX_NAME},
		{"contact_email", "a@b.no", ABOUT_MAX_NAME},
		{"contact_phone", "+47", ABOUT_MAX_PHONE},
		{"contact_address", "S", ABOUT_MAX_LINE},
		{"privacy_contact", "P", ABOUT_MAX_LINE},
		{"privacy_page", "https://a", ABOUT_MAX_LINE},
		{"accessibility_page", "https://a", ABOUT_MAX_LINE},
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		CHECK_OK(set_sized(lines[i].key, lines[i].start, lines[i].max - 1));
		CHECK_OK(set_sized(lines[i].key, lines[i].start, lines[i].max));
		CHECK_RESULT(set_sized(lines[i].key, lines[i].start, lines[i].max + 1),
			     ERR_MALFORMED);
		CHECK_OK(set_sized(lines[i].key, "", 0));
	}
}

TEST(ABOUT_what_is_no_such_thing_is_refused)
{
	static const char *const wrong[][2] = {
		{"operator", "Nes\x01set"},
		{"operator", "Nes\x7fset"},
		{"operator", "Nes\xc2\x85set"},
		{"operator", "Nes\xc3"},
		{"operator", "Nes\xff"},
		{"operator", "Nes\xc0\xafset"},
		{"operator", "Nes\xed\xa0\x80"},
		{"contact_email", "post"},
		{"contact_email", "@nesset"},
		{"contact_email", "post@"},
		{"contact_email", "a@b@c"},
		{"contact_email", "Per <a@b>"},
		{"contact_phone", "ring"},
		{"contact_phone", "+"},
		{"privacy_page", "javascript:alert(1)"},
		{"privacy_page", "https://"},
		{"privacy_page", "nesset.no"},
		{"accessibility_page", "https://a b"},
		{"accessibility_page", "https://a\"b"},
		{"accessibility_date", "2026-13-01"},
		{"accessibility_date", "2026-02-30"},
		{"accessibility_date", "2026-1-1"},
		{"accessibility_date", "1. mai 2026"},
		{"accessibility_date", "2026-05-011"},
	};
	struct about about = {0};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		CHECK_RESULT(about_set(&about, wrong[i][0], wrong[i][1]), ERR_MALFORMED);
	CHECK_RESULT(about_set(&about, "operatør", "Nesset"), ERR_NOT_FOUND);
	CHECK_OK(about_set(&about, "operator", "Nesset kommune, \xc3\x86 \xf0\x9f\x8c\xbf"));
	CHECK_OK(about_set(&about, "accessibility_date", "2028-02-29"));
	CHECK_OK(about_set(&about, "operator", "N"));
	CHECK_TEXT(about.operator, "N");
}

TEST(ABOUT_days_of_a_backup_have_their_limit)
{
	struct config config;

	config_init(&config);
	CHECK_OK(config_set(&config, "backup_days", "3649"));
	CHECK_OK(config_set(&config, "backup_days", "3650"));
	CHECK_RESULT(config_set(&config, "backup_days", "3651"), ERR_MALFORMED);
	CHECK_RESULT(config_set(&config, "backup_days", "-1"), ERR_MALFORMED);
	CHECK_EQUAL(config.about.backup_days, 3650);
}

static struct fixture fixture;

static void check_answer(const char *expected)
{
	struct buffer out;

	buffer_init_growing(&out, 1u << 14);
	CHECK_OK(fixture_get(&fixture, "/v1/about", &out));
	buffer_append_u8(&out, 0);
	CHECK_TEXT((const char *)buffer_bytes(&out).data, expected);
	buffer_deinit(&out);
}

TEST(SYNC18_it_is_told_as_json_whatever_was_filled_in)
{
	fixture_open(&fixture);
	check_answer(
		"{\"operator\":\"\",\"contact_email\":\"\",\"contact_phone\":\"\","
		"\"contact_address\":\"\",\"privacy_contact\":\"\",\"privacy_page\":\"\","
		"\"accessibility_page\":\"\",\"accessibility_date\":\"\",\"backup_days\":0}\n");
	CHECK_OK(config_set(&fixture.config, "operator", "Nes \"\\set"));
	CHECK_OK(config_set(&fixture.config, "backup_days", "30"));
	check_answer(
		"{\"operator\":\"Nes \\\"\\\\set\",\"contact_email\":\"\",\"contact_phone\":\"\","
		"\"contact_address\":\"\",\"privacy_contact\":\"\",\"privacy_page\":\"\","
		"\"accessibility_page\":\"\",\"accessibility_date\":\"\",\"backup_days\":30}\n");
	fixture_close(&fixture);
}

RUN_TESTS(T(ABOUT_every_line_has_its_limit), T(ABOUT_what_is_no_such_thing_is_refused),
	  T(ABOUT_days_of_a_backup_have_their_limit),
	  T(SYNC18_it_is_told_as_json_whatever_was_filled_in))
