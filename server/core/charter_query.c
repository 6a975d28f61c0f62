/* Questions to a charter that change nothing. */
#include <string.h>

#include "core/charter_decide.h"

uint64_t charter_size(const struct charter *charter)
{
	return charter_count(charter, LIST_ENTRIES);
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
	return charter->server.key;
}

struct bytes charter_server_address(const struct charter *charter)
{
	return (struct bytes){charter->server.address, charter->server.address_size};
}

uint64_t charter_time(const struct charter *charter)
{
	return charter->time;
}

/* From the newest: a device is rarely far behind. */
bool charter_knows_entry(const struct charter *charter, const uint8_t hash[HASH_SIZE])
{
	size_t i;

	for (i = charter_count(charter, LIST_ENTRIES); i > 0; i--) {
		const struct charter_entry_hash *entry = charter_item(charter, LIST_ENTRIES, i - 1);

		if (memcmp(entry->bytes, hash, HASH_SIZE) == 0)
			return true;
	}
	return false;
}

const struct charter_device *charter_device(const struct charter *charter, uint32_t index)
{
	return charter_device_at(charter, index);
}

const struct charter_recovery *charter_recovery(const struct charter *charter,
						const uint8_t sign_key[KEY_SIZE])
{
	size_t i;

	for (i = 0; i < charter_count(charter, LIST_RECOVERIES); i++) {
		const struct charter_recovery *recovery = charter_item(charter, LIST_RECOVERIES, i);

		if (!recovery->is_over && memcmp(recovery->keys.sign_key, sign_key, KEY_SIZE) == 0)
			return recovery;
	}
	return NULL;
}

uint32_t charter_recovery_count(const struct charter *charter)
{
	return (uint32_t)charter_count(charter, LIST_RECOVERIES);
}

const uint8_t *charter_epoch(const struct charter *charter, uint32_t room)
{
	size_t count = charter_count(charter, LIST_EPOCHS);

	if (room != 0 || count == 0)
		return NULL;
	return ((const struct charter_epoch *)charter_item(charter, LIST_EPOCHS, count - 1))->hash;
}

uint32_t charter_device_count(const struct charter *charter)
{
	return (uint32_t)charter_count(charter, LIST_DEVICES);
}

uint32_t charter_party_count(const struct charter *charter)
{
	return (uint32_t)charter_count(charter, LIST_PARTIES);
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
