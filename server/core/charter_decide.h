/* What is put to the parties and counted, for core/charter*.c alone (CHARTER10 to 15, 20
 * to 24). None of these changes a charter but those that say so. */
#ifndef CORE_CHARTER_DECIDE_H
#define CORE_CHARTER_DECIDE_H

#include "core/charter_persons.h"

struct charter_proposal {
	uint8_t hash[HASH_SIZE];
	uint8_t subject_hash[HASH_SIZE];
	enum act act;
	union {
		struct admit_party admit;
		uint32_t target; /* party to remove, or to rest */
		uint32_t device; /* to end; 0: all of the person's */
		uint32_t signer_rule;
		struct charter_rules rules;
		struct charter_sectors sectors;
		struct charter_server server; /* to move to */
	};
	uint32_t party;    /* the proposer's, or the one that invited a newcomer */
	uint32_t person;   /* the proposer; 0: a newcomer */
	uint32_t concerns; /* person that an own act names; 0: nobody */
	uint64_t height;
	uint64_t time;
	uint64_t expires;
	bool is_closed; /* enacted or withdrawn */
};

/* A person's consent, of the present constitution or to an own act, or objection; one at most to a
 * proposal, apart from consents that expired. */
struct charter_stance {
	uint8_t statement[HASH_SIZE];
	uint32_t proposal; /* number */
	uint32_t person;
	uint64_t expires; /* a consent's */
	bool is_objection;
};

/* As those of charter_state.h. */
uint32_t charter_proposal_number(const struct charter *charter, const uint8_t hash[HASH_SIZE]);
const struct charter_proposal *charter_proposal_at(const struct charter *charter, uint32_t number);
struct charter_proposal *charter_change_proposal(struct charter *charter, uint32_t number);

/* CHARTER5's form of rules and sectors, and their taking over. */
bool charter_are_rules_sound(const struct rule_list *rules);
bool charter_are_sectors_sound(const struct sector_list *sectors);
void charter_copy_rules(struct charter_rules *to, const struct rule_list *from);
void charter_copy_sectors(struct charter_sectors *to, const struct sector_list *from);
/* Whether every active party's sector is one of these. */
bool charter_do_sectors_hold_all(const struct charter *charter, const uint32_t *sectors,
				 size_t count);

/* Whether the charter's server has that key (CHARTER20, CHARTER34). */
bool charter_is_at(const struct charter *charter, const uint8_t server_key[KEY_SIZE]);
/* From ACT_END_DEVICES on: a party decides alone. */
bool charter_is_own_act(enum act act);
/* An admission or a replacement. */
bool charter_brings_party(enum act act);
/* The party that a removal or a replacement would take out; 0: nobody. */
uint32_t charter_taken_out(const struct charter_proposal *proposal);
/* CHARTER31: the party is no stranger to whoever that proposal is about. */
bool charter_is_counted(const struct charter *charter, uint32_t party,
			const struct charter_proposal *proposal);
bool charter_is_proposal_open(const struct charter_proposal *proposal, uint64_t time);
/* Known, not closed (ERR_NOT_FOUND), alive (ERR_EXPIRED): its number, from 1. */
MUST_CHECK enum result charter_find_open(const struct charter *charter,
					 const uint8_t hash[HASH_SIZE], uint64_t time,
					 uint32_t *number_out);
/* CHARTER14, CHARTER31; an own act is its party's alone. */
bool charter_may_vote(const struct charter *charter, uint32_t party,
		      const struct charter_proposal *proposal);
/* CHARTER10, CHARTER11: when something that is said ends. ERR_EXPIRED, ERR_MALFORMED. */
MUST_CHECK enum result charter_check_lifetime(uint64_t expires, uint64_t time);
/* CHARTER12 and CHARTER13. ERR_NO_CONSENT, ERR_NOTICE. */
MUST_CHECK enum result charter_check_certificate(const struct charter *charter, uint32_t number,
						 uint64_t time);
/* CHARTER27, the same for an own act. */
MUST_CHECK enum result charter_check_own_certificate(const struct charter *charter, uint32_t number,
						     uint64_t time);
uint32_t charter_active_party_count(const struct charter *charter);

/* An own act: whether it may be proposed, and whether what it would do can be done.
 * ERR_FORBIDDEN, ERR_NOT_FOUND, ERR_ENDED, ERR_MALFORMED. */
MUST_CHECK enum result charter_check_own_subject(const struct charter *charter,
						 const struct propose *propose,
						 const struct charter_device *author);
MUST_CHECK enum result charter_check_own_effect(const struct charter *charter,
						const struct charter_proposal *proposal,
						const struct enact *enact);
/* Changes the charter. */
void charter_enact_own(struct charter *charter, const struct charter_proposal *proposal,
		       const struct enact *enact, uint64_t time);
void charter_take_party_out(struct charter *charter, uint32_t party, const struct enact *enact,
			    uint64_t time);
/* Whether what it objects to, or takes back, is an own act or a live word on one; false where that
 * is not known. */
bool charter_is_about_own_act(const struct charter *charter, const struct statement *statement,
			      uint64_t time);
/* Drops the stances that mean nothing any more: on what is over, expired, and where the
 * constitution has changed the consents that were to a plan of other co-owners or rules. Live
 * objections stand. */
void charter_forget_stances(struct charter *charter, uint64_t time, bool has_constitution_changed);

#endif
