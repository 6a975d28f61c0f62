/* Moving a plan to another server: who decides it, and what the charter says then. */
#include <string.h>

#include "support/charter_world.h"
#include "support/check.h"

static struct world world;
static const uint8_t here[KEY_SIZE], there[KEY_SIZE] = {7}, elsewhere[KEY_SIZE] = {8};

static int close_world(void **state)
{
	(void)state;
	world_close(&world);
	return 0;
}

static struct bytes text(const char *address)
{
	return (struct bytes){(const uint8_t *)address, strlen(address)};
}

static enum result move_to(uint32_t author, const uint8_t key[KEY_SIZE], struct bytes address)
{
	struct propose propose = {.act = ACT_MOVE_SERVER, .move.address = address};

	memcpy(propose.move.server_key, key, KEY_SIZE);
	return world_propose(&world, author, propose);
}

static enum result move(uint32_t author, const uint8_t key[KEY_SIZE])
{
	return move_to(author, key, text("https://plan.example"));
}

static void consent_all(uint32_t first, uint32_t last)
{
	for (uint32_t device = first; device <= last; device++)
		CHECK_OK(world_consent(&world, device));
}

/* Party 3 of four rests. */
static void found_with_a_sleeper(void)
{
	struct propose rest = {.act = ACT_REST_PARTY, .party = 3};

	world_found(&world, 4, 1);
	CHECK_OK(world_propose(&world, 1, rest));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK_OK(world_consent(&world, 4));
	world.time += CHARTER_REST_NOTICE_DAYS * WORLD_DAY;
	CHECK_OK(world_enact(&world, NULL, 0));
}

TEST(CHARTER34_the_charter_names_the_server_that_the_log_moved_to)
{
	world_found(&world, 2, 1);
	CHECK_BYTES(charter_server_key(world.charter), here, KEY_SIZE);
	CHECK_EQUAL(charter_server_address(world.charter).size, 0);
	CHECK_OK(move(1, there));
	consent_all(1, 2);
	CHECK_OK(world_enact(&world, NULL, 0));
	CHECK_BYTES(charter_server_key(world.charter), there, KEY_SIZE);
	CHECK(bytes_equal(charter_server_address(world.charter), text("https://plan.example")));
	CHECK_BYTES(charter_constitution(world.charter), charter_head(world.charter), HASH_SIZE);
	CHECK_RESULT(move(1, there), ERR_CONFLICT);
	CHECK_OK(move_to(1, here, text("http://[::1]:8440")));
	consent_all(1, 2);
	CHECK_OK(world_enact(&world, NULL, 0));
	CHECK_BYTES(charter_server_key(world.charter), here, KEY_SIZE);
	CHECK(bytes_equal(charter_server_address(world.charter), text("http://[::1]:8440")));
}

TEST(CHARTER20_an_address_is_an_origin_of_at_most_256_bytes)
{
	static const char *const refused[] = {"",
					      "https://",
					      "http://",
					      "ftp://plan.example",
					      "https:/plan.example",
					      "http://_plan.example",
					      "http:/plan.example",
					      "HTTPS://plan.example",
					      "https://plan.Example",
					      "https://plan.example/",
					      "https://a@plan.example",
					      "https://plan example",
					      "https://plan_example",
					      "https://pl\xc3\xa5n.example"};
	static const char *const taken[] = {"https://a", "http://a", "http://127.0.0.1:8440",
					    "https://a-0.z9:1"};
	char longest[MOVE_MAX_ADDRESS_BYTES + 2];

	world_found(&world, 1, 1);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		CHECK_RESULT(move_to(1, there, text(refused[i])), ERR_MALFORMED);
	CHECK_RESULT(move_to(1, there, (struct bytes){(const uint8_t *)"https://a\0b", 11}),
		     ERR_MALFORMED);
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		CHECK_OK(move_to(1, there, text(taken[i])));
		CHECK_OK(world_withdraw(&world, 1, world.proposal));
	}
	memset(longest, 'a', sizeof(longest));
	memcpy(longest, "https://", 8);
	for (size_t size = 255; size <= 257; size++)
		CHECK_RESULT(move_to(1, there, (struct bytes){(const uint8_t *)longest, size}),
			     size > 256 ? ERR_MALFORMED : OK);
}

TEST(CHARTER20_who_is_not_confirmed_moves_nothing)
{
	uint32_t newcomer;

	world_found(&world, 2, 1);
	newcomer = world_bring(&world, 1);
	CHECK_RESULT(move(newcomer, there), ERR_FORBIDDEN);
	CHECK_OK(world_confirm(&world, 1, newcomer));
	CHECK_OK(move(newcomer, there));
}

TEST(CHARTER20_the_same_move_is_proposed_once_by_a_party)
{
	world_found(&world, 2, 1);
	CHECK_OK(move(1, there));
	world.repeats_subject = true;
	CHECK_RESULT(move(1, there), ERR_CONFLICT);
	CHECK_OK(move(2, there));
}

TEST(CHARTER34_a_move_to_where_the_plan_has_come_meanwhile_does_nothing)
{
	uint8_t first[HASH_SIZE], subject[HASH_SIZE];

	world_found(&world, 2, 1);
	CHECK_OK(move(1, there));
	memcpy(first, world.proposal, HASH_SIZE);
	memcpy(subject, world.subject, HASH_SIZE);
	CHECK_OK(move(2, there));
	consent_all(1, 2);
	CHECK_OK(world_enact(&world, NULL, 0));
	memcpy(world.proposal, first, HASH_SIZE);
	memcpy(world.subject, subject, HASH_SIZE);
	consent_all(1, 2);
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_CONFLICT);
}

TEST(CHARTER34_a_move_ends_nobody_and_hands_out_no_key)
{
	const uint32_t second[] = {2};
	struct sealed_key sealed = {0};
	struct statement statement = {.type = STATEMENT_ENACT};

	world_found(&world, 2, 1);
	CHECK_OK(move(1, there));
	consent_all(1, 2);
	CHECK_RESULT(world_enact(&world, second, 1), ERR_MALFORMED);
	memcpy(statement.enact.proposal, world.proposal, HASH_SIZE);
	statement.enact.sealed = &sealed;
	statement.enact.sealed_count = 1;
	CHECK_RESULT(world_apply(&world, &statement), ERR_MALFORMED);
	CHECK_OK(world_enact(&world, NULL, 0));
}

/* Of seven, five are two thirds; of sectors 1 and 2. */
TEST(CHARTER12_CHARTER13_two_thirds_move_after_a_notice_and_all_at_once)
{
	world_found(&world, 7, 1);
	CHECK_OK(move(1, there));
	consent_all(1, 4);
	world.time += CHARTER_DEFAULT_NOTICE_DAYS * WORLD_DAY;
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NO_CONSENT);
	world.time -= CHARTER_DEFAULT_NOTICE_DAYS * WORLD_DAY;
	CHECK_OK(world_consent(&world, 5));
	world.time += CHARTER_DEFAULT_NOTICE_DAYS * WORLD_DAY - 1;
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NOTICE);
	world.time += 1;
	CHECK_OK(world_enact(&world, NULL, 0));
	CHECK_OK(move(1, elsewhere));
	consent_all(1, 6);
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NOTICE);
	CHECK_OK(world_consent(&world, 7));
	CHECK_OK(world_enact(&world, NULL, 0));
	CHECK_BYTES(charter_server_key(world.charter), elsewhere, KEY_SIZE);
}

TEST(CHARTER12_every_sector_wants_a_move)
{
	world_found(&world, 8, 1);
	CHECK_OK(move(1, there));
	for (uint32_t device = 1; device <= 7; device += 2)
		CHECK_OK(world_consent(&world, device));
	world.time += CHARTER_DEFAULT_NOTICE_DAYS * WORLD_DAY;
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NO_CONSENT);
	CHECK_OK(world_consent(&world, 2));
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NO_CONSENT);
	CHECK_OK(world_consent(&world, 4));
	CHECK_OK(world_enact(&world, NULL, 0));
}

TEST(CHARTER12_who_rests_neither_decides_a_move_nor_holds_it_up)
{
	found_with_a_sleeper();
	CHECK_OK(move(1, there));
	CHECK_OK(world_consent(&world, 1));
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NO_CONSENT);
	/* Two of the three that are awake. */
	CHECK_OK(world_consent(&world, 2));
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NOTICE);
	CHECK_OK(world_consent(&world, 3));
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NOTICE);
	CHECK_OK(world_consent(&world, 4));
	CHECK_OK(world_enact(&world, NULL, 0));
}

TEST(CHARTER31_who_came_while_another_slept_has_a_say_in_where_the_plan_is)
{
	found_with_a_sleeper();
	CHECK_OK(world_propose_entrance(&world, 1, 0));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK_OK(world_consent(&world, 4));
	CHECK_OK(world_enact(&world, NULL, 0));
	world.time++;
	CHECK_OK(move(5, there));
	CHECK_OK(world_consent(&world, 1));
	CHECK_OK(world_consent(&world, 2));
	CHECK_OK(world_consent(&world, 4));
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NOTICE);
	CHECK_OK(world_consent(&world, 5));
	CHECK_OK(world_enact(&world, NULL, 0));
}

TEST(CHARTER12_a_rule_for_moving_asks_for_more_and_never_for_less)
{
	static const struct rule strict = {ACT_MOVE_SERVER, 4, 1, 60},
				 lax = {ACT_MOVE_SERVER, 1, 1, 3};
	struct propose propose = {.act = ACT_SET_RULES, .rules = {&strict, 1}};

	world_found(&world, 4, 1);
	CHECK_OK(world_propose(&world, 1, propose));
	consent_all(1, 4);
	CHECK_OK(world_enact(&world, NULL, 0));
	CHECK_OK(move(1, there));
	consent_all(1, 3);
	world.time += 60 * WORLD_DAY;
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NO_CONSENT);
	propose.rules.items = &lax;
	CHECK_OK(world_propose(&world, 1, propose));
	consent_all(1, 4);
	CHECK_OK(world_enact(&world, NULL, 0));
	CHECK_OK(move(1, there));
	consent_all(1, 2);
	world.time += 3 * WORLD_DAY;
	CHECK_RESULT(world_enact(&world, NULL, 0), ERR_NO_CONSENT);
	CHECK_OK(world_consent(&world, 3));
	CHECK_OK(world_enact(&world, NULL, 0));
}

#define W(name) cmocka_unit_test_teardown(name, close_world)

RUN_TESTS(W(CHARTER34_the_charter_names_the_server_that_the_log_moved_to),
	  W(CHARTER20_an_address_is_an_origin_of_at_most_256_bytes),
	  W(CHARTER20_who_is_not_confirmed_moves_nothing),
	  W(CHARTER20_the_same_move_is_proposed_once_by_a_party),
	  W(CHARTER34_a_move_to_where_the_plan_has_come_meanwhile_does_nothing),
	  W(CHARTER34_a_move_ends_nobody_and_hands_out_no_key),
	  W(CHARTER12_CHARTER13_two_thirds_move_after_a_notice_and_all_at_once),
	  W(CHARTER12_every_sector_wants_a_move),
	  W(CHARTER12_who_rests_neither_decides_a_move_nor_holds_it_up),
	  W(CHARTER31_who_came_while_another_slept_has_a_say_in_where_the_plan_is),
	  W(CHARTER12_a_rule_for_moving_asks_for_more_and_never_for_less))
