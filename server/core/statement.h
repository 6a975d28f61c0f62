/* A statement, a place in the charter, and grants, as decoded.
 *
 * Only structs: wire/ fills them in, core/charter.h judges them. Spans and
 * pointers are borrowed from the message and its arena. */
#ifndef CORE_STATEMENT_H
#define CORE_STATEMENT_H

#include "core/statement_keys.h"
#include "core/statement_votes.h"

#define STATEMENT_MAX_BYTES (64u * 1024u)
#define STATEMENT_MAX_SIGNATURES 8u
#define STATEMENT_MAX_SEALED_KEYS 64u
#define STATEMENT_MAX_EXTRA_WRAPS 64u
#define GRANTS_MAX_BYTES (1024u * 1024u)
#define GRANTS_MAX_COUNT 1024u

enum statement_type {
	STATEMENT_GENESIS = 1,
	STATEMENT_INVITE = 2,
	STATEMENT_JOIN = 3,
	STATEMENT_CONFIRM = 4,
	STATEMENT_PROPOSE = 5,
	STATEMENT_CONSENT = 6,
	STATEMENT_ENACT = 7,
	STATEMENT_REKEY = 8,
	STATEMENT_RETIRE = 9,
	STATEMENT_OBJECT = 10,
	STATEMENT_WITHDRAW = 11,
	STATEMENT_REVOKE = 12,
	STATEMENT_SET_RECOVERY = 13,
	STATEMENT_RECOVER = 14,
	STATEMENT_WAKE = 15,
	STATEMENT_BAD_REKEY = 16,
};

struct statement {
	enum statement_type type;
	uint8_t space[HASH_SIZE]; /* zeros in a genesis */
	uint32_t device;          /* 0: none yet */
	uint64_t counter;
	uint8_t charter_head[HASH_SIZE];
	union {
		struct genesis genesis;
		struct invite invite;
		struct join join;
		struct confirm confirm;
		struct propose propose;
		struct consent consent;
		struct enact enact;
		struct rekey rekey;
		struct retire retire;
		struct object object;
		struct withdraw withdraw;
		struct revoke revoke;
		struct set_recovery set_recovery;
		struct recover recover;
		struct wake wake;
		struct bad_rekey bad_rekey;
	};
};

/* To whom a rekey's key was sealed: a device, or with device 0 an invitation or a recovery. */
struct grant {
	uint32_t device;
	uint8_t holder[KEY_SIZE]; /* its sign key */
};

struct grants {
	const struct grant *items;
	size_t count;
};

/* The place a server gave a statement. */
struct position {
	uint64_t height;
	uint8_t previous[HASH_SIZE]; /* zeros at height 0 */
	uint64_t time;
	uint8_t statement[HASH_SIZE];
};

#endif
