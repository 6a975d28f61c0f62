#include "core/charter_entry.h"

#include <string.h>

#include "crypto/verify.h"

/* ERR_SIGNATURE where the number or any one of them is wrong. */
static enum result verify_all(const struct charter *charter,
			      const struct delivered_statement *delivered)
{
	const uint8_t *keys[STATEMENT_MAX_SIGNATURES];
	size_t i, count = 0;
	enum result result;

	result = charter_signers(charter, delivered->statement, keys, &count);
	if (result != OK)
		return result;
	if (count != delivered->signature_count)
		return ERR_SIGNATURE;
	for (i = 0; i < count && result == OK; i++) {
		if (delivered->signatures[i].size != SIGNATURE_SIZE)
			return ERR_SIGNATURE;
		result = verify_signature(LABEL_STATEMENT, delivered->bytes, keys[i],
					  delivered->signatures[i].data);
	}
	return result;
}

enum result charter_entry_prepare(const struct charter *charter,
				  const struct delivered_statement *delivered,
				  struct charter_entry *entry_out)
{
	const struct statement *statement = delivered->statement;
	struct charter_entry entry;
	enum result result;

	result = verify_all(charter, delivered);
	if (result != OK && result != ERR_SIGNATURE)
		return result;
	memset(&entry, 0, sizeof(entry));
	entry.statement = statement;
	entry.is_signed = result == OK;
	verify_hash_bytes(LABEL_STATEMENT, delivered->bytes, entry.statement_hash);
	if (statement->type == STATEMENT_GENESIS)
		verify_hash_bytes(LABEL_SPACE, delivered->bytes, entry.space);
	if (statement->type == STATEMENT_PROPOSE)
		verify_hash_bytes(LABEL_SUBJECT, statement->propose.subject, entry.subject_hash);
	if (statement->type == STATEMENT_REKEY) {
		entry.grants = delivered->grants;
		verify_hash_bytes(LABEL_GRANTS, delivered->grants_bytes, entry.grants_hash);
	}
	*entry_out = entry;
	return OK;
}

void charter_entry_place(struct charter_entry *entry, const struct position *position,
			 struct bytes position_bytes)
{
	entry->position = *position;
	verify_hash_bytes(LABEL_ENTRY, position_bytes, entry->entry_hash);
}
