/* A charter that grows by statements as decoded: no bytes, no signatures, so that a thousand
 * of them take no time. Persons and devices are told apart by a number. */
#ifndef SUPPORT_CHARTER_WORLD_H
#define SUPPORT_CHARTER_WORLD_H

#include "core/charter.h"

#define WORLD_START_TIME 1800000000u
#define WORLD_DAY 86400u

struct world {
	struct charter *charter;
	uint64_t next_id; /* makes keys, persons and hashes that differ */
	uint64_t time;
	uint64_t counters[CHARTER_MAX_DEVICES + 2];
	uint8_t persons[CHARTER_MAX_DEVICES + 2][PERSON_ID_SIZE]; /* by device */
	uint8_t last_hash[HASH_SIZE];                             /* of the last statement */
	uint8_t proposal[HASH_SIZE];                              /* the last one */
	uint8_t subject[HASH_SIZE];       /* and the hash of its subject, always a new one */
	bool is_noisy;                    /* whoever is to be silent was not */
	bool repeats_subject;             /* proposes what was proposed last */
	uint32_t newcomers_sector;        /* of who is admitted; 0: the first */
	uint8_t newcomer[PERSON_ID_SIZE]; /* who was to be admitted last */
	uint32_t newcomers_rule;          /* of its signers; 0: one */
	bool tries_again;                 /* where there was no memory */
	uint32_t no_memory_count;         /* how often that was */
};

/* Distinct bytes of any size, told apart by their first eight. */
void world_make_id(struct world *world, uint8_t *out, size_t size);
void world_make_keys(struct world *world, struct device_keys *keys);
/* At the next place; fills in space and counter. */
enum result world_apply(struct world *world, struct statement *statement);
/* Founded by so many parties, in sectors 1 and 2 of three by turns, with this signer rule each;
 * admissions have a notice of three days. */
void world_found(struct world *world, size_t count, uint32_t signer_rule);
void world_close(struct world *world);

/* party 0: a new party, in sector 1 or in that of the party that it replaces. */
enum result world_invite(struct world *world, uint32_t author, uint32_t party,
			 struct device_keys *keys_out);
/* For a further device of the author's person. */
enum result world_invite_further(struct world *world, uint32_t author,
				 struct device_keys *keys_out);
enum result world_join(struct world *world, const struct device_keys *invitation);
/* Somebody new by an invitation of the author's into its party: the new device. */
uint32_t world_bring(struct world *world, uint32_t author);
/* The device's person says so of the other's. */
enum result world_confirm(struct world *world, uint32_t author, uint32_t device);
enum result world_retire(struct world *world, uint32_t author, uint32_t device);
/* A first key, or the next: to everybody. */
enum result world_rekey(struct world *world, uint32_t author);
enum result world_report(struct world *world, uint32_t author);

/* By an invitation of the author's; replaces 0: an admission. */
enum result world_propose_entrance(struct world *world, uint32_t author, uint32_t replaces);
/* The author fills in act and subject. */
enum result world_propose(struct world *world, uint32_t author, struct propose propose);
/* The person's devices; device 0: all of them. */
enum result world_propose_end(struct world *world, uint32_t author, uint32_t of, uint32_t device);
enum result world_consent(struct world *world, uint32_t author);
enum result world_object(struct world *world, uint32_t author);
/* A consent, an objection or a proposal, by its hash. */
enum result world_withdraw(struct world *world, uint32_t author, const uint8_t named[HASH_SIZE]);
/* By the server, with cuts of so many devices. */
enum result world_enact(struct world *world, const uint32_t *devices, size_t count);
enum result world_wake(struct world *world, uint32_t author, const uint32_t *accepts, size_t count);

/* replaces NULL: none. */
enum result world_set_recovery(struct world *world, uint32_t author, const uint8_t *replaces,
			       struct device_keys *keys_out);
enum result world_recover(struct world *world, const struct device_keys *recovery);

#endif
