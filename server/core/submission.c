#include "core/submission.h"

#include <string.h>

#include "crypto/verify.h"

void submission_hash(struct submission *submission)
{
	if (submission->is_commit) {
		verify_hash_bytes(LABEL_CORE, submission->body, submission->hash);
		return;
	}
	verify_hash_bytes(LABEL_STATEMENT, submission->body, submission->hash);
	if (submission->form != OK)
		return;
	if (submission->statement.type == STATEMENT_GENESIS)
		verify_hash_bytes(LABEL_SPACE, submission->body, submission->space);
	if (submission->statement.type == STATEMENT_PROPOSE)
		verify_hash_bytes(LABEL_SUBJECT, submission->statement.propose.subject,
				  submission->subject_hash);
	if (submission->statement.type == STATEMENT_REKEY)
		verify_hash_bytes(LABEL_GRANTS, submission->grants_message,
				  submission->grants_hash);
}

/* COMMIT2: the payload is what the core names. */
static enum result check_records(const struct commit *commit)
{
	uint8_t hash[HASH_SIZE];

	if (commit->is_void)
		return OK;
	for (size_t i = 0; i < commit->record_count; i++) {
		verify_hash_bytes(LABEL_RECORD, commit->records[i], hash);
		if (memcmp(hash, commit->record_hashes.data + i * HASH_SIZE, HASH_SIZE) != 0)
			return ERR_MALFORMED;
	}
	return OK;
}

/* The keys that must have signed, copied: the charter may change afterwards. */
static enum result find_keys(const struct submission *submission, const struct charter *charter,
			     uint8_t keys_out[][KEY_SIZE], size_t *count_out)
{
	const uint8_t *signers[STATEMENT_MAX_SIGNATURES];
	const struct charter_device *device;
	enum result result;

	if (submission->is_commit) {
		device = charter_device(charter, submission->device);
		if (device == NULL)
			return ERR_UNAUTHORIZED;
		memcpy(keys_out[0], device->keys.sign_key, KEY_SIZE);
		*count_out = 1;
		return OK;
	}
	result = charter_signers(charter, &submission->statement, signers, count_out);
	if (result != OK)
		return result;
	for (size_t i = 0; i < *count_out; i++)
		memcpy(keys_out[i], signers[i], KEY_SIZE);
	return OK;
}

static enum result verify_all(const struct submission *submission)
{
	enum label label = submission->is_commit ? LABEL_CORE : LABEL_STATEMENT;

	for (size_t i = 0; i < submission->key_count; i++) {
		enum result result;

		if (submission->signatures[i].size != SIGNATURE_SIZE)
			return ERR_SIGNATURE;
		result = verify_signature(label, submission->body, submission->keys[i],
					  submission->signatures[i].data);
		if (result != OK)
			return result;
	}
	return OK;
}

enum result submission_verify(struct submission *submission, const struct charter *charter)
{
	uint8_t keys[STATEMENT_MAX_SIGNATURES][KEY_SIZE];
	size_t count;
	enum result result = find_keys(submission, charter, keys, &count);

	if (result != OK)
		return result;
	if (count != submission->signature_count)
		return ERR_SIGNATURE;
	if (count != 0 && count == submission->key_count &&
	    memcmp(keys, submission->keys, count * KEY_SIZE) == 0)
		return submission->signatures_verdict;

	if (count > 0)
		memcpy(submission->keys, keys, count * KEY_SIZE);
	submission->key_count = count;
	submission->signatures_verdict = verify_all(submission);
	return submission->signatures_verdict;
}

void submission_check(struct submission *submission, const struct charter *charter)
{
	if (submission->form == OK && submission->is_commit)
		submission->form = check_records(&submission->commit);
	if (submission->form != OK || charter == NULL)
		return;
	/* Only prepares the verdict: the writer asks again, and finds it made. */
	if (submission_verify(submission, charter) != OK)
		return;
}

void submission_to_entry(const struct submission *submission, struct charter_entry *entry_out)
{
	*entry_out = (struct charter_entry){.statement = &submission->statement};
	memcpy(entry_out->statement_hash, submission->hash, HASH_SIZE);
	memcpy(entry_out->position.statement, submission->hash, HASH_SIZE);
	memcpy(entry_out->space, submission->space, HASH_SIZE);
	memcpy(entry_out->subject_hash, submission->subject_hash, HASH_SIZE);
	memcpy(entry_out->grants_hash, submission->grants_hash, HASH_SIZE);
	entry_out->grants = submission->grants;
}
