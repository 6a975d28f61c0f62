/* Rules and sectors: their form, and who would be left out (CHARTER5, 20, 22). */
#include "core/charter_decide.h"

bool charter_are_sectors_sound(const struct sector_list *sectors)
{
	uint32_t last = 0;
	size_t i;

	if (sectors->count == 0 || sectors->count > GENESIS_MAX_SECTORS)
		return false;
	for (i = 0; i < sectors->count; i++) {
		if (sectors->items[i] <= last || sectors->items[i] > GENESIS_MAX_SECTORS)
			return false;
		last = sectors->items[i];
	}
	return true;
}

bool charter_are_rules_sound(const struct rule_list *rules)
{
	unsigned last = 0;
	size_t i;

	if (rules->count > GENESIS_MAX_RULES)
		return false;
	for (i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->items[i];

		if ((unsigned)rule->act <= last || charter_is_own_act(rule->act) ||
		    rule->parties == 0 || rule->sectors == 0 ||
		    rule->notice_days < CHARTER_MIN_NOTICE_DAYS ||
		    rule->notice_days > CHARTER_MAX_NOTICE_DAYS)
			return false;
		last = (unsigned)rule->act;
	}
	return true;
}

void charter_copy_rules(struct charter_rules *to, const struct rule_list *from)
{
	size_t i;

	for (i = 0; i < from->count; i++)
		to->items[i] = from->items[i];
	to->count = from->count;
}

void charter_copy_sectors(struct charter_sectors *to, const struct sector_list *from)
{
	size_t i;

	for (i = 0; i < from->count; i++)
		to->items[i] = from->items[i];
	to->count = from->count;
}

static bool holds(const uint32_t *sectors, size_t count, uint32_t sector)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (sectors[i] == sector)
			return true;
	}
	return false;
}

bool charter_has_sector(const struct charter *charter, uint32_t sector)
{
	return holds(charter->sectors.items, charter->sectors.count, sector);
}

bool charter_do_sectors_hold_all(const struct charter *charter, const uint32_t *sectors,
				 size_t count)
{
	uint32_t number;

	for (number = 1; number <= charter_party_count(charter); number++) {
		const struct charter_party *party = charter_party_at(charter, number);

		if (!party->is_gone && !holds(sectors, count, party->sector))
			return false;
	}
	return true;
}
