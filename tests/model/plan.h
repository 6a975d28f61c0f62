/* A plan so small that all of them can be looked at: up to five parties, one open proposal, and
 * what each person has said to it. Seats are numbered from 0 here and shown as A to E; the
 * charter that stands for a plan has seat i as party i + 1. */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include "core/statement.h"

#define PLAN_SEATS 5u
#define PLAN_SECTORS 3u
#define PLAN_ALL_SECTORS 7u /* a set: bit s − 1 is sector s */
#define PLAN_PERSONS 2u
#define PLAN_RULE_TABLES 4u
#define PLAN_SERVERS 2u
#define SEAT_BIT(seat) (1u << (seat))

enum seat_status { SEAT_EMPTY, SEAT_AWAKE, SEAT_RESTING, SEAT_GONE };

/* A short yes ends in the second in which the notice does. */
enum says { SAYS_NOTHING, SAYS_YES, SAYS_NO, SAYS_SHORT_YES };

struct seat {
	uint8_t status;
	uint8_t sector;
	bool is_late;       /* admitted since the proposal */
	bool is_colluding;  /* told apart by the search for coalitions alone */
	uint8_t strange_to; /* set of seats that rested when it came and have not accepted it */
	uint8_t persons;    /* that sign for it */
	uint8_t signer_rule;
	uint8_t says[PLAN_PERSONS];
};

struct plan {
	struct seat seats[PLAN_SEATS];
	uint8_t act;     /* that is proposed; 0: nothing is */
	uint8_t about;   /* seat + 1, sector, table of rules, set of sectors or server + 1 */
	bool is_due;     /* the notice is over; otherwise it is in a second */
	uint8_t rules;   /* table in force */
	uint8_t sectors; /* the set that is listed */
	uint8_t server;  /* where it is */
	bool is_closed;
};

struct plan_code {
	uint64_t high, low;
};

/* What all acts ask for by each table; the first is of no rules at all. */
extern const struct rule PLAN_RULES[PLAN_RULE_TABLES];

bool plan_is_active(const struct plan *plan, unsigned seat);
unsigned plan_seat_count(const struct plan *plan); /* those that are not empty come first */
bool plan_is_about_party(const struct plan *plan);
/* The seat that the proposal would take out or lay to rest; PLAN_SEATS: none. */
unsigned plan_target(const struct plan *plan);
/* Nothing is open any more, and nothing said. */
void plan_close_proposal(struct plan *plan);
/* Takes away what nobody can tell: what the gone have said, a signer rule above the signers. */
void plan_normalise(struct plan *plan);
/* One number for all plans that differ by the names of parties, sectors and servers alone (where
 * two parties are strange to others sometimes a few). */
struct plan_code plan_encode(const struct plan *plan);
struct plan plan_decode(struct plan_code code);
void plan_print(const struct plan *plan);
void plan_print_act(unsigned act, unsigned about);

#endif
