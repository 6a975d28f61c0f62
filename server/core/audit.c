#include "core/audit.h"

#include <string.h>

#include "core/charter_bytes.h"
#include "core/charter_log.h"

struct audit {
	struct store_session *reader;
	const struct codec *codec;
	uint64_t number;
	uint8_t space[HASH_SIZE];
	struct charter *charter;
	const char *difference;
};

/* Up to the entry that what is kept ends with, and what is kept against what came of that. */
static enum result compare_kept(struct audit *audit)
{
	struct bytes kept;
	struct buffer expected;
	uint64_t entries;
	enum result result = audit->reader->functions->read_charter(audit->reader, audit->number,
								    &entries, &kept);

	if (result == ERR_NOT_FOUND)
		return OK;
	/* What an older version kept, the next entry's turn replaces. */
	if (result == OK && charter_is_kept_older(kept))
		return OK;
	if (result == OK)
		result = charter_log_replay(audit->reader, audit->codec, audit->number, entries,
					    true, audit->charter);
	if (result == ERR_NOT_FOUND)
		audit->difference = "what is kept is of more entries than there are";
	if (result == OK)
		result = audit->reader->functions->read_charter(audit->reader, audit->number,
								&entries, &kept);
	if (result != OK)
		return result == ERR_NOT_FOUND ? OK : result;
	buffer_init_growing(&expected, CHARTER_MAX_BYTES);
	charter_append_kept(audit->charter, &expected);
	if (buffer_result(&expected) != OK || !bytes_equal(buffer_bytes(&expected), kept))
		audit->difference = "what is kept is not what the entries make";
	buffer_deinit(&expected);
	return OK;
}

static enum result check_space(struct audit *audit)
{
	enum result result = compare_kept(audit);

	if (result == OK)
		result = charter_log_replay(audit->reader, audit->codec, audit->number,
					    STORE_MAX_LEAVES, true, audit->charter);
	if (result == ERR_NOT_FOUND && charter_size(audit->charter) == 0)
		audit->difference = "there is no entry";
	else if (result == ERR_NOT_FOUND &&
		 memcmp(charter_space(audit->charter), audit->space, HASH_SIZE) != 0)
		audit->difference = "the log is another space's";
	else if (result == ERR_IO)
		audit->difference = "an entry is not what was accepted";
	audit->reader->functions->scan_end(audit->reader);
	return result == ERR_NO_MEMORY ? result : OK;
}

static enum result check_all(struct audit *audit, audit_report_function *report, void *context)
{
	bool is_sound = true;
	enum result result = OK;

	for (;;) {
		result = audit->reader->functions->next_space(audit->reader, audit->number,
							      &audit->number, audit->space);
		audit->difference = NULL;
		if (result == OK)
			result = charter_new(&audit->charter);
		if (result == OK)
			result = check_space(audit);
		if (result != OK)
			break;
		report(context, audit->space, charter_size(audit->charter), audit->difference);
		is_sound = is_sound && audit->difference == NULL;
		charter_free(&audit->charter);
	}
	charter_free(&audit->charter);
	if (result != ERR_NOT_FOUND)
		return result;
	return is_sound ? OK : ERR_IO;
}

enum result audit_spaces(struct store *store, const struct codec *codec,
			 audit_report_function *report, void *context)
{
	struct audit audit = {.codec = codec};
	enum result result = store->functions->acquire(store, &audit.reader);

	if (result == OK)
		result = check_all(&audit, report, context);
	store->functions->release(store, &audit.reader);
	return result;
}
