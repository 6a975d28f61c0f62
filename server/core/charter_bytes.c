/* A charter's state on its way out; charter_bytes_read.c takes it in again. */
#include "core/charter_bytes.h"

#include <stdlib.h>
#include <string.h>

#include "core/charter_decide.h"
#include "crypto/verify.h"

static void put_keys(struct buffer *out, const struct device_keys *keys)
{
	buffer_append(out, keys->sign_key, KEY_SIZE);
	buffer_append(out, keys->box_key, KEY_SIZE);
}

static void put_count(struct buffer *out, size_t count)
{
	buffer_append_u32(out, (uint32_t)count);
}

static void put_flags(struct buffer *out, bool one, bool two)
{
	buffer_append_u8(out, (uint8_t)(one + 2 * two));
}

static void put_sectors(struct buffer *out, const struct charter_sectors *sectors)
{
	size_t i;

	put_count(out, sectors->count);
	for (i = 0; i < sectors->count; i++)
		buffer_append_u32(out, sectors->items[i]);
}

static void put_rules(struct buffer *out, const struct charter_rules *rules)
{
	size_t i;

	put_count(out, rules->count);
	for (i = 0; i < rules->count; i++) {
		buffer_append_u32(out, rules->items[i].act);
		buffer_append_u32(out, rules->items[i].parties);
		buffer_append_u32(out, rules->items[i].sectors);
		buffer_append_u32(out, rules->items[i].notice_days);
	}
}

static void put_server(struct buffer *out, const struct charter_server *server)
{
	buffer_append(out, server->key, KEY_SIZE);
	buffer_append_u8(out, (uint8_t)(server->address_size >> 8));
	buffer_append_u8(out, (uint8_t)server->address_size);
	buffer_append(out, server->address, server->address_size);
}

static void put_head(struct buffer *out, const struct charter *charter)
{
	buffer_append_u8(out, CHARTER_BYTES_VERSION);
	buffer_append(out, charter->space, HASH_SIZE);
	put_server(out, &charter->server);
	buffer_append(out, charter->head, HASH_SIZE);
	buffer_append(out, charter->constitution, HASH_SIZE);
	buffer_append_u64(out, charter_size(charter));
	buffer_append_u64(out, charter->time);
	put_flags(out, charter->awaits_rekey, charter->is_closed);
}

static void put_parties(struct buffer *out, const struct charter *charter)
{
	uint32_t i;

	put_count(out, charter_party_count(charter));
	for (i = 1; i <= charter_party_count(charter); i++) {
		const struct charter_party *party = charter_party_at(charter, i);

		buffer_append_u32(out, party->sector);
		buffer_append_u32(out, party->signer_rule);
		buffer_append_u64(out, party->admitted_height);
		put_flags(out, party->is_gone, party->is_resting);
	}
}

/* As many confirmations as there are of the person; `out` NULL: only counts them. */
static size_t put_confirmations(struct buffer *out, const struct charter *charter, uint32_t person)
{
	size_t i, count = 0;

	for (i = 0; i < charter_count(charter, LIST_CONFIRMATIONS); i++) {
		const struct charter_confirmation *said =
			charter_item(charter, LIST_CONFIRMATIONS, i);

		if (said->person != person)
			continue;
		count++;
		if (out)
			buffer_append_u32(out, said->by);
	}
	return count;
}

static void put_persons(struct buffer *out, const struct charter *charter)
{
	uint32_t i, count = (uint32_t)charter_count(charter, LIST_PERSONS);

	put_count(out, count);
	for (i = 1; i <= count; i++) {
		const struct charter_person *person = charter_person_at(charter, i);

		buffer_append(out, person->id, PERSON_ID_SIZE);
		buffer_append_u32(out, person->party);
		buffer_append_u8(out, person->is_confirmed);
		if (person->is_confirmed) {
			put_count(out, 0);
			continue;
		}
		put_count(out, put_confirmations(NULL, charter, i));
		put_confirmations(out, charter, i);
	}
}

static void put_devices(struct buffer *out, const struct charter *charter)
{
	uint32_t i;

	put_count(out, charter_device_count(charter));
	for (i = 1; i <= charter_device_count(charter); i++) {
		const struct charter_device *device = charter_device_at(charter, i);

		put_keys(out, &device->keys);
		buffer_append_u32(out, device->person);
		buffer_append_u64(out, device->counter);
		put_flags(out, device->is_ended, device->has_rekeyed);
		buffer_append_u64(out, device->rekeyed_at);
		buffer_append_u64(out, device->trial_until);
		buffer_append_u64(out, device->cut.seq);
		buffer_append(out, device->cut.core_hash, HASH_SIZE);
	}
}

static void put_invitations(struct buffer *out, const struct charter *charter)
{
	size_t i, count = charter_count(charter, LIST_INVITATIONS);

	put_count(out, count);
	for (i = 0; i < count; i++) {
		const struct charter_invitation *invitation =
			charter_item(charter, LIST_INVITATIONS, i);

		put_keys(out, &invitation->keys);
		buffer_append_u32(out, invitation->party);
		buffer_append_u32(out, invitation->sector);
		buffer_append_u32(out, invitation->replaces);
		buffer_append_u32(out, invitation->person);
		buffer_append_u32(out, invitation->inviter);
		buffer_append_u32(out, invitation->inviter_device);
		buffer_append_u64(out, invitation->expires);
		put_flags(out, invitation->is_used, invitation->is_revoked);
	}
}

static void put_recoveries(struct buffer *out, const struct charter *charter)
{
	uint32_t i;

	put_count(out, charter_recovery_total(charter));
	for (i = 1; i <= charter_count(charter, LIST_PERSONS); i++) {
		const struct charter_recovery *recovery = charter_recovery_of(charter, i);

		if (!recovery)
			continue;
		buffer_append_u32(out, i);
		put_keys(out, &recovery->keys);
		buffer_append(out, recovery->tag, RECOVERY_TAG_SIZE);
	}
}

static int compare_keys(const void *a, const void *b)
{
	return memcmp(a, b, KEY_SIZE);
}

/* Sorted where they stand. */
static void put_spent_keys(struct buffer *out, const struct charter *charter)
{
	uint32_t i, total = charter_recovery_count(charter);
	size_t spent = 2 * (total - charter_recovery_total(charter));
	uint8_t *place;

	put_count(out, spent);
	place = buffer_reserve(out, spent * KEY_SIZE);
	if (!place || spent == 0)
		return;
	for (i = 1; i <= total; i++) {
		const struct charter_recovery *recovery = charter_recovery_at(charter, i);

		if (!recovery->is_over)
			continue;
		memcpy(place, recovery->keys.sign_key, KEY_SIZE);
		memcpy(place + KEY_SIZE, recovery->keys.box_key, KEY_SIZE);
		place += (size_t)2 * KEY_SIZE;
	}
	qsort(place - spent * KEY_SIZE, spent, KEY_SIZE, compare_keys);
}

/* As put_confirmations(). They stand in the charter as they are wanted: whoever came later owes
 * later, and to the sleepers in their order. */
static size_t put_strangers(struct buffer *out, const struct charter *charter)
{
	size_t i, count = 0;

	for (i = 0; i < charter_count(charter, LIST_STRANGERS); i++) {
		const struct charter_stranger *stranger = charter_item(charter, LIST_STRANGERS, i);

		if (charter_party_at(charter, stranger->party)->is_gone ||
		    charter_party_at(charter, stranger->sleeper)->is_gone)
			continue;
		count++;
		if (!out)
			continue;
		buffer_append_u32(out, stranger->party);
		buffer_append_u32(out, stranger->sleeper);
	}
	return count;
}

static void put_epochs(struct buffer *out, const struct charter *charter)
{
	size_t i, count = charter_count(charter, LIST_EPOCHS);

	put_count(out, count);
	for (i = 0; i < count; i++) {
		const struct charter_epoch *epoch = charter_item(charter, LIST_EPOCHS, i);

		buffer_append(out, epoch->hash, HASH_SIZE);
		buffer_append_u8(out, epoch->is_reported);
	}
}

static void put_entrance(struct buffer *out, const struct admit_party *admit)
{
	buffer_append(out, admit->invitation, KEY_SIZE);
	buffer_append_u32(out, admit->sector);
	buffer_append_u32(out, admit->signer_rule);
	buffer_append(out, admit->person, PERSON_ID_SIZE);
	put_keys(out, &admit->device);
	buffer_append_u32(out, admit->replaces);
}

static void put_subject(struct buffer *out, const struct charter_proposal *proposal)
{
	switch (proposal->act) {
	case ACT_ADMIT_PARTY:
	case ACT_REPLACE_PARTY:
		put_entrance(out, &proposal->admit);
		break;
	case ACT_REMOVE_PARTY:
	case ACT_REST_PARTY:
		buffer_append_u32(out, proposal->target);
		break;
	case ACT_SET_RULES:
		put_rules(out, &proposal->rules);
		break;
	case ACT_SET_SECTORS:
		put_sectors(out, &proposal->sectors);
		break;
	case ACT_MOVE_SERVER:
		put_server(out, &proposal->server);
		break;
	case ACT_END_DEVICES:
		buffer_append_u32(out, proposal->concerns);
		buffer_append_u32(out, proposal->device);
		break;
	case ACT_SET_SIGNERS:
		buffer_append_u32(out, proposal->signer_rule);
		break;
	case ACT_CLEAR_RECOVERY:
		buffer_append_u32(out, proposal->concerns);
		break;
	case ACT_CLOSE:
	case ACT_LEAVE:
		break;
	}
}

static void put_proposals(struct buffer *out, const struct charter *charter)
{
	size_t i, count = charter_count(charter, LIST_PROPOSALS);

	put_count(out, count);
	for (i = 0; i < count; i++) {
		const struct charter_proposal *proposal = charter_item(charter, LIST_PROPOSALS, i);

		buffer_append(out, proposal->hash, HASH_SIZE);
		buffer_append(out, proposal->subject_hash, HASH_SIZE);
		buffer_append_u32(out, proposal->act);
		buffer_append_u32(out, proposal->party);
		buffer_append_u32(out, proposal->person);
		buffer_append_u64(out, proposal->height);
		buffer_append_u64(out, proposal->time);
		buffer_append_u64(out, proposal->expires);
		buffer_append_u8(out, proposal->is_closed);
		put_subject(out, proposal);
	}
}

/* Those on one proposal, as put_confirmations(). */
static size_t put_stances_on(struct buffer *out, const struct charter *charter, uint32_t proposal)
{
	size_t i, count = 0;

	for (i = 0; i < charter_count(charter, LIST_STANCES); i++) {
		const struct charter_stance *stance = charter_item(charter, LIST_STANCES, i);

		if (stance->proposal != proposal ||
		    (!stance->is_objection && stance->expires <= charter->time))
			continue;
		count++;
		if (!out)
			continue;
		buffer_append_u32(out, stance->proposal);
		buffer_append_u32(out, stance->person);
		buffer_append_u8(out, stance->is_objection);
		buffer_append_u64(out, stance->expires);
		buffer_append(out, stance->statement, HASH_SIZE);
	}
	return count;
}

static size_t put_stances(struct buffer *out, const struct charter *charter)
{
	uint32_t i;
	size_t count = 0;

	for (i = 1; i <= charter_count(charter, LIST_PROPOSALS); i++) {
		if (charter_is_proposal_open(charter_proposal_at(charter, i), charter->time))
			count += put_stances_on(out, charter, i);
	}
	return count;
}

void charter_append_state(const struct charter *charter, struct buffer *out)
{
	put_head(out, charter);
	put_sectors(out, &charter->sectors);
	put_rules(out, &charter->rules);
	put_parties(out, charter);
	put_persons(out, charter);
	put_devices(out, charter);
	put_invitations(out, charter);
	put_recoveries(out, charter);
	put_spent_keys(out, charter);
	put_count(out, put_strangers(NULL, charter));
	put_strangers(out, charter);
	put_epochs(out, charter);
	put_proposals(out, charter);
	put_count(out, put_stances(NULL, charter));
	put_stances(out, charter);
}

enum result charter_state_hash(const struct charter *charter, uint8_t hash_out[HASH_SIZE])
{
	struct buffer state;
	enum result result;

	buffer_init_growing(&state, CHARTER_MAX_BYTES);
	charter_append_state(charter, &state);
	result = buffer_result(&state);
	if (result == OK)
		verify_hash_bytes(LABEL_CHARTER_STATE, buffer_bytes(&state), hash_out);
	buffer_deinit(&state);
	return result;
}

static void put_all_recoveries(struct buffer *out, const struct charter *charter)
{
	uint32_t i;

	put_count(out, charter_recovery_count(charter));
	for (i = 1; i <= charter_recovery_count(charter); i++) {
		const struct charter_recovery *recovery = charter_recovery_at(charter, i);

		buffer_append_u32(out, recovery->person);
		buffer_append_u8(out, recovery->is_over);
		put_keys(out, &recovery->keys);
		buffer_append(out, recovery->tag, RECOVERY_TAG_SIZE);
	}
}

void charter_append_kept(const struct charter *charter, struct buffer *out)
{
	uint8_t hash[HASH_SIZE];
	size_t start = out->size;
	uint32_t i;

	put_count(out, 0);
	charter_append_state(charter, out);
	if (buffer_result(out) != OK)
		return;
	bytes_put_u32(out->data + start, (uint32_t)(out->size - start - sizeof(uint32_t)));
	for (i = 1; i <= charter_party_count(charter); i++)
		buffer_append_u64(out, charter_party_at(charter, i)->heard_height);
	put_all_recoveries(out, charter);
	if (buffer_result(out) != OK)
		return;
	verify_hash_bytes(LABEL_CHARTER_STATE, (struct bytes){out->data + start, out->size - start},
			  hash);
	buffer_append(out, hash, HASH_SIZE);
}
