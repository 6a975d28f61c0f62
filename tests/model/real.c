/* A charter that stands for a plan, one entry, and the plan that the charter stands for then. The
 * charter is built in place, so that a hundred thousand of them take a second; what decides is
 * charter_apply() alone. */
#include <stdlib.h>
#include <string.h>

#include "core/charter_decide.h"
#include "model/steps.h"

#define DAY_S 86400u
#define START 1000000000u
#define HEIGHT 20u /* of the entry that is judged */
#define PROPOSAL_HEIGHT 5u
#define LATE_HEIGHT 9u
#define SERVER_ADDRESS "https://server.1"
#define ASIDE_HEIGHT 19u /* of what is proposed beside it */

/* Whose hash or key it is; the number tells them apart. */
enum of {
	OF_SPACE = 1,
	OF_HEAD,
	OF_CONSTITUTION,
	OF_STATEMENT,
	OF_PROPOSAL,
	OF_SUBJECT,
	OF_ENTRY,
	OF_PERSON,
	OF_KEY,
	OF_SAID,
	OF_SERVER,
	OF_ELSE
};

struct real {
	struct charter charter;
	uint32_t person_of[PLAN_SEATS][PLAN_PERSONS]; /* and device: one each */
	uint32_t proposal;                            /* number of the one that the plan knows */
	uint64_t time;
};

static struct real real;

static void name(uint8_t *out, size_t size, enum of of, unsigned number)
{
	memset(out, 0, size);
	out[0] = (uint8_t)of;
	out[1] = (uint8_t)number;
}

/* As long as that, and the next item goes where the last charter had one: nobody shares. */
static void cut_list(struct shared_list *list, size_t count)
{
	size_t size = (size_t)1 << list->shift;

	list->count = count;
	for (size_t b = 0; list->table != NULL && b < list->table->count; b++) {
		list->table->blocks[b]->used = count < size ? count : size;
		count -= list->table->blocks[b]->used;
	}
}

/* Empty but for the entries, of which only the number is looked at. */
static void clear_charter(void)
{
	static struct charter *first;
	struct shared_list lists[LIST_COUNT];

	if (first == NULL) {
		if (charter_new(&first) != OK)
			abort();
		memcpy(real.charter.lists, first->lists, sizeof(lists));
		for (unsigned i = 0; i < HEIGHT; i++)
			charter_push(&real.charter, LIST_ENTRIES);
	}
	memcpy(lists, real.charter.lists, sizeof(lists));
	memset(&real.charter, 0, sizeof(real.charter));
	memcpy(real.charter.lists, lists, sizeof(lists));
	for (unsigned i = 0; i < LIST_COUNT; i++)
		cut_list(&real.charter.lists[i], i == LIST_ENTRIES ? HEIGHT : 0);
}

static void put_rules(unsigned table, struct charter_rules *rules)
{
	rules->count = 0;
	for (unsigned act = 1; act <= ACT_CLOSE && table != 0; act++) {
		rules->items[rules->count] = PLAN_RULES[table];
		rules->items[rules->count++].act = act;
	}
}

static void put_sectors(unsigned set, struct charter_sectors *sectors)
{
	sectors->count = 0;
	for (uint32_t s = 1; s <= PLAN_SECTORS; s++) {
		if (set & 1u << (s - 1))
			sectors->items[sectors->count++] = s;
	}
}

/* Each has a key and an address of its own. */
static void put_server(unsigned server, struct charter_server *out)
{
	name(out->key, KEY_SIZE, OF_SERVER, server);
	out->address_size = sizeof(SERVER_ADDRESS) - 1;
	memcpy(out->address, SERVER_ADDRESS, out->address_size);
	out->address[out->address_size - 1] = (uint8_t)('1' + server);
}

static uint32_t put_person(unsigned seat, bool is_gone)
{
	uint8_t id[PERSON_ID_SIZE];
	struct device_keys keys;
	uint32_t person, next = (uint32_t)charter_count(&real.charter, LIST_PERSONS) + 1;
	struct charter_device *device;

	name(id, sizeof(id), OF_PERSON, next);
	name(keys.sign_key, KEY_SIZE, OF_KEY, 2 * next);
	name(keys.box_key, KEY_SIZE, OF_KEY, 2 * next + 1);
	person = charter_add_person(&real.charter, id, seat + 1, true);
	device = charter_add_device(&real.charter, &keys, seat + 1, person);
	device->counter = 7;
	device->is_ended = is_gone;
	if (is_gone)
		charter_change_person(&real.charter, person)->active_devices = 0;
	return person;
}

static void put_seat(const struct plan *plan, unsigned i)
{
	const struct seat *seat = &plan->seats[i];
	struct charter_party *party = charter_push(&real.charter, LIST_PARTIES);

	party->sector = seat->sector;
	party->signer_rule = seat->signer_rule;
	party->admitted_height = seat->is_late ? LATE_HEIGHT : 0;
	party->is_gone = seat->status == SEAT_GONE;
	party->is_resting = seat->status == SEAT_RESTING;
	for (unsigned p = 0; p < seat->persons; p++)
		real.person_of[i][p] = put_person(i, party->is_gone);
	for (unsigned j = 0; j < PLAN_SEATS; j++) {
		struct charter_stranger *stranger;

		if (!(seat->strange_to & SEAT_BIT(j)))
			continue;
		stranger = charter_push(&real.charter, LIST_STRANGERS);
		stranger->sleeper = j + 1;
		stranger->party = i + 1;
	}
}

static void put_stance(uint32_t proposal, uint32_t person, unsigned says, uint64_t short_end)
{
	struct charter_stance *stance;

	if (says == SAYS_NOTHING)
		return;
	stance = charter_push(&real.charter, LIST_STANCES);
	name(stance->statement, HASH_SIZE, OF_SAID, person);
	stance->proposal = proposal;
	stance->person = person;
	stance->is_objection = says == SAYS_NO;
	if (says != SAYS_NO)
		stance->expires =
			says == SAYS_YES ? real.time + CHARTER_PROPOSAL_SECONDS : short_end;
}

static void name_newcomer(struct admit_party *admit, unsigned sector, unsigned number)
{
	admit->sector = (uint32_t)sector;
	admit->signer_rule = 1;
	name(admit->person, PERSON_ID_SIZE, OF_PERSON, 200 + number);
	name(admit->device.sign_key, KEY_SIZE, OF_KEY, 200 + 2 * number);
	name(admit->device.box_key, KEY_SIZE, OF_KEY, 201 + 2 * number);
	name(admit->invitation, KEY_SIZE, OF_KEY, 250);
}

static struct charter_proposal *put_proposal(unsigned act, unsigned number, uint64_t time)
{
	struct charter_proposal *proposal = charter_push(&real.charter, LIST_PROPOSALS);

	name(proposal->hash, HASH_SIZE, OF_PROPOSAL, number);
	name(proposal->subject_hash, HASH_SIZE, OF_SUBJECT, number);
	proposal->act = act;
	proposal->time = time;
	proposal->expires = time + CHARTER_PROPOSAL_SECONDS;
	return proposal;
}

static void put_open_proposal(const struct plan *plan)
{
	struct charter_proposal *proposal = put_proposal(plan->act, 1, START);
	unsigned target = plan_target(plan), proposer = 0;

	while (!plan_is_active(plan, proposer) && proposer < PLAN_SEATS - 1)
		proposer++;
	proposal->party = proposer + 1;
	proposal->person = real.person_of[proposer][0];
	proposal->height = PROPOSAL_HEIGHT;
	if (plan->act == ACT_ADMIT_PARTY)
		name_newcomer(&proposal->admit, plan->about, 1);
	if (plan->act == ACT_REPLACE_PARTY) {
		name_newcomer(&proposal->admit, plan->seats[target].sector, 1);
		proposal->admit.replaces = target + 1;
	}
	if (plan->act == ACT_REMOVE_PARTY || plan->act == ACT_REST_PARTY)
		proposal->target = target + 1;
	if (plan->act == ACT_SET_RULES)
		put_rules(plan->about, &proposal->rules);
	if (plan->act == ACT_SET_SECTORS)
		put_sectors(plan->about, &proposal->sectors);
	if (plan->act == ACT_MOVE_SERVER)
		put_server(plan->about - 1u, &proposal->server);
	real.proposal = 1;
}

static void build(const struct plan *plan)
{
	uint64_t notice = oracle_notice_s(plan);

	clear_charter();
	real.proposal = 0;
	real.time = START + (plan->act == 0 ? 0 : notice - !plan->is_due);
	name(real.charter.space, HASH_SIZE, OF_SPACE, 0);
	name(real.charter.head, HASH_SIZE, OF_HEAD, 0);
	name(real.charter.constitution, HASH_SIZE, OF_CONSTITUTION, 0);
	real.charter.is_closed = plan->is_closed;
	put_rules(plan->rules, &real.charter.rules);
	put_sectors(plan->sectors, &real.charter.sectors);
	put_server(plan->server, &real.charter.server);
	for (unsigned i = 0; i < plan_seat_count(plan); i++)
		put_seat(plan, i);
	if (plan->act == 0)
		return;
	put_open_proposal(plan);
	for (unsigned i = 0; i < plan_seat_count(plan); i++) {
		for (unsigned p = 0; p < plan->seats[i].persons; p++)
			put_stance(1, real.person_of[i][p], plan->seats[i].says[p], START + notice);
	}
}

static enum result deliver(struct statement *statement)
{
	struct charter_entry entry = {
		.statement = statement, .is_signed = true, .cuts_fit = true, .is_silent = true};

	memcpy(statement->space, real.charter.space, HASH_SIZE);
	if (statement->device != 0 && statement->counter == 0)
		statement->counter = 8;
	entry.position.height = HEIGHT;
	entry.position.time = real.charter.time = real.time;
	memcpy(entry.position.previous, real.charter.head, HASH_SIZE);
	name(entry.statement_hash, HASH_SIZE, OF_STATEMENT, 0);
	name(entry.subject_hash, HASH_SIZE, OF_SUBJECT, 0);
	name(entry.entry_hash, HASH_SIZE, OF_ENTRY, 0);
	memcpy(entry.position.statement, entry.statement_hash, HASH_SIZE);
	return charter_apply(&real.charter, &entry);
}

static void put_invitation(unsigned inviter, unsigned sector, unsigned replaces)
{
	struct charter_invitation *invitation = charter_push(&real.charter, LIST_INVITATIONS);

	name(invitation->keys.sign_key, KEY_SIZE, OF_KEY, 250);
	name(invitation->keys.box_key, KEY_SIZE, OF_KEY, 251);
	invitation->inviter = inviter + 1;
	invitation->inviter_device = real.person_of[inviter][0];
	invitation->sector = sector;
	invitation->replaces = replaces;
	invitation->expires = real.time + DAY_S;
}

static enum result propose(const struct plan *plan, const struct step *step)
{
	struct statement statement = {.type = STATEMENT_PROPOSE};
	struct propose *propose = &statement.propose;
	struct charter_rules rules;
	struct charter_sectors sectors;
	struct charter_server server;
	enum result result;

	propose->act = step->act;
	propose->expires = real.time + CHARTER_PROPOSAL_SECONDS;
	statement.device = charter_brings_party(step->act) ? 0 : real.person_of[step->seat][0];
	if (charter_brings_party(step->act)) {
		bool is_new = step->act == ACT_ADMIT_PARTY;
		unsigned sector = is_new ? step->about : plan->seats[step->about - 1].sector;

		put_invitation(step->seat, sector, is_new ? 0 : step->about);
		name_newcomer(&propose->admit, sector, 1);
		propose->admit.replaces = is_new ? 0 : step->about;
	} else if (step->act == ACT_SET_RULES) {
		put_rules(step->about, &rules);
		propose->rules = (struct rule_list){rules.items, rules.count};
	} else if (step->act == ACT_SET_SECTORS) {
		put_sectors(step->about, &sectors);
		propose->sectors = (struct sector_list){sectors.items, sectors.count};
	} else if (step->act == ACT_MOVE_SERVER) {
		put_server(step->about - 1u, &server);
		memcpy(propose->move.server_key, server.key, KEY_SIZE);
		propose->move.address = (struct bytes){server.address, server.address_size};
	} else {
		propose->party = step->about;
	}
	result = deliver(&statement);
	real.proposal = 1;
	return result;
}

static enum result consent(const struct step *step)
{
	struct statement statement = {.type = STATEMENT_CONSENT};
	struct consent *consent = &statement.consent;

	statement.device = real.person_of[step->seat][step->person];
	name(consent->proposal, HASH_SIZE, OF_PROPOSAL, 1);
	name(consent->subject, HASH_SIZE, OF_SUBJECT, 1);
	memcpy(consent->constitution, real.charter.constitution, HASH_SIZE);
	consent->expires = real.time + CHARTER_PROPOSAL_SECONDS;
	if (step->kind == STEP_CONSENT_SHORT)
		consent->expires = START + (real.time - START + DAY_S - 1) / DAY_S * DAY_S;
	if (step->kind == STEP_CONSENT_STALE)
		name(consent->constitution, HASH_SIZE, OF_ELSE, 0);
	if (step->kind == STEP_CONSENT_OTHER)
		name(consent->subject, HASH_SIZE, OF_ELSE, 0);
	if (step->kind == STEP_CONSENT_OVER)
		consent->expires = real.time;
	if (step->kind == STEP_CONSENT_AGAIN)
		statement.counter = 7;
	return deliver(&statement);
}

static enum result say(enum statement_type type, const struct step *step, enum of of,
		       unsigned number)
{
	struct statement statement = {.type = type};

	statement.device = real.person_of[step->seat][step->person];
	if (type == STATEMENT_OBJECT)
		name(statement.object.proposal, HASH_SIZE, of, number);
	else if (type == STATEMENT_WITHDRAW)
		name(statement.withdraw.statement, HASH_SIZE, of, number);
	else
		statement.retire.cut.device = statement.device;
	return deliver(&statement);
}

static enum result wake(const struct step *step)
{
	struct statement statement = {.type = STATEMENT_WAKE};
	uint32_t accepts[PLAN_SEATS];

	statement.device = real.person_of[step->seat][0];
	statement.wake.accepts = accepts;
	for (uint32_t i = 0; i < PLAN_SEATS; i++) {
		if (step->about & SEAT_BIT(i))
			accepts[statement.wake.accept_count++] = i + 1;
	}
	return deliver(&statement);
}

/* Ending whom it would take out, if anybody. */
static enum result enact(unsigned number, unsigned goes, bool is_silent)
{
	struct statement statement = {.type = STATEMENT_ENACT};
	struct charter_entry entry = {.statement = &statement, .is_signed = true, .cuts_fit = true};
	struct cut cuts[PLAN_PERSONS] = {0};

	name(statement.enact.proposal, HASH_SIZE, OF_PROPOSAL, number);
	statement.enact.cuts = cuts;
	for (uint32_t d = 1; d <= charter_device_count(&real.charter); d++) {
		const struct charter_device *device = charter_device(&real.charter, d);

		if (device->party == goes && !device->is_ended)
			cuts[statement.enact.cut_count++].device = d;
	}
	if (is_silent)
		return deliver(&statement);
	memcpy(statement.space, real.charter.space, HASH_SIZE);
	entry.position.height = HEIGHT;
	entry.position.time = real.time;
	memcpy(entry.position.previous, real.charter.head, HASH_SIZE);
	name(entry.statement_hash, HASH_SIZE, OF_STATEMENT, 0);
	name(entry.entry_hash, HASH_SIZE, OF_ENTRY, 0);
	memcpy(entry.position.statement, entry.statement_hash, HASH_SIZE);
	return charter_apply(&real.charter, &entry);
}

static unsigned who_goes(const struct plan *plan)
{
	return plan->act == ACT_REMOVE_PARTY || plan->act == ACT_REPLACE_PARTY ? plan->about : 0;
}

static enum result leave(const struct plan *plan, unsigned seat)
{
	struct charter_proposal *proposal = put_proposal(ACT_LEAVE, 2, real.time - 3 * DAY_S);
	uint32_t number = (uint32_t)charter_count(&real.charter, LIST_PROPOSALS);

	proposal->party = seat + 1;
	proposal->person = real.person_of[seat][0];
	proposal->height = ASIDE_HEIGHT;
	for (unsigned p = 0; p < plan->seats[seat].persons; p++)
		put_stance(number, real.person_of[seat][p], SAYS_YES, 0);
	return enact(2, seat + 1, true);
}

static enum result admit_meanwhile(const struct plan *plan, unsigned sector)
{
	struct charter_proposal *proposal = put_proposal(ACT_ADMIT_PARTY, 2, real.time);
	uint32_t number = (uint32_t)charter_count(&real.charter, LIST_PROPOSALS);

	proposal->party = 1;
	proposal->height = ASIDE_HEIGHT;
	name_newcomer(&proposal->admit, sector, 2);
	for (unsigned i = 0; i < plan_seat_count(plan); i++) {
		for (unsigned p = 0; p < plan->seats[i].persons && plan_is_active(plan, i); p++)
			put_stance(number, real.person_of[i][p], SAYS_YES, 0);
	}
	return enact(2, 0, true);
}

static enum result take(const struct plan *plan, const struct step *step)
{
	switch (step->kind) {
	case STEP_PROPOSE:
		return propose(plan, step);
	case STEP_CONSENT:
	case STEP_CONSENT_SHORT:
	case STEP_CONSENT_STALE:
	case STEP_CONSENT_OTHER:
	case STEP_CONSENT_OVER:
	case STEP_CONSENT_AGAIN:
		return consent(step);
	case STEP_OBJECT:
		return say(STATEMENT_OBJECT, step, OF_PROPOSAL, 1);
	case STEP_TAKE_BACK:
		return say(STATEMENT_WITHDRAW, step, OF_SAID,
			   real.person_of[step->seat][step->person]);
	case STEP_WITHDRAW:
		return say(STATEMENT_WITHDRAW, step, OF_PROPOSAL, 1);
	case STEP_ENACT_LATE:
		real.time = START + CHARTER_PROPOSAL_SECONDS;
		return enact(1, who_goes(plan), true);
	case STEP_ENACT_LAST:
		real.time = START + CHARTER_PROPOSAL_SECONDS - 1;
		return enact(1, who_goes(plan), true);
	case STEP_ENACT:
	case STEP_ENACT_NOISY:
		return enact(1, who_goes(plan), step->kind == STEP_ENACT);
	case STEP_WAKE:
		return wake(step);
	case STEP_LEAVE:
		return leave(plan, step->seat);
	case STEP_ADMIT:
		return admit_meanwhile(plan, step->about);
	case STEP_RETIRE:
		return say(STATEMENT_RETIRE, step, 0, 0);
	default: /* time passes of itself */
		return OK;
	}
}

static uint8_t rules_table(void)
{
	struct charter_rules rules;

	for (unsigned table = 0; table < PLAN_RULE_TABLES; table++) {
		put_rules(table, &rules);
		if (rules.count == real.charter.rules.count &&
		    (table == 0 || memcmp(rules.items, real.charter.rules.items,
					  rules.count * sizeof(rules.items[0])) == 0))
			return (uint8_t)table;
	}
	return PLAN_RULE_TABLES;
}

static uint8_t server_number(void)
{
	const struct charter_server *at = &real.charter.server;

	for (unsigned server = 0; server < PLAN_SERVERS; server++) {
		struct charter_server known = {0};

		put_server(server, &known);
		if (memcmp(at->key, known.key, KEY_SIZE) == 0 &&
		    at->address_size == known.address_size &&
		    memcmp(at->address, known.address, known.address_size) == 0)
			return (uint8_t)server;
	}
	return PLAN_SERVERS;
}

static void read_seat(const struct plan *before, unsigned i, bool is_open, struct seat *seat)
{
	const struct charter_party *party = charter_party_at(&real.charter, i + 1);
	const struct charter_proposal *proposal = charter_proposal_at(&real.charter, 1);

	/* Who comes where some collude is one of them. */
	for (unsigned j = 0; j < PLAN_SEATS && before->seats[i].status == SEAT_EMPTY; j++)
		seat->is_colluding = seat->is_colluding || before->seats[j].is_colluding;
	if (before->seats[i].status != SEAT_EMPTY)
		seat->is_colluding = before->seats[i].is_colluding;
	seat->sector = (uint8_t)party->sector;
	seat->signer_rule = (uint8_t)party->signer_rule;
	seat->status = party->is_resting ? SEAT_RESTING : SEAT_AWAKE;
	if (party->is_gone)
		seat->status = SEAT_GONE;
	seat->is_late = is_open && party->admitted_height > proposal->height;
	for (size_t s = 0; s < charter_count(&real.charter, LIST_STRANGERS); s++) {
		const struct charter_stranger *stranger =
			charter_item(&real.charter, LIST_STRANGERS, s);

		if (stranger->party == i + 1)
			seat->strange_to |= (uint8_t)SEAT_BIT(stranger->sleeper - 1);
	}
}

/* What the party's signers say to the open proposal, one after the other. */
static void read_words(unsigned i, bool is_open, struct seat *seat)
{
	for (uint32_t p = 1; p <= charter_count(&real.charter, LIST_PERSONS); p++) {
		if (charter_person_at(&real.charter, p)->party != i + 1 ||
		    !charter_is_signer(&real.charter, p))
			continue;
		for (size_t s = 0; s < charter_count(&real.charter, LIST_STANCES) && is_open; s++) {
			const struct charter_stance *stance =
				charter_item(&real.charter, LIST_STANCES, s);

			if (stance->proposal != real.proposal || stance->person != p)
				continue;
			if (stance->is_objection)
				seat->says[seat->persons] = SAYS_NO;
			else if (stance->expires > real.time + DAY_S)
				seat->says[seat->persons] = SAYS_YES;
			else if (seat->says[seat->persons] == SAYS_NOTHING)
				seat->says[seat->persons] = SAYS_SHORT_YES;
		}
		seat->persons++;
	}
	if (seat->persons == 0)
		seat->persons = 1; /* gone */
}

static void read_plan(const struct plan *before, struct plan *plan)
{
	const struct charter_proposal *open = charter_proposal_at(&real.charter, real.proposal);
	unsigned set = 0;

	memset(plan, 0, sizeof(*plan));
	for (size_t i = 0; i < real.charter.sectors.count; i++)
		set |= 1u << (real.charter.sectors.items[i] - 1);
	plan->sectors = (uint8_t)set;
	plan->rules = rules_table();
	plan->server = server_number();
	plan->is_closed = real.charter.is_closed;
	if (open && !open->is_closed) {
		plan->act = (uint8_t)open->act;
		plan->about = before->about;
		plan->is_due = before->is_due;
	}
	for (unsigned i = 0; i < charter_party_count(&real.charter) && i < PLAN_SEATS; i++) {
		read_seat(before, i, plan->act != 0, &plan->seats[i]);
		read_words(i, plan->act != 0, &plan->seats[i]);
	}
}

enum result real_take(const struct plan *plan, const struct step *step, struct plan *next_out,
		      bool *is_constitutional_out)
{
	uint8_t constitution[HASH_SIZE];
	struct plan known = *plan;
	enum result result;

	build(plan);
	memcpy(constitution, real.charter.constitution, HASH_SIZE);
	result = take(plan, step);
	if (step->kind == STEP_PROPOSE && result == OK)
		known.about = step->about;
	read_plan(&known, next_out);
	if (step->kind == STEP_EXPIRE)
		plan_close_proposal(next_out);
	else if (step->kind == STEP_WAIT)
		next_out->is_due = true;
	*is_constitutional_out = memcmp(constitution, real.charter.constitution, HASH_SIZE) != 0;
	plan_normalise(next_out);
	return result;
}
