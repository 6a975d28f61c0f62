/* Words that bring a person back, parties that are silent, devices that their party ends and
 * a plan that is closed: what the service knows of them, without a port. */
#include "core/locate.h"
#include "support/check.h"
#include "support/fixture.h"
#include "support/plan_decide.h"
#include "support/plan_pack.h"
#include "sync.pb-c.h"
#include "wire/frame.h"

static struct fixture fixture;
static struct reading reading;
static struct buffer frames;
static const uint8_t locator[32] = {1, 2, 3}, other_locator[32] = {1, 2, 4};

static int open_plan(void **state)
{
	(void)state;
	buffer_init_growing(&frames, 8u << 20);
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

static struct plan_device *device(uint32_t index)
{
	return &fixture.plan.devices[index - 1];
}

static enum result commit(uint32_t index, struct plan_commit what)
{
	return fixture_commit(&fixture, device(index), &what, &reading);
}

/* Sends what stands in `frames`: the first answer. */
static enum result state(const struct plan_device *by)
{
	enum result result = fixture_state(&fixture, by, buffer_bytes(&frames), &reading);

	buffer_clear(&frames);
	return result;
}

static enum result set_recovery(uint32_t index, const struct plan_device *recovery,
				const uint8_t *tag, const struct plan_device *replaces)
{
	plan_append_set_recovery(&fixture.plan, device(index), recovery, tag, replaces, &frames);
	return state(device(index));
}

static enum result recover(const struct plan_device *recovery)
{
	struct plan_device *joiner = device(fixture.plan.device_count + 1);

	plan_device_init(joiner);
	plan_append_recover(&fixture.plan, recovery, joiner, &frames);
	return state(recovery);
}

/* A confirmed person's first words, with the locator above. */
static void set_words(uint32_t index, struct plan_device *recovery)
{
	uint8_t tag[32];

	plan_device_init(recovery);
	plan_recovery_tag(&fixture.plan, locator, tag);
	CHECK_OK(set_recovery(index, recovery, tag, NULL));
}

static enum result ask(struct bytes body, size_t *count_out, uint8_t first_out[32])
{
	struct buffer out;
	struct bytes rest;
	struct frame frame;
	Wire__Located *located;
	enum result result;

	buffer_init_growing(&out, 1u << 20);
	result = fixture_post(&fixture, "/v1/recovery", body, &out);
	rest = buffer_bytes(&out);
	if (result == OK) {
		CHECK_OK(frame_next(&rest, &frame));
		CHECK_EQUAL(frame.type, FRAME_LOCATED);
		CHECK_EQUAL(rest.size, 0);
		located = wire__located__unpack(NULL, frame.payload.size, frame.payload.data);
		*count_out = located->n_spaces;
		if (located->n_spaces > 0)
			memcpy(first_out, located->spaces[0].data, 32);
		wire__located__free_unpacked(located, NULL);
	}
	buffer_deinit(&out);
	return result;
}

/* How many spaces the locator finds; where it is one, this plan's. */
static size_t locate_with(const uint8_t with[32])
{
	uint8_t first[32];
	size_t count = 99;

	buffer_clear(&frames);
	plan_append_locate(with, &frames);
	CHECK_OK(ask(buffer_bytes(&frames), &count, first));
	buffer_clear(&frames);
	if (count == 1)
		CHECK_BYTES(first, fixture.plan.space, 32);
	return count;
}

TEST(SYNC12_a_known_locator_finds_the_space_and_an_unknown_one_nothing)
{
	struct plan_device recovery;

	CHECK_EQUAL(locate_with(locator), 0);
	set_words(1, &recovery);
	CHECK_EQUAL(locate_with(locator), 1);
	CHECK_EQUAL(locate_with(other_locator), 0);
	fixture_reopen(&fixture);
	CHECK_EQUAL(locate_with(locator), 1);
	CHECK_EQUAL(locate_with(other_locator), 0);
}

TEST(SYNC12_a_space_is_named_once_whoever_has_the_words)
{
	struct plan_device first, second;

	set_words(1, &first);
	set_words(2, &second);
	CHECK_EQUAL(locate_with(locator), 1);
}

TEST(SYNC12_KEYS9_a_tag_of_another_space_is_none_of_this_one)
{
	struct plan_device recovery;
	struct plan other = fixture.plan;
	uint8_t tag[32];

	plan_device_init(&recovery);
	other.space[0] ^= 1;
	plan_recovery_tag(&other, locator, tag);
	CHECK_OK(set_recovery(1, &recovery, tag, NULL));
	CHECK_EQUAL(locate_with(locator), 0);
}

TEST(SYNC12_words_that_were_replaced_find_nothing)
{
	struct plan_device first, second;
	uint8_t tag[32];

	set_words(1, &first);
	plan_device_init(&second);
	plan_recovery_tag(&fixture.plan, other_locator, tag);
	CHECK_OK(set_recovery(1, &second, tag, &first));
	CHECK_EQUAL(locate_with(locator), 0);
	CHECK_EQUAL(locate_with(other_locator), 1);
	fixture_reopen(&fixture);
	CHECK_EQUAL(locate_with(locator), 0);
	CHECK_EQUAL(locate_with(other_locator), 1);
}

TEST(SYNC12_WIRE2_a_request_is_one_locate_of_32_bytes)
{
	uint8_t first[32], body[64] = {0, 0, 0, 34, FRAME_LOCATE, 0x0a, 32};
	size_t count;

	CHECK_OK(ask((struct bytes){body, 39}, &count, first));
	CHECK_RESULT(ask((struct bytes){body, 38}, &count, first), ERR_MALFORMED);
	CHECK_RESULT(ask((struct bytes){body, 40}, &count, first), ERR_MALFORMED);
	CHECK_RESULT(ask((struct bytes){NULL, 0}, &count, first), ERR_MALFORMED);
	body[4] = FRAME_LOCATED;
	CHECK_RESULT(ask((struct bytes){body, 39}, &count, first), ERR_MALFORMED);
	body[4] = FRAME_LOCATE;
	body[3] = 33;
	body[6] = 31;
	CHECK_RESULT(ask((struct bytes){body, 38}, &count, first), ERR_MALFORMED);
	body[3] = 0;
	CHECK_RESULT(ask((struct bytes){body, 5}, &count, first), ERR_MALFORMED);
}

/* As many spaces with the locator's tag, in the store alone. */
static void add_spaces(unsigned from, unsigned to)
{
	struct store_session *writer =
		fixture.service->store->functions->writer(fixture.service->store);
	struct plan other = fixture.plan;
	uint8_t tag[32];

	CHECK_OK(writer->functions->begin(writer));
	for (unsigned i = from; i < to; i++) {
		uint64_t number;

		memset(other.space, 0, 32);
		memcpy(other.space, &i, sizeof(i));
		plan_recovery_tag(&other, locator, tag);
		CHECK_OK(writer->functions->add_space(writer, other.space, &number));
		CHECK_OK(writer->functions->put_recovery(writer, number, 1, tag));
	}
	CHECK_OK(writer->functions->commit(writer));
}

TEST(SYNC12_at_most_256_spaces_are_named)
{
	add_spaces(0, LOCATE_MAX_SPACES - 1);
	CHECK_EQUAL(locate_with(locator), LOCATE_MAX_SPACES - 1);
	add_spaces(LOCATE_MAX_SPACES - 1, LOCATE_MAX_SPACES);
	CHECK_EQUAL(locate_with(locator), LOCATE_MAX_SPACES);
	add_spaces(LOCATE_MAX_SPACES, LOCATE_MAX_SPACES + 1);
	CHECK_EQUAL(locate_with(locator), LOCATE_MAX_SPACES);
}

TEST(SYNC1_whoever_holds_a_recovery_reads_the_charter_and_nothing_else)
{
	struct plan_device recovery, next;
	struct plan_request request = {.device = &recovery, .path = "/v1/charter"};
	uint8_t tag[32] = {0};

	plan_device_init(&recovery);
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
	set_words(1, &recovery);
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	CHECK_EQUAL(reading.entries, 3);
	request.path = "/v1/sync";
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
	request.path = "/v1/charter";
	request.breaks_signature = true;
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
	request.breaks_signature = false;
	plan_device_init(&next);
	CHECK_OK(set_recovery(1, &next, tag, &recovery));
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
}

TEST(CHARTER3_the_words_that_are_replaced_sign_as_well)
{
	struct plan_device recovery, next, stranger;
	uint8_t tag[32] = {0};

	set_words(1, &recovery);
	plan_device_init(&next);
	plan_device_init(&stranger);
	memcpy(stranger.key, recovery.key, 32);
	CHECK_RESULT(set_recovery(1, &next, tag, &stranger), ERR_SIGNATURE);
	CHECK_OK(set_recovery(1, &next, tag, &recovery));
}

TEST(CHARTER29_a_recovered_device_reads_and_writes_after_a_restart_as_before)
{
	struct plan_device recovery;
	struct plan_request request = {.path = "/v1/sync"};

	set_words(1, &recovery);
	CHECK_OK(recover(&recovery));
	CHECK_OK(commit(4, (struct plan_commit){.records = 1}));
	fixture_reopen(&fixture);
	request.device = device(4);
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	CHECK_OK(commit(4, (struct plan_commit){.records = 1}));
}

TEST(QUOTA_made_up_words_cost_the_plan_nothing)
{
	struct plan_device stranger;
	struct plan_request request = {.device = device(1), .path = "/v1/charter"};

	fixture.config.space_commits_per_hour = 1;
	fixture.config.space_commits_burst = 1;
	fixture_reopen(&fixture);
	plan_device_init(&stranger);
	for (int i = 0; i < 3; i++) {
		plan_device_init(device(4));
		plan_append_recover(&fixture.plan, &stranger, device(4), &frames);
		fixture.plan.device_count--;
	}
	request.frames = buffer_bytes(&frames);
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	CHECK_EQUAL(reading.result_count, 3);
	for (int i = 0; i < 3; i++)
		CHECK_EQUAL(reading.results[i].code, ERR_NOT_FOUND);
	CHECK_OK(commit(1, (struct plan_commit){.records = 1}));
}

static void read_constitution(uint8_t out[32])
{
	struct space *space = NULL;
	struct space_view view;

	CHECK_OK(spaces_acquire(fixture.service->spaces, fixture.plan.space, &space));
	space_view_acquire(space, &view);
	memcpy(out, charter_constitution(snapshot_charter(view.snapshot)), 32);
	space_view_release(&view);
	spaces_release(fixture.service->spaces, &space);
}

/* Proposed by device 1 and consented to by devices 1 to `consents`. */
static void decide(struct plan_proposal *proposal, uint32_t consents)
{
	uint8_t constitution[32];

	read_constitution(constitution);
	plan_append_proposal(&fixture.plan, device(1), proposal,
			     fixture.now_s + CHARTER_PROPOSAL_SECONDS, &frames);
	for (uint32_t i = 1; i <= consents; i++)
		plan_append_consent(&fixture.plan, device(i), proposal, constitution, &frames);
	CHECK_OK(state(device(1)));
	for (uint32_t i = 0; i <= consents; i++)
		CHECK_EQUAL(reading.results[i].code, OK);
}

static enum result enact(const struct plan_proposal *proposal, struct plan_device *ended)
{
	plan_append_enact(&fixture.plan, device(1), proposal, &ended, ended == NULL ? 0 : 1,
			  &frames);
	return state(device(1));
}

/* That party 3 rests, 120 days ago. */
static void propose_rest(struct plan_proposal *proposal)
{
	plan_rest_party(proposal, 3);
	decide(proposal, 2);
}

static enum result enact_rest(const struct plan_proposal *proposal)
{
	fixture.now_s += CHARTER_REST_NOTICE_DAYS * 86400u;
	return enact(proposal, NULL);
}

TEST(CHARTER21_who_sent_nothing_since_the_proposal_is_silent)
{
	struct plan_proposal proposal;

	CHECK_OK(commit(3, (struct plan_commit){.records = 1}));
	propose_rest(&proposal);
	CHECK_OK(commit(1, (struct plan_commit){.records = 1}));
	fixture_reopen(&fixture);
	CHECK_OK(enact_rest(&proposal));
	fixture_reopen(&fixture);
	CHECK_OK(commit(3, (struct plan_commit){.records = 1}));
}

static enum result wake(uint32_t index)
{
	const struct plan_device *signers[1] = {device(index)};
	Wire__Wake wake = WIRE__WAKE__INIT;
	uint8_t ignored[32];

	plan_append_statement(&fixture.plan, WIRE__STATEMENT_TYPE__STATEMENT_WAKE, index,
			      ++device(index)->counter, &wake.base, signers, 1, (struct bytes){0},
			      ignored, &frames);
	return state(device(index));
}

TEST(SYNC13_who_rests_is_awake_again_for_no_bucket)
{
	struct plan_proposal proposal;

	propose_rest(&proposal);
	CHECK_OK(enact_rest(&proposal));
	service_close(&fixture.service);
	fixture.config.party_entries_per_day = 50;
	fixture.config.party_entries_burst = 0;
	fixture_reopen(&fixture);
	CHECK_OK(wake(3));
}

TEST(CHARTER21_a_commit_breaks_the_silence)
{
	struct plan_proposal proposal;

	propose_rest(&proposal);
	CHECK_OK(commit(3, (struct plan_commit){.records = 1}));
	CHECK_RESULT(enact_rest(&proposal), ERR_CONFLICT);
}

TEST(CHARTER21_so_does_a_void_one)
{
	struct plan_proposal proposal;
	uint8_t old[32] = {1};

	propose_rest(&proposal);
	CHECK_OK(commit(3, (struct plan_commit){.records = 1, .epoch = old, .is_void = true}));
	CHECK_RESULT(enact_rest(&proposal), ERR_CONFLICT);
}

TEST(CHARTER21_and_any_entry_of_a_device_of_the_party_or_of_its_words)
{
	struct plan_proposal proposal;
	struct plan_device recovery, next;
	uint8_t tag[32] = {0};

	set_words(3, &recovery);
	propose_rest(&proposal);
	CHECK_OK(recover(&recovery));
	fixture_reopen(&fixture);
	CHECK_RESULT(enact_rest(&proposal), ERR_CONFLICT);
	fixture.now_s += CHARTER_PROPOSAL_SECONDS;
	propose_rest(&proposal);
	plan_device_init(&next);
	CHECK_OK(set_recovery(3, &next, tag, &recovery));
	CHECK_RESULT(enact_rest(&proposal), ERR_CONFLICT);
	fixture.now_s += CHARTER_PROPOSAL_SECONDS;
	propose_rest(&proposal);
	CHECK_OK(enact_rest(&proposal));
}

TEST(CHARTER27_devices_end_where_the_log_ends_for_them)
{
	struct plan_device invitation, recovery, older, *joiner = device(4);
	struct plan_proposal proposal;
	uint8_t tag[32];

	plan_device_init(&invitation);
	plan_device_init(&recovery);
	plan_device_init(joiner);
	plan_append_invite(&fixture.plan, device(1), 1, &invitation, fixture.now_s + 60, &frames);
	CHECK_OK(state(device(1)));
	plan_append_join(&fixture.plan, &invitation, joiner, &frames);
	CHECK_OK(state(&invitation));
	plan_recovery_tag(&fixture.plan, locator, tag);
	CHECK_OK(set_recovery(4, &recovery, tag, NULL));
	CHECK_EQUAL(locate_with(locator), 1);
	CHECK_OK(commit(4, (struct plan_commit){.records = 1}));
	older = *joiner;
	CHECK_OK(commit(4, (struct plan_commit){.records = 1}));
	plan_end_devices(&proposal, joiner->person, NULL);
	decide(&proposal, 1);
	CHECK_RESULT(enact(&proposal, &older), ERR_CONFLICT);
	CHECK_RESULT(enact(&proposal, NULL), ERR_MALFORMED);
	CHECK_OK(enact(&proposal, joiner));
	CHECK_EQUAL(locate_with(locator), 0);
	CHECK_RESULT(commit(4, (struct plan_commit){.records = 1}), ERR_ENDED);
	fixture_reopen(&fixture);
	CHECK_EQUAL(locate_with(locator), 0);
	/* It still sees what ended it. */
	CHECK_OK(state(joiner));
	CHECK_RESULT(fixture_state(&fixture, &recovery, (struct bytes){0}, &reading),
		     ERR_UNAUTHORIZED);
}

TEST(COMMIT8_CHARTER33_a_closed_plan_takes_no_content_and_is_read_on)
{
	struct plan_request pull = {.device = device(2), .path = "/v1/sync"};
	struct plan_device recovery;
	struct plan_proposal proposal;
	struct plan_request again = {.device = device(1), .path = "/v1/sync"};
	struct buffer held;

	buffer_init_growing(&held, 1u << 20);
	set_words(1, &recovery);
	plan_append_commit(&fixture.plan, device(1), &(struct plan_commit){.records = 1}, &held);
	again.frames = buffer_bytes(&held);
	CHECK_OK(fixture_sync(&fixture, &again, &reading));
	plan_close(&proposal);
	decide(&proposal, 3);
	CHECK_RESULT(enact(&proposal, NULL), ERR_NOTICE);
	fixture.now_s += CHARTER_DEFAULT_NOTICE_DAYS * 86400u;
	CHECK_OK(enact(&proposal, NULL));
	for (int i = 0; i < 2; i++) {
		CHECK_RESULT(commit(2, (struct plan_commit){.records = 1}), ERR_ENDED);
		device(2)->seq = 0;
		memset(device(2)->previous, 0, 32);
		/* COMMIT7: what is held is answered as the first time. */
		CHECK_OK(fixture_sync(&fixture, &again, &reading));
		CHECK_EQUAL(reading.results[0].code, OK);
		CHECK_OK(fixture_sync(&fixture, &pull, &reading));
		CHECK_EQUAL(reading.commits, 1);
		fixture_reopen(&fixture);
	}
	plan_append_rekey(&fixture.plan, device(1), &frames);
	CHECK_RESULT(state(device(1)), ERR_ENDED);
	CHECK_EQUAL(locate_with(locator), 1);
	CHECK_OK(recover(&recovery));
	pull.device = device(4);
	CHECK_OK(fixture_sync(&fixture, &pull, &reading));
	buffer_deinit(&held);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_plan, close_plan)

RUN_TESTS(P(SYNC12_a_known_locator_finds_the_space_and_an_unknown_one_nothing),
	  P(SYNC12_a_space_is_named_once_whoever_has_the_words),
	  P(SYNC12_KEYS9_a_tag_of_another_space_is_none_of_this_one),
	  P(SYNC12_words_that_were_replaced_find_nothing),
	  P(SYNC12_WIRE2_a_request_is_one_locate_of_32_bytes),
	  P(SYNC12_at_most_256_spaces_are_named),
	  P(SYNC1_whoever_holds_a_recovery_reads_the_charter_and_nothing_else),
	  P(CHARTER3_the_words_that_are_replaced_sign_as_well),
	  P(CHARTER29_a_recovered_device_reads_and_writes_after_a_restart_as_before),
	  P(QUOTA_made_up_words_cost_the_plan_nothing),
	  P(CHARTER21_who_sent_nothing_since_the_proposal_is_silent),
	  P(SYNC13_who_rests_is_awake_again_for_no_bucket),
	  P(CHARTER21_a_commit_breaks_the_silence), P(CHARTER21_so_does_a_void_one),
	  P(CHARTER21_and_any_entry_of_a_device_of_the_party_or_of_its_words),
	  P(CHARTER27_devices_end_where_the_log_ends_for_them),
	  P(COMMIT8_CHARTER33_a_closed_plan_takes_no_content_and_is_read_on))
