#include "store/migrations.h"
#include "store/store_sqlite.h"
#include "support/check.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

static char directory[64], path[96];
static struct store *store;
static struct store_session *writer;

static enum result open_with(const struct store_migration *migrations, unsigned count)
{
	struct store_options options = {
		.path = path,
		.max_readers = 2,
		.migrations = migrations,
		.migration_count = count,
	};
	enum result result = store_sqlite_open(&options, &store);

	if (result == OK)
		writer = store->functions->writer(store);
	return result;
}

static int open_store(void **state)
{
	(void)state;
	log_set_level(LOG_ERROR);
	snprintf(directory, sizeof(directory), "/tmp/store-test-XXXXXX");
	if (mkdtemp(directory) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/plans.db", directory);
	return open_with(NULL, 0) == OK ? 0 : -1;
}

static int close_store(void **state)
{
	char command[128];

	(void)state;
	if (store != NULL)
		store->functions->close(&store);
	snprintf(command, sizeof(command), "rm -rf '%s'", directory);
	return system(command);
}

/* A leaf whose hashes and frame tell its number. */
static enum result append(uint64_t space, uint64_t number, size_t frame_size)
{
	static uint8_t frame[300000];
	struct store_leaf leaf = {.kind = STORE_COMMIT, .frame = {frame, frame_size}};
	struct store_place place = {space, STORE_BY_COMMIT, 7, number + 1};
	enum result result;

	memset(leaf.hash, (int)number, sizeof(leaf.hash));
	memset(frame, (int)number, frame_size);
	result = writer->functions->append_leaf(writer, space, number, &leaf);
	return result == OK ? writer->functions->put_place(writer, &place, number) : result;
}

static uint64_t add_space(uint8_t first_byte)
{
	uint8_t id[32] = {first_byte};
	uint64_t number = 0;

	CHECK_OK(writer->functions->begin(writer));
	CHECK_OK(writer->functions->add_space(writer, id, &number));
	CHECK_OK(writer->functions->commit(writer));
	return number;
}

static uint64_t count(uint64_t space)
{
	struct store_session *reader = NULL;
	uint64_t leaves = 99;

	CHECK_OK(store->functions->acquire(store, &reader));
	CHECK_OK(reader->functions->count_leaves(reader, space, &leaves));
	store->functions->release(store, &reader);
	return leaves;
}

TEST(STORE1_what_was_committed_is_there_after_reopening)
{
	uint64_t space = add_space(1);

	CHECK_OK(writer->functions->begin(writer));
	CHECK_OK(append(space, 0, 100));
	CHECK_OK(append(space, 1, 250000));
	CHECK_OK(writer->functions->commit(writer));
	store->functions->close(&store);
	CHECK_OK(open_with(NULL, 0));
	CHECK_EQUAL(count(space), 2);
}

TEST(STORE1_what_was_not_committed_is_seen_by_no_reader)
{
	uint64_t space = add_space(1);

	CHECK_OK(writer->functions->begin(writer));
	CHECK_OK(append(space, 0, 100));
	CHECK_EQUAL(count(space), 0);
	writer->functions->rollback(writer);
	CHECK_EQUAL(count(space), 0);
}

TEST(STORE2_a_request_that_is_rolled_back_leaves_the_others)
{
	uint64_t space = add_space(1), leaf;
	struct store_place place = {space, STORE_BY_COMMIT, 7, 2};

	CHECK_OK(writer->functions->begin(writer));
	CHECK_OK(writer->functions->begin_request(writer));
	CHECK_OK(append(space, 0, 100));
	CHECK_OK(writer->functions->end_request(writer));
	CHECK_OK(writer->functions->begin_request(writer));
	CHECK_OK(append(space, 1, 100));
	CHECK_OK(writer->functions->rollback_request(writer));
	CHECK_OK(writer->functions->commit(writer));
	CHECK_EQUAL(count(space), 1);
	CHECK_RESULT(writer->functions->find_place(writer, &place, &leaf), ERR_NOT_FOUND);
}

TEST(STORE_spaces_do_not_see_each_others_leaves)
{
	uint64_t one = add_space(1), two = add_space(2);
	struct bytes frame;

	CHECK_OK(writer->functions->begin(writer));
	for (uint64_t i = 0; i < 5; i++)
		CHECK_OK(append(one, i, 50));
	CHECK_OK(append(two, 0, 60));
	CHECK_OK(writer->functions->commit(writer));
	CHECK_EQUAL(count(one), 5);
	CHECK_EQUAL(count(two), 1);
	CHECK_OK(writer->functions->scan_start(writer, one, 3));
	CHECK_OK(writer->functions->scan_next(writer, &frame));
	CHECK_EQUAL(frame.data[0], 3);
	CHECK_OK(writer->functions->scan_next(writer, &frame));
	CHECK_RESULT(writer->functions->scan_next(writer, &frame), ERR_NOT_FOUND);
	writer->functions->scan_end(writer);
}

TEST(STORE_the_end_of_a_chain_is_the_last_commit_of_the_device)
{
	uint64_t space = add_space(1);
	struct store_device last;

	CHECK_OK(writer->functions->read_device(writer, space, 7, &last));
	CHECK_EQUAL(last.last_seq, 0);
	CHECK_OK(writer->functions->begin(writer));
	for (uint64_t i = 0; i < 300; i++)
		CHECK_OK(append(space, i, 10));
	CHECK_OK(writer->functions->commit(writer));
	CHECK_OK(writer->functions->read_device(writer, space, 7, &last));
	CHECK_EQUAL(last.last_seq, 300);
	CHECK_EQUAL(last.last_hash[0], 299 & 0xff);
	CHECK_OK(writer->functions->read_device(writer, space, 8, &last));
	CHECK_EQUAL(last.last_seq, 0);
}

TEST(STORE3_a_newer_database_is_refused_and_untouched)
{
	static const struct store_migration two[] = {{"0001_a", "CREATE TABLE a (b);"},
						     {"0002_b", "CREATE TABLE c (d);"}};

	store->functions->close(&store);
	unlink(path);
	CHECK_OK(open_with(two, 2));
	store->functions->close(&store);
	CHECK_RESULT(open_with(two, 1), ERR_UNSUPPORTED);
	CHECK(store == NULL);
	CHECK_OK(open_with(two, 2));
}

TEST(STORE3_another_programs_database_is_refused)
{
	char command[160];

	store->functions->close(&store);
	unlink(path);
	snprintf(command, sizeof(command), "sqlite3 '%s' 'CREATE TABLE x (y)'", path);
	CHECK_EQUAL(system(command), 0);
	CHECK_RESULT(open_with(NULL, 0), ERR_UNSUPPORTED);
}

TEST(STORE4_a_later_migration_leaves_a_copy_of_what_was_before)
{
	static const struct store_migration two[] = {
		{"0001_a", "CREATE TABLE a (b); INSERT INTO a VALUES (5);"},
		{"0002_b", "DELETE FROM a;"}};
	char copy[128];
	struct stat status;

	store->functions->close(&store);
	unlink(path);
	CHECK_OK(open_with(two, 1));
	store->functions->close(&store);
	snprintf(copy, sizeof(copy), "%s.before-0002_b", path);
	CHECK(stat(copy, &status) != 0);
	CHECK_OK(open_with(two, 2));
	CHECK_EQUAL(stat(copy, &status), 0);
}

TEST(STORE4_a_new_database_has_nothing_to_be_copied)
{
	static const struct store_migration two[] = {{"0001_a", "CREATE TABLE a (b);"},
						     {"0002_b", "DELETE FROM a;"}};
	char copy[128];
	struct stat status;

	store->functions->close(&store);
	unlink(path);
	CHECK_OK(open_with(two, 2));
	snprintf(copy, sizeof(copy), "%s.before-0002_b", path);
	CHECK(stat(copy, &status) != 0);
}

TEST(SYNC12_recoveries_are_stored_dropped_and_read_space_by_space)
{
	struct store_recovery row;
	uint8_t tag[STORE_HASH_SIZE] = {1};
	uint8_t ids[2][STORE_HASH_SIZE] = {{7}, {8}};
	uint64_t numbers[2];

	CHECK_OK(writer->functions->begin(writer));
	for (int i = 0; i < 2; i++)
		CHECK_OK(writer->functions->add_space(writer, ids[i], &numbers[i]));
	CHECK_OK(writer->functions->put_recovery(writer, numbers[1], 1, tag));
	CHECK_OK(writer->functions->put_recovery(writer, numbers[0], 2, tag));
	CHECK_OK(writer->functions->put_recovery(writer, numbers[1], 2, tag));
	CHECK_OK(writer->functions->drop_recovery(writer, numbers[1], 1));
	CHECK_OK(writer->functions->commit(writer));
	CHECK_OK(writer->functions->recoveries_start(writer));
	for (int i = 0; i < 2; i++) {
		CHECK_OK(writer->functions->recoveries_next(writer, &row));
		CHECK_EQUAL(row.number_of_space, numbers[i]);
		CHECK_BYTES(row.space, ids[i], STORE_HASH_SIZE);
		CHECK_BYTES(row.tag, tag, STORE_HASH_SIZE);
	}
	CHECK_RESULT(writer->functions->recoveries_next(writer, &row), ERR_NOT_FOUND);
}

TEST(STORE4_a_migration_that_fails_changes_nothing)
{
	static const struct store_migration broken[] = {
		{"0001_a", "CREATE TABLE a (b);"},
		{"0002_b", "CREATE TABLE c (d); CREATE TABLE a (b);"}};

	store->functions->close(&store);
	unlink(path);
	log_set_level((enum log_level) - 1);
	CHECK_OK(open_with(broken, 1));
	store->functions->close(&store);
	CHECK_RESULT(open_with(broken, 2), ERR_IO);
	CHECK_OK(open_with(broken, 1));
	log_set_level(LOG_ERROR);
}

TEST(STORE_pages_keep_eight_bytes_for_a_checksum)
{
	uint8_t header[100] = {0};
	FILE *file;

	store->functions->close(&store);
	file = fopen(path, "rb");
	CHECK(file != NULL);
	CHECK_EQUAL(fread(header, 1, sizeof(header), file), sizeof(header));
	fclose(file);
	CHECK_EQUAL(header[20], 8);
	CHECK_EQUAL(header[68] << 24 | header[69] << 16 | header[70] << 8 | header[71], 0x53616d73);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_store, close_store)

RUN_TESTS(P(STORE1_what_was_committed_is_there_after_reopening),
	  P(STORE1_what_was_not_committed_is_seen_by_no_reader),
	  P(STORE2_a_request_that_is_rolled_back_leaves_the_others),
	  P(STORE_spaces_do_not_see_each_others_leaves),
	  P(STORE_the_end_of_a_chain_is_the_last_commit_of_the_device),
	  P(STORE3_a_newer_database_is_refused_and_untouched),
	  P(STORE3_another_programs_database_is_refused),
	  P(STORE4_a_later_migration_leaves_a_copy_of_what_was_before),
	  P(STORE4_a_new_database_has_nothing_to_be_copied),
	  P(SYNC12_recoveries_are_stored_dropped_and_read_space_by_space),
	  P(STORE4_a_migration_that_fails_changes_nothing),
	  P(STORE_pages_keep_eight_bytes_for_a_checksum))
