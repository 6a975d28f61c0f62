/* What can happen to a plan next: one statement or entry that is delivered, or time that passes a
 * boundary. A server that withholds, repeats, reorders and delivers late is one that chooses freely
 * among these. */
#ifndef MODEL_STEPS_H
#define MODEL_STEPS_H

#include "base/result.h"
#include "model/plan.h"

#define STEPS_MAX 256u

enum step_kind {
	STEP_PROPOSE,
	STEP_CONSENT,
	STEP_CONSENT_SHORT,
	STEP_CONSENT_STALE, /* signed before the constitution changed, delivered after */
	STEP_CONSENT_OTHER, /* of another subject */
	STEP_CONSENT_OVER,  /* delivered in the second in which it ends */
	STEP_CONSENT_AGAIN, /* the last statement of the device once more */
	STEP_OBJECT,
	STEP_TAKE_BACK,   /* what the person said */
	STEP_WITHDRAW,    /* the proposal, by a person of its party */
	STEP_ENACT,       /* by the server */
	STEP_ENACT_NOISY, /* whom it is about was not silent */
	STEP_ENACT_LATE,  /* in the second in which the proposal ends */
	STEP_ENACT_LAST,  /* and in the one before */
	STEP_WAIT,        /* until the notice is over */
	STEP_EXPIRE,
	STEP_WAKE,   /* about: the set of seats that it accepts */
	STEP_LEAVE,  /* proposed three days ago, all of the party agree */
	STEP_ADMIT,  /* meanwhile: another newcomer, with the consent of all who are asked */
	STEP_RETIRE, /* one of two signers, its only device */
};

struct step {
	enum step_kind kind;
	uint8_t seat, person;
	uint8_t act, about;
};

/* What a world is bounded by. */
struct steps_limits {
	unsigned seats; /* nobody comes where so many are taken, by whoever is gone as well */
	bool with_short_yes;
};

/* Every step that anybody can try, refused ones as well. */
size_t steps_of(const struct plan *plan, const struct steps_limits *limits,
		struct step out[STEPS_MAX]);
void step_print(const struct step *step);

/* The rules of proto/README.md, read naively (oracle.c), and the charter itself (real.c): what
 * becomes of the plan, and whether the entry is a constitutional one. The next plan is the same
 * where it is refused. */
typedef enum result step_judge(const struct plan *plan, const struct step *step,
			       struct plan *next_out, bool *is_constitutional_out);
step_judge oracle_take, real_take;

/* Of the oracle, for those who ask further. Seconds from the proposal until the act may be
 * enacted (CHARTER13). */
uint64_t oracle_notice_s(const struct plan *plan);
/* CHARTER12 and CHARTER13 of the open proposal. */
enum result oracle_certificate(const struct plan *plan);
/* What it needs, and of whom, in numbers. */
struct oracle_count {
	unsigned n, sectors, k, m;
	unsigned able, able_sectors; /* parties that may say yes and are awake */
};
struct oracle_count oracle_count(const struct plan *plan);

#endif
