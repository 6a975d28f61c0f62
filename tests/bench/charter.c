/* usage: charter_bench DIR
 *
 * One entry on a charter with a long past, and a long charter out of the store: ratios of one run.
 * The past is proposals, consents and withdrawals, stored unsigned: neither applying nor loading
 * verifies signatures. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "charter.pb-c.h"
#include "core/charter_bytes.h"
#include "core/charter_log.h"
#include "core/tree.h"
#include "crypto/verify.h"
#include "envelope.pb-c.h"
#include "net/codec.h"
#include "store/store_sqlite.h"
#include "wire/strict.h"

#define PARTIES 3u
#define MOST_GROWTH 1.5 /* after MOST_ENTRIES against after 100 */
#define MOST_ENTRIES 10000u
#define ROUNDS 25u /* few, so that the past stays as long as it is said to be */
#define REPEATS 7u
#define MESSAGE_BYTES 65536u
#define EXPIRES 1790000000u

struct past {
	struct charter *charter;
	struct store_session *writer;
	uint64_t space;
	struct tree_frontier frontier;
	uint64_t counters[PARTIES + 1];
	uint64_t time;
	uint8_t last[HASH_SIZE], proposal[HASH_SIZE], subject[HASH_SIZE];
};

static void fail(const char *what)
{
	fprintf(stderr, "charter_bench: %s\n", what);
	exit(1);
}

static void must(enum result result, const char *what)
{
	if (result == OK)
		return;
	fprintf(stderr, "charter_bench: %s: %s\n", what, result_name(result));
	exit(1);
}

static double now_us(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* What it takes where nothing comes between: one in five. */
static double usual(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), compare);
	return values[count / 5];
}

static struct bytes pack(const ProtobufCMessage *message, struct buffer *into)
{
	size_t start = into->size;

	strict_pack(message, into);
	must(buffer_result(into), "a message is too large");
	return (struct bytes){into->data + start, into->size - start};
}

/* A frame of the next entry. */
static void append_entry(const struct past *past, uint32_t device, Wire__StatementType type,
			 const ProtobufCMessage *body, uint64_t counter, struct buffer *frame)
{
	static uint8_t memory[MESSAGE_BYTES];
	Wire__Statement statement = WIRE__STATEMENT__INIT;
	Wire__Signed outer = WIRE__SIGNED__INIT;
	struct position position = {.height = charter_size(past->charter), .time = past->time};
	struct bytes encoded, place;
	struct buffer all;

	buffer_init_fixed(&all, memory, sizeof(memory));
	encoded = pack(body, &all);
	statement.version = outer.version = 1;
	statement.type = type;
	statement.body = strict_binary(encoded.data, encoded.size);
	if (device != 0) {
		statement.device = outer.device = device;
		statement.counter = outer.seq = counter;
		statement.space = strict_binary(charter_space(past->charter), HASH_SIZE);
		statement.charter_head = strict_binary(charter_head(past->charter), HASH_SIZE);
		memcpy(position.previous, charter_head(past->charter), HASH_SIZE);
	}
	encoded = pack(&statement.base, &all);
	verify_hash_bytes(LABEL_STATEMENT, encoded, position.statement);
	outer.body = strict_binary(encoded.data, encoded.size);
	encoded = pack(&outer.base, &all);
	place.data = all.data + all.size;
	codec_wire()->append_position(&all, &position);
	place.size = (size_t)(all.data + all.size - place.data);
	codec_wire()->append_entry_frame(frame, place, encoded);
	must(buffer_result(frame), "an entry is too large");
}

/* What the store's reader does with it; the statement's hash in hash_out. */
static void decode(struct bytes frame, struct arena *arena, struct submission *submission,
		   struct charter_entry *entry)
{
	struct bytes position_bytes;
	struct position position;

	must(codec_wire()->read_entry_frame(frame, arena, submission, &position, &position_bytes),
	     "an entry is not read");
	submission_hash(submission);
	submission_to_entry(submission, entry);
	entry->position = position;
	verify_hash_bytes(LABEL_ENTRY, position_bytes, entry->entry_hash);
	entry->is_signed = entry->cuts_fit = entry->is_silent = true;
}

static void store_leaf(struct past *past, struct bytes frame, const struct charter_entry *entry)
{
	struct store_leaf leaf = {.kind = STORE_ENTRY, .frame = frame};
	struct store_place place = {past->space, STORE_BY_HEIGHT, 0, entry->position.height};
	struct tree_completed completed;

	memcpy(leaf.hash, entry->entry_hash, HASH_SIZE);
	tree_leaf_hash(0, leaf.hash, leaf.leaf_hash);
	tree_append(&past->frontier, leaf.leaf_hash, &completed);
	leaf.nodes = (struct bytes){completed.nodes[0], completed.count * (size_t)HASH_SIZE};
	must(past->writer->functions->append_leaf(past->writer, past->space, place.seq, &leaf),
	     "a leaf is not stored");
	must(past->writer->functions->put_place(past->writer, &place, place.seq),
	     "a place is not stored");
}

/* As the writer does it: on a clone, which takes the place of the one before. */
static double take_us(struct past *past, const struct charter_entry *entry)
{
	struct charter *next = NULL;
	double start = now_us();

	must(charter_clone(past->charter, &next), "no clone");
	must(charter_apply(next, entry), "an entry is refused");
	charter_free(&past->charter);
	past->charter = next;
	return now_us() - start;
}

static double say(struct past *past, uint32_t device, Wire__StatementType type,
		  const ProtobufCMessage *body)
{
	struct submission submission = {0};
	struct charter_entry entry;
	struct buffer frame;
	struct arena arena;
	double us;

	buffer_init_growing(&frame, MESSAGE_BYTES);
	arena_init(&arena, 1u << 20);
	past->time++;
	append_entry(past, device, type, body, ++past->counters[device], &frame);
	decode(buffer_bytes(&frame), &arena, &submission, &entry);
	us = take_us(past, &entry);
	store_leaf(past, buffer_bytes(&frame), &entry);
	memcpy(past->last, entry.statement_hash, HASH_SIZE);
	if (type == WIRE__STATEMENT_TYPE__STATEMENT_PROPOSE) {
		memcpy(past->proposal, entry.statement_hash, HASH_SIZE);
		memcpy(past->subject, entry.subject_hash, HASH_SIZE);
	}
	arena_deinit(&arena);
	buffer_deinit(&frame);
	return us;
}

static void found(struct past *past)
{
	static uint8_t ids[PARTIES][3][KEY_SIZE], zeros[KEY_SIZE];
	static uint32_t sectors[] = {1, 2, 3};
	Wire__DeviceKeys keys[PARTIES];
	Wire__FoundingParty parties[PARTIES], *list[PARTIES];
	Wire__Genesis genesis = WIRE__GENESIS__INIT;

	for (unsigned i = 0; i < PARTIES; i++) {
		for (unsigned k = 0; k < 3; k++)
			memset(ids[i][k], (int)(1 + 3 * i + k), KEY_SIZE);
		keys[i] = (Wire__DeviceKeys)WIRE__DEVICE_KEYS__INIT;
		keys[i].sign_key = strict_binary(ids[i][0], KEY_SIZE);
		keys[i].box_key = strict_binary(ids[i][1], KEY_SIZE);
		parties[i] = (Wire__FoundingParty)WIRE__FOUNDING_PARTY__INIT;
		parties[i].sector = sectors[i];
		parties[i].signer_rule = 1;
		parties[i].person = strict_binary(ids[i][2], PERSON_ID_SIZE);
		parties[i].device = &keys[i];
		list[i] = &parties[i];
	}
	genesis.nonce = strict_binary(zeros, 16);
	genesis.server_key = strict_binary(zeros, KEY_SIZE);
	genesis.n_sectors = PARTIES;
	genesis.sectors = sectors;
	genesis.n_parties = PARTIES;
	genesis.parties = list;
	say(past, 0, WIRE__STATEMENT_TYPE__STATEMENT_GENESIS, &genesis.base);
}

static void propose(struct past *past)
{
	Wire__Propose body = WIRE__PROPOSE__INIT;

	body.act = WIRE__ACT__ACT_CLOSE;
	body.expires = EXPIRES;
	say(past, 1, WIRE__STATEMENT_TYPE__STATEMENT_PROPOSE, &body.base);
}

static Wire__Consent consent_of(struct past *past)
{
	Wire__Consent body = WIRE__CONSENT__INIT;

	body.proposal = strict_binary(past->proposal, HASH_SIZE);
	body.subject = strict_binary(past->subject, HASH_SIZE);
	body.constitution = strict_binary(charter_constitution(past->charter), HASH_SIZE);
	body.expires = EXPIRES;
	return body;
}

static void withdraw(struct past *past, uint32_t device, const uint8_t named[HASH_SIZE])
{
	Wire__Withdraw body = WIRE__WITHDRAW__INIT;

	body.statement = strict_binary(named, HASH_SIZE);
	say(past, device, WIRE__STATEMENT_TYPE__STATEMENT_WITHDRAW, &body.base);
}

/* A proposal, two consents, and that it is taken back: until there are so many entries. */
static void grow(struct past *past, uint64_t entries)
{
	while (charter_size(past->charter) + 4 <= entries) {
		Wire__Consent consent;

		propose(past);
		consent = consent_of(past);
		say(past, 2, WIRE__STATEMENT_TYPE__STATEMENT_CONSENT, &consent.base);
		say(past, 3, WIRE__STATEMENT_TYPE__STATEMENT_CONSENT, &consent.base);
		withdraw(past, 1, past->proposal);
	}
}

/* One consent after the other, each taken back. */
static double apply_us(struct past *past)
{
	double times[ROUNDS];

	propose(past);
	for (unsigned i = 0; i < ROUNDS; i++) {
		Wire__Consent consent = consent_of(past);

		times[i] = say(past, 2, WIRE__STATEMENT_TYPE__STATEMENT_CONSENT, &consent.base);
		withdraw(past, 2, past->last);
	}
	withdraw(past, 1, past->proposal);
	return usual(times, ROUNDS);
}

static double load_ms(struct past *past)
{
	double times[REPEATS];

	for (unsigned i = 0; i < REPEATS; i++) {
		struct charter *charter = NULL;
		double start = now_us();

		must(charter_log_load(past->writer, codec_wire(), past->space, STORE_MAX_LEAVES,
				      &charter),
		     "it is not loaded");
		times[i] = (now_us() - start) / 1e3;
		if (charter_size(charter) != charter_size(past->charter))
			fail("not all of it is loaded");
		charter_free(&charter);
	}
	return usual(times, REPEATS);
}

/* As at the last entry whose number is due. */
static double keep_ms(struct past *past, size_t *bytes_out)
{
	uint64_t entries = charter_size(past->charter);
	struct charter *due = NULL;
	struct bytes kept;
	double start;

	entries -= entries % CHARTER_KEPT_EVERY;
	must(charter_new(&due), "no memory");
	must(charter_log_replay(past->writer, codec_wire(), past->space, entries, false, due),
	     "it is not replayed");
	start = now_us();
	must(charter_log_keep(past->writer, past->space, due), "it is not kept");
	start = (now_us() - start) / 1e3;
	must(past->writer->functions->read_charter(past->writer, past->space, &entries, &kept),
	     "nothing is kept");
	*bytes_out = kept.size;
	past->writer->functions->scan_end(past->writer);
	charter_free(&due);
	return start;
}

static void open_past(struct past *past, const char *directory, struct store **store)
{
	static const uint8_t id[HASH_SIZE] = {1};
	char path[1024];
	struct store_options options = {.path = path, .max_readers = 1};

	snprintf(path, sizeof(path), "%s/charter.db", directory);
	must(store_sqlite_open(&options, store), "no store");
	past->writer = (*store)->functions->writer(*store);
	past->time = EXPIRES - 100 * 86400;
	tree_init(&past->frontier);
	must(charter_new(&past->charter), "no memory");
	must(past->writer->functions->begin(past->writer), "no transaction");
	must(past->writer->functions->add_space(past->writer, id, &past->space), "no space");
	found(past);
}

int main(int argc, char **argv)
{
	static const uint64_t sizes[] = {100, 1000, MOST_ENTRIES};
	struct past past = {0};
	struct store *store = NULL;
	double us[3], replay, load, keep;
	size_t bytes;

	if (argc != 2)
		fail("usage: charter_bench DIR");
	must(verify_init(), "no sodium");
	open_past(&past, argv[1], &store);
	apply_us(&past); /* the first ones are slow whatever there was before */
	for (unsigned i = 0; i < 3; i++) {
		grow(&past, sizes[i]);
		us[i] = apply_us(&past);
	}
	replay = load_ms(&past);
	keep = keep_ms(&past, &bytes);
	load = load_ms(&past);
	printf("charter  one consent after 100, 1,000, 10,000 entries: %.2f %.2f %.2f us;"
	       " ratio %.2f\n",
	       us[0], us[1], us[2], us[2] / us[0]);
	printf("charter  10,000 entries loaded: replayed ms %.1f, from what is kept %.1f;"
	       " ratio %.1f; kept KiB %zu in ms %.1f\n",
	       replay, load, replay / load, bytes / 1024, keep);
	past.writer->functions->rollback(past.writer);
	charter_free(&past.charter);
	store->functions->close(&store);
	if (us[2] > us[0] * MOST_GROWTH)
		fail("an entry takes longer the more there are");
	return 0;
}
