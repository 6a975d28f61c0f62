/* Who waits for news: a cap on their number, and the end of all waiting.
 *
 * Each stream has a thread of its own that waits here and writes to its own
 * client, so that a stalled phone stalls nobody; the writer waits for none.
 *
 *   LIVE1  At most `cap` streams at a time; the next one gets ERR_BUSY.
 *   LIVE2  live_stop() ends every wait within the time of one write.
 *
 * Any thread. */
#ifndef CORE_LIVE_H
#define CORE_LIVE_H

#include <stdbool.h>

#include "core/spaces.h"

/* An End alone tells both sides that the connection still holds. */
#define LIVE_HEARTBEAT_MS 25000u

struct live;

MUST_CHECK enum result live_new(struct spaces *spaces, unsigned cap, struct live **live_out);
void live_free(struct live **live);

/* Streams of one device at a time: a browser holds one, and a new one may open
 * before the old one's end is noticed. */
#define LIVE_MAX_PER_DEVICE 4u

/* Takes a place for a stream of `key`, a device of a space; ERR_BUSY when there
 * is none, or the device has LIVE_MAX_PER_DEVICE. */
MUST_CHECK enum result live_enter(struct live *live, uint64_t key);
/* Gives back a place of `key`. */
void live_leave(struct live *live, uint64_t key);
/* True once the log is longer than seen; false after LIVE_HEARTBEAT_MS. */
bool live_wait(struct live *live, struct space *space, uint64_t seen);
bool live_is_stopping(const struct live *live);
void live_stop(struct live *live);

#endif
