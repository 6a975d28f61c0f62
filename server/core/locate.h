/* Where the plans are of whoever has twelve words (SYNC12).
 *
 * A recovery's tag tells nothing without the locator; a space that has none with this
 * locator's tag is not named. The locator is kept nowhere. The work grows with the number of
 * recoveries that are somebody's now, in all spaces.
 *
 * Any thread. */
#ifndef CORE_LOCATE_H
#define CORE_LOCATE_H

#include "base/result.h"
#include "core/statement.h"
#include "store/store.h"

#define LOCATOR_SIZE 32u
#define LOCATE_MAX_SPACES 256u

struct located {
	uint8_t spaces[LOCATE_MAX_SPACES][HASH_SIZE];
	size_t count;
};

MUST_CHECK enum result locate(struct store *store, const uint8_t locator[LOCATOR_SIZE],
			      struct located *located_out);

#endif
