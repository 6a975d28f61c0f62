/* SYNC17: which plans a slip's address may mean. */
#include "net/route.h"
#include "support/check.h"
#include "support/fixture.h"
#include "sync.pb-c.h"
#include "wire/frame.h"
#include "wire/sync.h"

static struct fixture fixture;
static struct buffer out;
static uint8_t spaces[SLIP_SPACES][32];

static int open_plan(void **state)
{
	(void)state;
	buffer_init_growing(&out, 1u << 16);
	fixture_open(&fixture);
	fixture_found(&fixture, 2);
	return 0;
}

static int close_plan(void **state)
{
	(void)state;
	buffer_deinit(&out);
	fixture_close(&fixture);
	return 0;
}

static enum result ask(struct bytes body)
{
	buffer_clear(&out);
	return fixture_post(&fixture, "/v1/slip", body, &out);
}

static enum result find(const uint8_t prefix[SLIP_PREFIX_SIZE])
{
	uint8_t body[12] = {0, 0, 0, 7, FRAME_FIND_SLIP, 0x0a, SLIP_PREFIX_SIZE};
	struct bytes rest;
	struct frame frame;
	Wire__FoundSlip *found;
	enum result result;

	memcpy(body + 7, prefix, SLIP_PREFIX_SIZE);
	result = ask((struct bytes){body, sizeof(body)});
	if (result != OK)
		return result;
	rest = buffer_bytes(&out);
	CHECK_OK(frame_next(&rest, &frame));
	CHECK_EQUAL(frame.type, FRAME_FOUND_SLIP);
	CHECK_EQUAL(rest.size, 0);
	found = wire__found_slip__unpack(NULL, frame.payload.size, frame.payload.data);
	CHECK(found != NULL);
	CHECK_EQUAL(found->n_spaces, SLIP_SPACES);
	for (size_t i = 0; i < SLIP_SPACES; i++) {
		CHECK_EQUAL(found->spaces[i].len, 32);
		memcpy(spaces[i], found->spaces[i].data, 32);
	}
	wire__found_slip__free_unpacked(found, NULL);
	return OK;
}

static bool is_none(const uint8_t space[32])
{
	static const uint8_t none[32];

	return memcmp(space, none, 32) == 0;
}

/* A space in the store alone, which begins as the plan's does. */
static void add_space(uint8_t last)
{
	struct store *store = fixture.service->store;
	struct store_session *writer = store->functions->writer(store);
	uint8_t id[32];
	uint64_t number;

	memcpy(id, fixture.plan.space, sizeof(id));
	id[31] ^= last;
	CHECK_OK(writer->functions->begin(writer));
	CHECK_OK(writer->functions->add_space(writer, id, &number));
	CHECK_OK(writer->functions->commit(writer));
}

TEST(SYNC17_a_plan_is_found_by_how_its_id_begins)
{
	uint8_t prefix[SLIP_PREFIX_SIZE];

	CHECK_OK(find(fixture.plan.space));
	CHECK_BYTES(spaces[0], fixture.plan.space, 32);
	CHECK(is_none(spaces[1]) && is_none(spaces[2]) && is_none(spaces[3]));
	for (size_t i = 0; i < SLIP_PREFIX_SIZE; i++) {
		memcpy(prefix, fixture.plan.space, sizeof(prefix));
		prefix[i] ^= 1;
		CHECK_RESULT(find(prefix), ERR_NOT_FOUND);
	}
}

TEST(SYNC17_the_answer_is_as_long_for_four_plans_as_for_one_and_a_fifth_is_left_out)
{
	size_t size;

	CHECK_OK(find(fixture.plan.space));
	size = buffer_bytes(&out).size;
	for (uint8_t i = 1; i < 4; i++)
		add_space(i);
	CHECK_OK(find(fixture.plan.space));
	CHECK(!is_none(spaces[3]));
	CHECK_EQUAL(buffer_bytes(&out).size, size);
	add_space(4);
	CHECK_OK(find(fixture.plan.space));
	CHECK_BYTES(spaces[0], fixture.plan.space, 32);
	CHECK_EQUAL(buffer_bytes(&out).size, size);
}

TEST(SYNC17_the_lowest_and_the_highest_id_are_found)
{
	struct store *store = fixture.service->store;
	struct store_session *writer = store->functions->writer(store);
	uint8_t ids[2][32];
	uint64_t number;

	memset(ids[0], 0x00, 32);
	memset(ids[1], 0xff, 32);
	CHECK_OK(writer->functions->begin(writer));
	CHECK_OK(writer->functions->add_space(writer, ids[0], &number));
	CHECK_OK(writer->functions->add_space(writer, ids[1], &number));
	CHECK_OK(writer->functions->commit(writer));
	CHECK_OK(find(ids[0]));
	CHECK_OK(find(ids[1]));
	CHECK_BYTES(spaces[0], ids[1], 32);
}

TEST(SYNC17_a_space_that_is_still_arriving_is_not_found)
{
	struct store *store = fixture.service->store;
	struct store_session *writer = store->functions->writer(store);
	struct store_arrival arrival = {0};
	uint8_t id[32] = {9, 8, 7};

	CHECK_OK(writer->functions->begin(writer));
	CHECK_OK(writer->functions->add_space(writer, id, &arrival.space));
	CHECK_OK(writer->functions->put_arrival(writer, &arrival));
	CHECK_OK(writer->functions->commit(writer));
	CHECK_RESULT(find(id), ERR_NOT_FOUND);
	CHECK_OK(writer->functions->begin(writer));
	CHECK_OK(writer->functions->end_arrival(writer, arrival.space));
	CHECK_OK(writer->functions->commit(writer));
	CHECK_OK(find(id));
}

TEST(SYNC17_WIRE2_a_request_is_one_prefix_of_5_bytes)
{
	uint8_t body[16] = {0, 0, 0, 7, FRAME_FIND_SLIP, 0x0a, 5};

	CHECK_RESULT(ask((struct bytes){body, 12}), ERR_NOT_FOUND);
	CHECK_RESULT(ask((struct bytes){body, 11}), ERR_MALFORMED);
	CHECK_RESULT(ask((struct bytes){body, 13}), ERR_MALFORMED);
	CHECK_RESULT(ask((struct bytes){NULL, 0}), ERR_MALFORMED);
	body[4] = FRAME_LOCATE;
	CHECK_RESULT(ask((struct bytes){body, 12}), ERR_MALFORMED);
	body[4] = FRAME_FIND_SLIP;
	for (uint8_t size = 4; size <= 6; size++) {
		body[3] = size + 2;
		body[6] = size;
		CHECK_RESULT(ask((struct bytes){body, 7u + size}),
			     size == 5 ? ERR_NOT_FOUND : ERR_MALFORMED);
	}
}

TEST(SYNC17_LIMIT_it_is_counted_as_a_search)
{
	const struct route *route = NULL;

	CHECK_OK(route_find("POST", "/v1/slip", &route));
	CHECK_EQUAL(route->quota, ROUTE_IS_SEARCH);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_plan, close_plan)

RUN_TESTS(P(SYNC17_a_plan_is_found_by_how_its_id_begins),
	  P(SYNC17_the_answer_is_as_long_for_four_plans_as_for_one_and_a_fifth_is_left_out),
	  P(SYNC17_the_lowest_and_the_highest_id_are_found),
	  P(SYNC17_a_space_that_is_still_arriving_is_not_found),
	  P(SYNC17_WIRE2_a_request_is_one_prefix_of_5_bytes),
	  T(SYNC17_LIMIT_it_is_counted_as_a_search))
