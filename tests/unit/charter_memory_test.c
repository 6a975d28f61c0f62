/* PURE1 where memory runs out: each allocation of a plan's life fails once, the entry is refused,
 * the charter stays as it was, and takes the same entry afterwards. */
#include "support/charter_world.h"
#include "support/check.h"

/* The linker sends the library's calls here (CMakeLists.txt). */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

#define NEVER (-1)
#define MANY 17u /* past two sizes of a list */

static int until_failure = NEVER;
static int failures_left;

static bool is_to_fail(void)
{
	if (until_failure == NEVER || until_failure-- > 0)
		return false;
	until_failure = --failures_left > 0 ? 0 : NEVER;
	return true;
}

static void fail_at(int number, int times)
{
	until_failure = number;
	failures_left = times;
}

void *__wrap_malloc(size_t size)
{
	return is_to_fail() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return is_to_fail() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
	return is_to_fail() ? NULL : __real_realloc(memory, size);
}

/* All who are there agree to each of so many newcomers. */
static void admit(struct world *world, uint32_t count)
{
	uint32_t voters[3 + MANY] = {1, 2, 3};

	for (uint32_t i = 0; i < count; i++) {
		CHECK_OK(world_propose_entrance(world, 1, 0));
		for (uint32_t voter = 0; voter < 3 + i; voter++)
			CHECK_OK(world_consent(world, voters[voter]));
		CHECK_OK(world_enact(world, NULL, 0));
		voters[3 + i] = charter_device_count(world->charter);
	}
}

/* Every list grows more than once. */
static void live(struct world *world)
{
	struct device_keys recovery, keys;
	uint8_t said[HASH_SIZE];

	CHECK_OK(world_rekey(world, 1));
	for (uint32_t i = 0; i < MANY; i++) {
		world->time += 2 * CHARTER_REKEY_SECONDS;
		CHECK_OK(world_rekey(world, 1));
		CHECK_OK(world_invite_further(world, 1, &keys));
		CHECK_OK(world_join(world, &keys));
		CHECK_OK(world_confirm(world, 2, world_bring(world, 2)));
		CHECK_OK(
			world_set_recovery(world, 3, i == 0 ? NULL : recovery.sign_key, &recovery));
	}
	for (uint32_t i = 0; i < MANY; i++)
		CHECK_OK(world_recover(world, &recovery));
	world->time += CHARTER_TRIAL_SECONDS;
	for (uint32_t i = 0; i < MANY; i++) {
		CHECK_OK(world_propose(world, 2, (struct propose){.act = ACT_CLOSE}));
		CHECK_OK(world_consent(world, 1));
		CHECK_OK(world_object(world, 1));
		/* Once it is a consent that finds the list full, then an objection. */
		if (i != MANY / 2)
			CHECK_OK(world_object(world, 3));
		memcpy(said, world->proposal, HASH_SIZE);
		CHECK_OK(world_withdraw(world, 2, said));
	}
}

static void found_three(struct world *world)
{
	world_found(world, 3, 1);
}

/* Whether the allocation of that number came up at all. */
static bool does_fail(int number, int times)
{
	struct world world;
	uint32_t failures;

	found_three(&world);
	fail_at(number, times);
	live(&world);
	admit(&world, MANY);
	failures = world.no_memory_count;
	until_failure = NEVER;
	CHECK(failures <= (uint32_t)times);
	world_close(&world);
	return failures > 0;
}

TEST(PURE1_an_entry_for_which_there_is_no_memory_changes_nothing)
{
	/* What fails twice is not made good within the entry. */
	for (int times = 1; times <= 2; times++) {
		int number = 0;

		while (does_fail(number, times))
			number++;
		CHECK(number > 20);
	}
}

TEST(PURE1_a_genesis_for_which_there_is_no_memory_changes_nothing)
{
	/* 0 would be the charter itself. */
	for (int number = 1; number < 5; number++) {
		struct world world;

		fail_at(number, 1);
		found_three(&world);
		until_failure = NEVER;
		CHECK_EQUAL(world.no_memory_count, 1);
		world_close(&world);
	}
}

TEST(a_charter_or_its_clone_for_which_there_is_no_memory_is_not_there)
{
	struct charter *none = NULL, *clone = NULL;
	struct world world;
	enum result result;
	int number = 0;

	fail_at(0, 1);
	CHECK_RESULT(charter_new(&none), ERR_NO_MEMORY);
	found_three(&world);
	do {
		fail_at(number++, 1);
		result = charter_clone(world.charter, &clone);
		until_failure = NEVER;
		CHECK(result == OK || (result == ERR_NO_MEMORY && clone == NULL));
	} while (result != OK);
	CHECK_EQUAL(number, 2); /* the charter alone: its lists are shared */
	charter_free(&clone);
	charter_free(&none);
	charter_free(NULL);
	world_close(&world);
}

RUN_TESTS(T(PURE1_an_entry_for_which_there_is_no_memory_changes_nothing),
	  T(PURE1_a_genesis_for_which_there_is_no_memory_changes_nothing),
	  T(a_charter_or_its_clone_for_which_there_is_no_memory_is_not_there))
