#include "core/locate.h"

#include <string.h>

#include "crypto/verify.h"

/* KEYS9. */
static void tag_of(const uint8_t space[HASH_SIZE], const uint8_t locator[LOCATOR_SIZE],
		   uint8_t tag_out[RECOVERY_TAG_SIZE])
{
	const struct bytes parts[] = {{space, HASH_SIZE}, {locator, LOCATOR_SIZE}};

	verify_hash(LABEL_RECOVERY_TAG, parts, 2, tag_out);
}

/* Rows come space by space: each space's tag is computed once, and it is named once. */
static enum result scan(struct store_session *reader, const uint8_t locator[LOCATOR_SIZE],
			struct located *located)
{
	uint8_t tag[RECOVERY_TAG_SIZE] = {0};
	struct store_recovery row, last = {0};
	bool is_named = false;
	enum result result = reader->functions->recoveries_start(reader);

	while (result == OK && located->count < LOCATE_MAX_SPACES) {
		result = reader->functions->recoveries_next(reader, &row);
		if (result != OK)
			break;
		if (row.number_of_space != last.number_of_space) {
			tag_of(row.space, locator, tag);
			is_named = false;
		}
		last = row;
		if (is_named || !verify_is_equal(row.tag, tag, RECOVERY_TAG_SIZE))
			continue;
		memcpy(located->spaces[located->count++], row.space, HASH_SIZE);
		is_named = true;
	}
	return result == ERR_NOT_FOUND ? OK : result;
}

enum result locate(struct store *store, const uint8_t locator[LOCATOR_SIZE],
		   struct located *located_out)
{
	struct store_session *reader = NULL;
	enum result result = store->functions->acquire(store, &reader);

	located_out->count = 0;
	if (result == OK)
		result = scan(reader, locator, located_out);
	store->functions->release(store, &reader);
	return result;
}
