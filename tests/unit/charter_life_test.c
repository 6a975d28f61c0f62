/* What becomes of persons, devices and parties, at the edges: times at n - 1 and n, and
 * who counts. proto/vectors has the rules themselves. */
#include "support/charter_world.h"
#include "support/check.h"

static struct world world;

static int close_world(void **state)
{
	(void)state;
	world_close(&world);
	return 0;
}

/* Party 1 has so many confirmed persons: the founder and devices 3, 4 …; party 2 is one. */
static void found_with_persons(uint32_t persons)
{
	world_found(&world, 2, 1);
	for (uint32_t i = 1; i < persons; i++)
		CHECK_OK(world_confirm(&world, 1, world_bring(&world, 1)));
}

static enum result set_signers(uint32_t author, uint32_t rule)
{
	struct propose propose = {.act = ACT_SET_SIGNERS, .signer_rule = rule};

	return world_propose(&world, author, propose);
}

static enum result propose_about(uint32_t author, enum act act, uint32_t party)
{
	struct propose propose = {.act = act, .party = party};

	return world_propose(&world, author, propose);
}

static enum result clear_recovery(uint32_t author, uint32_t of)
{
	struct propose propose = {.act = ACT_CLEAR_RECOVERY};

	memcpy(propose.person, world.persons[of], PERSON_ID_SIZE);
	return world_propose(&world, author, propose);
}

/* Enactment at `days` after now: too early by a second, then in time. */
static void enact_after(uint32_t days, const uint32_t *cuts, size_t count)
{
	world.time += days * WORLD_DAY - 1;
	CHECK_RESULT(world_enact(&world, cuts, count), ERR_NOTICE);
	world.time += 1;
	CHECK_OK(world_enact(&world, cuts, count));
}

/* Party 1's rule becomes that, by the founder alone. */
static void make_signer_rule(uint32_t rule)
{
	CHECK_OK(set_signers(1, rule));
	CHECK_OK(world_consent(&world, 1));
	world.time += CHARTER_OWN_NOTICE_DAYS * WORLD_DAY;
	CHECK_OK(world_enact(&world, NULL, 0));
}

TEST(CHARTER5_a_rule_is_for_an_act_below_nine)
{
	struct rule rule = {ACT_CLOSE, 1, 1, CHARTER_MIN_NOTICE_DAYS};
	struct propose propose = {.act = ACT_SET_RULES, .rules = {&rule, 1}};

	world_found(&world, 1, 1);
	CHECK_OK(world_propose(&world, 1, propose));
	rule.act = ACT_END_DEVICES;
	CHECK_RESULT(world_propose(&world, 1, propose), ERR_MALFORMED);
}

TEST(CHARTER7_a_further_devices_invitation_lives_a_day)
{
	struct statement statement = {.type = STATEMENT_INVITE, .device = 1};
	struct invite *invite = &statement.invite;

	world_found(&world, 1, 1);
	invite->party = 1;
	invite->has_person = true;
	memcpy(invite->person, world.persons[1], PERSON_ID_SIZE);
	for (int past = -1; past <= 1; past++) {
		world_make_keys(&world, &invite->keys);
		invite->expires = world.time + CHARTER_FURTHER_DEVICE_SECONDS + (uint64_t)past;
		CHECK_RESULT(world_apply(&world, &statement), past > 0 ? ERR_MALFORMED : OK);
	}
}

TEST(CHARTER7_a_further_devices_invitation_may_lack_the_key)
{
	struct statement statement = {.type = STATEMENT_INVITE, .device = 1};
	struct invite *invite = &statement.invite;

	world_found(&world, 1, 1);
	CHECK_OK(world_rekey(&world, 1));
	invite->party = 1;
	memcpy(invite->person, world.persons[1], PERSON_ID_SIZE);
	invite->expires = world.time + CHARTER_FURTHER_DEVICE_SECONDS;
	world_make_keys(&world, &invite->keys);
	CHECK_RESULT(world_apply(&world, &statement), ERR_MALFORMED);
	invite->has_person = true;
	CHECK_OK(world_apply(&world, &statement));
}

TEST(CHARTER8_a_further_device_is_the_persons_own)
{
	struct statement statement = {.type = STATEMENT_INVITE};
	struct statement join = {.type = STATEMENT_JOIN};
	uint32_t newcomer;

	world_found(&world, 2, 1);
	newcomer = world_bring(&world, 1);
	statement.device = newcomer; /* that signs for nobody */
	statement.invite.party = 1;
	statement.invite.expires = world.time + WORLD_DAY;
	world_make_keys(&world, &statement.invite.keys);
	CHECK_RESULT(world_apply(&world, &statement), ERR_FORBIDDEN);
	statement.invite.has_person = true;
	memcpy(statement.invite.person, world.persons[1], PERSON_ID_SIZE);
	CHECK_RESULT(world_apply(&world, &statement), ERR_MALFORMED);
	memcpy(statement.invite.person, world.persons[newcomer], PERSON_ID_SIZE);
	CHECK_OK(world_apply(&world, &statement));
	memcpy(join.join.invitation, statement.invite.keys.sign_key, KEY_SIZE);
	world_make_keys(&world, &join.join.device);
	world_make_id(&world, join.join.person, PERSON_ID_SIZE);
	CHECK_RESULT(world_apply(&world, &join), ERR_CONFLICT);
	memcpy(join.join.person, world.persons[newcomer], PERSON_ID_SIZE);
	CHECK_OK(world_apply(&world, &join));
	CHECK_EQUAL(charter_device(world.charter, newcomer + 1)->person,
		    charter_device(world.charter, newcomer)->person);
}

TEST(CHARTER9_two_of_two_confirm_where_the_rule_says_so)
{
	uint32_t newcomer;

	found_with_persons(2);
	make_signer_rule(2);
	newcomer = world_bring(&world, 1);
	CHECK_OK(world_confirm(&world, 1, newcomer));
	CHECK_RESULT(set_signers(newcomer, 1), ERR_FORBIDDEN);
	CHECK_RESULT(world_confirm(&world, 1, newcomer), ERR_CONFLICT);
	CHECK_OK(world_confirm(&world, 3, newcomer));
	CHECK_OK(set_signers(newcomer, 1));
	CHECK_RESULT(world_confirm(&world, 3, newcomer), ERR_CONFLICT);
}

TEST(CHARTER9_nobody_is_confirmed_by_who_leaves_but_by_the_next_who_confirms)
{
	const uint32_t third[] = {3};
	uint32_t newcomer, another;

	found_with_persons(2);
	make_signer_rule(2);
	newcomer = world_bring(&world, 1);
	CHECK_OK(world_confirm(&world, 1, newcomer));
	CHECK_OK(world_propose_end(&world, 3, 3, 0));
	world.time += CHARTER_OWN_NOTICE_DAYS * WORLD_DAY;
	CHECK_OK(world_enact(&world, third, 1));
	CHECK_RESULT(set_signers(newcomer, 1), ERR_FORBIDDEN);
	CHECK_RESULT(world_confirm(&world, 1, newcomer), ERR_CONFLICT);
	another = world_bring(&world, 1);
	CHECK_OK(world_confirm(&world, 1, another));
	CHECK_RESULT(set_signers(newcomer, 1), ERR_FORBIDDEN);
	CHECK_OK(world_confirm(&world, another, newcomer));
	CHECK_OK(set_signers(newcomer, 1));
}

TEST(CHARTER9_a_voice_of_who_signs_no_more_is_not_counted)
{
	const uint32_t third[] = {3};
	uint32_t newcomer;

	found_with_persons(3);
	make_signer_rule(2);
	newcomer = world_bring(&world, 1);
	CHECK_OK(world_confirm(&world, 3, newcomer));
	CHECK_OK(world_propose_end(&world, 3, 3, 0));
	world.time += CHARTER_OWN_NOTICE_DAYS * WORLD_DAY;
	CHECK_OK(world_enact(&world, third, 1));
	CHECK_OK(world_confirm(&world, 1, newcomer));
	CHECK_RESULT(set_signers(newcomer, 1), ERR_FORBIDDEN);
	CHECK_OK(world_confirm(&world, 4, newcomer));
	CHECK_OK(set_signers(newcomer, 1));
}

TEST(CHARTER13_a_replacement_waits_30_days)
{
	const uint32_t third[] = {3};

	world_found(&world, 4, 1);
	CHECK_OK(world_propose_entrance(&world, 1, 3));
	for (uint32_t device = 1; device <= 4; device++)
		CHECK_RESULT(world_consent(&world, device), device == 3 ? ERR_FORBIDDEN : OK);
	enact_after(CHARTER_REPLACEMENT_NOTICE_DAYS, third, 1);
	CHECK(charter_device(world.charter, 3)->is_ended);
	CHECK_EQUAL(charter_device(world.charter, 5)->party, 5);
}

TEST(CHARTER13_a_rest_waits_120_days_though_all_others_consent)
{
	world_found(&world, 3, 1);
	CHECK_OK(propose_about(1, ACT_REST_PARTY, 3));
	CHECK_OK(world_consent(&world, 1));
	world.time += CHARTER_REST_NOTICE_DAYS * WORLD_DAY;
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NO_CONSENT);
	CHECK_OK(propose_about(1, ACT_REST_PARTY, 2));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 3));
	enact_after(CHARTER_REST_NOTICE_DAYS, NULL, 0);
	CHECK_RESULT(propose_about(1, ACT_REMOVE_PARTY, 2), ERR_FORBIDDEN);
}

/* Party 3 of four rests. */
static void found_with_a_sleeper(void)
{
	world_found(&world, 4, 1);
	CHECK_OK(propose_about(1, ACT_REST_PARTY, 3));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK_OK(world_consent(&world, 4));
	world.time += CHARTER_REST_NOTICE_DAYS * WORLD_DAY;
	CHECK_OK(world_enact(&world, NULL, 0));
}

TEST(CHARTER21_who_was_heard_is_neither_laid_to_rest_nor_replaced)
{
	const uint32_t third[] = {3};

	world_found(&world, 4, 1);
	CHECK_OK(propose_about(1, ACT_REST_PARTY, 3));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK_OK(world_consent(&world, 4));
	world.time += CHARTER_REST_NOTICE_DAYS * WORLD_DAY;
	world.is_noisy = true;
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_CONFLICT);
	CHECK_OK(world_propose_entrance(&world, 1, 3));
	for (uint32_t device = 1; device <= 4; device++)
		CHECK_RESULT(world_consent(&world, device), device == 3 ? ERR_FORBIDDEN : OK);
	world.time += CHARTER_REPLACEMENT_NOTICE_DAYS * WORLD_DAY;
	CHECK_RESULT(world_enact(&world, third, 1), ERR_CONFLICT);
	/* A removal asks for no silence. */
	CHECK_OK(propose_about(1, ACT_REMOVE_PARTY, 3));
	for (uint32_t device = 1; device <= 4; device++)
		CHECK_RESULT(world_consent(&world, device), device == 3 ? ERR_FORBIDDEN : OK);
	world.time += CHARTER_DEFAULT_NOTICE_DAYS * WORLD_DAY;
	CHECK_OK(world_enact(&world, third, 1));
}

TEST(CHARTER21_the_charter_knows_when_a_party_was_last_heard)
{
	struct device_keys keys;
	uint64_t height = 0;

	world_found(&world, 4, 1);
	CHECK_OK(world_set_recovery(&world, 3, NULL, &keys));
	CHECK_EQUAL(charter_heard_height(world.charter, 3), 1);
	CHECK_OK(propose_about(1, ACT_REST_PARTY, 3));
	CHECK_EQUAL(charter_silence_asked(world.charter, world.proposal, &height), 3);
	CHECK_EQUAL(height, 2);
	CHECK_EQUAL(charter_heard_height(world.charter, 1), 2);
	CHECK_OK(world_recover(&world, &keys));
	CHECK_EQUAL(charter_heard_height(world.charter, 3), 3);
	CHECK_OK(world_invite(&world, 3, 3, &keys));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_join(&world, &keys));
	CHECK_EQUAL(charter_heard_height(world.charter, 3), 6);
	CHECK_OK(propose_about(1, ACT_REMOVE_PARTY, 2));
	CHECK_EQUAL(charter_silence_asked(world.charter, world.proposal, &height), 0);
}

TEST(CHARTER30_a_party_wakes_once_and_accepts_whom_it_will)
{
	const uint32_t falling[] = {5, 5}, unknown[] = {4}, newcomer[] = {5};

	found_with_a_sleeper();
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK_OK(world_consent(&world, 4));
	CHECK_OK(world_enact(&world, NULL, 0));
	CHECK_RESULT(world_wake(&world, 3, falling, 2), ERR_MALFORMED);
	CHECK_RESULT(world_wake(&world, 3, unknown, 1), ERR_NOT_FOUND);
	CHECK_OK(world_wake(&world, 3, NULL, 0));
	CHECK_BYTES(charter_constitution(world.charter), charter_head(world.charter), HASH_SIZE);
	CHECK_RESULT(world_wake(&world, 3, NULL, 0), ERR_CONFLICT);
	CHECK_OK(world_wake(&world, 3, newcomer, 1));
	CHECK_RESULT(world_wake(&world, 3, newcomer, 1), ERR_NOT_FOUND);
	CHECK_OK(propose_about(1, ACT_REMOVE_PARTY, 3));
}

TEST(CHARTER31_who_came_while_another_slept_decides_neither_rules_nor_about_it)
{
	const uint32_t newcomer[] = {5};

	found_with_a_sleeper();
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK_OK(world_consent(&world, 4));
	CHECK_OK(world_enact(&world, NULL, 0));
	world.time++;
	CHECK_OK(propose_about(1, ACT_CLOSE, 0));
	CHECK_RESULT(world_consent(&world, 5), ERR_FORBIDDEN);
	CHECK_OK(propose_about(1, ACT_REMOVE_PARTY, 4));
	CHECK_OK(world_consent(&world, 5));
	CHECK_OK(world_wake(&world, 3, NULL, 0));
	CHECK_OK(propose_about(1, ACT_REMOVE_PARTY, 3));
	CHECK_RESULT(world_consent(&world, 5), ERR_FORBIDDEN);
	CHECK_OK(world_wake(&world, 3, newcomer, 1));
	CHECK_OK(world_consent(&world, 5));
}

TEST(CHARTER27_the_notice_of_an_own_act_is_three_days)
{
	found_with_persons(2);
	CHECK_OK(set_signers(1, 2));
	CHECK_OK(world_consent(&world, 1));
	enact_after(CHARTER_OWN_NOTICE_DAYS, NULL, 0);
}

TEST(CHARTER27_that_of_clearing_a_recovery_is_seven_and_two_persons_do_it)
{
	struct device_keys keys;

	found_with_persons(3);
	CHECK_OK(world_set_recovery(&world, 3, NULL, &keys));
	CHECK_RESULT(clear_recovery(3, 3), ERR_FORBIDDEN);
	CHECK_RESULT(clear_recovery(1, 4), ERR_NOT_FOUND);
	CHECK_OK(clear_recovery(1, 3));
	CHECK_OK(world_consent(&world, 1));
	CHECK_RESULT(world_consent(&world, 3), ERR_FORBIDDEN);
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NO_CONSENT);
	CHECK_OK(world_consent(&world, 4));
	enact_after(7, NULL, 0);
	CHECK_RESULT(world_recover(&world, &keys), ERR_NOT_FOUND);
}

TEST(CHARTER27_who_was_never_confirmed_goes_at_once)
{
	uint32_t newcomer;

	found_with_persons(1);
	newcomer = world_bring(&world, 1);
	CHECK_OK(world_propose_end(&world, newcomer, newcomer, 0));
	CHECK_OK(world_enact(&world, &newcomer, 1));
	CHECK(charter_device(world.charter, newcomer)->is_ended);
	CHECK_RESULT(world_confirm(&world, 1, newcomer), ERR_ENDED);
}

TEST(CHARTER27_more_than_half_of_the_signers_end_anothers_devices_against_it)
{
	const uint32_t third[] = {3};

	found_with_persons(4);
	CHECK_OK(world_propose_end(&world, 1, 3, 0));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_object(&world, 3));
	CHECK_RESULT(world_object(&world, 2), ERR_FORBIDDEN);
	CHECK_OK(world_consent(&world, 4));
	world.time += CHARTER_OWN_NOTICE_DAYS * WORLD_DAY;
	/* Two of four are no more than half. */
	CHECK_RESULT(world_enact(&world, third, 1), ERR_NO_CONSENT);
	CHECK_OK(world_consent(&world, 5));
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_MALFORMED);
	CHECK_OK(world_enact(&world, third, 1));
}

TEST(CHARTER27_a_partys_last_signer_does_not_end)
{
	const uint32_t first[] = {1};

	world_found(&world, 2, 1);
	CHECK_OK(world_propose_end(&world, 1, 1, 0));
	world.time += CHARTER_OWN_NOTICE_DAYS * WORLD_DAY;
	CHECK_RESULT(world_enact(&world, first, 1), ERR_FORBIDDEN);
}

TEST(CHARTER27_a_consent_outlives_the_constitution)
{
	uint8_t proposal[HASH_SIZE];

	world_found(&world, 2, 1);
	CHECK_OK(set_signers(1, 2));
	CHECK_OK(world_consent(&world, 1));
	memcpy(proposal, world.proposal, HASH_SIZE);
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK_OK(world_enact(&world, NULL, 0));
	memcpy(world.proposal, proposal, HASH_SIZE);
	world.time += CHARTER_OWN_NOTICE_DAYS * WORLD_DAY;
	memcpy(proposal, charter_constitution(world.charter), HASH_SIZE);
	CHECK_OK(world_enact(&world, NULL, 0));
	/* CHARTER19: and it is no part of it. */
	CHECK_BYTES(charter_constitution(world.charter), proposal, HASH_SIZE);
}

TEST(CHARTER27_the_only_party_does_not_leave)
{
	const uint32_t first[] = {1};

	world_found(&world, 1, 1);
	CHECK_RESULT(propose_about(1, ACT_LEAVE, 0), ERR_FORBIDDEN);
	world_close(&world);
	world_found(&world, 2, 1);
	CHECK_OK(propose_about(1, ACT_LEAVE, 0));
	CHECK_OK(world_consent(&world, 1));
	enact_after(CHARTER_OWN_NOTICE_DAYS, first, 1);
	CHECK_BYTES(charter_constitution(world.charter), charter_head(world.charter), HASH_SIZE);
	CHECK_RESULT(propose_about(2, ACT_LEAVE, 0), ERR_FORBIDDEN);
}

TEST(CHARTER20_a_signer_rule_is_one_to_sixteen)
{
	world_found(&world, 1, 1);
	CHECK_RESULT(set_signers(1, 0), ERR_MALFORMED);
	CHECK_OK(set_signers(1, 1));
	CHECK_OK(set_signers(1, CHARTER_MAX_SIGNER_RULE));
	CHECK_RESULT(set_signers(1, CHARTER_MAX_SIGNER_RULE + 1), ERR_MALFORMED);
}

TEST(CHARTER20_who_is_not_confirmed_ends_its_own_devices_and_proposes_nothing_else)
{
	struct device_keys words;
	uint32_t newcomer;

	found_with_persons(1);
	newcomer = world_bring(&world, 1);
	CHECK_OK(world_set_recovery(&world, newcomer, NULL, &words));
	CHECK_RESULT(clear_recovery(newcomer, newcomer), ERR_FORBIDDEN);
	CHECK_RESULT(world_propose_end(&world, newcomer, newcomer, newcomer), ERR_FORBIDDEN);
	CHECK_OK(world_propose_end(&world, newcomer, newcomer, 0));
}

TEST(CHARTER24_whom_an_own_act_concerns_does_not_withdraw_it)
{
	struct statement statement = {.type = STATEMENT_WITHDRAW, .device = 3};

	found_with_persons(3);
	CHECK_OK(world_propose_end(&world, 1, 3, 0));
	memcpy(statement.withdraw.statement, world.proposal, HASH_SIZE);
	CHECK_RESULT(world_apply(&world, &statement), ERR_FORBIDDEN);
	statement.device = 4;
	CHECK_OK(world_apply(&world, &statement));
}

TEST(CHARTER28_one_recovery_takes_the_place_of_another_and_the_room_awaits_a_key)
{
	struct device_keys first, second;

	world_found(&world, 1, 1);
	CHECK_OK(world_rekey(&world, 1));
	CHECK_OK(world_set_recovery(&world, 1, NULL, &first));
	CHECK(!charter_awaits_rekey(world.charter, 0));
	CHECK_RESULT(world_set_recovery(&world, 1, NULL, &second), ERR_CONFLICT);
	CHECK_RESULT(world_set_recovery(&world, 1, second.sign_key, &second), ERR_CONFLICT);
	CHECK_OK(world_set_recovery(&world, 1, first.sign_key, &second));
	CHECK(charter_awaits_rekey(world.charter, 0));
	CHECK_RESULT(world_recover(&world, &first), ERR_NOT_FOUND);
	CHECK_OK(world_recover(&world, &second));
	CHECK_OK(world_rekey(&world, 1));
}

TEST(CHARTER29_a_recovered_device_is_on_trial_for_48_hours)
{
	struct device_keys keys;

	world_found(&world, 2, 1);
	CHECK_OK(world_set_recovery(&world, 1, NULL, &keys));
	CHECK_OK(world_recover(&world, &keys));
	CHECK_RESULT(world_retire(&world, 3, 1), ERR_FORBIDDEN);
	world.time += CHARTER_TRIAL_SECONDS - 1;
	CHECK_RESULT(set_signers(3, 2), ERR_FORBIDDEN);
	CHECK_OK(world_rekey(&world, 3));
	world.time += 1;
	CHECK_OK(set_signers(3, 2));
}

TEST(CHARTER29_what_a_device_on_trial_may_say)
{
	struct device_keys keys;

	world_found(&world, 2, 1);
	CHECK_OK(world_rekey(&world, 1));
	CHECK_OK(world_set_recovery(&world, 1, NULL, &keys));
	CHECK_OK(world_recover(&world, &keys));
	CHECK_OK(set_signers(1, 2));
	CHECK_RESULT(world_consent(&world, 3), ERR_FORBIDDEN);
	CHECK_OK(world_object(&world, 3));
	CHECK_OK(world_report(&world, 3));
	CHECK_OK(world_retire(&world, 3, 3));
	CHECK_RESULT(world_report(&world, 3), ERR_ENDED);
}

TEST(CHARTER29_who_has_no_device_left_speaks_at_once)
{
	const uint32_t third[] = {3};
	struct device_keys keys;

	found_with_persons(2);
	CHECK_OK(world_set_recovery(&world, 3, NULL, &keys));
	CHECK_OK(world_propose_end(&world, 1, 3, 3));
	CHECK_OK(world_consent(&world, 1));
	enact_after(CHARTER_OWN_NOTICE_DAYS, third, 1);
	CHECK_OK(world_recover(&world, &keys));
	CHECK_OK(set_signers(4, 2));
}

TEST(CHARTER32_a_device_reports_or_rekeys_once_an_hour)
{
	world_found(&world, 2, 1);
	CHECK_OK(world_rekey(&world, 1));
	world.time += CHARTER_REKEY_SECONDS - 1;
	CHECK_RESULT(world_report(&world, 1), ERR_QUOTA);
	world.time += 1;
	CHECK_OK(world_report(&world, 1));
	CHECK(charter_awaits_rekey(world.charter, 0));
	/* What was reported is wrapped by nobody. */
	CHECK_RESULT(world_rekey(&world, 2), ERR_STALE_EPOCH);
}

TEST(CHARTER16_the_key_before_those_reported_is_wrapped)
{
	struct statement statement = {.type = STATEMENT_REKEY, .device = 1};
	struct rekey *rekey = &statement.rekey;
	uint8_t sound[HASH_SIZE];

	world_found(&world, 3, 1);
	CHECK_OK(world_rekey(&world, 1));
	memcpy(sound, charter_epoch(world.charter, 0), HASH_SIZE);
	CHECK_OK(world_rekey(&world, 2));
	CHECK_OK(world_report(&world, 3));
	rekey->has_previous = rekey->has_wrapped = true;
	memcpy(rekey->previous_epoch, sound, HASH_SIZE);
	memcpy(statement.charter_head, charter_head(world.charter), HASH_SIZE);
	CHECK_OK(world_apply(&world, &statement));
	CHECK(!charter_awaits_rekey(world.charter, 0));
	world.time += CHARTER_REKEY_SECONDS;
	CHECK_OK(world_report(&world, 2));
	CHECK_RESULT(world_rekey(&world, 1), ERR_STALE_EPOCH);
	memcpy(statement.charter_head, charter_head(world.charter), HASH_SIZE);
	CHECK_OK(world_apply(&world, &statement));
}

TEST(CHARTER33_a_closed_charter_takes_nothing_but_recovered_and_retired_devices)
{
	struct device_keys keys;

	world_found(&world, 2, 1);
	CHECK_OK(world_set_recovery(&world, 1, NULL, &keys));
	CHECK_OK(propose_about(1, ACT_CLOSE, 0));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK(!charter_is_closed(world.charter));
	/* CHARTER13: though everybody wants it. */
	enact_after(CHARTER_DEFAULT_NOTICE_DAYS, NULL, 0);
	CHECK(charter_is_closed(world.charter));
	CHECK_RESULT(set_signers(1, 2), ERR_ENDED);
	CHECK_RESULT(set_signers(77, 2), ERR_ENDED);
	CHECK_OK(world_recover(&world, &keys));
	CHECK_RESULT(world_rekey(&world, 3), ERR_ENDED);
	CHECK_RESULT(world_withdraw(&world, 1, world.proposal), ERR_ENDED);
	CHECK_OK(world_retire(&world, 1, 3));
	CHECK_RESULT(world_retire(&world, 1, 1), ERR_FORBIDDEN);
}

TEST(CHARTER4_a_device_on_trial_stops_own_acts_alone)
{
	uint8_t objection[HASH_SIZE], own_act[HASH_SIZE], to_a_closing[HASH_SIZE];
	const uint8_t unknown[HASH_SIZE] = {9};
	struct device_keys keys;

	world_found(&world, 2, 1);
	CHECK_OK(world_set_recovery(&world, 1, NULL, &keys));
	CHECK_OK(world_recover(&world, &keys));
	CHECK_OK(propose_about(1, ACT_CLOSE, 0));
	CHECK_RESULT(world_object(&world, 3), ERR_FORBIDDEN);
	CHECK_RESULT(world_withdraw(&world, 3, world.proposal), ERR_FORBIDDEN);
	CHECK_OK(world_object(&world, 1));
	memcpy(to_a_closing, world.last_hash, HASH_SIZE);
	CHECK_RESULT(world_withdraw(&world, 3, to_a_closing), ERR_FORBIDDEN);
	CHECK_OK(set_signers(1, 2));
	memcpy(own_act, world.proposal, HASH_SIZE);
	CHECK_OK(world_object(&world, 3));
	memcpy(objection, world.last_hash, HASH_SIZE);
	CHECK_OK(world_withdraw(&world, 3, objection));
	/* What is not there is no own act. */
	CHECK_RESULT(world_withdraw(&world, 3, objection), ERR_FORBIDDEN);
	CHECK_RESULT(world_withdraw(&world, 3, unknown), ERR_FORBIDDEN);
	memcpy(world.proposal, unknown, HASH_SIZE);
	CHECK_RESULT(world_object(&world, 3), ERR_FORBIDDEN);
	memcpy(world.proposal, own_act, HASH_SIZE);
	CHECK_OK(world_object(&world, 3));
	memcpy(objection, world.last_hash, HASH_SIZE);
	CHECK_OK(world_withdraw(&world, 3, own_act));
	CHECK_RESULT(world_withdraw(&world, 3, own_act), ERR_NOT_FOUND);
	/* Nor was what was said of one that is over. */
	CHECK_RESULT(world_withdraw(&world, 3, objection), ERR_FORBIDDEN);
	world.time += CHARTER_TRIAL_SECONDS;
	CHECK_RESULT(world_withdraw(&world, 3, unknown), ERR_NOT_FOUND);
	CHECK_OK(world_withdraw(&world, 3, to_a_closing));
}

static bool is_revoked(const struct device_keys *invitation)
{
	return charter_invitation(world.charter, invitation->sign_key)->is_revoked;
}

/* A device more of the author's person. */
static uint32_t bring_further(uint32_t author)
{
	struct device_keys keys;

	CHECK_OK(world_invite_further(&world, author, &keys));
	CHECK_OK(world_join(&world, &keys));
	return charter_device_count(world.charter);
}

TEST(CHARTER17_a_retirement_revokes_the_persons_links_to_a_further_device)
{
	struct device_keys further, of_another, to_somebody;
	uint32_t second;

	found_with_persons(2);
	second = bring_further(1);
	CHECK_OK(world_invite_further(&world, 1, &further));
	CHECK_OK(world_invite_further(&world, 3, &of_another));
	CHECK_OK(world_invite(&world, second, 1, &to_somebody));
	CHECK_OK(world_retire(&world, 1, second));
	CHECK(is_revoked(&further));
	CHECK(!is_revoked(&of_another));
	CHECK(!is_revoked(&to_somebody));
	CHECK_RESULT(world_join(&world, &further), ERR_ENDED);
	CHECK_OK(world_join(&world, &of_another));
}

TEST(CHARTER27_with_one_device_end_its_links_and_those_to_a_further_one)
{
	struct device_keys its, further, of_its_other, of_another;
	uint32_t second;

	found_with_persons(2);
	second = bring_further(3);
	CHECK_OK(world_propose_end(&world, 3, 3, second));
	world.time += CHARTER_OWN_NOTICE_DAYS * WORLD_DAY;
	CHECK_OK(world_invite(&world, second, 1, &its));
	CHECK_OK(world_invite_further(&world, 3, &further));
	CHECK_OK(world_invite(&world, 3, 1, &of_its_other));
	CHECK_OK(world_invite_further(&world, 1, &of_another));
	CHECK_OK(world_enact(&world, &second, 1));
	CHECK(is_revoked(&its));
	CHECK(is_revoked(&further));
	CHECK(!is_revoked(&of_its_other));
	CHECK(!is_revoked(&of_another));
}

TEST(CHARTER27_with_all_devices_end_the_links_that_any_of_them_ever_made)
{
	struct device_keys of_retired, of_ended, of_another;
	const uint32_t third[] = {3};
	uint32_t second;

	found_with_persons(2);
	second = bring_further(3);
	CHECK_OK(world_invite(&world, second, 1, &of_retired));
	CHECK_OK(world_invite(&world, 3, 0, &of_ended));
	CHECK_OK(world_invite(&world, 1, 1, &of_another));
	CHECK_OK(world_retire(&world, 3, second));
	CHECK(!is_revoked(&of_retired));
	CHECK_OK(world_propose_end(&world, 3, 3, 0));
	world.time += CHARTER_OWN_NOTICE_DAYS * WORLD_DAY;
	CHECK_OK(world_enact(&world, third, 1));
	CHECK(is_revoked(&of_retired));
	CHECK(is_revoked(&of_ended));
	CHECK(!is_revoked(&of_another));
}

TEST(CHARTER20_CHARTER27_ones_own_words_are_cleared_in_30_days_where_fewer_than_three_sign)
{
	struct device_keys keys;

	for (uint32_t signers = 1; signers <= 3; signers++) {
		found_with_persons(signers);
		CHECK_RESULT(clear_recovery(1, 1), ERR_NOT_FOUND);
		CHECK_OK(world_set_recovery(&world, 1, NULL, &keys));
		CHECK_RESULT(clear_recovery(1, 1), signers < 3 ? OK : ERR_FORBIDDEN);
		if (signers == 3)
			return;
		if (signers == 2)
			CHECK_OK(world_object(&world, 3));
		enact_after(30, NULL, 0);
		CHECK_RESULT(world_recover(&world, &keys), ERR_NOT_FOUND);
		world_close(&world);
	}
}

static void leave(uint32_t party)
{
	CHECK_OK(propose_about(party, ACT_LEAVE, 0));
	CHECK_OK(world_consent(&world, party));
	world.time += CHARTER_OWN_NOTICE_DAYS * WORLD_DAY;
	CHECK_OK(world_enact(&world, &party, 1));
}

TEST(CHARTER22_sectors_hold_who_came_while_another_slept)
{
	const uint32_t first[] = {1};
	struct propose propose = {.act = ACT_SET_SECTORS, .sectors = {first, 1}};
	uint8_t sectors[HASH_SIZE], subject[HASH_SIZE];

	world_found(&world, 5, 1);
	leave(2);
	leave(4);
	CHECK_OK(propose_about(1, ACT_REST_PARTY, 5));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 3));
	world.time += CHARTER_REST_NOTICE_DAYS * WORLD_DAY;
	CHECK_OK(world_enact(&world, NULL, 0));
	CHECK_OK(world_propose(&world, 1, propose));
	memcpy(sectors, world.proposal, HASH_SIZE);
	memcpy(subject, world.subject, HASH_SIZE);
	world.newcomers_sector = 2;
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 3));
	CHECK_OK(world_enact(&world, NULL, 0));
	memcpy(world.proposal, sectors, HASH_SIZE);
	memcpy(world.subject, subject, HASH_SIZE);
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 3));
	CHECK_OK(world_consent(&world, 5));
	world.time += CHARTER_DEFAULT_NOTICE_DAYS * WORLD_DAY;
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_CONFLICT);
	leave(6);
	memcpy(world.proposal, sectors, HASH_SIZE);
	memcpy(world.subject, subject, HASH_SIZE);
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 3));
	CHECK_OK(world_consent(&world, 5));
	CHECK_OK(world_enact(&world, NULL, 0));
}

TEST(CHARTER24_who_invited_a_newcomer_withdraws_its_proposal)
{
	uint32_t unconfirmed;

	found_with_persons(2);
	unconfirmed = world_bring(&world, 1);
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	CHECK_RESULT(world_withdraw(&world, 2, world.proposal), ERR_FORBIDDEN);
	CHECK_RESULT(world_withdraw(&world, unconfirmed, world.proposal), ERR_FORBIDDEN);
	CHECK_OK(world_withdraw(&world, 3, world.proposal));
	CHECK_RESULT(world_withdraw(&world, 3, world.proposal), ERR_NOT_FOUND);
}

TEST(CHARTER31_who_came_while_another_slept_counts_for_rests_of_others)
{
	found_with_a_sleeper();
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK_OK(world_consent(&world, 4));
	CHECK_OK(world_enact(&world, NULL, 0));
	CHECK_OK(world_wake(&world, 3, NULL, 0));
	CHECK_OK(propose_about(1, ACT_REST_PARTY, 4));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK_OK(world_consent(&world, 3));
	world.time += CHARTER_REST_NOTICE_DAYS * WORLD_DAY;
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NO_CONSENT);
	CHECK_OK(world_consent(&world, 5));
	CHECK_OK(world_withdraw(&world, 1, world.proposal));
	CHECK_OK(propose_about(1, ACT_REST_PARTY, 3));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK_OK(world_consent(&world, 4));
	CHECK_RESULT(world_consent(&world, 5), ERR_FORBIDDEN);
	enact_after(CHARTER_REST_NOTICE_DAYS, NULL, 0);
}

TEST(CHARTER31_who_came_while_another_slept_owes_nothing_to_who_is_gone)
{
	const uint32_t third[] = {3};
	uint8_t removal[HASH_SIZE], subject[HASH_SIZE];

	found_with_a_sleeper();
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK_OK(world_consent(&world, 4));
	CHECK_OK(world_enact(&world, NULL, 0));
	CHECK_OK(world_wake(&world, 3, NULL, 0));
	CHECK_OK(propose_about(1, ACT_REMOVE_PARTY, 3));
	memcpy(removal, world.proposal, HASH_SIZE);
	memcpy(subject, world.subject, HASH_SIZE);
	CHECK_RESULT(world_consent(&world, 5), ERR_FORBIDDEN);
	CHECK_OK(propose_about(3, ACT_LEAVE, 0));
	CHECK_OK(world_consent(&world, 3));
	enact_after(CHARTER_OWN_NOTICE_DAYS, third, 1);
	memcpy(world.proposal, removal, HASH_SIZE);
	memcpy(world.subject, subject, HASH_SIZE);
	CHECK_OK(world_consent(&world, 5));
}

static enum result rekey_with(const uint8_t previous[HASH_SIZE], const struct wrap *extra,
			      size_t count)
{
	struct statement statement = {.type = STATEMENT_REKEY, .device = 1};

	statement.rekey.has_previous = statement.rekey.has_wrapped = true;
	memcpy(statement.rekey.previous_epoch, previous, HASH_SIZE);
	statement.rekey.extra = extra;
	statement.rekey.extra_count = count;
	memcpy(statement.charter_head, charter_head(world.charter), HASH_SIZE);
	return world_apply(&world, &statement);
}

TEST(CHARTER16_extra_wraps_are_of_reported_epochs_once_and_in_their_order)
{
	struct wrap wraps[3] = {0}, falling[2], twice[2], sound, unknown = {{7}};

	world_found(&world, 4, 1);
	CHECK_OK(world_rekey(&world, 1));
	memcpy(sound.epoch, charter_epoch(world.charter, 0), HASH_SIZE);
	world.time += CHARTER_REKEY_SECONDS;
	for (uint32_t i = 0; i < 3; i++) {
		CHECK_OK(rekey_with(sound.epoch, NULL, 0));
		memcpy(wraps[i].epoch, charter_epoch(world.charter, 0), HASH_SIZE);
		CHECK_OK(world_report(&world, 2 + i));
	}
	falling[0] = wraps[2];
	falling[1] = wraps[1];
	twice[0] = twice[1] = wraps[1];
	CHECK_RESULT(rekey_with(sound.epoch, falling, 2), ERR_MALFORMED);
	CHECK_RESULT(rekey_with(sound.epoch, twice, 2), ERR_MALFORMED);
	CHECK_RESULT(rekey_with(sound.epoch, &sound, 1), ERR_MALFORMED);
	CHECK_RESULT(rekey_with(sound.epoch, &unknown, 1), ERR_MALFORMED);
	/* Some of them, then all, with the one that is current. */
	CHECK_OK(rekey_with(sound.epoch, wraps + 1, 1));
	world.time += CHARTER_REKEY_SECONDS;
	CHECK_OK(world_report(&world, 2));
	CHECK_OK(rekey_with(sound.epoch, wraps, 3));
}

#define W(name) cmocka_unit_test_setup_teardown(name, NULL, close_world)

RUN_TESTS(W(CHARTER5_a_rule_is_for_an_act_below_nine),
	  W(CHARTER7_a_further_devices_invitation_lives_a_day),
	  W(CHARTER7_a_further_devices_invitation_may_lack_the_key),
	  W(CHARTER8_a_further_device_is_the_persons_own),
	  W(CHARTER9_two_of_two_confirm_where_the_rule_says_so),
	  W(CHARTER9_nobody_is_confirmed_by_who_leaves_but_by_the_next_who_confirms),
	  W(CHARTER9_a_voice_of_who_signs_no_more_is_not_counted),
	  W(CHARTER13_a_replacement_waits_30_days),
	  W(CHARTER13_a_rest_waits_120_days_though_all_others_consent),
	  W(CHARTER21_who_was_heard_is_neither_laid_to_rest_nor_replaced),
	  W(CHARTER21_the_charter_knows_when_a_party_was_last_heard),
	  W(CHARTER30_a_party_wakes_once_and_accepts_whom_it_will),
	  W(CHARTER31_who_came_while_another_slept_decides_neither_rules_nor_about_it),
	  W(CHARTER27_the_notice_of_an_own_act_is_three_days),
	  W(CHARTER27_that_of_clearing_a_recovery_is_seven_and_two_persons_do_it),
	  W(CHARTER27_who_was_never_confirmed_goes_at_once),
	  W(CHARTER27_more_than_half_of_the_signers_end_anothers_devices_against_it),
	  W(CHARTER27_a_partys_last_signer_does_not_end),
	  W(CHARTER27_a_consent_outlives_the_constitution),
	  W(CHARTER27_the_only_party_does_not_leave), W(CHARTER20_a_signer_rule_is_one_to_sixteen),
	  W(CHARTER20_who_is_not_confirmed_ends_its_own_devices_and_proposes_nothing_else),
	  W(CHARTER24_whom_an_own_act_concerns_does_not_withdraw_it),
	  W(CHARTER28_one_recovery_takes_the_place_of_another_and_the_room_awaits_a_key),
	  W(CHARTER29_a_recovered_device_is_on_trial_for_48_hours),
	  W(CHARTER29_what_a_device_on_trial_may_say),
	  W(CHARTER29_who_has_no_device_left_speaks_at_once),
	  W(CHARTER32_a_device_reports_or_rekeys_once_an_hour),
	  W(CHARTER16_the_key_before_those_reported_is_wrapped),
	  W(CHARTER33_a_closed_charter_takes_nothing_but_recovered_and_retired_devices),
	  W(CHARTER4_a_device_on_trial_stops_own_acts_alone),
	  W(CHARTER17_a_retirement_revokes_the_persons_links_to_a_further_device),
	  W(CHARTER27_with_one_device_end_its_links_and_those_to_a_further_one),
	  W(CHARTER27_with_all_devices_end_the_links_that_any_of_them_ever_made),
	  W(CHARTER20_CHARTER27_ones_own_words_are_cleared_in_30_days_where_fewer_than_three_sign),
	  W(CHARTER22_sectors_hold_who_came_while_another_slept),
	  W(CHARTER24_who_invited_a_newcomer_withdraws_its_proposal),
	  W(CHARTER31_who_came_while_another_slept_counts_for_rests_of_others),
	  W(CHARTER31_who_came_while_another_slept_owes_nothing_to_who_is_gone),
	  W(CHARTER16_extra_wraps_are_of_reported_epochs_once_and_in_their_order))
