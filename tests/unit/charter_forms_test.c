/* What no message can hold, since its decoder is stricter, and the charter refuses all the same;
 * and what the charter says of what it does not know. */
#include "support/charter_world.h"
#include "support/check.h"

static enum result found(struct world *world, const struct genesis *genesis)
{
	struct statement statement = {.type = STATEMENT_GENESIS, .genesis = *genesis};

	memset(world, 0, sizeof(*world));
	world->time = WORLD_START_TIME;
	CHECK_OK(charter_new(&world->charter));
	return world_apply(world, &statement);
}

TEST(CHARTER5_more_parties_sectors_or_rules_than_a_genesis_has)
{
	static const uint32_t sectors[GENESIS_MAX_SECTORS + 1] = {1, 2};
	static const struct rule rules[GENESIS_MAX_RULES + 1] = {{ACT_CLOSE, 1, 1, 3}};
	struct founding_party parties[GENESIS_MAX_PARTIES + 1] = {0};
	struct genesis sound = {
		.sectors = {sectors, 2}, .rules = {rules, 1}, .parties = parties, .party_count = 1};
	struct genesis genesis;
	struct world world;

	parties[0].sector = parties[0].signer_rule = 1;
	parties[0].device.sign_key[0] = 1;
	CHECK_OK(found(&world, &sound));
	world_close(&world);
	genesis = sound;
	genesis.party_count = GENESIS_MAX_PARTIES + 1;
	CHECK_RESULT(found(&world, &genesis), ERR_MALFORMED);
	world_close(&world);
	genesis = sound;
	genesis.sectors.count = GENESIS_MAX_SECTORS + 1;
	CHECK_RESULT(found(&world, &genesis), ERR_MALFORMED);
	world_close(&world);
	genesis = sound;
	genesis.rules.count = GENESIS_MAX_RULES + 1;
	CHECK_RESULT(found(&world, &genesis), ERR_MALFORMED);
	world_close(&world);
}

static enum result join_with(struct world *world, const uint8_t *sign_key, const uint8_t *box_key)
{
	struct statement statement = {.type = STATEMENT_JOIN};
	struct device_keys invitation;

	CHECK_OK(world_invite(world, 1, 1, &invitation));
	memcpy(statement.join.invitation, invitation.sign_key, KEY_SIZE);
	world_make_id(world, statement.join.person, PERSON_ID_SIZE);
	world_make_keys(world, &statement.join.device);
	if (sign_key)
		memcpy(statement.join.device.sign_key, sign_key, KEY_SIZE);
	if (box_key)
		memcpy(statement.join.device.box_key, box_key, KEY_SIZE);
	return world_apply(world, &statement);
}

TEST(CHARTER8_a_key_is_new_whatever_it_was_before)
{
	struct world world;
	struct device_keys known;
	uint8_t twice[KEY_SIZE];

	world_found(&world, 2, 1);
	known = charter_device(world.charter, 2)->keys;
	CHECK_RESULT(join_with(&world, known.box_key, NULL), ERR_CONFLICT);
	CHECK_RESULT(join_with(&world, known.sign_key, NULL), ERR_CONFLICT);
	CHECK_RESULT(join_with(&world, NULL, known.sign_key), ERR_CONFLICT);
	CHECK_RESULT(join_with(&world, NULL, known.box_key), ERR_CONFLICT);
	world_make_id(&world, twice, KEY_SIZE);
	CHECK_RESULT(join_with(&world, twice, twice), ERR_CONFLICT);
	CHECK_OK(join_with(&world, NULL, NULL));
	world_close(&world);
}

TEST(another_room_than_0_has_no_key_and_awaits_none)
{
	struct world world;

	world_found(&world, 2, 1);
	CHECK_OK(world_rekey(&world, 1));
	CHECK_OK(world_report(&world, 2));
	CHECK(charter_epoch(world.charter, 0) != NULL);
	CHECK(charter_awaits_rekey(world.charter, 0));
	CHECK(charter_epoch(world.charter, 1) == NULL);
	CHECK(!charter_awaits_rekey(world.charter, 1));
	world_close(&world);
}

TEST(an_entry_is_known_by_its_hash)
{
	uint8_t genesis[HASH_SIZE], other[HASH_SIZE] = {0};
	struct world world;

	world_found(&world, 2, 1);
	memcpy(genesis, charter_head(world.charter), HASH_SIZE);
	CHECK_OK(world_rekey(&world, 1));
	CHECK(charter_knows_entry(world.charter, genesis));
	CHECK(!charter_knows_entry(world.charter, other));
	world_close(&world);
}

TEST(CHARTER21_whose_silence_is_asked)
{
	uint8_t unknown[HASH_SIZE] = {0};
	uint64_t height = 0;
	struct world world;

	world_found(&world, 4, 1);
	CHECK_OK(world_propose(&world, 1, (struct propose){.act = ACT_REST_PARTY, .party = 2}));
	CHECK_EQUAL(charter_silence_asked(world.charter, world.proposal, &height), 2);
	CHECK_EQUAL(height, 1);
	CHECK_OK(world_propose_entrance(&world, 1, 3));
	CHECK_EQUAL(charter_silence_asked(world.charter, world.proposal, &height), 3);
	CHECK_EQUAL(height, 3);
	CHECK_OK(world_propose(&world, 1, (struct propose){.act = ACT_REMOVE_PARTY, .party = 2}));
	CHECK_EQUAL(charter_silence_asked(world.charter, world.proposal, &height), 0);
	CHECK_EQUAL(charter_silence_asked(world.charter, unknown, &height), 0);
	world_close(&world);
}

RUN_TESTS(T(CHARTER5_more_parties_sectors_or_rules_than_a_genesis_has),
	  T(CHARTER8_a_key_is_new_whatever_it_was_before),
	  T(another_room_than_0_has_no_key_and_awaits_none), T(an_entry_is_known_by_its_hash),
	  T(CHARTER21_whose_silence_is_asked))
