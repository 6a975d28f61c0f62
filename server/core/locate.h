/* Where the plans are of whoever has twelve words (SYNC12).
 *
 * A recovery's tag tells nothing without the locator; a space that has none with this
 * locator's tag is not named. The locator is kept nowhere.
 *
 * The work grows with the number of recoveries that are somebody's now, in all spaces: some
 * 40 ms for 100,000. An index would need something that stays the same from one space of a
 * person to another, which a tag must not have; so an address asks seldom instead: a hall of
 * 60 at once, and one every six seconds from then on.
 *
 * Any thread. */
#ifndef CORE_LOCATE_H
#define CORE_LOCATE_H

#include "base/result.h"
#include "core/statement.h"
#include "store/store.h"

#define LOCATOR_SIZE 32u
#define LOCATE_MAX_SPACES 256u
#define LOCATE_PER_HOUR 600u /* by one address, beyond the burst */
#define LOCATE_BURST 60u

struct located {
	uint8_t spaces[LOCATE_MAX_SPACES][HASH_SIZE];
	size_t count;
};

MUST_CHECK enum result locate(struct store *store, const uint8_t locator[LOCATOR_SIZE],
			      struct located *located_out);

#endif
