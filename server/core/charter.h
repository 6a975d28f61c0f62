/* The charter: who co-owns a plan and by which rules, as one pure function.
 *
 * A charter is the state after some entries. charter_apply() takes the next
 * entry to the next state or names why not. It does no I/O, reads no clock and
 * verifies no signature: the caller tells it what it found (struct
 * charter_entry). The same function exists in web/src/core; proto/README.md
 * has the rules, CHARTER1 to CHARTER34, and proto/vectors holds both to them.
 *
 *   PURE1  A refused entry leaves the charter as it was. Where there was no memory it is spoilt
 *          instead: good for nothing but to be freed.
 *   PURE2  The same entries give the same charter.
 *
 * A charter that nobody changes may be read by any number of threads. */
#ifndef CORE_CHARTER_H
#define CORE_CHARTER_H

#include "base/result.h"
#include "core/charter_holders.h"
#include "core/statement.h"

#define CHARTER_MAX_PARTIES 64u
#define CHARTER_MAX_DEVICES 1024u           /* live invitations and recoveries, at a time */
#define CHARTER_MAX_DEVICES_PER_PARTY 1000u /* in all */
#define CHARTER_MAX_DEVICES_PER_PERSON 64u  /* in all */
#define CHARTER_MAX_OPEN_PROPOSALS 32u
#define CHARTER_MAX_OPEN_PROPOSALS_PER_PARTY 4u
#define CHARTER_MAX_OPEN_OWN_ACTS 4u /* by one person; they are not among those above */
#define CHARTER_MAX_SIGNER_RULE 16u
#define CHARTER_MIN_NOTICE_DAYS 3u
#define CHARTER_MAX_NOTICE_DAYS 60u
#define CHARTER_DEFAULT_NOTICE_DAYS 14u
#define CHARTER_REPLACEMENT_NOTICE_DAYS 30u /* at least */
#define CHARTER_REST_NOTICE_DAYS 120u
#define CHARTER_OWN_NOTICE_DAYS 3u
#define CHARTER_CLEARING_NOTICE_DAYS 7u
#define CHARTER_CLEARING_OWN_NOTICE_DAYS 30u
#define CHARTER_CLEARING_MIN_SIGNERS 2u /* who clear another's */
#define CHARTER_CLEARING_OWN_MAX_SIGNERS 2u
#define CHARTER_INVITATION_SECONDS (90u * 86400u)
#define CHARTER_FURTHER_DEVICE_SECONDS 86400u
#define CHARTER_PROPOSAL_SECONDS (180u * 86400u)
#define CHARTER_REKEY_SECONDS 3600u
#define CHARTER_TRIAL_SECONDS (48u * 3600u)

struct charter;

/* One entry and what its deliverer found out about it. All spans borrowed. */
struct charter_entry {
	const struct statement *statement;
	struct position position;
	uint8_t statement_hash[HASH_SIZE];
	uint8_t entry_hash[HASH_SIZE];
	uint8_t space[HASH_SIZE];        /* genesis: the space's id */
	uint8_t subject_hash[HASH_SIZE]; /* propose */
	uint8_t grants_hash[HASH_SIZE];  /* rekey */
	struct grants grants;            /* rekey */
	bool is_signed;                  /* every signature of CHARTER3 verified */
	/* retire: the log holds that commit, as the device's last or before; enact: each
	 * cut is the last commit that the log holds of its device */
	bool cuts_fit;
	/* enact: since the proposal's entry nothing came into the log that the party which it
	 * would replace or lay to rest has signed */
	bool is_silent;
};

/* Owned: free with charter_free(). ERR_NO_MEMORY. A clone shares what neither changes, whatever
 * their length; while it is changed, the charter that it came from stays. */
MUST_CHECK enum result charter_new(struct charter **charter_out);
MUST_CHECK enum result charter_clone(const struct charter *charter, struct charter **clone_out);
/* Accepts NULL and sets *charter to NULL. */
void charter_free(struct charter **charter);

/* Expected failures: every refusal that a CHARTER rule names. */
MUST_CHECK enum result charter_apply(struct charter *charter, const struct charter_entry *entry);

/* The keys that must have signed a statement, in order (CHARTER3); borrowed from
 * the charter or the statement. No key at all is right for the server's enact.
 * Expected failures: ERR_UNAUTHORIZED, ERR_ENDED, ERR_MALFORMED. */
MUST_CHECK enum result charter_signers(const struct charter *charter,
				       const struct statement *statement,
				       const uint8_t *keys_out[STATEMENT_MAX_SIGNATURES],
				       size_t *count_out);

/* Entries so far; 0 before the genesis. The last one's height is one less. */
uint64_t charter_size(const struct charter *charter);
const uint8_t *charter_space(const struct charter *charter);        /* HASH_SIZE */
const uint8_t *charter_head(const struct charter *charter);         /* HASH_SIZE */
const uint8_t *charter_constitution(const struct charter *charter); /* HASH_SIZE */
const uint8_t *charter_server_key(const struct charter *charter);   /* KEY_SIZE */
/* Of that server: empty before the first move; borrowed until the charter changes. */
struct bytes charter_server_address(const struct charter *charter);
uint64_t charter_time(const struct charter *charter); /* of the last entry */
bool charter_knows_entry(const struct charter *charter, const uint8_t hash[HASH_SIZE]);

/* NULL where there is none; borrowed until the charter changes. */
const struct charter_device *charter_device(const struct charter *charter, uint32_t index);
const struct charter_invitation *charter_invitation(const struct charter *charter,
						    const uint8_t sign_key[KEY_SIZE]);
/* The one that is a person's. */
const struct charter_recovery *charter_recovery(const struct charter *charter,
						const uint8_t sign_key[KEY_SIZE]);
/* By number from 1: all that there ever were. */
const struct charter_recovery *charter_recovery_at(const struct charter *charter, uint32_t number);
uint32_t charter_recovery_count(const struct charter *charter);
/* The room's current epoch, HASH_SIZE; NULL before its first. */
const uint8_t *charter_epoch(const struct charter *charter, uint32_t room);
/* Content waits for the room's next key (CHARTER26). */
bool charter_awaits_rekey(const struct charter *charter, uint32_t room);
uint32_t charter_device_count(const struct charter *charter); /* indices given out */
uint32_t charter_party_count(const struct charter *charter);
bool charter_is_closed(const struct charter *charter);
/* The party whose silence the enactment of this proposal asks for, and the height of the
 * proposal's entry; 0 where it asks for none. */
uint32_t charter_silence_asked(const struct charter *charter, const uint8_t proposal[HASH_SIZE],
			       uint64_t *height_out);
/* Height of the last entry that a device or a recovery of the party signed. */
uint64_t charter_heard_height(const struct charter *charter, uint32_t party);

#endif
