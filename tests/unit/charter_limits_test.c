/* The charter's pools at n - 1, n and n + 1. Statements are built as decoded, so
 * that a thousand of them take no time; proto/vectors has the rules themselves. */
#include "support/charter_world.h"
#include "support/check.h"

/* Every party consents to the proposal made last, and it is enacted. */
static enum result admit_last(struct world *world)
{
	uint32_t count = charter_party_count(world->charter);

	for (uint32_t device = 1; device <= count; device++)
		CHECK_OK(world_consent(world, device));
	return world_enact(world, NULL, 0);
}

TEST(CHARTER18_devices_and_live_invitations_are_at_most_1024)
{
	struct device_keys keys;
	struct world world;

	world_found(&world, 1, 1);
	for (uint32_t holders = 1; holders < CHARTER_MAX_DEVICES; holders++)
		CHECK_OK(world_invite(&world, 1, 1, &keys));
	CHECK_RESULT(world_invite(&world, 1, 1, &keys), ERR_LIMIT);
	world_close(&world);
}

TEST(CHARTER18_recoveries_are_counted_in_the_same_pool)
{
	struct device_keys keys, recovery, other;
	struct world world;

	world_found(&world, 2, 1);
	for (uint32_t holders = 2; holders < CHARTER_MAX_DEVICES - 2; holders++)
		CHECK_OK(world_invite(&world, 1, 1, &keys));
	CHECK_OK(world_set_recovery(&world, 1, NULL, &recovery));
	CHECK_OK(world_set_recovery(&world, 2, NULL, &other));
	CHECK_RESULT(world_invite(&world, 1, 1, &keys), ERR_LIMIT);
	/* One that takes another's place needs none of its own. */
	CHECK_OK(world_set_recovery(&world, 2, other.sign_key, &other));
	CHECK_RESULT(world_recover(&world, &recovery), ERR_LIMIT);
	world_close(&world);
}

TEST(CHARTER18_a_first_recovery_needs_a_place)
{
	struct device_keys keys;
	struct world world;

	world_found(&world, 2, 1);
	for (uint32_t holders = 2; holders < CHARTER_MAX_DEVICES - 1; holders++)
		CHECK_OK(world_invite(&world, 1, 1, &keys));
	CHECK_OK(world_set_recovery(&world, 1, NULL, &keys));
	CHECK_RESULT(world_set_recovery(&world, 2, NULL, &keys), ERR_LIMIT);
	world_close(&world);
}

TEST(CHARTER29_a_recovered_device_takes_one_of_the_partys_1000_numbers)
{
	struct device_keys recovery;
	struct world world;

	world_found(&world, 1, 1);
	CHECK_OK(world_set_recovery(&world, 1, NULL, &recovery));
	for (uint32_t devices = 1; devices < CHARTER_MAX_DEVICES_PER_PARTY; devices++)
		CHECK_OK(world_recover(&world, &recovery));
	CHECK_EQUAL(charter_device_count(world.charter), CHARTER_MAX_DEVICES_PER_PARTY);
	CHECK_RESULT(world_recover(&world, &recovery), ERR_LIMIT);
	world_close(&world);
}

TEST(CHARTER15_a_replacement_keeps_64_parties)
{
	const uint32_t second[] = {2};
	struct world world;

	world_found(&world, 8, 1);
	while (charter_party_count(world.charter) < CHARTER_MAX_PARTIES) {
		CHECK_OK(world_propose_entrance(&world, 1, 0));
		CHECK_OK(admit_last(&world));
	}
	CHECK_OK(world_propose_entrance(&world, 1, 2));
	for (uint32_t device = 1; device <= CHARTER_MAX_PARTIES; device++) {
		if (device != 2)
			CHECK_OK(world_consent(&world, device));
	}
	world.time += CHARTER_REPLACEMENT_NOTICE_DAYS * WORLD_DAY;
	CHECK_OK(world_enact(&world, second, 1));
	CHECK_EQUAL(charter_party_count(world.charter), CHARTER_MAX_PARTIES + 1);
	world_close(&world);
}

TEST(CHARTER18_an_invitation_that_is_over_leaves_its_place)
{
	struct device_keys keys;
	struct world world;

	world_found(&world, 1, 1);
	for (uint32_t holders = 1; holders < CHARTER_MAX_DEVICES; holders++)
		CHECK_OK(world_invite(&world, 1, 1, &keys));
	world.time += CHARTER_INVITATION_SECONDS;
	CHECK_OK(world_invite(&world, 1, 1, &keys));
	world_close(&world);
}

TEST(CHARTER18_a_party_is_given_at_most_1000_device_numbers)
{
	struct device_keys keys;
	struct world world;

	world_found(&world, 1, 1);
	for (uint32_t devices = 1; devices < CHARTER_MAX_DEVICES_PER_PARTY; devices++) {
		CHECK_OK(world_invite(&world, 1, 1, &keys));
		CHECK_OK(world_join(&world, &keys));
	}
	CHECK_EQUAL(charter_device_count(world.charter), CHARTER_MAX_DEVICES_PER_PARTY);
	CHECK_OK(world_invite(&world, 1, 1, &keys));
	CHECK_RESULT(world_join(&world, &keys), ERR_LIMIT);
	world_close(&world);
}

TEST(CHARTER15_a_space_has_at_most_64_parties)
{
	struct world world;

	world_found(&world, 8, 1);
	while (charter_party_count(world.charter) < CHARTER_MAX_PARTIES) {
		CHECK_OK(world_propose_entrance(&world, 1, 0));
		CHECK_OK(admit_last(&world));
	}
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	CHECK_RESULT(admit_last(&world), ERR_LIMIT);
	world_close(&world);
}

TEST(CHARTER10_a_space_has_at_most_32_open_proposals)
{
	struct world world;

	world_found(&world, 8, 1);
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	CHECK_OK(admit_last(&world));
	for (uint32_t i = 0; i < CHARTER_MAX_OPEN_PROPOSALS; i++)
		CHECK_OK(world_propose_entrance(&world,
						1 + i / CHARTER_MAX_OPEN_PROPOSALS_PER_PARTY, 0));
	CHECK_RESULT(world_propose_entrance(&world, 9, 0), ERR_LIMIT);
	world_close(&world);
}

TEST(PURE2_a_copy_goes_on_as_the_original_would)
{
	struct charter *copy = NULL;
	struct world world;

	world_found(&world, 3, 1);
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	CHECK_OK(charter_clone(world.charter, &copy));
	CHECK_OK(world_propose_entrance(&world, 2, 0));
	CHECK_EQUAL(charter_size(copy) + 2, charter_size(world.charter));
	charter_free(&world.charter);
	world.charter = copy;
	world.counters[2] = 0;
	CHECK_OK(world_propose_entrance(&world, 2, 0));
	world_close(&world);
}

RUN_TESTS(T(CHARTER18_devices_and_live_invitations_are_at_most_1024),
	  T(CHARTER18_recoveries_are_counted_in_the_same_pool),
	  T(CHARTER18_a_first_recovery_needs_a_place),
	  T(CHARTER29_a_recovered_device_takes_one_of_the_partys_1000_numbers),
	  T(CHARTER15_a_replacement_keeps_64_parties),
	  T(CHARTER18_an_invitation_that_is_over_leaves_its_place),
	  T(CHARTER18_a_party_is_given_at_most_1000_device_numbers),
	  T(CHARTER15_a_space_has_at_most_64_parties),
	  T(CHARTER10_a_space_has_at_most_32_open_proposals),
	  T(PURE2_a_copy_goes_on_as_the_original_would))
