/* A commit or statement on its way into the log: decoded, then checked in
 * parallel by whoever received it, then judged in order by core/space_log.h.
 *
 * The check is only a promise for later: the writer uses a verdict on the
 * signatures when the keys it was made with are still the right ones.
 *
 * One thread at a time. All spans borrowed from the request and its arena. */
#ifndef CORE_SUBMISSION_H
#define CORE_SUBMISSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/result.h"
#include "core/charter.h"
#include "core/commit.h"
#include "core/statement.h"

/* One request brings at most this many. */
#define SUBMISSION_MAX_PER_REQUEST 1024u

struct submission {
	bool is_commit;
	/* From the envelope. */
	uint32_t device;
	uint64_t seq;                   /* of a commit, or a statement's counter */
	struct bytes frame;             /* whole, as it came */
	struct bytes message;           /* its payload */
	struct bytes body;              /* exactly as signed */
	const struct bytes *signatures; /* SIGNATURE_SIZE each */
	size_t signature_count;
	/* Decoded; one of the two. */
	union {
		struct commit commit;
		struct statement statement;
	};
	/* A statement that has a place already, as an arriving entry does; elsewhere the log
	 * gives it one. */
	bool has_position;
	struct position position;
	struct bytes position_bytes; /* exactly as hashed */
	struct bytes grants_message; /* a rekey's payload */
	struct grants grants;
	bool is_vouched; /* SYNC10: who brings it has not signed the request */
	/* Set by submission_hash(). */
	uint8_t hash[HASH_SIZE];  /* of the core or the statement */
	uint8_t space[HASH_SIZE]; /* genesis: the id of the space it makes */
	uint8_t subject_hash[HASH_SIZE];
	uint8_t grants_hash[HASH_SIZE];
	/* Set by submission_check(). */
	enum result form; /* not OK: refused whatever the charter says */
	enum result head; /* COMMIT11 */
	enum result signatures_verdict;
	/* That the verdict is about; from the arena, as many as the signatures. */
	uint8_t (*keys)[KEY_SIZE];
	size_t key_count; /* 0: no verdict */
	/* The answer, set by the writer. */
	enum result code;
	uint64_t leaf;
	bool is_void;
	bool is_new; /* appended by this very request */
};

/* Fills in the hashes. */
void submission_hash(struct submission *submission);
/* Checks the records against their hashes and, where the charter knows the
 * signers, the signatures. charter may be NULL: then only the form. */
void submission_check(struct submission *submission, const struct charter *charter);
/* OK, or why these are not the right signatures under this charter: the earlier
 * verdict if it was about the same keys, a new one otherwise. Expected failures:
 * ERR_SIGNATURE, ERR_UNAUTHORIZED, ERR_ENDED, ERR_MALFORMED. */
MUST_CHECK enum result submission_verify(struct submission *submission,
					 const struct charter *charter);
/* What charter_apply() is told; the position's statement hash is filled in. */
void submission_to_entry(const struct submission *submission, struct charter_entry *entry_out);

#endif
