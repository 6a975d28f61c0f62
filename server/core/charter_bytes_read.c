/* A charter that was kept, back into memory. Nothing is believed: every number is looked at before
 * anything rests on it, and what was read must give the same bytes again. */
#include <stdlib.h>
#include <string.h>

#include "core/charter_bytes.h"
#include "core/charter_decide.h"
#include "crypto/verify.h"

#define MAX_SECTOR 16u

/* Of what is left to read. A read past the end, or a number that may not be there, makes all
 * that follows zero. */
struct reader {
	const uint8_t *at;
	size_t left;
	bool is_wrong;
};

static void require(struct reader *reader, bool claim)
{
	if (!claim)
		reader->is_wrong = true;
}

static void take(struct reader *reader, uint8_t *out, size_t size)
{
	require(reader, size <= reader->left);
	if (reader->is_wrong) {
		memset(out, 0, size);
		return;
	}
	memcpy(out, reader->at, size);
	reader->at += size;
	reader->left -= size;
}

static uint32_t take_u32(struct reader *reader)
{
	uint8_t bytes[4];

	take(reader, bytes, sizeof(bytes));
	return bytes_get_u32(bytes);
}

static uint64_t take_u64(struct reader *reader)
{
	uint8_t bytes[8];

	take(reader, bytes, sizeof(bytes));
	return bytes_get_u64(bytes);
}

/* A number from `least` to `most`. */
static uint32_t take_number(struct reader *reader, uint32_t least, size_t most)
{
	uint32_t number = take_u32(reader);

	require(reader, number >= least && number <= most);
	return reader->is_wrong ? 0 : number;
}

/* A list's length: no more items than there can be bytes for. */
static uint32_t take_count(struct reader *reader, size_t item_size)
{
	return take_number(reader, 0, reader->left / item_size);
}

static bool take_bool(struct reader *reader)
{
	uint8_t value;

	take(reader, &value, 1);
	require(reader, value <= 1);
	return value == 1;
}

static void take_flags(struct reader *reader, bool *one, bool *two)
{
	uint8_t value;

	take(reader, &value, 1);
	require(reader, value <= 3);
	*one = value & 1;
	*two = value & 2;
}

static void take_keys(struct reader *reader, struct device_keys *keys)
{
	take(reader, keys->sign_key, KEY_SIZE);
	take(reader, keys->box_key, KEY_SIZE);
}

static void take_sectors(struct reader *reader, struct charter_sectors *sectors)
{
	size_t i;

	sectors->count = take_number(reader, 0, GENESIS_MAX_SECTORS);
	for (i = 0; i < sectors->count; i++)
		sectors->items[i] = take_number(reader, 1, MAX_SECTOR);
}

static void take_rules(struct reader *reader, struct charter_rules *rules)
{
	size_t i;

	rules->count = take_number(reader, 0, GENESIS_MAX_RULES);
	for (i = 0; i < rules->count; i++) {
		rules->items[i].act = (enum act)take_number(reader, 1, ACT_END_DEVICES - 1);
		rules->items[i].parties = take_u32(reader);
		rules->items[i].sectors = take_u32(reader);
		rules->items[i].notice_days =
			take_number(reader, CHARTER_MIN_NOTICE_DAYS, CHARTER_MAX_NOTICE_DAYS);
	}
}

static void take_server(struct reader *reader, struct charter_server *server)
{
	uint8_t size[2];

	take(reader, server->key, KEY_SIZE);
	take(reader, size, sizeof(size));
	server->address_size = (uint32_t)size[0] << 8 | size[1];
	require(reader, server->address_size <= MOVE_MAX_ADDRESS_BYTES);
	if (reader->is_wrong)
		server->address_size = 0;
	take(reader, server->address, server->address_size);
}

static void take_head(struct reader *reader, struct charter *charter, uint64_t entries)
{
	uint8_t version;

	take(reader, &version, 1);
	require(reader, version == CHARTER_BYTES_VERSION);
	take(reader, charter->space, HASH_SIZE);
	take_server(reader, &charter->server);
	take(reader, charter->head, HASH_SIZE);
	take(reader, charter->constitution, HASH_SIZE);
	require(reader, take_u64(reader) == entries);
	charter->time = take_u64(reader);
	take_flags(reader, &charter->awaits_rekey, &charter->is_closed);
}

static void take_parties(struct reader *reader, struct charter *charter)
{
	uint32_t count = take_count(reader, 17);

	for (; count > 0 && !reader->is_wrong; count--) {
		struct charter_party *party = charter_push(charter, LIST_PARTIES);

		party->sector = take_number(reader, 1, MAX_SECTOR);
		party->signer_rule = take_number(reader, 1, CHARTER_MAX_SIGNER_RULE);
		party->admitted_height = take_u64(reader);
		take_flags(reader, &party->is_gone, &party->is_resting);
	}
}

static uint32_t take_party(struct reader *reader, const struct charter *charter, uint32_t least)
{
	return take_number(reader, least, charter_party_count(charter));
}

static void take_confirmations(struct reader *reader, struct charter *charter, uint32_t person,
			       uint32_t persons)
{
	uint32_t count = take_count(reader, 4);

	for (; count > 0 && !reader->is_wrong; count--) {
		struct charter_confirmation *said = charter_push(charter, LIST_CONFIRMATIONS);

		said->by = take_number(reader, 1, persons);
		said->person = person;
	}
}

static void take_persons(struct reader *reader, struct charter *charter)
{
	uint32_t i, count = take_count(reader, 25);

	for (i = 1; i <= count && !reader->is_wrong; i++) {
		struct charter_person *person = charter_push(charter, LIST_PERSONS);

		take(reader, person->id, PERSON_ID_SIZE);
		person->party = take_party(reader, charter, 1);
		person->is_confirmed = take_bool(reader);
		take_confirmations(reader, charter, i, count);
	}
}

static uint32_t take_person(struct reader *reader, const struct charter *charter, uint32_t least)
{
	return take_number(reader, least, charter_count(charter, LIST_PERSONS));
}

/* With what follows from there being one more: its party, and how many there are. */
static void take_device(struct reader *reader, struct charter *charter, uint32_t index)
{
	struct device_keys keys;
	struct charter_device *device;
	uint32_t person;

	take_keys(reader, &keys);
	person = take_person(reader, charter, 1);
	if (reader->is_wrong)
		return;
	device = charter_add_device(charter, &keys, charter_person_at(charter, person)->party,
				    person);
	device->counter = take_u64(reader);
	take_flags(reader, &device->is_ended, &device->has_rekeyed);
	device->rekeyed_at = take_u64(reader);
	device->trial_until = take_u64(reader);
	device->cut.seq = take_u64(reader);
	take(reader, device->cut.core_hash, HASH_SIZE);
	if (!device->is_ended)
		return;
	device->cut.device = index;
	charter_change_person(charter, person)->active_devices--;
}

static void take_devices(struct reader *reader, struct charter *charter)
{
	uint32_t i, count = take_count(reader, 133);

	for (i = 1; i <= count && !reader->is_wrong; i++)
		take_device(reader, charter, i);
}

static void take_invitations(struct reader *reader, struct charter *charter)
{
	uint32_t count = take_count(reader, 97);

	for (; count > 0 && !reader->is_wrong; count--) {
		struct charter_invitation *invitation = charter_push(charter, LIST_INVITATIONS);

		take_keys(reader, &invitation->keys);
		invitation->party = take_party(reader, charter, 0);
		invitation->sector = take_number(reader, 0, MAX_SECTOR);
		invitation->replaces = take_party(reader, charter, 0);
		invitation->person = take_person(reader, charter, 0);
		invitation->inviter = take_party(reader, charter, 1);
		invitation->inviter_device = take_number(reader, 1, charter_device_count(charter));
		invitation->expires = take_u64(reader);
		take_flags(reader, &invitation->is_used, &invitation->is_revoked);
	}
}

/* The recoveries and the spent keys: take_kept() has them whole, and what is written again tells
 * whether they are these. */
static void skip_list(struct reader *reader, size_t item_size)
{
	size_t size = take_count(reader, item_size) * item_size;

	if (reader->is_wrong)
		return;
	reader->at += size;
	reader->left -= size;
}

static void take_strangers(struct reader *reader, struct charter *charter)
{
	uint32_t count = take_count(reader, 8);

	for (; count > 0 && !reader->is_wrong; count--) {
		struct charter_stranger *stranger = charter_push(charter, LIST_STRANGERS);

		stranger->party = take_party(reader, charter, 1);
		stranger->sleeper = take_party(reader, charter, 1);
	}
}

static void take_epochs(struct reader *reader, struct charter *charter)
{
	uint32_t count = take_count(reader, 33);

	for (; count > 0 && !reader->is_wrong; count--) {
		struct charter_epoch *epoch = charter_push(charter, LIST_EPOCHS);

		take(reader, epoch->hash, HASH_SIZE);
		epoch->is_reported = take_bool(reader);
	}
}

static void take_entrance(struct reader *reader, const struct charter *charter,
			  struct admit_party *admit)
{
	take(reader, admit->invitation, KEY_SIZE);
	admit->sector = take_number(reader, 1, MAX_SECTOR);
	admit->signer_rule = take_number(reader, 1, CHARTER_MAX_SIGNER_RULE);
	take(reader, admit->person, PERSON_ID_SIZE);
	take_keys(reader, &admit->device);
	admit->replaces = take_party(reader, charter, 0);
}

static void take_subject(struct reader *reader, const struct charter *charter,
			 struct charter_proposal *proposal)
{
	switch (proposal->act) {
	case ACT_ADMIT_PARTY:
	case ACT_REPLACE_PARTY:
		take_entrance(reader, charter, &proposal->admit);
		require(reader,
			(proposal->act == ACT_REPLACE_PARTY) == (proposal->admit.replaces != 0));
		break;
	case ACT_REMOVE_PARTY:
	case ACT_REST_PARTY:
		proposal->target = take_party(reader, charter, 1);
		break;
	case ACT_SET_RULES:
		take_rules(reader, &proposal->rules);
		break;
	case ACT_SET_SECTORS:
		take_sectors(reader, &proposal->sectors);
		break;
	case ACT_MOVE_SERVER:
		take_server(reader, &proposal->server);
		break;
	case ACT_END_DEVICES:
		proposal->concerns = take_person(reader, charter, 1);
		proposal->device = take_number(reader, 0, charter_device_count(charter));
		break;
	case ACT_SET_SIGNERS:
		proposal->signer_rule = take_number(reader, 1, CHARTER_MAX_SIGNER_RULE);
		break;
	case ACT_CLEAR_RECOVERY:
		proposal->concerns = take_person(reader, charter, 1);
		break;
	case ACT_CLOSE:
	case ACT_LEAVE:
		break;
	default:
		require(reader, false);
		break;
	}
}

static void take_proposals(struct reader *reader, struct charter *charter)
{
	uint32_t count = take_count(reader, 101);

	for (; count > 0 && !reader->is_wrong; count--) {
		struct charter_proposal *proposal = charter_push(charter, LIST_PROPOSALS);

		take(reader, proposal->hash, HASH_SIZE);
		take(reader, proposal->subject_hash, HASH_SIZE);
		proposal->act = (enum act)take_number(reader, 1, ACT_CLEAR_RECOVERY);
		proposal->party = take_party(reader, charter, 1);
		proposal->person = take_person(reader, charter, 0);
		proposal->height = take_u64(reader);
		proposal->time = take_u64(reader);
		proposal->expires = take_u64(reader);
		proposal->is_closed = take_bool(reader);
		require(reader, proposal->time <= charter->time);
		take_subject(reader, charter, proposal);
	}
}

static void take_stances(struct reader *reader, struct charter *charter)
{
	uint32_t count = take_count(reader, 49);

	for (; count > 0 && !reader->is_wrong; count--) {
		struct charter_stance *stance = charter_push(charter, LIST_STANCES);

		stance->proposal = take_number(reader, 1, charter_count(charter, LIST_PROPOSALS));
		stance->person = take_person(reader, charter, 1);
		stance->is_objection = take_bool(reader);
		stance->expires = take_u64(reader);
		take(reader, stance->statement, HASH_SIZE);
	}
}

static void take_state(struct reader *reader, struct charter *charter, uint64_t entries)
{
	take_head(reader, charter, entries);
	take_sectors(reader, &charter->sectors);
	take_rules(reader, &charter->rules);
	take_parties(reader, charter);
	take_persons(reader, charter);
	take_devices(reader, charter);
	take_invitations(reader, charter);
	skip_list(reader, 100);
	skip_list(reader, KEY_SIZE);
	take_strangers(reader, charter);
	take_epochs(reader, charter);
	take_proposals(reader, charter);
	take_stances(reader, charter);
}

static void take_recoveries(struct reader *reader, struct charter *charter)
{
	uint32_t count = take_count(reader, 101);

	for (; count > 0 && !reader->is_wrong; count--) {
		struct charter_recovery *recovery = charter_push(charter, LIST_RECOVERIES);

		recovery->person = take_person(reader, charter, 1);
		recovery->is_over = take_bool(reader);
		take_keys(reader, &recovery->keys);
		take(reader, recovery->tag, RECOVERY_TAG_SIZE);
	}
}

static void take_kept(struct reader *reader, struct charter *charter, uint64_t entries)
{
	uint32_t i, size = take_count(reader, 1);
	size_t left = reader->left;

	take_state(reader, charter, entries);
	require(reader, left - reader->left == size);
	for (i = 1; i <= charter_party_count(charter) && !reader->is_wrong; i++) {
		uint64_t height = take_u64(reader);

		require(reader, height < entries);
		charter_change_party(charter, i)->heard_height = height;
	}
	take_recoveries(reader, charter);
	require(reader, reader->left == HASH_SIZE);
}

static void take_entries(struct reader *reader, struct charter *charter, struct bytes hashes)
{
	size_t i, count = hashes.size / HASH_SIZE;

	require(reader, hashes.size % HASH_SIZE == 0 && count > 0);
	if (reader->is_wrong)
		return;
	for (i = 0; i < count; i++)
		memcpy(charter_push(charter, LIST_ENTRIES), hashes.data + i * HASH_SIZE, HASH_SIZE);
	require(reader,
		memcmp(hashes.data + (count - 1) * HASH_SIZE, charter->head, HASH_SIZE) == 0);
}

static enum result check_written_again(const struct charter *charter, struct bytes kept)
{
	struct buffer again;
	enum result result;

	buffer_init_growing(&again, CHARTER_MAX_BYTES);
	charter_append_kept(charter, &again);
	result = buffer_result(&again);
	if (result == OK && !bytes_equal(buffer_bytes(&again), kept))
		result = ERR_MALFORMED;
	buffer_deinit(&again);
	return result == ERR_TOO_LARGE ? ERR_NO_MEMORY : result;
}

bool charter_is_kept_older(struct bytes kept)
{
	/* The state's first byte stands after its size. */
	return kept.size > sizeof(uint32_t) && kept.data[sizeof(uint32_t)] < CHARTER_BYTES_VERSION;
}

enum result charter_read_kept(struct bytes kept, struct bytes entry_hashes,
			      struct charter **charter_out)
{
	struct reader reader = {kept.data, kept.size, false};
	struct charter *charter = NULL;
	enum result result = charter_new(&charter);

	if (result != OK)
		return result;
	take_kept(&reader, charter, entry_hashes.size / HASH_SIZE);
	take_entries(&reader, charter, entry_hashes);
	if (reader.is_wrong)
		result = ERR_MALFORMED;
	else if (charter->is_spoilt)
		result = ERR_NO_MEMORY;
	else
		result = check_written_again(charter, kept);
	if (result == OK)
		*charter_out = charter;
	else
		charter_free(&charter);
	return result;
}
