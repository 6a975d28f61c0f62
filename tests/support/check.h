/* TEST() and CHECK…(): cmocka, with titles that are rules and messages that name
 * what was compared. */
#ifndef SUPPORT_CHECK_H
#define SUPPORT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/result.h"

#define TEST(name) static void name(void **cmocka_state __attribute__((unused)))
#define RUN_TESTS(...)                                            \
	int main(void)                                            \
	{                                                         \
		const struct CMUnitTest tests[] = {__VA_ARGS__};  \
		return cmocka_run_group_tests(tests, NULL, NULL); \
	}
#define T(name) cmocka_unit_test(name)

#define CHECK(condition) assert_true(condition)
#define CHECK_EQUAL(actual, expected) assert_int_equal((actual), (expected))
#define CHECK_RESULT(actual, expected) \
	assert_string_equal(result_name(actual), result_name(expected))
#define CHECK_OK(actual) CHECK_RESULT(actual, OK)
#define CHECK_BYTES(actual, expected, size) assert_memory_equal((actual), (expected), (size))
#define CHECK_TEXT(actual, expected) assert_string_equal((actual), (expected))

#endif
