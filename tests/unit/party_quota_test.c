/* SYNC13: what a party may write in the charter in a day, at n - 1, n and n + 1, and what waits
 * for no bucket. */
#include "net/leaf_stream.h"
#include "support/check.h"
#include "support/fixture.h"
#include "support/plan_decide.h"
#include "support/plan_pack.h"

#define BURST 3

static struct fixture fixture;
static struct reading reading;
static struct buffer frames;

static int open_plan(void **state)
{
	(void)state;
	buffer_init_growing(&frames, 1u << 20);
	fixture_open(&fixture);
	fixture_found(&fixture, 3);
	return 0;
}

static int close_plan(void **state)
{
	(void)state;
	buffer_deinit(&frames);
	fixture_close(&fixture);
	return 0;
}

static void limit_to(uint32_t burst)
{
	service_close(&fixture.service);
	fixture.config.party_entries_per_day = 50;
	fixture.config.party_entries_burst = burst;
	fixture_reopen(&fixture);
}

static struct plan_device *device(uint32_t index)
{
	return &fixture.plan.devices[index - 1];
}

/* Sends what stands in `frames`: the first answer. */
static enum result send_by(const struct plan_device *by)
{
	enum result result = fixture_state(&fixture, by, buffer_bytes(&frames), &reading);

	buffer_clear(&frames);
	return result;
}

/* Party i is that of device i. */
static enum result invite(uint32_t index, struct plan_device *invitation)
{
	plan_device_init(invitation);
	plan_append_invite(&fixture.plan, device(index), index, invitation, fixture.now_s + 86400,
			   &frames);
	return send_by(device(index));
}

static enum result invite_anybody(uint32_t index)
{
	struct plan_device invitation;

	return invite(index, &invitation);
}

static void use_up(uint32_t index)
{
	for (int i = 0; i < BURST; i++)
		CHECK_OK(invite_anybody(index));
	CHECK_RESULT(invite_anybody(index), ERR_QUOTA);
}

TEST(SYNC13_a_party_has_its_burst_and_not_one_more)
{
	limit_to(BURST);
	for (int i = 0; i < BURST; i++) {
		CHECK_OK(invite_anybody(1));
		CHECK_EQUAL(reading.retry_after_s, 0);
	}
	CHECK_RESULT(invite_anybody(1), ERR_QUOTA);
	CHECK_EQUAL(reading.retry_after_s, LEAF_STREAM_RETRY_AFTER_S);
}

TEST(SYNC13_fifty_come_back_in_a_day)
{
	limit_to(100);
	for (int i = 0; i < 100; i++)
		CHECK_OK(invite_anybody(1));
	CHECK_RESULT(invite_anybody(1), ERR_QUOTA);
	fixture.now_s += 86400 - 3600;
	for (int i = 0; i < 47; i++)
		CHECK_OK(invite_anybody(1));
	fixture.now_s += 3600;
	for (int i = 0; i < 3; i++)
		CHECK_OK(invite_anybody(1));
	CHECK_RESULT(invite_anybody(1), ERR_QUOTA);
}

TEST(SYNC13_a_partys_flood_takes_nothing_from_another_nor_from_another_plan)
{
	limit_to(BURST);
	use_up(1);
	use_up(2);
	fixture_found(&fixture, 1);
	use_up(1);
}

/* Whoever is invited costs the party that did it, on whatever device it comes. */
TEST(SYNC13_a_newcomer_takes_from_whoever_invited_it)
{
	struct plan_device invitation, *joiner = device(fixture.plan.device_count + 1);

	limit_to(BURST - 1);
	CHECK_OK(invite(1, &invitation));
	plan_device_init(joiner);
	plan_append_join(&fixture.plan, &invitation, joiner, &frames);
	CHECK_OK(send_by(&invitation));
	CHECK_RESULT(invite_anybody(1), ERR_QUOTA);
}

TEST(SYNC13_a_join_waits_and_comes_in_later)
{
	struct plan_device invitation, *joiner = device(fixture.plan.device_count + 1);

	limit_to(1);
	CHECK_OK(invite(1, &invitation));
	plan_device_init(joiner);
	plan_append_join(&fixture.plan, &invitation, joiner, &frames);
	CHECK_RESULT(fixture_state(&fixture, &invitation, buffer_bytes(&frames), &reading),
		     ERR_QUOTA);
	fixture.now_s += 1800;
	CHECK_OK(send_by(&invitation));
}

TEST(SYNC13_what_is_held_already_takes_nothing)
{
	struct plan_device invitation;

	limit_to(BURST);
	plan_device_init(&invitation);
	plan_append_invite(&fixture.plan, device(1), 1, &invitation, fixture.now_s + 86400,
			   &frames);
	for (int i = 0; i < 10; i++)
		CHECK_OK(fixture_state(&fixture, device(1), buffer_bytes(&frames), &reading));
	buffer_clear(&frames);
	CHECK_OK(invite_anybody(1));
	CHECK_OK(invite_anybody(1));
	CHECK_RESULT(invite_anybody(1), ERR_QUOTA);
}

TEST(SYNC13_what_the_charter_refuses_takes_nothing)
{
	static const uint8_t nobody[16] = {1};

	limit_to(1);
	for (int i = 0; i < 5; i++) {
		plan_append_confirm(&fixture.plan, device(1), nobody, &frames);
		CHECK_RESULT(send_by(device(1)), ERR_NOT_FOUND);
	}
	CHECK_OK(invite_anybody(1));
}

TEST(SYNC13_content_takes_nothing)
{
	limit_to(BURST);
	use_up(1);
	CHECK_OK(
		fixture_commit(&fixture, device(1), &(struct plan_commit){.records = 1}, &reading));
}

TEST(SYNC13_the_count_begins_anew_with_the_process)
{
	limit_to(BURST);
	use_up(1);
	fixture_reopen(&fixture);
	use_up(1);
}

TEST(SYNC13_no_rate_is_no_limit)
{
	service_close(&fixture.service);
	fixture.config.party_entries_per_day = 0;
	fixture.config.party_entries_burst = 0;
	fixture_reopen(&fixture);
	for (int i = 0; i < 10; i++)
		CHECK_OK(invite_anybody(1));
}

static void append(uint32_t index, Wire__StatementType type, ProtobufCMessage *body)
{
	const struct plan_device *signers[1] = {device(index)};
	uint8_t ignored[32];

	plan_append_statement(&fixture.plan, type, index, ++device(index)->counter, body, signers,
			      1, (struct bytes){0}, ignored, &frames);
}

static void append_revoke(uint32_t index, const struct plan_device *invitation)
{
	Wire__Revoke revoke = WIRE__REVOKE__INIT;

	revoke.invitation = PLAN_FIELD(invitation->key, 32);
	append(index, WIRE__STATEMENT_TYPE__STATEMENT_REVOKE, &revoke.base);
}

static void append_object(uint32_t index, const struct plan_proposal *proposal)
{
	Wire__Object object = WIRE__OBJECT__INIT;

	object.proposal = PLAN_FIELD(proposal->hash, 32);
	append(index, WIRE__STATEMENT_TYPE__STATEMENT_OBJECT, &object.base);
}

static void append_report(uint32_t index)
{
	Wire__BadRekey report = WIRE__BAD_REKEY__INIT;

	report.epoch = PLAN_FIELD(fixture.plan.epoch, 32);
	append(index, WIRE__STATEMENT_TYPE__STATEMENT_BAD_REKEY, &report.base);
}

/* Judged without it, the objection would be refused for good. */
TEST(SYNC13_what_a_device_says_after_what_waits_waits_with_it)
{
	struct plan_proposal closing;
	struct buffer later;

	limit_to(BURST);
	use_up(1);
	plan_close(&closing);
	plan_append_proposal(&fixture.plan, device(1), &closing, fixture.now_s + 86400, &frames);
	append_object(1, &closing);
	buffer_init_growing(&later, 1u << 16);
	buffer_append_bytes(&later, buffer_bytes(&frames));
	CHECK_RESULT(send_by(device(1)), ERR_QUOTA);
	CHECK_EQUAL(reading.results[1].code, ERR_QUOTA);
	fixture.now_s += 1800;
	buffer_append_bytes(&frames, buffer_bytes(&later));
	CHECK_OK(send_by(device(1)));
	CHECK_EQUAL(reading.results[1].code, OK);
	buffer_deinit(&later);
}

/* Somebody else's words wait for nobody but their own author. */
TEST(SYNC13_what_another_says_after_what_waits_is_taken)
{
	struct plan_device invitation;

	limit_to(BURST);
	use_up(1);
	for (uint32_t i = 1; i <= 2; i++) {
		plan_device_init(&invitation);
		plan_append_invite(&fixture.plan, device(i), i, &invitation, fixture.now_s + 86400,
				   &frames);
	}
	CHECK_RESULT(send_by(device(1)), ERR_QUOTA);
	CHECK_EQUAL(reading.results[1].code, OK);
}

static enum result rekey(uint32_t index)
{
	plan_append_rekey(&fixture.plan, device(index), &frames);
	return send_by(device(index));
}

static enum result recover(const struct plan_device *recovery)
{
	struct plan_device *joiner = device(fixture.plan.device_count + 1);

	plan_device_init(joiner);
	plan_append_recover(&fixture.plan, recovery, joiner, &frames);
	return send_by(recovery);
}

static enum result enact(const struct plan_proposal *proposal, struct plan_device *ended)
{
	plan_append_enact(&fixture.plan, device(1), proposal, &ended, 1, &frames);
	ended->is_ended = true;
	return send_by(device(1));
}

static void propose(uint32_t index, struct plan_proposal *proposal)
{
	plan_append_proposal(&fixture.plan, device(index), proposal,
			     fixture.now_s + 30 * UINT64_C(86400), &frames);
	CHECK_OK(send_by(device(index)));
}

TEST(SYNC13_what_protects_people_waits_for_no_bucket)
{
	struct plan_device invitation, words;
	struct plan_proposal closing, ending;
	uint8_t tag[32] = {1};

	CHECK_OK(invite(1, &invitation));
	plan_device_init(&words);
	plan_append_set_recovery(&fixture.plan, device(1), &words, tag, NULL, &frames);
	CHECK_OK(send_by(device(1)));
	CHECK_OK(recover(&words));
	plan_close(&closing);
	propose(2, &closing);
	plan_end_devices(&ending, device(1)->person, device(4));
	propose(1, &ending);

	limit_to(0);
	CHECK_RESULT(invite_anybody(1), ERR_QUOTA);
	append_revoke(1, &invitation);
	CHECK_OK(send_by(device(1)));
	append_object(1, &closing);
	CHECK_OK(send_by(device(1)));
	CHECK_OK(recover(&words));
	plan_append_retire(&fixture.plan, device(1), device(5), &frames);
	CHECK_OK(send_by(device(1)));
	fixture.now_s += 4 * 86400;
	CHECK_OK(enact(&ending, device(4)));
	CHECK_RESULT(invite_anybody(1), ERR_QUOTA);
}

TEST(SYNC13_a_key_is_changed_and_reported_for_no_bucket)
{
	limit_to(0);
	CHECK_OK(rekey(2));
	append_report(3);
	CHECK_OK(send_by(device(3)));
	CHECK_RESULT(invite_anybody(1), ERR_QUOTA);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_plan, close_plan)

RUN_TESTS(P(SYNC13_a_party_has_its_burst_and_not_one_more), P(SYNC13_fifty_come_back_in_a_day),
	  P(SYNC13_a_partys_flood_takes_nothing_from_another_nor_from_another_plan),
	  P(SYNC13_a_newcomer_takes_from_whoever_invited_it),
	  P(SYNC13_a_join_waits_and_comes_in_later), P(SYNC13_what_is_held_already_takes_nothing),
	  P(SYNC13_what_the_charter_refuses_takes_nothing), P(SYNC13_content_takes_nothing),
	  P(SYNC13_the_count_begins_anew_with_the_process), P(SYNC13_no_rate_is_no_limit),
	  P(SYNC13_what_a_device_says_after_what_waits_waits_with_it),
	  P(SYNC13_what_another_says_after_what_waits_is_taken),
	  P(SYNC13_what_protects_people_waits_for_no_bucket),
	  P(SYNC13_a_key_is_changed_and_reported_for_no_bucket))
