#include "net/head_check.h"
#include "support/check.h"

static const struct head_field good_host = {"Host", "plan.example:8440"};

/* Checks a POST to /v1/sync with these fields beside a good Host. */
static enum result check(const char *method, const char *target, const struct head_field *fields,
			 size_t count, uint64_t *size_out)
{
	struct head_field all[8] = {good_host};
	struct request_head head = {method, target, NULL, all, count + 1};

	for (size_t i = 0; i < count; i++)
		all[i + 1] = fields[i];
	return head_check(&head, size_out);
}

static enum result check_field(const char *name, const char *value)
{
	struct head_field fields[2] = {{"Content-Length", "5"}, {name, value}};
	uint64_t size;

	return check("POST", "/v1/sync", fields, 2, &size);
}

static enum result check_target(const char *target)
{
	uint64_t size;

	return check("GET", target, NULL, 0, &size);
}

static enum result check_length(const char *length, uint64_t *size_out)
{
	struct head_field field = {"content-length", length};

	return check("POST", "/v1/sync", &field, 1, size_out);
}

TEST(HTTP1_a_post_tells_its_length_once_and_in_digits)
{
	uint64_t size = 0;

	CHECK_OK(check_length("4194304", &size));
	CHECK_EQUAL(size, 4194304);
	CHECK_OK(check_length("999999999999999", &size));
	CHECK_RESULT(check_length("9999999999999999", &size), ERR_MALFORMED);
	CHECK_RESULT(check_length("+5", &size), ERR_MALFORMED);
	CHECK_RESULT(check_length("-5", &size), ERR_MALFORMED);
	CHECK_RESULT(check_length("0x5", &size), ERR_MALFORMED);
	CHECK_RESULT(check_length("5, 5", &size), ERR_MALFORMED);
	CHECK_RESULT(check_length("", &size), ERR_MALFORMED);
	CHECK_RESULT(check("POST", "/v1/sync", NULL, 0, &size), ERR_MALFORMED);
	CHECK_RESULT(check_field("Content-Length", "5"), ERR_MALFORMED);
	CHECK_RESULT(check_field("CONTENT-LENGTH", "6"), ERR_MALFORMED);
}

TEST(HTTP1_a_body_in_chunks_is_refused_with_and_without_a_length)
{
	struct head_field chunked = {"Transfer-Encoding", "chunked"};
	uint64_t size;

	CHECK_RESULT(check_field("Transfer-Encoding", "chunked"), ERR_MALFORMED);
	CHECK_RESULT(check_field("transfer-encoding", "identity"), ERR_MALFORMED);
	CHECK_RESULT(check("POST", "/v1/sync", &chunked, 1, &size), ERR_MALFORMED);
}

TEST(HTTP1_a_body_where_none_belongs_is_refused)
{
	struct head_field field = {"Content-Length", "1"};
	uint64_t size;

	CHECK_RESULT(check("GET", "/", &field, 1, &size), ERR_MALFORMED);
	field.value = "0";
	CHECK_OK(check("GET", "/", &field, 1, &size));
}

TEST(HEAD_exactly_one_host)
{
	struct head_field empty = {"Host", ""};
	struct request_head head = {"GET", "/", NULL, &empty, 1};
	uint64_t size;

	CHECK_RESULT(check_field("Host", "other.example"), ERR_MALFORMED);
	CHECK_RESULT(head_check(&head, &size), ERR_MALFORMED);
	head.field_count = 0;
	CHECK_RESULT(head_check(&head, &size), ERR_MALFORMED);
	empty.value = "a,b";
	head.field_count = 1;
	CHECK_RESULT(head_check(&head, &size), ERR_MALFORMED);
}

TEST(HEAD_targets_with_dot_segments_or_zero_bytes_are_refused)
{
	static const char *const bad[] = {
		"/a/../b",   "/..",    "/.",    "/a/./b", "/%2e%2e/b", "/a/%2E",
		"/a/.%2e/b", "/a%00b", "//a",   "a",      "http://a/", "*",
		"/a\\..\\b", "",       "/a//b", "/%2e/x", "/b/..",     "/b/.%2E",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_RESULT(check_target(bad[i]), ERR_MALFORMED);
	CHECK_OK(check_target("/a/..b"));
	CHECK_OK(check_target("/assets/index-4f.js"));
	CHECK_OK(check_target("/"));
}

TEST(HTTP4_foreign_origins_are_told_apart)
{
	struct head_field fields[2] = {good_host, {"Origin", "https://plan.example:8440"}};
	struct request_head head = {"POST", "/v1/sync", NULL, fields, 2};

	CHECK(head_is_same_origin(&head));
	fields[1].value = "http://plan.example:8440";
	CHECK(head_is_same_origin(&head));
	fields[1].value = "https://evil.example";
	CHECK(!head_is_same_origin(&head));
	fields[1].value = "null";
	CHECK(!head_is_same_origin(&head));
	fields[1] = (struct head_field){"Sec-Fetch-Site", "cross-site"};
	CHECK(!head_is_same_origin(&head));
	fields[1].value = "same-site";
	CHECK(!head_is_same_origin(&head));
	fields[1].value = "same-origin";
	CHECK(head_is_same_origin(&head));
	head.field_count = 1;
	CHECK(head_is_same_origin(&head));
}

RUN_TESTS(T(HTTP1_a_post_tells_its_length_once_and_in_digits),
	  T(HTTP1_a_body_in_chunks_is_refused_with_and_without_a_length),
	  T(HTTP1_a_body_where_none_belongs_is_refused), T(HEAD_exactly_one_host),
	  T(HEAD_targets_with_dot_segments_or_zero_bytes_are_refused),
	  T(HTTP4_foreign_origins_are_told_apart))
