/* Whoever wants a move to fail, and who comes late (SYNC15). */
#include "core/arrival.h"
#include "support/check.h"
#include "support/moving.h"

static struct moving m;
static struct fixture *const old = &m.old, *const here = &m.here;
static struct carried_log *const moved = &m.moved;
static struct reading *const reading = &m.reading;

static int open_both(void **state)
{
	(void)state;
	moving_open(&m);
	return 0;
}

static int close_both(void **state)
{
	(void)state;
	moving_close(&m);
	return 0;
}

/* Who slept while the plan came here and left again asks as whoever brings it: what is held is
 * held, and what followed on it is read here. */
TEST(SYNC15_who_brings_a_plan_that_has_moved_on_finds_it_held)
{
	struct carried_log back;

	moving_go_back(&m, &back);
	CHECK_OK(moving_bring(&m, here, moved, 0, 0));
	CHECK(reading->next >= moved->size);
	carried_log_deinit(&back);
}

/* A plan of its own is at `here`, whose server takes 30 leaves at once, and few an hour. */
static void found_beside(struct fixture *at)
{
	service_close(&at->service);
	at->config.server_commits_per_hour = 30;
	at->config.server_commits_burst = 30;
	fixture_reopen(at);
	fixture_found(at, 1);
}

/* Nobody knows this plan, and what comes of it is none: others write on. */
TEST(SYNC15_what_strangers_bring_holds_no_plan_up)
{
	struct carried_log strange;
	uint8_t root[32];
	struct fixture beside;

	fixture_open(&beside);
	found_beside(&beside);
	carried_log_init(&strange);
	for (int i = 0; i < 5; i++)
		CHECK(carried_log_add_leaf(&strange, carried_log_leaf(moved, 2)));
	tree_root(&strange.tree, root);
	for (uint8_t i = 1; i <= 40; i++) {
		uint8_t space[32] = {i};

		moving_sign_head(&strange, old, strange.size, space, root);
		(void)moving_bring(&m, &beside, &strange, 0, i < 20 ? 5 : 1);
	}
	CHECK_OK(moving_write_at(&m, &beside, 1, &(struct plan_commit){.records = 1}));
	carried_log_deinit(&strange);
	fixture_close(&beside);
}

/* Whoever once saw a statement that was refused has nothing to hold its author up with. */
TEST(SYNC10_what_vouches_for_itself_and_is_refused_takes_nothing_from_its_author)
{
	struct plan_device *author, before;
	struct plan_request request = {
		.path = "/v1/sync", .answers_only = true, .is_unsigned = true};
	struct plan_device invitation;
	struct fixture at;
	struct buffer late;

	fixture_open(&at);
	found_beside(&at);
	author = &at.plan.devices[0];
	buffer_init_growing(&late, 1u << 16);
	plan_device_init(&invitation);
	/* It was too late when it came. */
	plan_append_invite(&at.plan, author, 1, &invitation, at.now_s - 60, &late);
	before = *author;
	request.device = &before;
	request.frames = buffer_bytes(&late);
	for (int i = 0; i < 40; i++)
		(void)fixture_sync(&at, &request, reading);
	CHECK_OK(moving_write_at(&m, &at, 1, &(struct plan_commit){.records = 1}));
	buffer_deinit(&late);
	fixture_close(&at);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_both, close_both)

RUN_TESTS(P(SYNC15_who_brings_a_plan_that_has_moved_on_finds_it_held),
	  P(SYNC15_what_strangers_bring_holds_no_plan_up),
	  P(SYNC10_what_vouches_for_itself_and_is_refused_takes_nothing_from_its_author))
