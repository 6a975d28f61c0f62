/* Lists that copies share. */
#include "base/shared_list.h"

#include "support/check.h"

#define MANY 3000u

static void fill(struct shared_list *list, uint32_t count)
{
	shared_list_init(list, sizeof(uint32_t) * 8);
	for (uint32_t i = 0; i < count; i++)
		*(uint32_t *)shared_list_push(list) = i;
}

static uint32_t value(const struct shared_list *list, size_t index)
{
	return *(const uint32_t *)shared_list_at(list, index);
}

TEST(SHARE1_a_change_is_seen_by_nobody_else)
{
	struct shared_list list, copy, other;

	fill(&list, MANY);
	shared_list_copy(&list, &copy);
	shared_list_copy(&copy, &other);
	for (uint32_t i = 0; i < MANY; i += 7)
		*(uint32_t *)shared_list_change(&copy, i) = 1000000;
	for (uint32_t i = 0; i < MANY; i++) {
		CHECK_EQUAL(value(&list, i), i);
		CHECK_EQUAL(value(&other, i), i);
		CHECK_EQUAL(value(&copy, i), i % 7 == 0 ? 1000000 : i);
	}
	shared_list_deinit(&list);
	shared_list_deinit(&other);
	shared_list_deinit(&copy);
}

TEST(SHARE1_two_copies_that_grow_do_not_meet)
{
	struct shared_list list, copy;

	fill(&list, 5);
	shared_list_copy(&list, &copy);
	for (uint32_t i = 0; i < MANY; i++) {
		*(uint32_t *)shared_list_push(&list) = 1;
		*(uint32_t *)shared_list_push(&copy) = 2;
	}
	CHECK_EQUAL(list.count, MANY + 5);
	CHECK_EQUAL(value(&list, MANY + 4), 1);
	CHECK_EQUAL(value(&copy, MANY + 4), 2);
	CHECK_EQUAL(value(&copy, 4), 4);
	shared_list_deinit(&list);
	shared_list_deinit(&copy);
}

TEST(SHARE1_what_was_cut_off_stays_with_the_others)
{
	struct shared_list list, copy;

	fill(&list, MANY);
	shared_list_copy(&list, &copy);
	shared_list_truncate(&copy, 10);
	*(uint32_t *)shared_list_push(&copy) = 77;
	CHECK_EQUAL(value(&list, 10), 10);
	CHECK_EQUAL(value(&copy, 10), 77);
	/* A new item is zeroed, whatever stood there. */
	CHECK_EQUAL(((const uint32_t *)shared_list_at(&copy, 10))[1], 0);
	shared_list_deinit(&list);
	CHECK_EQUAL(value(&copy, 9), 9);
	shared_list_deinit(&copy);
}

RUN_TESTS(T(SHARE1_a_change_is_seen_by_nobody_else), T(SHARE1_two_copies_that_grow_do_not_meet),
	  T(SHARE1_what_was_cut_off_stays_with_the_others))
