#include "core/quota.h"
#include "support/check.h"

#define HOUR UINT64_C(3600000000)

static struct quota *quota_of(uint64_t actions, uint64_t burst, uint64_t bytes,
			      uint64_t bytes_burst)
{
	struct quota_limits limits = {actions, burst, bytes, bytes_burst};
	struct quota *quota = NULL;

	CHECK_OK(quota_new(&limits, &quota));
	return quota;
}

TEST(QUOTA1_a_key_gets_its_burst_and_not_one_more)
{
	struct quota *quota = quota_of(60, 5, 0, 0);

	for (int i = 0; i < 5; i++)
		CHECK_OK(quota_take(quota, 1, 0, 1000));
	CHECK_RESULT(quota_take(quota, 1, 0, 1000), ERR_QUOTA);
	CHECK_RESULT(quota_take(quota, 1, 0, 1000 + HOUR / 60 - 1000), ERR_QUOTA);
	CHECK_OK(quota_take(quota, 1, 0, 1000 + HOUR / 60 + 1000));
	CHECK_RESULT(quota_take(quota, 1, 0, 1000 + HOUR / 60 + 1000), ERR_QUOTA);
	quota_free(&quota);
}

TEST(QUOTA1_a_long_rest_fills_no_more_than_the_burst)
{
	struct quota *quota = quota_of(60, 5, 100, 300);

	CHECK_OK(quota_take(quota, 1, 0, 1));
	for (int i = 0; i < 5; i++)
		CHECK_OK(quota_take(quota, 1, 60, 1 + 1000 * HOUR));
	CHECK_RESULT(quota_take(quota, 1, 0, 1 + 1000 * HOUR), ERR_QUOTA);
	CHECK_RESULT(quota_take(quota, 1, 301, 1 + 2000 * HOUR), ERR_QUOTA);
	quota_free(&quota);
}

TEST(QUOTA1_all_at_once_is_given_whole_or_not_at_all)
{
	struct quota *quota = quota_of(60, 5, 100, 300);

	CHECK_OK(quota_take_all(quota, 1, 3, 100, 1));
	CHECK_RESULT(quota_take_all(quota, 1, 3, 100, 1), ERR_QUOTA);
	CHECK_RESULT(quota_take_all(quota, 1, 2, 201, 1), ERR_QUOTA);
	CHECK_OK(quota_take_all(quota, 1, 2, 200, 1));
	CHECK_RESULT(quota_take(quota, 1, 0, 1), ERR_QUOTA);
	quota_free(&quota);
}

TEST(QUOTA1_a_full_bucket_gives_more_than_the_burst_and_is_owed_it)
{
	struct quota *quota = quota_of(60, 5, 0, 0);

	CHECK_RESULT(quota_take_all(quota, 1, 5, 0, 1), OK);
	CHECK_RESULT(quota_take_all(quota, 1, 8, 0, 1 + HOUR / 60 * 5 - 10), ERR_QUOTA);
	CHECK_OK(quota_take_all(quota, 1, 8, 0, 1 + HOUR / 60 * 5 + 10));
	/* Three are owed: nothing before they and one more have flowed in. */
	CHECK_RESULT(quota_take(quota, 1, 0, HOUR / 60 * 9 - 10), ERR_QUOTA);
	CHECK_OK(quota_take(quota, 1, 0, HOUR / 60 * 9 + 20));
	CHECK_RESULT(quota_take(quota, 1, 0, HOUR / 60 * 9 + 20), ERR_QUOTA);
	quota_free(&quota);
	quota = quota_of(60, 100, 100, 300);
	CHECK_OK(quota_take_all(quota, 1, 1, 1000, 1));
	CHECK_RESULT(quota_take_all(quota, 1, 1, 1, 1 + 7 * HOUR - HOUR / 10), ERR_QUOTA);
	CHECK_OK(quota_take_all(quota, 1, 1, 1, 1 + 7 * HOUR + HOUR / 10));
	quota_free(&quota);
	quota = quota_of(0, 0, 0, 0);
	CHECK_OK(quota_take_all(quota, 1, 1000, UINT64_MAX, 1));
	quota_free(&quota);
}

/* Callers read the clock, then wait for each other. */
TEST(QUOTA1_time_that_falls_fills_nothing)
{
	struct quota *quota = quota_of(60, 5, 100, 300);

	for (uint64_t i = 0; i < 5; i++)
		CHECK_OK(quota_take(quota, 1, 0, 1000000 - i));
	CHECK_RESULT(quota_take(quota, 1, 0, 1), ERR_QUOTA);
	CHECK_RESULT(quota_take(quota, 1, 0, 0), ERR_QUOTA);
	quota_free(&quota);
}

TEST(QUOTA1_bytes_count_beside_actions)
{
	struct quota *quota = quota_of(1000, 1000, 100, 300);

	CHECK_RESULT(quota_take(quota, 1, 301, 1), ERR_QUOTA);
	CHECK_OK(quota_take(quota, 1, 300, 1));
	CHECK_RESULT(quota_take(quota, 1, 1, 1), ERR_QUOTA);
	CHECK_OK(quota_take(quota, 1, 99, 1 + HOUR));
	quota_free(&quota);
}

TEST(QUOTA2_one_key_takes_nothing_from_another)
{
	struct quota *quota = quota_of(1, 1, 0, 0);

	for (uint64_t key = 0; key < 500; key++)
		CHECK_OK(quota_take(quota, key, 0, 1));
	for (uint64_t key = 0; key < 500; key++)
		CHECK_RESULT(quota_take(quota, key, 0, 1), ERR_QUOTA);
	quota_free(&quota);
}

TEST(QUOTA3_more_keys_than_places_never_fail)
{
	struct quota *quota = quota_of(1, 1, 0, 0);

	for (uint64_t key = 0; key < 10 * QUOTA_MAX_KEYS; key++)
		CHECK_OK(quota_take(quota, key, 0, key + 1));
	quota_free(&quota);
}

TEST(QUOTA_no_rate_is_no_limit)
{
	struct quota *quota = quota_of(0, 0, 0, 0);

	for (int i = 0; i < 10000; i++)
		CHECK_OK(quota_take(quota, 1, 1u << 30, 1));
	quota_free(&quota);
}

RUN_TESTS(T(QUOTA1_a_key_gets_its_burst_and_not_one_more),
	  T(QUOTA1_all_at_once_is_given_whole_or_not_at_all),
	  T(QUOTA1_a_full_bucket_gives_more_than_the_burst_and_is_owed_it),
	  T(QUOTA1_a_long_rest_fills_no_more_than_the_burst),
	  T(QUOTA1_time_that_falls_fills_nothing), T(QUOTA1_bytes_count_beside_actions),
	  T(QUOTA2_one_key_takes_nothing_from_another), T(QUOTA3_more_keys_than_places_never_fail),
	  T(QUOTA_no_rate_is_no_limit))
