#include "base/arena.h"
#include "base/bytes.h"
#include "base/config.h"
#include "base/places.h"
#include "support/check.h"

#include <stdio.h>
#include <unistd.h>

TEST(BYTES_a_fixed_buffer_takes_its_cap_and_not_one_byte_more)
{
	uint8_t memory[8];
	struct buffer buffer;

	buffer_init_fixed(&buffer, memory, sizeof(memory));
	buffer_append_u32(&buffer, 0x01020304);
	buffer_append_u32(&buffer, 5);
	CHECK_OK(buffer_result(&buffer));
	CHECK_EQUAL(memory[0], 1);
	CHECK_EQUAL(memory[7], 5);
	buffer_append_u8(&buffer, 1);
	CHECK_RESULT(buffer_result(&buffer), ERR_TOO_LARGE);
	CHECK_EQUAL(buffer.size, 8);
}

TEST(BYTES_a_growing_buffer_stops_at_its_limit)
{
	struct buffer buffer;
	uint8_t block[1000] = {7};

	buffer_init_growing(&buffer, 3000);
	for (int i = 0; i < 3; i++)
		buffer_append(&buffer, block, sizeof(block));
	CHECK_OK(buffer_result(&buffer));
	buffer_append_u8(&buffer, 1);
	CHECK_RESULT(buffer_result(&buffer), ERR_TOO_LARGE);
	CHECK_EQUAL(buffer.size, 3000);
	buffer_deinit(&buffer);
}

TEST(BYTES_an_overflow_stays_until_the_buffer_is_cleared)
{
	uint8_t memory[2];
	struct buffer buffer;

	buffer_init_fixed(&buffer, memory, sizeof(memory));
	buffer_append_u32(&buffer, 1);
	buffer_append_u8(&buffer, 1);
	CHECK_RESULT(buffer_result(&buffer), ERR_TOO_LARGE);
	CHECK_EQUAL(buffer.size, 0);
	buffer_clear(&buffer);
	buffer_append_u8(&buffer, 1);
	CHECK_OK(buffer_result(&buffer));
}

TEST(BYTES_numbers_are_big_endian_both_ways)
{
	uint8_t out[8];

	bytes_put_u64(out, UINT64_C(0x0102030405060708));
	CHECK_EQUAL(out[0], 1);
	CHECK_EQUAL(out[7], 8);
	CHECK(bytes_get_u64(out) == UINT64_C(0x0102030405060708));
	CHECK_EQUAL(bytes_get_u32(out + 4), 0x05060708);
}

TEST(ARENA1_hands_out_its_cap_and_not_one_piece_more)
{
	struct arena arena;

	arena_init(&arena, 64);
	CHECK(arena_alloc(&arena, 33) != NULL); /* rounded to 48 */
	CHECK(arena_alloc(&arena, 17) == NULL);
	CHECK(arena_alloc(&arena, 16) != NULL);
	CHECK(arena_alloc(&arena, 1) == NULL);
	arena_deinit(&arena);
	CHECK(arena_alloc(&arena, 64) != NULL);
	arena_deinit(&arena);
}

TEST(ARENA1_a_size_that_overflows_is_refused)
{
	struct arena arena;

	arena_init(&arena, 1024);
	CHECK(arena_alloc(&arena, SIZE_MAX) == NULL);
	CHECK(arena_alloc(&arena, SIZE_MAX - 8) == NULL);
	CHECK(arena_alloc_array(&arena, SIZE_MAX / 2, 3) == NULL);
	arena_deinit(&arena);
}

TEST(ARENA2_pieces_are_zeroed_aligned_and_apart)
{
	struct arena arena;
	uint8_t *last = NULL;

	arena_init(&arena, 1u << 20);
	for (size_t size = 1; size < 9000; size = size * 3 / 2 + 1) {
		uint8_t *piece = arena_alloc(&arena, size);

		CHECK(piece != NULL && (uintptr_t)piece % 16 == 0 && piece != last);
		for (size_t i = 0; i < size; i++)
			CHECK_EQUAL(piece[i], 0);
		memset(piece, 0xff, size);
		last = piece;
	}
	arena_deinit(&arena);
}

TEST(CONFIG_numbers_outside_their_range_are_refused)
{
	struct config config;

	config_init(&config);
	CHECK_OK(config_set(&config, "workers", "1"));
	CHECK_OK(config_set(&config, "workers", "256"));
	CHECK_RESULT(config_set(&config, "workers", "0"), ERR_MALFORMED);
	CHECK_RESULT(config_set(&config, "workers", "257"), ERR_MALFORMED);
	CHECK_RESULT(config_set(&config, "workers", "-1"), ERR_MALFORMED);
	CHECK_RESULT(config_set(&config, "workers", "16 "), ERR_MALFORMED);
	CHECK_RESULT(config_set(&config, "workers", ""), ERR_MALFORMED);
	CHECK_EQUAL(config.workers, 256);
	CHECK_RESULT(config_set(&config, "worker", "1"), ERR_NOT_FOUND);
	CHECK_OK(config_set(&config, "connections_per_address", "1"));
	CHECK_OK(config_set(&config, "connections_per_address", "4352"));
	CHECK_RESULT(config_set(&config, "connections_per_address", "0"), ERR_MALFORMED);
	CHECK_RESULT(config_set(&config, "connections_per_address", "4353"), ERR_MALFORMED);
}

TEST(PLACES1_a_key_holds_its_share_and_all_hold_the_total)
{
	struct places *places = NULL;

	CHECK_OK(places_new(5, 3, &places));
	for (int i = 0; i < 3; i++)
		CHECK_OK(places_take(places, 7));
	CHECK_RESULT(places_take(places, 7), ERR_BUSY);
	CHECK_OK(places_take(places, 8));
	CHECK_OK(places_take(places, 8));
	CHECK_RESULT(places_take(places, 9), ERR_BUSY);
	places_free(&places);
}

TEST(PLACES2_what_is_given_back_can_be_taken_again)
{
	struct places *places = NULL;

	CHECK_OK(places_new(2, 1, &places));
	CHECK_OK(places_take(places, 7));
	CHECK_OK(places_take(places, 8));
	places_give(places, 9);
	CHECK_RESULT(places_take(places, 9), ERR_BUSY);
	places_give(places, 7);
	CHECK_RESULT(places_take(places, 8), ERR_BUSY);
	CHECK_OK(places_take(places, 7));
	places_free(&places);
}

TEST(CONFIG_listen_is_an_address_and_a_port)
{
	struct config config;

	config_init(&config);
	CHECK_OK(config_set(&config, "listen", "127.0.0.1:0"));
	CHECK_EQUAL(config.listen_port, 0);
	CHECK_OK(config_set(&config, "listen", "0.0.0.0:65535"));
	CHECK_RESULT(config_set(&config, "listen", "0.0.0.0:65536"), ERR_MALFORMED);
	CHECK_RESULT(config_set(&config, "listen", "localhost:80"), ERR_MALFORMED);
	CHECK_RESULT(config_set(&config, "listen", "127.0.0.1"), ERR_MALFORMED);
	CHECK_TEXT(config.listen_address, "0.0.0.0");
}

TEST(CONFIG_a_file_with_an_unknown_key_is_refused)
{
	char path[] = "/tmp/config-test-XXXXXX";
	int fd = mkstemp(path);
	struct config config;

	config_init(&config);
	log_set_level(LOG_ERROR);
	CHECK(write(fd, "[limits]\nstreams = 7\n", 21) == 21);
	CHECK_OK(config_read_file(&config, path));
	CHECK_EQUAL(config.streams, 7);
	CHECK(write(fd, "strems = 8\n", 11) == 11);
	CHECK_RESULT(config_read_file(&config, path), ERR_MALFORMED);
	close(fd);
	unlink(path);
	CHECK_RESULT(config_read_file(&config, path), ERR_NOT_FOUND);
}

TEST(RESULT_every_number_has_a_name_of_its_own)
{
	for (int i = 0; i < RESULT_COUNT; i++) {
		CHECK(result_name((enum result)i) != NULL);
		for (int k = 0; k < i; k++)
			CHECK(strcmp(result_name((enum result)i), result_name((enum result)k)) !=
			      0);
	}
	CHECK_TEXT(result_name((enum result)RESULT_COUNT), "ERR_UNKNOWN");
}

/* Every line of the packaged file is the default, commented: reading it without
 * its comment marks changes nothing. */
TEST(CONFIG_the_packaged_file_says_the_defaults)
{
	char path[] = "/tmp/config-test-XXXXXX", line[256];
	int descriptor = mkstemp(path);
	FILE *to = fdopen(descriptor, "w"), *from = fopen(PACKAGED_CONFIG, "r");
	struct config defaults, read;
	unsigned settings = 0;

	CHECK(to != NULL && from != NULL);
	while (fgets(line, sizeof(line), from)) {
		bool is_setting = line[0] == '#' && line[1] != ' ';

		settings += is_setting;
		fputs(is_setting ? line + 1 : line, to);
	}
	fclose(from);
	fclose(to);
	config_init(&defaults);
	config_init(&read);
	CHECK_OK(config_read_file(&read, path));
	CHECK_BYTES(&read, &defaults, sizeof(defaults));
	CHECK(settings > 15);
	unlink(path);
}

RUN_TESTS(T(BYTES_a_fixed_buffer_takes_its_cap_and_not_one_byte_more),
	  T(BYTES_a_growing_buffer_stops_at_its_limit),
	  T(BYTES_an_overflow_stays_until_the_buffer_is_cleared),
	  T(BYTES_numbers_are_big_endian_both_ways),
	  T(ARENA1_hands_out_its_cap_and_not_one_piece_more),
	  T(ARENA1_a_size_that_overflows_is_refused), T(ARENA2_pieces_are_zeroed_aligned_and_apart),
	  T(CONFIG_numbers_outside_their_range_are_refused),
	  T(PLACES1_a_key_holds_its_share_and_all_hold_the_total),
	  T(PLACES2_what_is_given_back_can_be_taken_again),
	  T(CONFIG_listen_is_an_address_and_a_port),
	  T(CONFIG_a_file_with_an_unknown_key_is_refused),
	  T(RESULT_every_number_has_a_name_of_its_own),
	  T(CONFIG_the_packaged_file_says_the_defaults))
