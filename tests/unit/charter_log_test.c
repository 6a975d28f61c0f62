/* A charter that is kept beside its log: it saves time, and nothing rests on it. */
#include "core/charter_log.h"

#include "core/audit.h"
#include "core/charter_bytes.h"
#include "crypto/verify.h"
#include "net/codec.h"
#include "support/check.h"
#include "support/fixture.h"

static struct fixture fixture;
static struct buffer frames;
static struct reading reading;
static const char *difference;
static uint64_t audited;

/* A plan with `entries` entries in all; found() made two. */
static void grow(uint64_t entries)
{
	struct plan *plan = &fixture.plan;
	struct plan_device invitation;

	for (uint64_t i = 2; i < entries; i++) {
		plan_device_init(&invitation);
		plan_append_invite(plan, &plan->devices[0], 1, &invitation, fixture.now_s + 86400,
				   &frames);
	}
	CHECK_OK(fixture_state(&fixture, &plan->devices[0], buffer_bytes(&frames), &reading));
	for (unsigned i = 0; i < reading.result_count; i++)
		CHECK_EQUAL(reading.results[i].code, OK);
	buffer_clear(&frames);
}

static int open_plan(void **state)
{
	(void)state;
	buffer_init_growing(&frames, 4u << 20);
	fixture_open(&fixture);
	fixture_found(&fixture, 2);
	return 0;
}

static int close_plan(void **state)
{
	(void)state;
	buffer_deinit(&frames);
	fixture_close(&fixture);
	return 0;
}

static struct store_session *writer(void)
{
	return fixture.service->store->functions->writer(fixture.service->store);
}

static uint64_t kept_entries(void)
{
	uint64_t entries = 0;
	struct bytes kept;
	enum result result = writer()->functions->read_charter(writer(), 1, &entries, &kept);

	writer()->functions->scan_end(writer());
	return result == OK ? entries : 0;
}

static void put(uint64_t entries, struct bytes kept)
{
	CHECK_OK(writer()->functions->begin(writer()));
	CHECK_OK(writer()->functions->put_charter(writer(), 1, entries, kept));
	CHECK_OK(writer()->functions->commit(writer()));
}

static void take_kept(struct buffer *kept)
{
	struct bytes bytes;
	uint64_t entries;

	CHECK_OK(writer()->functions->read_charter(writer(), 1, &entries, &bytes));
	buffer_init_growing(kept, CHARTER_MAX_BYTES);
	buffer_append_bytes(kept, bytes);
	writer()->functions->scan_end(writer());
}

static void note(void *context, const uint8_t space[HASH_SIZE], uint64_t entries, const char *what)
{
	(void)context;
	(void)space;
	audited = entries;
	difference = what;
}

static enum result audit(void)
{
	difference = NULL;
	return audit_spaces(fixture.service->store, codec_wire(), note, NULL);
}

/* Whoever comes after a restart is answered as if there had been none. */
static void check_goes_on(uint64_t entries)
{
	struct charter *loaded = NULL, *replayed = NULL;
	uint8_t a[HASH_SIZE], b[HASH_SIZE];

	fixture_reopen(&fixture);
	grow(3);
	CHECK_OK(charter_log_load(writer(), codec_wire(), 1, STORE_MAX_LEAVES, &loaded));
	CHECK_EQUAL(charter_size(loaded), entries + 1);
	CHECK_OK(charter_new(&replayed));
	CHECK_OK(charter_log_replay(writer(), codec_wire(), 1, entries + 1, true, replayed));
	CHECK_OK(charter_state_hash(loaded, a));
	CHECK_OK(charter_state_hash(replayed, b));
	CHECK_BYTES(a, b, HASH_SIZE);
	CHECK(charter_knows_entry(loaded, charter_constitution(replayed)));
	charter_free(&loaded);
	charter_free(&replayed);
}

TEST(KEEP1_a_charter_is_kept_at_bounded_intervals)
{
	grow(CHARTER_KEPT_EVERY - 1);
	CHECK_EQUAL(kept_entries(), 0);
	grow(3);
	CHECK_EQUAL(kept_entries(), CHARTER_KEPT_EVERY);
	grow(20);
	CHECK_EQUAL(kept_entries(), CHARTER_KEPT_EVERY);
	CHECK_OK(audit());
	CHECK_EQUAL(audited, CHARTER_KEPT_EVERY + 18);
	check_goes_on(CHARTER_KEPT_EVERY + 18);
}

TEST(KEEP1_what_is_undone_is_not_kept)
{
	struct charter *charter = NULL;

	grow(CHARTER_KEPT_EVERY - 1);
	CHECK_OK(charter_log_load(writer(), codec_wire(), 1, STORE_MAX_LEAVES, &charter));
	CHECK_OK(writer()->functions->begin(writer()));
	CHECK_OK(writer()->functions->begin_request(writer()));
	CHECK_OK(writer()->functions->put_charter(writer(), 1, CHARTER_KEPT_EVERY,
						  (struct bytes){(const uint8_t *)"x", 1}));
	CHECK_OK(writer()->functions->rollback_request(writer()));
	CHECK_OK(writer()->functions->commit(writer()));
	CHECK_EQUAL(kept_entries(), 0);
	charter_free(&charter);
}

TEST(KEEP2_what_is_damaged_is_made_again)
{
	struct buffer kept;

	grow(CHARTER_KEPT_EVERY + 5);
	take_kept(&kept);
	for (size_t i = 0; i < kept.size; i += 997) {
		kept.data[i] ^= 4;
		put(CHARTER_KEPT_EVERY, buffer_bytes(&kept));
		CHECK_RESULT(audit(), ERR_IO);
		CHECK_TEXT(difference, "what is kept is not what the entries make");
		kept.data[i] ^= 4;
	}
	check_goes_on(CHARTER_KEPT_EVERY + 5);
	put(CHARTER_KEPT_EVERY, buffer_bytes(&kept));
	CHECK_OK(audit());
	buffer_deinit(&kept);
}

TEST(KEEP2_what_is_of_other_entries_is_made_again)
{
	struct buffer kept;

	grow(CHARTER_KEPT_EVERY + 5);
	take_kept(&kept);
	put(CHARTER_KEPT_EVERY + 1, buffer_bytes(&kept));
	CHECK_RESULT(audit(), ERR_IO);
	put(2000, buffer_bytes(&kept));
	CHECK_RESULT(audit(), ERR_IO);
	CHECK_TEXT(difference, "what is kept is of more entries than there are");
	put(0, buffer_bytes(&kept));
	CHECK_RESULT(audit(), ERR_IO);
	check_goes_on(CHARTER_KEPT_EVERY + 5);
	buffer_deinit(&kept);
}

TEST(KEEP2_what_an_older_version_kept_is_made_again_and_is_no_difference)
{
	struct buffer kept;

	grow(CHARTER_KEPT_EVERY + 5);
	take_kept(&kept);
	CHECK_EQUAL(kept.data[4], CHARTER_BYTES_VERSION);
	kept.data[4] = CHARTER_BYTES_VERSION - 1;
	verify_hash_bytes(LABEL_CHARTER_STATE, (struct bytes){kept.data, kept.size - HASH_SIZE},
			  kept.data + kept.size - HASH_SIZE);
	put(CHARTER_KEPT_EVERY, buffer_bytes(&kept));
	CHECK_OK(audit());
	CHECK_EQUAL(audited, CHARTER_KEPT_EVERY + 5);
	check_goes_on(CHARTER_KEPT_EVERY + 5);
	kept.data[4] = CHARTER_BYTES_VERSION + 1;
	put(CHARTER_KEPT_EVERY, buffer_bytes(&kept));
	CHECK_RESULT(audit(), ERR_IO);
	check_goes_on(CHARTER_KEPT_EVERY + 6);
	buffer_deinit(&kept);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_plan, close_plan)

RUN_TESTS(P(KEEP1_a_charter_is_kept_at_bounded_intervals), P(KEEP1_what_is_undone_is_not_kept),
	  P(KEEP2_what_is_damaged_is_made_again), P(KEEP2_what_is_of_other_entries_is_made_again),
	  P(KEEP2_what_an_older_version_kept_is_made_again_and_is_no_difference))
