/* Questions to a charter that change nothing. */
#include <string.h>

#include "core/charter_decide.h"

uint64_t charter_size(const struct charter *charter)
{
	return charter->lists[LIST_ENTRIES].count;
}

const uint8_t *charter_space(const struct charter *charter)
{
	return charter->space;
}

const uint8_t *charter_head(const struct charter *charter)
{
	return charter->head;
}

const uint8_t *charter_constitution(const struct charter *charter)
{
	return charter->constitution;
}

const uint8_t *charter_server_key(const struct charter *charter)
{
	return charter->server_key;
}

uint64_t charter_time(const struct charter *charter)
{
	return charter->time;
}

/* From the newest: a device is rarely far behind. */
bool charter_knows_entry(const struct charter *charter, const uint8_t hash[HASH_SIZE])
{
	const struct charter_entry_hash *items = charter->lists[LIST_ENTRIES].items;
	size_t i;

	for (i = charter->lists[LIST_ENTRIES].count; i > 0; i--) {
		if (memcmp(items[i - 1].bytes, hash, HASH_SIZE) == 0)
			return true;
	}
	return false;
}

const struct charter_device *charter_device(const struct charter *charter, uint32_t index)
{
	return charter_device_at(charter, index);
}

const struct charter_invitation *charter_invitation(const struct charter *charter,
						    const uint8_t sign_key[KEY_SIZE])
{
	return charter_invitation_by_key(charter, sign_key);
}

const struct charter_recovery *charter_recovery(const struct charter *charter,
						const uint8_t sign_key[KEY_SIZE])
{
	const struct charter_recovery *items = charter->lists[LIST_RECOVERIES].items;
	size_t i;

	for (i = 0; i < charter->lists[LIST_RECOVERIES].count; i++) {
		if (!items[i].is_over && memcmp(items[i].keys.sign_key, sign_key, KEY_SIZE) == 0)
			return &items[i];
	}
	return NULL;
}

uint32_t charter_recovery_count(const struct charter *charter)
{
	return (uint32_t)charter->lists[LIST_RECOVERIES].count;
}

const uint8_t *charter_epoch(const struct charter *charter, uint32_t room)
{
	const struct list *epochs = &charter->lists[LIST_EPOCHS];

	if (room != 0 || epochs->count == 0)
		return NULL;
	return ((const struct charter_epoch *)epochs->items)[epochs->count - 1].hash;
}

uint32_t charter_device_count(const struct charter *charter)
{
	return (uint32_t)charter->lists[LIST_DEVICES].count;
}

uint32_t charter_party_count(const struct charter *charter)
{
	return (uint32_t)charter->lists[LIST_PARTIES].count;
}

bool charter_awaits_rekey(const struct charter *charter, uint32_t room)
{
	return room == 0 && charter->awaits_rekey;
}

bool charter_is_closed(const struct charter *charter)
{
	return charter->is_closed;
}

uint64_t charter_heard_height(const struct charter *charter, uint32_t party)
{
	return charter_party_at(charter, party)->heard_height;
}

uint32_t charter_silence_asked(const struct charter *charter, const uint8_t proposal[HASH_SIZE],
			       uint64_t *height_out)
{
	uint32_t number = charter_proposal_number(charter, proposal);
	const struct charter_proposal *found = charter_proposal_at(charter, number);

	if (!found || (found->act != ACT_REST_PARTY && found->act != ACT_REPLACE_PARTY))
		return 0;
	*height_out = found->height;
	return found->act == ACT_REST_PARTY ? found->target : charter_taken_out(found);
}

uint32_t charter_active_party_count(const struct charter *charter)
{
	uint32_t number, count = 0;

	for (number = 1; number <= charter_party_count(charter); number++)
		count += !charter_party_at(charter, number)->is_gone;
	return count;
}
