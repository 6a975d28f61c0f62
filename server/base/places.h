/* A fixed number of places, of which each key may hold some.
 *
 * Knows nothing of what the keys stand for: streams of a device, connections of
 * an address.
 *
 *   PLACES1  At most `total` are held at a time, and at most `per_key` by one key.
 *   PLACES2  What is given back can be taken again.
 *
 * Any thread. Taking and giving look at every place held: for hundreds, not for
 * hundreds of thousands. */
#ifndef BASE_PLACES_H
#define BASE_PLACES_H

#include <stdint.h>

#include "base/result.h"

struct places;

MUST_CHECK enum result places_new(unsigned total, unsigned per_key, struct places **places_out);
void places_free(struct places **places);
/* Takes a place for the key; ERR_BUSY when there is none for it. */
MUST_CHECK enum result places_take(struct places *places, uint64_t key);
/* Gives back one place of the key; nothing happens when it holds none. */
void places_give(struct places *places, uint64_t key);

#endif
