/* The charter's pools at n - 1, n and n + 1. Statements are built as decoded, so
 * that a thousand of them take no time; proto/vectors has the rules themselves. */
#include "core/charter.h"
#include "support/check.h"

#define START_TIME 1800000000u

struct world {
	struct charter *charter;
	uint64_t next_id; /* makes keys, persons and hashes that differ */
	uint64_t time;
	uint64_t counters[CHARTER_MAX_DEVICES + 2];
	uint8_t last_hash[HASH_SIZE];
};

/* Distinct bytes of any size, told apart by their first eight. */
static void make_id(struct world *world, uint8_t *out, size_t size)
{
	memset(out, 0, size);
	world->next_id++;
	memcpy(out, &world->next_id, sizeof(world->next_id));
}

static void make_keys(struct world *world, struct device_keys *keys)
{
	make_id(world, keys->sign_key, KEY_SIZE);
	make_id(world, keys->box_key, KEY_SIZE);
}

static enum result apply(struct world *world, struct statement *statement)
{
	struct charter_entry entry = {
		.statement = statement, .is_signed = true, .cuts_fit = true, .is_silent = true};

	if (charter_size(world->charter) > 0)
		memcpy(statement->space, charter_space(world->charter), HASH_SIZE);
	if (statement->device != 0)
		statement->counter = ++world->counters[statement->device];
	entry.position.height = charter_size(world->charter);
	entry.position.time = world->time;
	memcpy(entry.position.previous, charter_head(world->charter), HASH_SIZE);
	make_id(world, entry.statement_hash, HASH_SIZE);
	make_id(world, entry.entry_hash, HASH_SIZE);
	memcpy(entry.position.statement, entry.statement_hash, HASH_SIZE);
	memcpy(world->last_hash, entry.statement_hash, HASH_SIZE);
	return charter_apply(world->charter, &entry);
}

/* Founded by so many parties, in sectors 1 and 2 by turns; notice of three days. */
static void found(struct world *world, size_t count)
{
	static const uint32_t sectors[] = {1, 2};
	static const struct rule rules[] = {{ACT_ADMIT_PARTY, 1, 1, CHARTER_MIN_NOTICE_DAYS}};
	struct founding_party parties[GENESIS_MAX_PARTIES] = {0};
	struct statement statement = {.type = STATEMENT_GENESIS};

	memset(world, 0, sizeof(*world));
	world->time = START_TIME;
	CHECK_OK(charter_new(&world->charter));
	for (size_t i = 0; i < count; i++) {
		parties[i].sector = sectors[i % 2];
		parties[i].signer_rule = 1;
		make_id(world, parties[i].person, PERSON_ID_SIZE);
		make_keys(world, &parties[i].device);
	}
	statement.genesis.sectors = (struct sector_list){sectors, 2};
	statement.genesis.rules = (struct rule_list){rules, 1};
	statement.genesis.parties = parties;
	statement.genesis.party_count = count;
	CHECK_OK(apply(world, &statement));
}

static enum result invite(struct world *world, uint32_t author, uint32_t party,
			  struct device_keys *keys_out)
{
	struct statement statement = {.type = STATEMENT_INVITE, .device = author};

	make_keys(world, &statement.invite.keys);
	*keys_out = statement.invite.keys;
	statement.invite.party = party;
	statement.invite.sector = party == 0 ? 1 : 0;
	statement.invite.expires = world->time + CHARTER_INVITATION_SECONDS;
	return apply(world, &statement);
}

static enum result join(struct world *world, const struct device_keys *invitation)
{
	struct statement statement = {.type = STATEMENT_JOIN};

	memcpy(statement.join.invitation, invitation->sign_key, KEY_SIZE);
	make_id(world, statement.join.person, PERSON_ID_SIZE);
	make_keys(world, &statement.join.device);
	return apply(world, &statement);
}

/* An invitation of the author's, and the newcomer's proposal by it. */
static enum result propose(struct world *world, uint32_t author)
{
	struct statement statement = {.type = STATEMENT_PROPOSE};
	struct admit_party *admit = &statement.propose.admit;
	struct device_keys invitation;

	CHECK_OK(invite(world, author, 0, &invitation));
	statement.propose.act = ACT_ADMIT_PARTY;
	statement.propose.expires = world->time + CHARTER_PROPOSAL_SECONDS;
	memcpy(admit->invitation, invitation.sign_key, KEY_SIZE);
	admit->sector = 1;
	admit->signer_rule = 1;
	make_id(world, admit->person, PERSON_ID_SIZE);
	make_keys(world, &admit->device);
	return apply(world, &statement);
}

/* Every party consents to the proposal made last, and it is enacted. */
static enum result admit_last(struct world *world)
{
	struct statement enact = {.type = STATEMENT_ENACT, .device = 1};
	uint32_t count = charter_party_count(world->charter);

	memcpy(enact.enact.proposal, world->last_hash, HASH_SIZE);
	for (uint32_t device = 1; device <= count; device++) {
		struct statement statement = {.type = STATEMENT_CONSENT, .device = device};
		struct consent *consent = &statement.consent;

		memcpy(consent->proposal, enact.enact.proposal, HASH_SIZE);
		memcpy(consent->constitution, charter_constitution(world->charter), HASH_SIZE);
		consent->expires = world->time + 1;
		CHECK_OK(apply(world, &statement));
	}
	return apply(world, &enact);
}

TEST(CHARTER18_devices_and_live_invitations_are_at_most_1024)
{
	struct device_keys keys;
	struct world world;

	found(&world, 1);
	for (uint32_t holders = 1; holders < CHARTER_MAX_DEVICES; holders++)
		CHECK_OK(invite(&world, 1, 1, &keys));
	CHECK_RESULT(invite(&world, 1, 1, &keys), ERR_LIMIT);
	charter_free(&world.charter);
}

TEST(CHARTER18_an_invitation_that_is_over_leaves_its_place)
{
	struct device_keys keys;
	struct world world;

	found(&world, 1);
	for (uint32_t holders = 1; holders < CHARTER_MAX_DEVICES; holders++)
		CHECK_OK(invite(&world, 1, 1, &keys));
	world.time += CHARTER_INVITATION_SECONDS;
	CHECK_OK(invite(&world, 1, 1, &keys));
	charter_free(&world.charter);
}

TEST(CHARTER18_a_party_is_given_at_most_1000_device_numbers)
{
	struct device_keys keys;
	struct world world;

	found(&world, 1);
	for (uint32_t devices = 1; devices < CHARTER_MAX_DEVICES_PER_PARTY; devices++) {
		CHECK_OK(invite(&world, 1, 1, &keys));
		CHECK_OK(join(&world, &keys));
	}
	CHECK_EQUAL(charter_device_count(world.charter), CHARTER_MAX_DEVICES_PER_PARTY);
	CHECK_OK(invite(&world, 1, 1, &keys));
	CHECK_RESULT(join(&world, &keys), ERR_LIMIT);
	charter_free(&world.charter);
}

TEST(CHARTER15_a_space_has_at_most_64_parties)
{
	struct world world;

	found(&world, 8);
	while (charter_party_count(world.charter) < CHARTER_MAX_PARTIES) {
		CHECK_OK(propose(&world, 1));
		CHECK_OK(admit_last(&world));
	}
	CHECK_OK(propose(&world, 1));
	CHECK_RESULT(admit_last(&world), ERR_LIMIT);
	charter_free(&world.charter);
}

TEST(CHARTER10_a_space_has_at_most_32_open_proposals)
{
	struct world world;

	found(&world, 8);
	CHECK_OK(propose(&world, 1));
	CHECK_OK(admit_last(&world));
	for (uint32_t i = 0; i < CHARTER_MAX_OPEN_PROPOSALS; i++)
		CHECK_OK(propose(&world, 1 + i / CHARTER_MAX_OPEN_PROPOSALS_PER_PARTY));
	CHECK_RESULT(propose(&world, 9), ERR_LIMIT);
	charter_free(&world.charter);
}

TEST(PURE2_a_copy_goes_on_as_the_original_would)
{
	struct charter *copy = NULL;
	struct world world;

	found(&world, 3);
	CHECK_OK(propose(&world, 1));
	CHECK_OK(charter_clone(world.charter, &copy));
	CHECK_OK(propose(&world, 2));
	CHECK_EQUAL(charter_size(copy) + 2, charter_size(world.charter));
	charter_free(&world.charter);
	world.charter = copy;
	world.counters[2] = 0;
	CHECK_OK(propose(&world, 2));
	charter_free(&world.charter);
}

RUN_TESTS(T(CHARTER18_devices_and_live_invitations_are_at_most_1024),
	  T(CHARTER18_an_invitation_that_is_over_leaves_its_place),
	  T(CHARTER18_a_party_is_given_at_most_1000_device_numbers),
	  T(CHARTER15_a_space_has_at_most_64_parties),
	  T(CHARTER10_a_space_has_at_most_32_open_proposals),
	  T(PURE2_a_copy_goes_on_as_the_original_would))
