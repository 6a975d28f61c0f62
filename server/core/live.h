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

/* Takes a place for a stream; ERR_BUSY when there is none. */
MUST_CHECK enum result live_enter(struct live *live);
void live_leave(struct live *live);
/* True once the log is longer than seen; false after LIVE_HEARTBEAT_MS. */
bool live_wait(struct live *live, struct space *space, uint64_t seen);
bool live_is_stopping(const struct live *live);
void live_stop(struct live *live);

#endif
