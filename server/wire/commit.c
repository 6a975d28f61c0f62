#include "wire/commit.h"

#include <string.h>

#include "commit.pb-c.h"
#include "wire/strict.h"

#define CORE_MAX_FIELDS (17u + COMMIT_MAX_LANES)

static enum result decode_identity(const Wire__Core *fields, const struct envelope *envelope,
				   struct commit *commit)
{
	enum result result;

	if (fields->version != 1 || fields->suite != 1)
		return ERR_UNSUPPORTED;
	if (fields->device != envelope->device || fields->seq != envelope->seq ||
	    fields->device == 0 || fields->seq == 0)
		return ERR_MALFORMED;
	commit->device = fields->device;
	commit->seq = fields->seq;
	commit->room = fields->room;
	result = strict_fixed(fields->space, commit->space, HASH_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed(fields->epoch, commit->epoch, HASH_SIZE);
	if (result != OK)
		return result;
	result = strict_fixed(fields->charter_head, commit->charter_head, HASH_SIZE);
	if (result != OK)
		return result;
	return strict_fixed(fields->previous, commit->previous, HASH_SIZE);
}

/* The head its author held: all of it, or none. */
static enum result decode_head(const Wire__Core *fields, struct commit *commit)
{
	bool has_epoch, has_root;
	enum result result;

	result = strict_fixed_or_empty(fields->server_epoch, commit->server_epoch,
				       SERVER_EPOCH_SIZE, &has_epoch);
	if (result != OK)
		return result;
	result = strict_fixed_or_empty(fields->head_root, commit->head_root, HASH_SIZE, &has_root);
	if (result != OK)
		return result;
	if (has_epoch != has_root || (!has_root && fields->head_size != 0))
		return ERR_MALFORMED;
	commit->has_head = has_root;
	commit->head_size = fields->head_size;
	return OK;
}

/* Lanes are 16 bytes each and distinct, 32,640 comparisons at the most. */
static enum result check_lanes(const Wire__Core *fields)
{
	size_t i, j;

	if (fields->n_lanes > COMMIT_MAX_LANES)
		return ERR_TOO_LARGE;
	for (i = 0; i < fields->n_lanes; i++) {
		if (fields->lanes[i].len != LANE_ID_SIZE)
			return ERR_MALFORMED;
		for (j = 0; j < i; j++) {
			if (memcmp(fields->lanes[i].data, fields->lanes[j].data, LANE_ID_SIZE) == 0)
				return ERR_MALFORMED;
		}
	}
	return OK;
}

/* The columns of the record table have one value per record; lanes come in
 * the order of their first use, and none is idle (COMMIT1). */
static enum result check_columns(const Wire__Core *fields)
{
	size_t i, count = fields->n_record_lanes, lanes_seen = 0;

	if (count > COMMIT_MAX_RECORDS)
		return ERR_TOO_LARGE;
	if (fields->n_record_kinds != count || fields->n_record_sizes != count ||
	    fields->record_hashes.len != count * HASH_SIZE)
		return ERR_MALFORMED;
	for (i = 0; i < count; i++) {
		if (fields->record_lanes[i] > lanes_seen ||
		    fields->record_kinds[i] != WIRE__RECORD_KIND__RECORD_EDIT)
			return ERR_MALFORMED;
		if (fields->record_sizes[i] > RECORD_MAX_BYTES)
			return ERR_TOO_LARGE;
		if (fields->record_sizes[i] < RECORD_MIN_BYTES)
			return ERR_MALFORMED;
		if (fields->record_lanes[i] == lanes_seen)
			lanes_seen++;
	}
	return lanes_seen == fields->n_lanes ? OK : ERR_MALFORMED;
}

/* The payload is every record, or nothing (COMMIT2). */
static enum result check_payload(const struct envelope *envelope, struct commit *commit)
{
	size_t i, total = envelope->body.size;

	commit->is_void = envelope->payload_count == 0 && commit->record_count > 0;
	if (!commit->is_void && envelope->payload_count != commit->record_count)
		return ERR_MALFORMED;
	commit->records = commit->is_void ? NULL : envelope->payload;
	for (i = 0; i < envelope->payload_count; i++) {
		if (envelope->payload[i].size != commit->record_sizes[i])
			return ERR_MALFORMED;
		total += envelope->payload[i].size;
	}
	return total <= COMMIT_MAX_BYTES ? OK : ERR_TOO_LARGE;
}

static enum result decode_records(const Wire__Core *fields, const struct envelope *envelope,
				  struct commit *commit)
{
	enum result result;

	result = check_lanes(fields);
	if (result != OK)
		return result;
	result = check_columns(fields);
	if (result != OK)
		return result;
	commit->record_count = fields->n_record_lanes;
	commit->record_sizes = fields->record_sizes;
	commit->record_hashes =
		(struct bytes){fields->record_hashes.data, fields->record_hashes.len};
	return check_payload(envelope, commit);
}

enum result commit_decode(const struct envelope *envelope, struct arena *arena,
			  struct commit *commit_out)
{
	struct commit commit;
	ProtobufCMessage *message;
	const Wire__Core *fields;
	enum result result;

	if (envelope->body.size > COMMIT_MAX_BYTES)
		return ERR_TOO_LARGE;
	if (envelope->signature_count != 1)
		return ERR_SIGNATURE;
	memset(&commit, 0, sizeof(commit));
	commit.core = envelope->body;
	commit.signature = envelope->signatures[0];
	result = strict_unpack(&wire__core__descriptor, envelope->body, CORE_MAX_FIELDS, arena,
			       &message);
	if (result != OK)
		return result;
	fields = (const Wire__Core *)message;
	result = decode_identity(fields, envelope, &commit);
	if (result != OK)
		return result;
	result = decode_head(fields, &commit);
	if (result != OK)
		return result;
	result = decode_records(fields, envelope, &commit);
	if (result == OK)
		*commit_out = commit;
	return result;
}
