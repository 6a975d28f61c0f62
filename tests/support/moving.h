/* Two services without a port, and a plan on its way from one to the other: what the tests of
 * moving start from. */
#ifndef SUPPORT_MOVING_H
#define SUPPORT_MOVING_H

#include "support/carried_log.h"
#include "support/fixture.h"

struct moving {
	struct fixture old, here;
	struct carried_log moved; /* the log that the old server signed last */
	struct reading reading;   /* of the last reply */
};

/* By which one of the plan's recoveries is found. */
extern const uint8_t moving_locator[32];

/* A plan of two parties with content, words and a void commit, moved from `old` to `here`, where
 * nothing of it has arrived: genesis, rekey, a commit by device 1, two by device 2 with a rekey
 * and the words between them, a void one by device 1, and four entries that move it. */
void moving_open(struct moving *m);
void moving_close(struct moving *m);
/* All of it arrives and something is written; then the plan moves back, as `back` has it. */
void moving_go_back(struct moving *m, struct carried_log *back);

const uint8_t *moving_key_of(const struct fixture *fixture);
/* Both parties move the plan to that key; the enactment's code. */
enum result moving_move(struct moving *m, struct fixture *from, const uint8_t to[32]);
/* The whole log as it is there now, in place of what `log` was. */
void moving_carry(struct fixture *from, struct carried_log *log);
/* Another head for it, signed by that server; then one that fits what is carried. */
void moving_sign_head(struct carried_log *log, const struct fixture *by, uint64_t size,
		      const uint8_t space[32], const uint8_t root[32]);
void moving_sign_fitting(struct carried_log *log, const struct fixture *by);
/* The plan as its devices know it, at `to` from now on. */
void moving_follow(struct fixture *to, const struct fixture *from);

/* POST /v1/arrivals: a whole body, `count` leaves from `first` on, all from there on, or other
 * frames than the log's. */
enum result moving_post(struct moving *m, struct fixture *to, const struct buffer *body);
enum result moving_bring(struct moving *m, struct fixture *to, const struct carried_log *log,
			 uint64_t first, uint64_t count);
enum result moving_bring_all(struct moving *m, struct fixture *to, const struct carried_log *log,
			     uint64_t from);
enum result moving_bring_frames(struct moving *m, struct fixture *to, const struct carried_log *log,
				uint64_t cursor, struct bytes frames);
/* How many leaves are `here`, as one asks who brings nothing yet. */
uint64_t moving_arrived(struct moving *m, const struct carried_log *log);

enum result moving_read_as(struct moving *m, struct fixture *at, uint32_t device);
enum result moving_write_at(struct moving *m, struct fixture *at, uint32_t device,
			    const struct plan_commit *what);
/* How many plans are found by moving_locator. */
size_t moving_located(struct fixture *at);
/* How many plans there are; each is what its log says. */
unsigned moving_audit(struct fixture *at);

#endif
