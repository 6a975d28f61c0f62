/* The handlers, with bytes and without a port. */
#include "core/leaves.h"
#include "support/check.h"
#include "support/fixture.h"

static struct fixture fixture;
static struct reading reading;

static int open_plan(void **state)
{
	(void)state;
	fixture_open(&fixture);
	fixture_found(&fixture, 3);
	return 0;
}

static int close_plan(void **state)
{
	(void)state;
	fixture_close(&fixture);
	return 0;
}

static enum result commit(uint32_t device, struct plan_commit what)
{
	return fixture_commit(&fixture, &fixture.plan.devices[device - 1], &what, &reading);
}

static enum result pull(uint32_t device, uint64_t cursor, const uint8_t *root)
{
	struct plan_request request = {.device = &fixture.plan.devices[device - 1],
				       .path = "/v1/sync",
				       .cursor = cursor,
				       .root = root};

	return fixture_sync(&fixture, &request, &reading);
}

TEST(LOG1_leaves_are_numbered_from_the_genesis_without_gaps)
{
	CHECK_OK(commit(1, (struct plan_commit){.records = 1}));
	CHECK_EQUAL(reading.results[0].leaf, 2);
	CHECK_OK(commit(2, (struct plan_commit){.records = 3}));
	CHECK_EQUAL(reading.results[0].leaf, 3);
	CHECK_EQUAL(reading.size, 4);
	CHECK_EQUAL(reading.entries, 2);
	CHECK_EQUAL(reading.commits, 2);
	CHECK_EQUAL(reading.next, 4);
	CHECK(!reading.more);
}

TEST(LOG2_what_was_acknowledged_is_there_after_a_restart)
{
	CHECK_OK(commit(1, (struct plan_commit){.records = 2}));
	fixture_reopen(&fixture);
	CHECK_OK(pull(1, 0, NULL));
	CHECK_EQUAL(reading.commits, 1);
	CHECK_OK(commit(1, (struct plan_commit){.records = 1}));
	CHECK_EQUAL(reading.results[0].leaf, 3);
}

TEST(LOG5_the_head_is_signed_by_the_server)
{
	CHECK_OK(pull(2, 0, NULL));
	CHECK_EQUAL(reading.heads, 1);
	CHECK(reading.is_head_signed);
	CHECK_EQUAL(reading.charter_height, 1);
}

TEST(LOG7_the_head_names_the_last_entry_whatever_commits_follow)
{
	uint8_t before[HASH_SIZE];

	CHECK_OK(pull(1, 0, NULL));
	CHECK_EQUAL(reading.charter_height, 1);
	CHECK_BYTES(reading.charter_head, fixture.plan.charter_head, HASH_SIZE);
	memcpy(before, reading.charter_head, HASH_SIZE);
	CHECK_OK(commit(1, (struct plan_commit){.records = 1}));
	CHECK_EQUAL(reading.charter_height, 1);
	CHECK_BYTES(reading.charter_head, before, HASH_SIZE);
}

TEST(COMMIT6_a_seq_beyond_the_next_is_a_gap)
{
	CHECK_RESULT(commit(1, (struct plan_commit){.records = 1, .seq = 2}), ERR_GAP);
	CHECK_EQUAL(reading.size, 2);
}

TEST(COMMIT6_another_previous_is_a_conflict)
{
	uint8_t other[32] = {9};

	CHECK_RESULT(commit(1, (struct plan_commit){.records = 1, .previous = other}),
		     ERR_CONFLICT);
}

TEST(COMMIT6_a_known_seq_with_another_core_is_a_conflict)
{
	CHECK_OK(commit(1, (struct plan_commit){.records = 1}));
	CHECK_RESULT(commit(1, (struct plan_commit){.records = 1, .seq = 1}), ERR_CONFLICT);
	CHECK_EQUAL(reading.size, 3);
}

TEST(COMMIT7_identical_bytes_are_answered_as_the_first_time)
{
	struct plan_device *device = &fixture.plan.devices[0];
	struct plan_commit what = {.records = 1};
	struct plan_request request = {.device = device, .path = "/v1/sync"};
	struct buffer frames;

	buffer_init_growing(&frames, 1u << 20);
	plan_append_commit(&fixture.plan, device, &what, &frames);
	request.frames = buffer_bytes(&frames);
	for (int i = 0; i < 3; i++) {
		CHECK_OK(fixture_sync(&fixture, &request, &reading));
		CHECK_EQUAL(reading.results[0].code, OK);
		CHECK_EQUAL(reading.results[0].leaf, 2);
		CHECK_EQUAL(reading.size, 3);
	}
	buffer_deinit(&frames);
}

TEST(COMMIT7_a_commit_held_is_answered_even_under_a_newer_epoch)
{
	struct plan_device *device = &fixture.plan.devices[0];
	struct plan_request request = {.device = device, .path = "/v1/sync"};
	struct buffer commit_frame, rekey;

	buffer_init_growing(&commit_frame, 1u << 20);
	buffer_init_growing(&rekey, 1u << 20);
	plan_append_commit(&fixture.plan, device, &(struct plan_commit){.records = 1},
			   &commit_frame);
	request.frames = buffer_bytes(&commit_frame);
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	plan_append_rekey(&fixture.plan, &fixture.plan.devices[1], &rekey);
	CHECK_OK(fixture_state(&fixture, device, buffer_bytes(&rekey), &reading));
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	CHECK_EQUAL(reading.results[0].code, OK);
	buffer_deinit(&commit_frame);
	buffer_deinit(&rekey);
}

TEST(COMMIT9_another_epoch_is_stale_and_its_void_core_fills_the_place)
{
	uint8_t old[32] = {1};

	CHECK_RESULT(commit(1, (struct plan_commit){.records = 1, .epoch = old}), ERR_STALE_EPOCH);
	fixture.plan.devices[0].seq = 0;
	memset(fixture.plan.devices[0].previous, 0, 32);
	CHECK_OK(commit(1, (struct plan_commit){.records = 1, .epoch = old, .is_void = true}));
	CHECK(reading.results[0].is_void);
	CHECK_OK(commit(1, (struct plan_commit){.records = 1}));
}

TEST(COMMIT9_a_void_core_under_the_current_epoch_is_a_conflict)
{
	CHECK_RESULT(commit(1, (struct plan_commit){.records = 1, .is_void = true}), ERR_CONFLICT);
}

TEST(COMMIT10_an_unknown_charter_head_is_stale)
{
	uint8_t unknown[32] = {5};

	CHECK_RESULT(commit(1, (struct plan_commit){.records = 1, .charter_head = unknown}),
		     ERR_STALE_CHARTER);
}

TEST(COMMIT11_a_head_that_was_never_signed_is_ahead)
{
	uint8_t root[32] = {3};
	struct plan_commit what = {.records = 1,
				   .server_epoch = fixture.plan.server_epoch,
				   .head_size = 2,
				   .head_root = root};

	CHECK_RESULT(commit(1, what), ERR_AHEAD);
	CHECK_OK(pull(2, 0, NULL));
	memcpy(root, reading.root, 32);
	fixture.plan.devices[0].seq = 0;
	memset(fixture.plan.devices[0].previous, 0, 32);
	CHECK_OK(commit(1, what));
	what.head_size = 9;
	CHECK_RESULT(commit(1, what), ERR_AHEAD);
}

TEST(COMMIT2_a_record_that_is_not_the_one_named_is_malformed)
{
	CHECK_RESULT(commit(1, (struct plan_commit){.records = 2, .breaks_record = true}),
		     ERR_MALFORMED);
}

TEST(COMMIT8_a_commit_with_a_wrong_signature_is_refused)
{
	CHECK_RESULT(commit(1, (struct plan_commit){.records = 1, .breaks_signature = true}),
		     ERR_SIGNATURE);
	CHECK_EQUAL(reading.size, 2);
}

TEST(COMMIT8_another_room_is_not_found)
{
	CHECK_RESULT(commit(1, (struct plan_commit){.records = 1, .room = 4}), ERR_NOT_FOUND);
}

TEST(SYNC1_strangers_and_unknown_spaces_get_the_same_answer)
{
	struct plan_device stranger;
	struct plan_request request = {.device = &stranger, .path = "/v1/sync"};

	plan_device_init(&stranger);
	stranger.index = 77;
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
	stranger.index = 1; /* another's index, its own key */
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
	stranger.index = 0; /* an invitation nobody made */
	request.path = "/v1/charter";
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
	fixture.plan.space[0] ^= 1;
	request.device = &fixture.plan.devices[0];
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
}

TEST(SYNC2_the_signature_binds_the_path)
{
	struct plan_request request = {.device = &fixture.plan.devices[0], .path = "/v1/charter"};
	struct buffer body, out;

	request.time = fixture.now_s;
	buffer_init_growing(&body, 1u << 20);
	buffer_init_growing(&out, 1u << 20);
	plan_append_request(&fixture.plan, &request, &body);
	CHECK_RESULT(fixture_post(&fixture, "/v1/sync", buffer_bytes(&body), &out),
		     ERR_UNAUTHORIZED);
	CHECK_OK(fixture_post(&fixture, "/v1/charter", buffer_bytes(&body), &out));
	buffer_deinit(&body);
	buffer_deinit(&out);
}

TEST(SYNC3_ten_minutes_are_in_time_and_one_second_more_is_stale)
{
	struct plan_request request = {.device = &fixture.plan.devices[0], .path = "/v1/sync"};

	request.time = fixture.now_s - 600;
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	request.time = fixture.now_s + 600;
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	request.time = fixture.now_s - 601;
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_STALE_TIME);
	request.time = fixture.now_s + 601;
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_STALE_TIME);
}

TEST(SYNC3_a_head_is_signed_again_when_its_time_is_old)
{
	CHECK_OK(pull(1, 0, NULL));
	fixture.now_s += 3600;
	CHECK_OK(pull(1, 0, NULL));
	CHECK_EQUAL(reading.time, fixture.now_s);
	CHECK(reading.is_head_signed);
}

TEST(SYNC4_items_are_taken_in_their_order_and_answered_so)
{
	struct plan_device *device = &fixture.plan.devices[0];
	struct plan_request request = {.device = device, .path = "/v1/sync"};
	uint8_t old[32] = {1};
	struct buffer frames;

	buffer_init_growing(&frames, 1u << 20);
	plan_append_commit(&fixture.plan, device, &(struct plan_commit){.records = 1}, &frames);
	plan_append_commit(&fixture.plan, device, &(struct plan_commit){.records = 1, .epoch = old},
			   &frames);
	plan_append_commit(&fixture.plan, device, &(struct plan_commit){.records = 1}, &frames);
	request.frames = buffer_bytes(&frames);
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	CHECK_EQUAL(reading.result_count, 3);
	CHECK_EQUAL(reading.results[0].code, OK);
	CHECK_EQUAL(reading.results[1].code, ERR_STALE_EPOCH);
	CHECK_EQUAL(reading.results[2].code, ERR_GAP);
	CHECK_EQUAL(reading.results[2].seq, 3);
	buffer_deinit(&frames);
}

TEST(SYNC5_a_cursor_or_root_the_log_never_had_is_ahead)
{
	uint8_t root[32];

	CHECK_OK(pull(1, 0, NULL));
	memcpy(root, reading.root, 32);
	CHECK_OK(pull(1, 2, root));
	CHECK_EQUAL(reading.entries + reading.commits, 0);
	CHECK_RESULT(pull(1, 3, root), ERR_AHEAD);
	root[0] ^= 1;
	CHECK_RESULT(pull(1, 2, root), ERR_AHEAD);
	CHECK_RESULT(pull(1, 2, NULL), ERR_MALFORMED);
}

TEST(SYNC6_leaves_stop_at_the_budget_but_never_before_the_first)
{
	struct plan_request request = {.device = &fixture.plan.devices[0], .path = "/v1/sync"};

	for (int i = 0; i < 6; i++)
		CHECK_OK(commit(1, (struct plan_commit){.records = 2}));
	request.budget = 1;
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	CHECK_EQUAL(reading.entries + reading.commits, 1);
	CHECK_EQUAL(reading.next, 1);
	CHECK(reading.more);
	CHECK(reading.proof_count > 0);
}

TEST(SYNC6_a_reader_that_follows_the_cursor_gets_every_leaf_once)
{
	struct plan_request request = {.device = &fixture.plan.devices[0], .path = "/v1/sync"};
	unsigned leaves = 0;
	uint8_t root[32];

	for (int i = 0; i < 9; i++)
		CHECK_OK(commit(2, (struct plan_commit){.records = 10, .record_bytes = 3000}));
	request.budget = 70000;
	for (int i = 0; i < 20; i++) {
		CHECK_OK(fixture_sync(&fixture, &request, &reading));
		leaves += reading.entries + reading.commits;
		if (!reading.more)
			break;
		request.cursor = reading.next;
		CHECK_OK(leaves_root_at(
			fixture.service->store->functions->writer(fixture.service->store), 1,
			reading.next, root));
		request.root = root;
	}
	CHECK_EQUAL(leaves, 11);
}

TEST(SYNC7_the_charter_route_counts_entries_and_sends_no_commit)
{
	struct plan_request request = {.device = &fixture.plan.devices[2], .path = "/v1/charter"};

	CHECK_OK(commit(1, (struct plan_commit){.records = 1}));
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	CHECK_EQUAL(reading.entries, 2);
	CHECK_EQUAL(reading.commits, 0);
	CHECK_EQUAL(reading.next, 2);
	CHECK_EQUAL(reading.proof_count, 0);
	request.cursor = 3;
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_AHEAD);
}

TEST(SYNC8_a_space_that_exists_is_answered_as_the_first_time)
{
	struct buffer frames, out;
	struct plan other;

	plan_init(&other, signer_key(fixture.service->signer), 2);
	buffer_init_growing(&frames, 1u << 20);
	buffer_init_growing(&out, 1u << 20);
	plan_append_genesis(&other, &frames);
	for (int i = 0; i < 2; i++) {
		memset(&reading, 0, sizeof(reading));
		buffer_clear(&out);
		CHECK_OK(fixture_post(&fixture, "/v1/spaces", buffer_bytes(&frames), &out));
		CHECK(reading_add(&reading, buffer_bytes(&out), other.server_key));
		CHECK_EQUAL(reading.results[0].code, OK);
		CHECK_EQUAL(reading.results[0].leaf, 0);
	}
	buffer_deinit(&frames);
	buffer_deinit(&out);
}

TEST(LOG5_a_genesis_that_names_another_server_is_forbidden)
{
	uint8_t other_key[32] = {1};
	struct buffer frames, out;
	struct plan other;

	plan_init(&other, other_key, 1);
	buffer_init_growing(&frames, 1u << 20);
	buffer_init_growing(&out, 1u << 20);
	plan_append_genesis(&other, &frames);
	CHECK_RESULT(fixture_post(&fixture, "/v1/spaces", buffer_bytes(&frames), &out),
		     ERR_FORBIDDEN);
	buffer_deinit(&frames);
	buffer_deinit(&out);
}

TEST(CHARTER8_who_joins_by_invitation_writes_at_once)
{
	struct plan *plan = &fixture.plan;
	struct plan_device invitation, *joiner = &plan->devices[3];
	struct buffer frames;

	plan_device_init(&invitation);
	plan_device_init(joiner);
	buffer_init_growing(&frames, 1u << 20);
	plan_append_invite(plan, &plan->devices[0], 1, &invitation, fixture.now_s + 86400, &frames);
	CHECK_OK(fixture_state(&fixture, &plan->devices[0], buffer_bytes(&frames), &reading));
	buffer_clear(&frames);
	plan_append_join(plan, &invitation, joiner, &frames);
	CHECK_OK(fixture_state(&fixture, &invitation, buffer_bytes(&frames), &reading));
	CHECK_EQUAL(reading.entries, 4);
	CHECK_OK(commit(4, (struct plan_commit){.records = 1}));
	/* The same join again is the same answer. */
	CHECK_OK(fixture_state(&fixture, &invitation, buffer_bytes(&frames), &reading));
	CHECK_EQUAL(reading.entries, 4);
	fixture.now_s += 86400;
	CHECK_RESULT(fixture_state(&fixture, &invitation, (struct bytes){0}, &reading),
		     ERR_UNAUTHORIZED);
	buffer_deinit(&frames);
}

/* An upload without Auth's signature, of one commit as `what` says. */
static enum result upload(uint32_t device, struct plan_commit what, bool answers_only)
{
	struct plan_device *author = &fixture.plan.devices[device - 1];
	struct plan_request request = {.device = author,
				       .path = "/v1/sync",
				       .answers_only = answers_only,
				       .is_unsigned = true};
	struct buffer frames;
	enum result result;

	buffer_init_growing(&frames, 1u << 20);
	plan_append_commit(&fixture.plan, author, &what, &frames);
	request.frames = buffer_bytes(&frames);
	result = fixture_sync(&fixture, &request, &reading);
	buffer_deinit(&frames);
	return result;
}

TEST(SYNC10_commits_vouch_for_themselves_and_get_their_answers_alone)
{
	CHECK_OK(upload(1, (struct plan_commit){.records = 1}, true));
	CHECK_EQUAL(reading.results[0].code, OK);
	CHECK_EQUAL(reading.results[0].leaf, 2);
	CHECK_EQUAL(reading.heads, 0);
	CHECK_EQUAL(reading.commits + reading.entries, 0);
}

TEST(SYNC10_without_a_good_signature_on_every_commit_nothing_is_told)
{
	struct plan_request request = {.device = &fixture.plan.devices[0],
				       .path = "/v1/sync",
				       .answers_only = true,
				       .is_unsigned = true};

	CHECK_RESULT(upload(1, (struct plan_commit){.records = 1}, false), ERR_UNAUTHORIZED);
	CHECK_RESULT(upload(1, (struct plan_commit){.records = 1, .breaks_signature = true}, true),
		     ERR_UNAUTHORIZED);
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
	request.path = "/v1/live";
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
	request.path = "/v1/charter";
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
	fixture.plan.space[5] ^= 1;
	CHECK_RESULT(upload(2, (struct plan_commit){.records = 1}, true), ERR_UNAUTHORIZED);
}

TEST(SYNC10_a_commit_of_another_device_does_not_vouch)
{
	struct plan_device *author = &fixture.plan.devices[1];
	struct plan_request request = {.device = &fixture.plan.devices[0],
				       .path = "/v1/sync",
				       .answers_only = true,
				       .is_unsigned = true};
	struct buffer frames;

	buffer_init_growing(&frames, 1u << 20);
	plan_append_commit(&fixture.plan, author, &(struct plan_commit){.records = 1}, &frames);
	request.frames = buffer_bytes(&frames);
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
	request.is_unsigned = false;
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	CHECK_EQUAL(reading.results[0].code, OK);
	buffer_deinit(&frames);
}

TEST(SYNC10_statements_vouch_for_themselves_and_others_do_not)
{
	struct plan_device *author = &fixture.plan.devices[0];
	struct plan_request request = {
		.device = author, .path = "/v1/sync", .answers_only = true, .is_unsigned = true};
	struct plan_device invitation;
	struct buffer frames;

	buffer_init_growing(&frames, 1u << 20);
	plan_device_init(&invitation);
	plan_append_invite(&fixture.plan, author, 1, &invitation, fixture.now_s + 60, &frames);
	request.frames = buffer_bytes(&frames);
	request.device = &fixture.plan.devices[1];
	CHECK_RESULT(fixture_sync(&fixture, &request, &reading), ERR_UNAUTHORIZED);
	request.device = author;
	CHECK_OK(fixture_sync(&fixture, &request, &reading));
	CHECK_EQUAL(reading.results[0].code, OK);
	CHECK_EQUAL(reading.heads, 0);
	CHECK_EQUAL(reading.commits + reading.entries, 0);
	buffer_deinit(&frames);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_plan, close_plan)

RUN_TESTS(P(LOG1_leaves_are_numbered_from_the_genesis_without_gaps),
	  P(LOG2_what_was_acknowledged_is_there_after_a_restart),
	  P(LOG5_the_head_is_signed_by_the_server),
	  P(LOG7_the_head_names_the_last_entry_whatever_commits_follow),
	  P(COMMIT6_a_seq_beyond_the_next_is_a_gap), P(COMMIT6_another_previous_is_a_conflict),
	  P(COMMIT6_a_known_seq_with_another_core_is_a_conflict),
	  P(COMMIT7_identical_bytes_are_answered_as_the_first_time),
	  P(COMMIT7_a_commit_held_is_answered_even_under_a_newer_epoch),
	  P(COMMIT9_another_epoch_is_stale_and_its_void_core_fills_the_place),
	  P(COMMIT9_a_void_core_under_the_current_epoch_is_a_conflict),
	  P(COMMIT10_an_unknown_charter_head_is_stale),
	  P(COMMIT11_a_head_that_was_never_signed_is_ahead),
	  P(COMMIT2_a_record_that_is_not_the_one_named_is_malformed),
	  P(COMMIT8_a_commit_with_a_wrong_signature_is_refused),
	  P(COMMIT8_another_room_is_not_found),
	  P(SYNC1_strangers_and_unknown_spaces_get_the_same_answer),
	  P(SYNC2_the_signature_binds_the_path),
	  P(SYNC3_ten_minutes_are_in_time_and_one_second_more_is_stale),
	  P(SYNC3_a_head_is_signed_again_when_its_time_is_old),
	  P(SYNC4_items_are_taken_in_their_order_and_answered_so),
	  P(SYNC5_a_cursor_or_root_the_log_never_had_is_ahead),
	  P(SYNC6_leaves_stop_at_the_budget_but_never_before_the_first),
	  P(SYNC6_a_reader_that_follows_the_cursor_gets_every_leaf_once),
	  P(SYNC7_the_charter_route_counts_entries_and_sends_no_commit),
	  P(SYNC8_a_space_that_exists_is_answered_as_the_first_time),
	  P(LOG5_a_genesis_that_names_another_server_is_forbidden),
	  P(CHARTER8_who_joins_by_invitation_writes_at_once),
	  P(SYNC10_commits_vouch_for_themselves_and_get_their_answers_alone),
	  P(SYNC10_without_a_good_signature_on_every_commit_nothing_is_told),
	  P(SYNC10_a_commit_of_another_device_does_not_vouch),
	  P(SYNC10_statements_vouch_for_themselves_and_others_do_not))
