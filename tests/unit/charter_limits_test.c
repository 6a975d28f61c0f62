/* The charter's pools at n - 1, n and n + 1. Statements are built as decoded, so
 * that a thousand of them take no time; proto/vectors has the rules themselves. */
#include <string.h>

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

TEST(CHARTER15_an_admitted_partys_device_needs_a_place)
{
	struct device_keys keys;
	struct world world;

	world_found(&world, 1, 1);
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	for (uint32_t holders = 1; holders < CHARTER_MAX_DEVICES; holders++)
		CHECK_OK(world_invite(&world, 1, 1, &keys));
	CHECK_RESULT(admit_last(&world), ERR_LIMIT);
	world.time += CHARTER_INVITATION_SECONDS;
	CHECK_OK(world_enact(&world, NULL, 0));
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
	struct device_keys recovery, keys;
	struct world world;

	world_found(&world, 1, 1);
	CHECK_OK(world_set_recovery(&world, 1, NULL, &recovery));
	for (uint32_t devices = 1; devices < CHARTER_MAX_DEVICES_PER_PARTY - 1; devices++) {
		CHECK_OK(world_invite(&world, 1, 1, &keys));
		CHECK_OK(world_join(&world, &keys));
	}
	CHECK_OK(world_recover(&world, &recovery));
	CHECK_EQUAL(charter_device_count(world.charter), CHARTER_MAX_DEVICES_PER_PARTY);
	CHECK_RESULT(world_recover(&world, &recovery), ERR_LIMIT);
	world_close(&world);
}

TEST(CHARTER18_CHARTER29_a_persons_words_give_it_at_most_64_device_numbers)
{
	struct device_keys recovery, other;
	struct world world;

	world_found(&world, 2, 1);
	CHECK_OK(world_set_recovery(&world, 1, NULL, &recovery));
	CHECK_OK(world_set_recovery(&world, 2, NULL, &other));
	for (uint32_t devices = 1; devices < 64; devices++)
		CHECK_OK(world_recover(&world, &recovery));
	CHECK_RESULT(world_recover(&world, &recovery), ERR_LIMIT);
	/* One that has ended was given its number as well. */
	CHECK_OK(world_retire(&world, 1, 3));
	CHECK_RESULT(world_recover(&world, &recovery), ERR_LIMIT);
	CHECK_OK(world_recover(&world, &other));
	world_close(&world);
}

TEST(CHARTER18_CHARTER8_a_person_joins_with_at_most_64_devices)
{
	struct device_keys keys;
	struct world world;

	world_found(&world, 1, 1);
	for (uint32_t devices = 1; devices < 64; devices++) {
		CHECK_OK(world_invite_further(&world, 1, &keys));
		CHECK_OK(world_join(&world, &keys));
	}
	CHECK_OK(world_invite_further(&world, 1, &keys));
	CHECK_RESULT(world_join(&world, &keys), ERR_LIMIT);
	CHECK_OK(world_invite(&world, 1, 1, &keys));
	CHECK_OK(world_join(&world, &keys));
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

TEST(CHARTER10_a_newcomer_has_a_signer_rule_of_at_most_sixteen)
{
	struct world world;

	world_found(&world, 2, 1);
	world.newcomers_rule = CHARTER_MAX_SIGNER_RULE;
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	world.newcomers_rule++;
	CHECK_RESULT(world_propose_entrance(&world, 1, 0), ERR_MALFORMED);
	world_close(&world);
}

TEST(CHARTER8_nobody_joins_as_the_person_that_a_newcomer_would_be)
{
	struct world world;
	struct device_keys link;
	struct statement join = {.type = STATEMENT_JOIN};

	world_found(&world, 2, 1);
	CHECK_OK(world_invite(&world, 1, 1, &link));
	CHECK_OK(world_propose_entrance(&world, 2, 0));
	memcpy(join.join.invitation, link.sign_key, KEY_SIZE);
	memcpy(join.join.person, world.newcomer, PERSON_ID_SIZE);
	world_make_keys(&world, &join.join.device);
	CHECK_RESULT(world_apply(&world, &join), ERR_CONFLICT);
	world_make_id(&world, join.join.person, PERSON_ID_SIZE);
	CHECK_OK(world_apply(&world, &join));
	world_close(&world);
}

static enum result propose_signers(struct world *world, uint32_t author)
{
	struct propose propose = {.act = ACT_SET_SIGNERS, .signer_rule = 1};

	return world_propose(world, author, propose);
}

static enum result propose_closing(struct world *world, uint32_t author)
{
	struct propose propose = {.act = ACT_CLOSE};

	return world_propose(world, author, propose);
}

TEST(CHARTER10_CHARTER20_a_person_has_at_most_4_open_own_acts)
{
	struct world world;
	uint32_t second;

	world_found(&world, 1, 1);
	second = world_bring(&world, 1);
	CHECK_OK(world_confirm(&world, 1, second));
	for (uint32_t i = 0; i < 4; i++)
		CHECK_OK(propose_signers(&world, 1));
	CHECK_RESULT(propose_signers(&world, 1), ERR_LIMIT);
	/* They are nobody else's, and none of the party's four. */
	CHECK_OK(propose_signers(&world, second));
	for (uint32_t i = 0; i < CHARTER_MAX_OPEN_PROPOSALS_PER_PARTY; i++)
		CHECK_OK(propose_closing(&world, 1));
	CHECK_RESULT(propose_closing(&world, second), ERR_LIMIT);
	CHECK_OK(propose_signers(&world, second));
	CHECK_OK(world_withdraw(&world, second, world.proposal));
	world.time += CHARTER_PROPOSAL_SECONDS;
	CHECK_OK(propose_signers(&world, 1));
	world_close(&world);
}

TEST(CHARTER10_own_acts_are_none_of_the_32)
{
	struct world world;

	world_found(&world, 8, 1);
	for (uint32_t party = 1; party <= 8; party++)
		CHECK_OK(propose_signers(&world, party));
	for (uint32_t i = 0; i < CHARTER_MAX_OPEN_PROPOSALS; i++)
		CHECK_OK(propose_closing(&world, 1 + i / CHARTER_MAX_OPEN_PROPOSALS_PER_PARTY));
	CHECK_OK(propose_signers(&world, 1));
	world_close(&world);
}

TEST(CHARTER20_the_same_is_proposed_once_by_a_party_and_an_own_act_once_by_a_person)
{
	struct world world;
	uint32_t second;

	world_found(&world, 2, 1);
	second = world_bring(&world, 1);
	CHECK_OK(world_confirm(&world, 1, second));
	CHECK_OK(propose_closing(&world, 1));
	world.repeats_subject = true;
	CHECK_RESULT(propose_closing(&world, second), ERR_CONFLICT);
	CHECK_OK(propose_closing(&world, 2));
	CHECK_OK(propose_signers(&world, 1));
	CHECK_RESULT(propose_signers(&world, 1), ERR_CONFLICT);
	CHECK_OK(propose_signers(&world, second));
	CHECK_RESULT(propose_signers(&world, second), ERR_CONFLICT);
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

/* 64 parties in three sectors, as near to a third each as founders in two allow. */
static void fill_up(struct world *world)
{
	world_found(world, GENESIS_MAX_PARTIES, 1);
	for (uint32_t party = GENESIS_MAX_PARTIES + 1; party <= CHARTER_MAX_PARTIES; party++) {
		world->newcomers_sector = 1 + party % 3;
		world->time++;
		CHECK_OK(world_propose_entrance(world, 1, 0));
		CHECK_OK(admit_last(world));
	}
}

/* The verdicts of enacting after so many consents, by parties 1, 2, 3 …, fourteen days later. */
static void check_needed(struct world *world, uint32_t needed, const uint32_t *cuts, size_t count)
{
	for (uint32_t given = 1; given <= needed + 1; given++) {
		struct world tried = *world;

		CHECK_OK(world_consent(world, given));
		tried.charter = NULL;
		CHECK_OK(charter_clone(world->charter, &tried.charter));
		tried.next_id = world->next_id;
		tried.time += CHARTER_DEFAULT_NOTICE_DAYS * (uint64_t)WORLD_DAY;
		CHECK_RESULT(world_enact(&tried, cuts, count),
			     given < needed ? ERR_NO_CONSENT : OK);
		world_close(&tried);
	}
}

TEST(CHARTER15_a_full_plan_of_three_sectors_admits_no_65th)
{
	struct world world;

	fill_up(&world);
	CHECK_EQUAL(charter_party_count(world.charter), CHARTER_MAX_PARTIES);
	world.time++;
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	CHECK_RESULT(admit_last(&world), ERR_LIMIT);
	world_close(&world);
}

TEST(CHARTER12_of_64_parties_33_remove_one)
{
	const uint32_t last[] = {CHARTER_MAX_PARTIES};
	struct world world;

	fill_up(&world);
	world.time++;
	CHECK_OK(world_propose(&world, 1,
			       (struct propose){.act = ACT_REMOVE_PARTY, .party = last[0]}));
	CHECK_RESULT(world_consent(&world, last[0]), ERR_FORBIDDEN);
	check_needed(&world, 33, last, 1);
	world_close(&world);
}

/* A rule that asks for all leaves out whom it is about. */
TEST(CHARTER12_of_64_parties_no_rule_asks_for_more_than_63_to_remove_one)
{
	static const struct rule rules[] = {{ACT_REMOVE_PARTY, 64, 3, CHARTER_DEFAULT_NOTICE_DAYS}};
	const uint32_t last[] = {CHARTER_MAX_PARTIES};
	struct world world;

	fill_up(&world);
	world.time++;
	CHECK_OK(world_propose(&world, 1,
			       (struct propose){.act = ACT_SET_RULES, .rules = {rules, 1}}));
	CHECK_OK(admit_last(&world));
	CHECK_OK(world_propose(&world, 1,
			       (struct propose){.act = ACT_REMOVE_PARTY, .party = last[0]}));
	for (uint32_t device = 1; device < last[0]; device++) {
		world.time += WORLD_DAY / 2;
		CHECK_RESULT(world_enact(&world, last, 1), ERR_NO_CONSENT);
		CHECK_OK(world_consent(&world, device));
	}
	CHECK_OK(world_enact(&world, last, 1));
	world_close(&world);
}

TEST(CHARTER12_of_64_parties_43_change_the_rules)
{
	struct world world;

	fill_up(&world);
	world.time++;
	CHECK_OK(world_propose(&world, 1, (struct propose){.act = ACT_SET_RULES}));
	check_needed(&world, 43, NULL, 0);
	world_close(&world);
}

RUN_TESTS(T(CHARTER18_devices_and_live_invitations_are_at_most_1024),
	  T(CHARTER18_recoveries_are_counted_in_the_same_pool),
	  T(CHARTER15_an_admitted_partys_device_needs_a_place),
	  T(CHARTER18_a_first_recovery_needs_a_place),
	  T(CHARTER29_a_recovered_device_takes_one_of_the_partys_1000_numbers),
	  T(CHARTER18_CHARTER29_a_persons_words_give_it_at_most_64_device_numbers),
	  T(CHARTER18_CHARTER8_a_person_joins_with_at_most_64_devices),
	  T(CHARTER15_a_replacement_keeps_64_parties),
	  T(CHARTER18_an_invitation_that_is_over_leaves_its_place),
	  T(CHARTER18_a_party_is_given_at_most_1000_device_numbers),
	  T(CHARTER15_a_space_has_at_most_64_parties),
	  T(CHARTER10_a_space_has_at_most_32_open_proposals),
	  T(CHARTER10_CHARTER20_a_person_has_at_most_4_open_own_acts),
	  T(CHARTER10_own_acts_are_none_of_the_32),
	  T(CHARTER20_the_same_is_proposed_once_by_a_party_and_an_own_act_once_by_a_person),
	  T(PURE2_a_copy_goes_on_as_the_original_would),
	  T(CHARTER15_a_full_plan_of_three_sectors_admits_no_65th),
	  T(CHARTER8_nobody_joins_as_the_person_that_a_newcomer_would_be),
	  T(CHARTER10_a_newcomer_has_a_signer_rule_of_at_most_sixteen),
	  T(CHARTER12_of_64_parties_33_remove_one),
	  T(CHARTER12_of_64_parties_no_rule_asks_for_more_than_63_to_remove_one),
	  T(CHARTER12_of_64_parties_43_change_the_rules))
