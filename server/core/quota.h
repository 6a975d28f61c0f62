/* Who may do how much: a bucket per key that fills with time.
 *
 * Counts actions and bytes. Knows nothing of what the keys stand for: devices
 * and addresses have a quota each. Time is the caller's, monotonic.
 *
 *   QUOTA1  A key never gets more than its burst and what has flowed in since;
 *           what quota_take_all() gives beyond, it owes.
 *   QUOTA2  One key's use takes nothing from another while there is room.
 *   QUOTA3  Memory is fixed; a key that is forgotten starts with a full bucket,
 *           and so do all when the process does.
 *
 * Any thread. */
#ifndef CORE_QUOTA_H
#define CORE_QUOTA_H

#include <stddef.h>
#include <stdint.h>

#include "base/result.h"

/* Keys remembered at a time. */
#define QUOTA_MAX_KEYS 4096u

struct quota;

/* What a commit or statement takes from, in this order; all borrowed. */
struct quotas {
	struct quota *device;
	struct quota *space;
	struct quota *server;
	struct quota *party;   /* entries alone (SYNC13) */
	struct quota *arrival; /* all arrivals: what strangers bring holds no plan up (SYNC15) */
};

/* A rate of 0 means no limit. */
struct quota_limits {
	double actions_per_hour; /* 50 a day are not a whole number of them */
	uint64_t actions_burst;
	uint64_t bytes_per_hour;
	uint64_t bytes_burst;
};

MUST_CHECK enum result quota_new(const struct quota_limits *limits, struct quota **quota_out);
void quota_free(struct quota **quota);
/* Takes one action and `bytes`, or nothing: ERR_QUOTA. */
MUST_CHECK enum result quota_take(struct quota *quota, uint64_t key, uint64_t bytes,
				  uint64_t now_us);
/* So many actions and bytes at once, or nothing: ERR_QUOTA. A full bucket gives whatever is asked,
 * so that what is indivisible and larger than the burst is only late. */
MUST_CHECK enum result quota_take_all(struct quota *quota, uint64_t key, uint64_t actions,
				      uint64_t bytes, uint64_t now_us);

#endif
