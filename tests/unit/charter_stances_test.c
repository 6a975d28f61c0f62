/* What is kept of consents and objections: what still counts, and nothing else. */
#include "core/charter_state.h"
#include "support/charter_world.h"
#include "support/check.h"

static size_t kept(const struct world *world)
{
	return charter_count(world->charter, LIST_STANCES);
}

/* By device 1, with device 2's consent; its hash. */
static void propose_with_consent(struct world *world, uint32_t act, uint8_t hash_out[HASH_SIZE])
{
	CHECK_OK(world_propose(world, 1, (struct propose){.act = act}));
	CHECK_OK(world_consent(world, 2));
	memcpy(hash_out, world->proposal, HASH_SIZE);
}

TEST(CHARTER19_a_withdrawal_leaves_the_consents_to_other_proposals)
{
	uint8_t rules[HASH_SIZE], closing[HASH_SIZE];
	struct world world;

	world_found(&world, 3, 1);
	propose_with_consent(&world, ACT_SET_RULES, rules);
	propose_with_consent(&world, ACT_CLOSE, closing);
	CHECK_EQUAL(kept(&world), 2);
	CHECK_OK(world_withdraw(&world, 1, rules));
	CHECK_EQUAL(kept(&world), 1);
	/* It has moved to the other's place, and is found there. */
	CHECK_RESULT(world_consent(&world, 2), ERR_CONFLICT);
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 3));
	world.time += 15 * WORLD_DAY;
	CHECK_OK(world_enact(&world, NULL, 0));
	world_close(&world);
}

TEST(CHARTER18_what_was_said_of_a_withdrawn_proposal_is_forgotten)
{
	uint8_t closing[HASH_SIZE];
	struct world world;

	world_found(&world, 3, 1);
	propose_with_consent(&world, ACT_CLOSE, closing);
	CHECK_OK(world_withdraw(&world, 1, closing));
	CHECK_EQUAL(kept(&world), 0);
	world_close(&world);
}

TEST(CHARTER18_what_was_said_of_an_enacted_own_act_is_forgotten)
{
	uint32_t other;
	struct world world;

	world_found(&world, 3, 1);
	other = world_bring(&world, 1);
	CHECK_OK(world_propose_end(&world, 1, other, 0));
	CHECK_OK(world_consent(&world, 1));
	CHECK_EQUAL(kept(&world), 1);
	world.time += CHARTER_TRIAL_SECONDS;
	CHECK_OK(world_enact(&world, &other, 1));
	CHECK_EQUAL(kept(&world), 0);
	world_close(&world);
}

TEST(CHARTER18_what_has_run_out_makes_room_for_what_is_said_next)
{
	uint8_t closing[HASH_SIZE];
	struct world world;

	world_found(&world, 3, 1);
	propose_with_consent(&world, ACT_CLOSE, closing);
	world.time += CHARTER_PROPOSAL_SECONDS + 1;
	propose_with_consent(&world, ACT_CLOSE, closing);
	CHECK_EQUAL(kept(&world), 1);
	world_close(&world);
}

TEST(CHARTER4_an_objection_to_a_consent_is_none_of_an_own_act_on_trial)
{
	struct device_keys recovery;
	uint8_t consent[HASH_SIZE];
	struct world world;
	uint32_t back, other;

	world_found(&world, 3, 1);
	other = world_bring(&world, 1);
	CHECK_OK(world_confirm(&world, 1, other));
	CHECK_OK(world_set_recovery(&world, 1, NULL, &recovery));
	CHECK_OK(world_recover(&world, &recovery));
	back = charter_device_count(world.charter);
	CHECK_OK(world_propose_end(&world, 1, 1, back));
	CHECK_OK(world_consent(&world, other));
	memcpy(consent, world.last_hash, HASH_SIZE);
	memcpy(world.proposal, consent, HASH_SIZE);
	CHECK_RESULT(world_object(&world, back), ERR_FORBIDDEN);
	world_close(&world);
}

RUN_TESTS(T(CHARTER19_a_withdrawal_leaves_the_consents_to_other_proposals),
	  T(CHARTER18_what_was_said_of_a_withdrawn_proposal_is_forgotten),
	  T(CHARTER18_what_was_said_of_an_enacted_own_act_is_forgotten),
	  T(CHARTER18_what_has_run_out_makes_room_for_what_is_said_next),
	  T(CHARTER4_an_objection_to_a_consent_is_none_of_an_own_act_on_trial))
