#include "crypto/verify.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/seams.h"
#include "support/check.h"

static char directory[64], path[96];

static int open_directory(void **state)
{
	(void)state;
	log_set_level((enum log_level) - 1);
	snprintf(directory, sizeof(directory), "/tmp/verify-test-XXXXXX");
	if (verify_init() != OK || mkdtemp(directory) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/server.key", directory);
	return 0;
}

static int close_directory(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(directory);
}

TEST(SIGNER_the_key_file_is_made_once_and_read_by_its_owner_alone)
{
	struct signer *first = NULL, *second = NULL;
	struct stat status;

	CHECK_OK(signer_open(seams_system(), path, &first));
	CHECK_EQUAL(stat(path, &status), 0);
	CHECK_EQUAL(status.st_mode & 0777, 0600);
	CHECK_OK(signer_open(seams_system(), path, &second));
	CHECK_BYTES(signer_key(first), signer_key(second), KEY_SIZE);
	signer_close(&first);
	signer_close(&second);
	CHECK(first == NULL);
}

TEST(SIGNER_a_key_file_of_another_size_is_refused)
{
	struct signer *signer = NULL;
	uint8_t content[33] = {1};

	CHECK_OK(seams_system()->file_write(NULL, path, (struct bytes){content, 31}));
	CHECK_RESULT(signer_open(seams_system(), path, &signer), ERR_MALFORMED);
	CHECK_OK(seams_system()->file_write(NULL, path, (struct bytes){content, 33}));
	CHECK_RESULT(signer_open(seams_system(), path, &signer), ERR_TOO_LARGE);
	CHECK(signer == NULL);
}

TEST(WIRE9_a_signature_is_good_for_one_label_and_message_alone)
{
	struct signer *signer = NULL;
	uint8_t signature[SIGNATURE_SIZE], message[5000] = {3};
	struct bytes whole = {message, sizeof(message)};

	CHECK_OK(signer_open(seams_system(), path, &signer));
	CHECK_OK(signer_sign(signer, LABEL_HEAD, whole, signature));
	CHECK_OK(verify_signature(LABEL_HEAD, whole, signer_key(signer), signature));
	CHECK_RESULT(verify_signature(LABEL_CORE, whole, signer_key(signer), signature),
		     ERR_SIGNATURE);
	message[4999] ^= 1;
	CHECK_RESULT(verify_signature(LABEL_HEAD, whole, signer_key(signer), signature),
		     ERR_SIGNATURE);
	message[4999] ^= 1;
	signature[63] |= 0x80;
	CHECK_RESULT(verify_signature(LABEL_HEAD, whole, signer_key(signer), signature),
		     ERR_SIGNATURE);
	signer_close(&signer);
}

TEST(HASH_parts_are_joined_and_labels_are_apart)
{
	struct bytes whole = {(const uint8_t *)"abcdef", 6};
	struct bytes parts[3] = {
		{(const uint8_t *)"ab", 2}, {(const uint8_t *)"", 0}, {(const uint8_t *)"cdef", 4}};
	uint8_t one[HASH_SIZE], two[HASH_SIZE];

	verify_hash_bytes(LABEL_BODY, whole, one);
	verify_hash(LABEL_BODY, parts, 3, two);
	CHECK(verify_is_equal(one, two, HASH_SIZE));
	for (int i = 0; i < LABEL_COUNT; i++) {
		verify_hash_bytes((enum label)i, whole, two);
		CHECK(verify_is_equal(one, two, HASH_SIZE) == (i == LABEL_BODY));
	}
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_directory, close_directory)

RUN_TESTS(P(SIGNER_the_key_file_is_made_once_and_read_by_its_owner_alone),
	  P(SIGNER_a_key_file_of_another_size_is_refused),
	  P(WIRE9_a_signature_is_good_for_one_label_and_message_alone),
	  P(HASH_parts_are_joined_and_labels_are_apart))
