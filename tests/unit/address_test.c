#include "net/address.h"
#include "support/check.h"

static const char *forwarded_by(const char *first, const char *second)
{
	const struct head_field fields[] = {
		{"x-forwarded-for", first}, {"Host", "a"}, {"X-Forwarded-For", second}};
	const struct request_head head = {"GET", "/", NULL, fields, second == NULL ? 2 : 3};

	return address_forwarded(&head);
}

TEST(ADDRESS_what_the_nearest_proxy_wrote_counts)
{
	const struct request_head none = {"GET", "/", NULL, NULL, 0};

	CHECK(strcmp(forwarded_by("10.0.0.1", NULL), "10.0.0.1") == 0);
	CHECK(strcmp(forwarded_by("9.9.9.9,8.8.8.8, 10.0.0.1", NULL), "10.0.0.1") == 0);
	/* A proxy that adds a line of its own leaves the client's before it. */
	CHECK(strcmp(forwarded_by("9.9.9.9", "10.0.0.1"), "10.0.0.1") == 0);
	CHECK(strcmp(forwarded_by("", NULL), "") == 0);
	CHECK(strcmp(forwarded_by("9.9.9.9,", NULL), "") == 0);
	CHECK(address_forwarded(&none) == NULL);
}

TEST(ADDRESS_a_network_of_one_household_is_one_key)
{
	CHECK_EQUAL(address_key("2001:db8:1:2::1"), address_key("2001:DB8:1:2:ffff:0:0:9"));
	CHECK(address_key("2001:db8:1:2::1") != address_key("2001:db8:1:3::1"));
	CHECK_EQUAL(address_key("::ffff:10.0.0.1"), address_key("10.0.0.1"));
	CHECK(address_key("::ffff:10.0.0.1") != address_key("::ffff:10.0.0.2"));
	CHECK(address_key("10.0.0.1") != address_key("10.0.0.2"));
}

TEST(ADDRESS_any_text_has_a_key_and_none_is_0)
{
	char long_text[200];

	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	CHECK(address_key(long_text) != 0);
	CHECK(address_key("") != 0);
	CHECK(address_key("unknown") != address_key("_hidden"));
	CHECK_EQUAL(address_key("10.0.0.1 "), address_key("10.0.0.1"));
}

RUN_TESTS(T(ADDRESS_what_the_nearest_proxy_wrote_counts),
	  T(ADDRESS_a_network_of_one_household_is_one_key),
	  T(ADDRESS_any_text_has_a_key_and_none_is_0))
