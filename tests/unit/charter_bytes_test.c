/* A charter's state as bytes: what is kept is read again as it was, and nothing else is read. */
#include "core/charter_bytes.h"

#include <stdio.h>
#include <time.h>

#include "crypto/verify.h"

#include "support/charter_world.h"
#include "support/check.h"

#define MAX_ENTRIES 64u

static uint8_t hashes[MAX_ENTRIES * HASH_SIZE];

/* The world's own hashes count up: only the last one matters here. */
static struct bytes entry_hashes(const struct charter *charter)
{
	size_t size = (size_t)charter_size(charter) * HASH_SIZE;

	memset(hashes, 0, sizeof(hashes));
	memcpy(hashes + size - HASH_SIZE, charter_head(charter), HASH_SIZE);
	return (struct bytes){hashes, size};
}

/* Somebody of everything: persons, an ended device, recoveries, a key, what is open and what is
 * over. */
static void fill(struct world *world)
{
	struct propose move = {.act = ACT_MOVE_SERVER, .move.server_key = {8}};
	struct device_keys keys, recovery;
	uint32_t second;

	move.move.address = (struct bytes){(const uint8_t *)"https://plan.example", 20};
	world_found(world, 3, 1);
	second = world_bring(world, 1);
	CHECK_OK(world_rekey(world, 1));
	CHECK_OK(world_confirm(world, 1, second));
	CHECK_OK(world_set_recovery(world, 2, NULL, &recovery));
	CHECK_OK(world_set_recovery(world, 2, recovery.sign_key, &recovery));
	CHECK_OK(world_invite(world, 3, 3, &keys));
	CHECK_OK(world_propose_entrance(world, 1, 0));
	for (uint32_t device = 1; device <= 3; device++)
		CHECK_OK(world_consent(world, device));
	CHECK_OK(world_enact(world, NULL, 0));
	CHECK_OK(world_propose(world, 1, (struct propose){.act = ACT_REMOVE_PARTY, .party = 2}));
	CHECK_OK(world_consent(world, 1));
	CHECK_OK(world_object(world, 2));
	CHECK_OK(world_propose_end(world, 1, second, 0));
	CHECK_OK(world_propose(world, 2, move));
	for (uint32_t device = 1; device <= charter_device_count(world->charter); device++)
		CHECK_OK(world_consent(world, device));
	CHECK_OK(world_enact(world, NULL, 0));
	move.move.server_key[0] = 9;
	CHECK_OK(world_propose(world, 2, move));
}

static void keep(const struct charter *charter, struct buffer *kept)
{
	buffer_init_growing(kept, CHARTER_MAX_BYTES);
	charter_append_kept(charter, kept);
	CHECK_OK(buffer_result(kept));
}

static void check_same_state(const struct charter *a, const struct charter *b)
{
	uint8_t hash_a[HASH_SIZE], hash_b[HASH_SIZE];

	CHECK_OK(charter_state_hash(a, hash_a));
	CHECK_OK(charter_state_hash(b, hash_b));
	CHECK_BYTES(hash_a, hash_b, HASH_SIZE);
}

TEST(STATE_what_was_kept_goes_on_as_if_it_had_been_there)
{
	struct charter *again = NULL;
	struct buffer kept;
	struct world world;

	fill(&world);
	keep(world.charter, &kept);
	CHECK_OK(charter_read_kept(buffer_bytes(&kept), entry_hashes(world.charter), &again));
	check_same_state(world.charter, again);
	CHECK_EQUAL(charter_heard_height(again, 1), charter_heard_height(world.charter, 1));
	CHECK_EQUAL(charter_recovery_count(again), 2);
	charter_free(&world.charter);
	world.charter = again;
	CHECK_OK(world_consent(&world, 1));
	CHECK_RESULT(world_consent(&world, 1), ERR_CONFLICT);
	world_close(&world);
	buffer_deinit(&kept);
}

TEST(STATE_no_byte_of_what_was_kept_may_be_another)
{
	struct charter *again = NULL;
	struct buffer kept;
	struct world world;

	fill(&world);
	keep(world.charter, &kept);
	for (size_t i = 0; i < kept.size; i++) {
		kept.data[i] ^= 1u << (i % 8);
		CHECK_RESULT(
			charter_read_kept(buffer_bytes(&kept), entry_hashes(world.charter), &again),
			ERR_MALFORMED);
		kept.data[i] ^= 1u << (i % 8);
		CHECK_RESULT(charter_read_kept((struct bytes){kept.data, i},
					       entry_hashes(world.charter), &again),
			     ERR_MALFORMED);
	}
	CHECK(again == NULL);
	world_close(&world);
	buffer_deinit(&kept);
}

TEST(STATE_it_is_of_the_log_that_it_stands_beside)
{
	struct charter *again = NULL;
	struct bytes of_log;
	struct buffer kept;
	struct world world;

	fill(&world);
	keep(world.charter, &kept);
	of_log = entry_hashes(world.charter);
	of_log.size -= HASH_SIZE;
	CHECK_RESULT(charter_read_kept(buffer_bytes(&kept), of_log, &again), ERR_MALFORMED);
	of_log.size += HASH_SIZE;
	hashes[of_log.size - 1] ^= 1;
	CHECK_RESULT(charter_read_kept(buffer_bytes(&kept), of_log, &again), ERR_MALFORMED);
	world_close(&world);
	buffer_deinit(&kept);
}

/* With a sum that fits, so that every number is looked at. */
static void sign_again(struct buffer *kept)
{
	verify_hash_bytes(LABEL_CHARTER_STATE, (struct bytes){kept->data, kept->size - HASH_SIZE},
			  kept->data + kept->size - HASH_SIZE);
}

/* Whatever was read must not lead what comes after astray. */
static unsigned go_on(const struct world *world, struct charter *charter)
{
	struct world other = *world;
	struct device_keys keys;
	unsigned accepted;

	other.charter = charter;
	accepted = world_consent(&other, 1) == OK;
	accepted += world_enact(&other, NULL, 0) == OK;
	accepted += world_rekey(&other, 1) == OK;
	accepted += world_invite(&other, 2, 2, &keys) == OK;
	accepted += world_join(&other, &keys) == OK;
	accepted += world_set_recovery(&other, 3, NULL, &keys) == OK;
	accepted += world_recover(&other, &keys) == OK;
	accepted += world_propose_end(&other, 1, 1, 0) == OK;
	world_close(&other);
	return accepted;
}

TEST(STATE_bytes_made_wrong_at_random_are_refused_or_harmless)
{
	unsigned seed = (unsigned)time(NULL), refused = 0, accepted = 0;
	struct buffer kept;
	struct world world;

	printf("seed %u\n", seed);
	fill(&world);
	keep(world.charter, &kept);
	for (unsigned i = 0; i < 4000; i++) {
		struct charter *read = NULL;
		size_t at = (unsigned)rand_r(&seed) % kept.size;
		uint8_t before = kept.data[at];

		kept.data[at] =
			(uint8_t)(rand_r(&seed) % 3 == 0 ? rand_r(&seed) : rand_r(&seed) % 5);
		sign_again(&kept);
		if (charter_read_kept(buffer_bytes(&kept), entry_hashes(world.charter), &read) ==
		    OK)
			accepted += go_on(&world, read);
		else
			refused++;
		kept.data[at] = before;
	}
	CHECK(refused > 500 && accepted > 500);
	world_close(&world);
	buffer_deinit(&kept);
}

RUN_TESTS(T(STATE_what_was_kept_goes_on_as_if_it_had_been_there),
	  T(STATE_no_byte_of_what_was_kept_may_be_another),
	  T(STATE_it_is_of_the_log_that_it_stands_beside),
	  T(STATE_bytes_made_wrong_at_random_are_refused_or_harmless))
