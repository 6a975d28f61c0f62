/* The store on SQLite: one writing connection, readers in a pool, prepared statements. */
#include "store/store_sqlite.h"

#include <assert.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/database.h"
#include "store/statements.h"

/* Space numbers stay below 2^22, so that a row id fits 63 bits. */
#define MAX_SPACES ((uint64_t)1 << 22)
#define PATH_CAP 2048

struct sqlite_session {
	struct store_session base;
	struct sqlite_session *next; /* in the pool of free readers */
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENT_COUNT]; /* prepared at first use */
};

struct sqlite_store {
	struct store base;
	char path[PATH_CAP];
	const char *disk_vfs;
	struct sqlite_session *writer;
	pthread_mutex_t mutex; /* guards the three below */
	pthread_cond_t has_free;
	struct sqlite_session *free_readers;
	unsigned readers_left; /* that may still be opened */
};

static struct sqlite_session *session_of(struct store_session *session)
{
	return (struct sqlite_session *)session;
}

static enum result prepare(struct sqlite_session *session, enum statement_id id,
			   sqlite3_stmt **statement_out)
{
	sqlite3_stmt **statement = &session->statements[id];
	int code;

	if (*statement == NULL) {
		code = sqlite3_prepare_v3(session->db, statement_sql[id], -1,
					  SQLITE_PREPARE_PERSISTENT, statement, NULL);
		if (code != SQLITE_OK)
			return database_result(session->db, code);
	}
	*statement_out = *statement;
	return OK;
}

/* One row, which stays current until reset; ERR_NOT_FOUND when there is none. */
static enum result step_row(struct sqlite_session *session, sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);
	enum result result;

	if (code == SQLITE_ROW)
		return OK;
	result = code == SQLITE_DONE ? ERR_NOT_FOUND : database_result(session->db, code);
	sqlite3_reset(statement);
	return result;
}

static enum result step_done(struct sqlite_session *session, sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);
	enum result result = code == SQLITE_DONE ? OK : database_result(session->db, code);

	sqlite3_reset(statement);
	return result;
}

static enum result run(struct store_session *base, enum statement_id id)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, id, &statement);

	return result == OK ? step_done(session, statement) : result;
}

static void bind_bytes(sqlite3_stmt *statement, int place, struct bytes bytes)
{
	/* An empty blob, not NULL: the columns are NOT NULL. */
	sqlite3_bind_blob64(statement, place, bytes.size == 0 ? (const uint8_t *)"" : bytes.data,
			    bytes.size, SQLITE_STATIC);
}

static void bind_u64(sqlite3_stmt *statement, int place, uint64_t value)
{
	sqlite3_bind_int64(statement, place, (sqlite3_int64)value);
}

static struct bytes column_bytes(sqlite3_stmt *statement, int column)
{
	const uint8_t *data = sqlite3_column_blob(statement, column);

	return (struct bytes){data, (size_t)sqlite3_column_bytes(statement, column)};
}

/* Copies a column that must have this size: anything else is corruption. */
static enum result column_fixed(sqlite3_stmt *statement, int column, uint8_t *out, size_t size)
{
	struct bytes bytes = column_bytes(statement, column);

	if (bytes.size != size) {
		log_line(LOG_ERROR, "database: a value has %zu bytes instead of %zu", bytes.size,
			 size);
		return ERR_IO;
	}
	memcpy(out, bytes.data, size);
	return OK;
}

static uint64_t row_id(uint64_t space, uint64_t leaf)
{
	return space << 40 | leaf;
}

static enum result find_space(struct store_session *base, const uint8_t id[STORE_HASH_SIZE],
			      uint64_t *number_out)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, FIND_SPACE, &statement);

	if (result != OK)
		return result;
	bind_bytes(statement, 1, (struct bytes){id, STORE_HASH_SIZE});
	result = step_row(session, statement);
	if (result != OK)
		return result;
	*number_out = (uint64_t)sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return OK;
}

static void bind_prefix(sqlite3_stmt *statement, int at, struct bytes prefix, int rest,
			uint8_t bound[STORE_HASH_SIZE])
{
	memset(bound, rest, STORE_HASH_SIZE);
	memcpy(bound, prefix.data, prefix.size);
	bind_bytes(statement, at, (struct bytes){bound, STORE_HASH_SIZE});
}

static enum result find_spaces(struct store_session *base, struct bytes prefix,
			       struct store_found *found_out)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	uint8_t first[STORE_HASH_SIZE], last[STORE_HASH_SIZE];
	struct store_found found = {0};
	enum result result = prepare(session, FIND_SPACES, &statement);

	if (result != OK)
		return result;
	assert(prefix.size <= STORE_HASH_SIZE);
	bind_prefix(statement, 1, prefix, 0x00, first);
	bind_prefix(statement, 2, prefix, 0xff, last);
	bind_u64(statement, 3, STORE_FOUND_MAX);
	while (result == OK && found.count < STORE_FOUND_MAX) {
		result = step_row(session, statement);
		if (result == OK)
			result =
				column_fixed(statement, 0, found.ids[found.count], STORE_HASH_SIZE);
		found.count += result == OK;
	}
	sqlite3_reset(statement);
	if (result != OK && result != ERR_NOT_FOUND)
		return result;
	*found_out = found;
	return OK;
}

/* The row is current, and is read whole. */
static enum result take_arrival(sqlite3_stmt *statement, struct store_arrival *arrival_out)
{
	struct bytes head = column_bytes(statement, 4);
	enum result result = head.size <= sizeof(arrival_out->head) ? OK : ERR_IO;

	if (result == OK) {
		arrival_out->space = (uint64_t)sqlite3_column_int64(statement, 0);
		arrival_out->base = (uint64_t)sqlite3_column_int64(statement, 1);
		arrival_out->entries = (uint64_t)sqlite3_column_int64(statement, 2);
		arrival_out->started = (uint64_t)sqlite3_column_int64(statement, 3);
		arrival_out->advanced = (uint64_t)sqlite3_column_int64(statement, 5);
		memcpy(arrival_out->head, head.data, head.size);
		arrival_out->head_size = head.size;
	}
	sqlite3_reset(statement);
	return result;
}

static enum result find_arrival(struct store_session *base, const uint8_t id[STORE_HASH_SIZE],
				struct store_arrival *arrival_out)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, FIND_ARRIVAL, &statement);

	if (result != OK)
		return result;
	bind_bytes(statement, 1, (struct bytes){id, STORE_HASH_SIZE});
	result = step_row(session, statement);
	return result == OK ? take_arrival(statement, arrival_out) : result;
}

static enum result oldest_arrival(struct store_session *base, struct store_arrival *arrival_out)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, OLDEST_ARRIVAL, &statement);

	if (result == OK)
		result = step_row(session, statement);
	return result == OK ? take_arrival(statement, arrival_out) : result;
}

static enum result count_leaves(struct store_session *base, uint64_t space, uint64_t *count_out)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, LAST_LEAF, &statement);

	if (result != OK)
		return result;
	bind_u64(statement, 1, row_id(space, 0));
	bind_u64(statement, 2, row_id(space, STORE_MAX_LEAVES - 1));
	result = step_row(session, statement);
	if (result == ERR_NOT_FOUND) {
		*count_out = 0;
		return OK;
	}
	if (result != OK)
		return result;
	*count_out = ((uint64_t)sqlite3_column_int64(statement, 0) & (STORE_MAX_LEAVES - 1)) + 1;
	sqlite3_reset(statement);
	return OK;
}

static enum result copy_node(sqlite3_stmt *statement, unsigned level,
			     uint8_t node_out[STORE_HASH_SIZE])
{
	struct bytes nodes;

	if (level == 0)
		return column_fixed(statement, 0, node_out, STORE_HASH_SIZE);
	nodes = column_bytes(statement, 1);
	if (nodes.size < (size_t)level * STORE_HASH_SIZE) {
		log_line(LOG_ERROR, "database: a tree node is missing");
		return ERR_IO;
	}
	memcpy(node_out, nodes.data + (level - 1) * STORE_HASH_SIZE, STORE_HASH_SIZE);
	return OK;
}

static enum result read_node(struct store_session *base, uint64_t space, unsigned level,
			     uint64_t index, uint8_t node_out[STORE_HASH_SIZE])
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, READ_NODE, &statement);

	if (result != OK)
		return result;
	bind_u64(statement, 1, row_id(space, ((index + 1) << level) - 1));
	result = step_row(session, statement);
	if (result != OK)
		return result;
	result = copy_node(statement, level, node_out);
	sqlite3_reset(statement);
	return result;
}

static enum result read_leaf(struct store_session *base, uint64_t space, uint64_t leaf,
			     struct store_leaf *leaf_out)
{
	struct sqlite_session *session = session_of(base);
	struct store_leaf found;
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, READ_LEAF, &statement);

	if (result != OK)
		return result;
	sqlite3_reset(statement);
	bind_u64(statement, 1, row_id(space, leaf));
	result = step_row(session, statement);
	if (result != OK)
		return result;
	found.kind = (enum store_leaf_kind)sqlite3_column_int(statement, 0);
	result = column_fixed(statement, 1, found.hash, STORE_HASH_SIZE);
	if (result == OK)
		result = column_fixed(statement, 2, found.leaf_hash, STORE_HASH_SIZE);
	found.nodes = column_bytes(statement, 3);
	found.frame = column_bytes(statement, 4);
	if (result == OK)
		*leaf_out = found; /* the row stays current: nodes and frame point into it */
	return result;
}

static void scan_end(struct store_session *base)
{
	sqlite3_stmt *scan = session_of(base)->statements[SCAN];
	sqlite3_stmt *leaf = session_of(base)->statements[READ_LEAF];
	sqlite3_stmt *recoveries = session_of(base)->statements[RECOVERIES];
	sqlite3_stmt *charter = session_of(base)->statements[READ_CHARTER];

	if (charter != NULL)
		sqlite3_reset(charter);
	if (scan != NULL)
		sqlite3_reset(scan);
	if (leaf != NULL)
		sqlite3_reset(leaf);
	if (recoveries != NULL)
		sqlite3_reset(recoveries);
}

static enum result scan_start(struct store_session *base, uint64_t space, uint64_t first)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, SCAN, &statement);

	if (result != OK)
		return result;
	sqlite3_reset(statement);
	bind_u64(statement, 1, row_id(space, first));
	bind_u64(statement, 2, row_id(space, STORE_MAX_LEAVES - 1));
	return OK;
}

static enum result scan_next(struct store_session *base, struct bytes *frame_out)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = session->statements[SCAN];
	enum result result = step_row(session, statement);

	if (result == OK)
		*frame_out = column_bytes(statement, 0);
	return result;
}

static void bind_place(sqlite3_stmt *statement, const struct store_place *place)
{
	bind_u64(statement, 1, place->space);
	sqlite3_bind_int(statement, 2, (int)place->chain);
	bind_u64(statement, 3, place->device);
	/* Kept as the same 64 bits: a large seq is a negative integer there. */
	bind_u64(statement, 4, place->seq);
}

static enum result find_place(struct store_session *base, const struct store_place *place,
			      uint64_t *leaf_out)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, FIND_PLACE, &statement);

	if (result != OK)
		return result;
	bind_place(statement, place);
	result = step_row(session, statement);
	if (result != OK)
		return result;
	*leaf_out = (uint64_t)sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return OK;
}

static enum result read_device(struct store_session *base, uint64_t space, uint32_t device,
			       struct store_device *device_out)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, READ_DEVICE, &statement);

	if (result != OK)
		return result;
	bind_u64(statement, 1, space);
	bind_u64(statement, 2, device);
	result = step_row(session, statement);
	if (result == ERR_NOT_FOUND) {
		*device_out = (struct store_device){0};
		return OK;
	}
	if (result != OK)
		return result;
	result = column_fixed(statement, 1, device_out->last_hash, STORE_HASH_SIZE);
	device_out->last_seq = (uint64_t)sqlite3_column_int64(statement, 0);
	device_out->last_leaf = (uint64_t)sqlite3_column_int64(statement, 2);
	sqlite3_reset(statement);
	return result;
}

static enum result recoveries_start(struct store_session *base)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, RECOVERIES, &statement);

	if (result == OK)
		sqlite3_reset(statement);
	return result;
}

static enum result recoveries_next(struct store_session *base, struct store_recovery *recovery_out)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = session->statements[RECOVERIES];
	enum result result = step_row(session, statement);

	if (result != OK)
		return result;
	recovery_out->number_of_space = (uint64_t)sqlite3_column_int64(statement, 0);
	result = column_fixed(statement, 1, recovery_out->space, STORE_HASH_SIZE);
	return result == OK ? column_fixed(statement, 2, recovery_out->tag, STORE_HASH_SIZE)
			    : result;
}

static enum result read_epoch(struct store_session *base, uint8_t epoch_out[STORE_EPOCH_SIZE])
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, READ_EPOCH, &statement);

	if (result != OK)
		return result;
	result = step_row(session, statement);
	if (result != OK)
		return result;
	result = column_fixed(statement, 0, epoch_out, STORE_EPOCH_SIZE);
	sqlite3_reset(statement);
	return result;
}

static enum result next_space(struct store_session *base, uint64_t after, uint64_t *number_out,
			      uint8_t id_out[STORE_HASH_SIZE])
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, NEXT_SPACE, &statement);

	if (result != OK)
		return result;
	bind_u64(statement, 1, after);
	result = step_row(session, statement);
	if (result != OK)
		return result;
	*number_out = (uint64_t)sqlite3_column_int64(statement, 0);
	result = column_fixed(statement, 1, id_out, STORE_HASH_SIZE);
	sqlite3_reset(statement);
	return result;
}

static enum result read_entry_hashes(struct store_session *base, uint64_t space, uint64_t count,
				     uint8_t *hashes_out)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, ENTRY_HASHES, &statement);

	if (result != OK)
		return result;
	bind_u64(statement, 1, space);
	bind_u64(statement, 2, count);
	for (uint64_t i = 0; i < count && result == OK; i++) {
		result = step_row(session, statement);
		if (result == OK)
			result = column_fixed(statement, 0, hashes_out + i * STORE_HASH_SIZE,
					      STORE_HASH_SIZE);
	}
	sqlite3_reset(statement);
	return result;
}

static enum result read_charter(struct store_session *base, uint64_t space, uint64_t *entries_out,
				struct bytes *kept_out)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, READ_CHARTER, &statement);

	if (result != OK)
		return result;
	sqlite3_reset(statement);
	bind_u64(statement, 1, space);
	result = step_row(session, statement);
	if (result != OK)
		return result;
	*entries_out = (uint64_t)sqlite3_column_int64(statement, 0);
	*kept_out = column_bytes(statement, 1); /* the row stays current */
	return OK;
}

static enum result begin(struct store_session *writer)
{
	return run(writer, BEGIN);
}

static enum result begin_request(struct store_session *writer)
{
	return run(writer, BEGIN_REQUEST);
}

static enum result end_request(struct store_session *writer)
{
	return run(writer, END_REQUEST);
}

static enum result rollback_request(struct store_session *writer)
{
	enum result result;

	scan_end(writer);
	/* A full disk may have made SQLite roll back the whole transaction. */
	if (sqlite3_get_autocommit(session_of(writer)->db))
		return ERR_FULL;
	result = run(writer, ROLLBACK_REQUEST);
	return result == OK ? run(writer, END_REQUEST) : result;
}

static enum result commit(struct store_session *writer)
{
	scan_end(writer);
	return run(writer, COMMIT);
}

static void rollback(struct store_session *writer)
{
	scan_end(writer);
	/* SQLite may have rolled back by itself. */
	if (!sqlite3_get_autocommit(session_of(writer)->db) && run(writer, ROLLBACK) != OK)
		log_line(LOG_ERROR, "database: rollback failed");
}

static enum result add_space(struct store_session *base, const uint8_t id[STORE_HASH_SIZE],
			     uint64_t *number_out)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	uint64_t number;
	enum result result = prepare(session, ADD_SPACE, &statement);

	if (result != OK)
		return result;
	bind_bytes(statement, 1, (struct bytes){id, STORE_HASH_SIZE});
	result = step_done(session, statement);
	if (result != OK)
		return result;
	number = (uint64_t)sqlite3_last_insert_rowid(session->db);
	if (number >= MAX_SPACES)
		return ERR_FULL;
	*number_out = number;
	return OK;
}

static enum result append_leaf(struct store_session *base, uint64_t space, uint64_t number,
			       const struct store_leaf *leaf)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, APPEND_LEAF, &statement);

	if (result != OK)
		return result;
	assert(number < STORE_MAX_LEAVES);
	bind_u64(statement, 1, row_id(space, number));
	sqlite3_bind_int(statement, 2, (int)leaf->kind);
	bind_bytes(statement, 3, BYTES_OF(leaf->hash));
	bind_bytes(statement, 4, BYTES_OF(leaf->leaf_hash));
	bind_bytes(statement, 5, leaf->nodes);
	bind_bytes(statement, 6, leaf->frame);
	return step_done(session, statement);
}

static enum result put_place(struct store_session *base, const struct store_place *place,
			     uint64_t leaf)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, PUT_PLACE, &statement);

	if (result != OK)
		return result;
	bind_place(statement, place);
	bind_u64(statement, 5, leaf);
	return step_done(session, statement);
}

static enum result put_recovery(struct store_session *base, uint64_t space, uint32_t number,
				const uint8_t tag[STORE_HASH_SIZE])
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, PUT_RECOVERY, &statement);

	if (result != OK)
		return result;
	bind_u64(statement, 1, space);
	bind_u64(statement, 2, number);
	bind_bytes(statement, 3, (struct bytes){tag, STORE_HASH_SIZE});
	return step_done(session, statement);
}

static enum result put_epoch(struct store_session *base, const uint8_t epoch[STORE_EPOCH_SIZE])
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, PUT_EPOCH, &statement);

	if (result != OK)
		return result;
	bind_bytes(statement, 1, (struct bytes){epoch, STORE_EPOCH_SIZE});
	return step_done(session, statement);
}

static enum result put_charter(struct store_session *base, uint64_t space, uint64_t entries,
			       struct bytes kept)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, PUT_CHARTER, &statement);

	if (result != OK)
		return result;
	bind_u64(statement, 1, space);
	bind_u64(statement, 2, entries);
	bind_bytes(statement, 3, kept);
	return step_done(session, statement);
}

static enum result put_arrival(struct store_session *base, const struct store_arrival *arrival)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, PUT_ARRIVAL, &statement);

	if (result != OK)
		return result;
	bind_u64(statement, 1, arrival->space);
	bind_u64(statement, 2, arrival->base);
	bind_u64(statement, 3, arrival->entries);
	bind_u64(statement, 4, arrival->started);
	bind_bytes(statement, 5, (struct bytes){arrival->head, arrival->head_size});
	bind_u64(statement, 6, arrival->advanced);
	return step_done(session, statement);
}

/* A statement that is told one number, or two, and gives no row. */
static enum result run_about(struct store_session *base, enum statement_id id, uint64_t first,
			     const uint64_t *second)
{
	struct sqlite_session *session = session_of(base);
	sqlite3_stmt *statement = NULL;
	enum result result = prepare(session, id, &statement);

	if (result != OK)
		return result;
	bind_u64(statement, 1, first);
	if (second != NULL)
		bind_u64(statement, 2, *second);
	return step_done(session, statement);
}

static enum result drop_recovery(struct store_session *base, uint64_t space, uint32_t number)
{
	uint64_t which = number;

	return run_about(base, DROP_RECOVERY, space, &which);
}

static enum result end_arrival(struct store_session *base, uint64_t space)
{
	return run_about(base, END_ARRIVAL, space, NULL);
}

static enum result drop_arrival(struct store_session *base, const struct store_arrival *arrival)
{
	uint64_t space = arrival->space, last = row_id(space, STORE_MAX_LEAVES - 1);
	enum result result;

	scan_end(base);
	result = run_about(base, DROP_LEAVES, row_id(space, arrival->base), &last);
	if (result == OK)
		result = run_about(base, DROP_PLACES, space, &arrival->base);
	if (result == OK)
		result = run_about(base, DROP_CHARTER, space, &arrival->entries);
	if (result == OK && arrival->base == 0)
		result = run_about(base, DROP_SPACE, space, NULL);
	return result == OK ? end_arrival(base, space) : result;
}

static void session_close(struct sqlite_session **session)
{
	if (*session == NULL)
		return;
	for (int i = 0; i < STATEMENT_COUNT; i++)
		sqlite3_finalize((*session)->statements[i]);
	sqlite3_close((*session)->db);
	free(*session);
	*session = NULL;
}

static enum result session_open(const struct sqlite_store *store, bool is_writer,
				struct sqlite_session **session_out)
{
	struct sqlite_session *session = calloc(1, sizeof(*session));
	enum result result;

	if (session == NULL)
		return ERR_NO_MEMORY;
	session->base.functions = store->base.functions;
	result = database_open(store->path, store->disk_vfs, is_writer, &session->db);
	if (result == OK)
		*session_out = session;
	else
		session_close(&session);
	return result;
}

static enum result acquire(struct store *base, struct store_session **reader_out)
{
	struct sqlite_store *store = (struct sqlite_store *)base;
	struct sqlite_session *reader = NULL;
	enum result result = OK;

	pthread_mutex_lock(&store->mutex);
	while (store->free_readers == NULL && store->readers_left == 0)
		pthread_cond_wait(&store->has_free, &store->mutex);
	if (store->free_readers != NULL) {
		reader = store->free_readers;
		store->free_readers = reader->next;
	} else {
		store->readers_left--;
	}
	pthread_mutex_unlock(&store->mutex);

	if (reader == NULL)
		result = session_open(store, false, &reader);
	if (result == OK) {
		*reader_out = &reader->base;
		return OK;
	}
	pthread_mutex_lock(&store->mutex);
	store->readers_left++;
	pthread_cond_signal(&store->has_free);
	pthread_mutex_unlock(&store->mutex);
	return result;
}

static void release(struct store *base, struct store_session **reader)
{
	struct sqlite_store *store = (struct sqlite_store *)base;
	struct sqlite_session *session;

	if (*reader == NULL)
		return;
	session = session_of(*reader);
	scan_end(*reader);
	*reader = NULL;
	pthread_mutex_lock(&store->mutex);
	/* The last used comes first: few readers stay warm, most are never opened. */
	session->next = store->free_readers;
	store->free_readers = session;
	pthread_cond_signal(&store->has_free);
	pthread_mutex_unlock(&store->mutex);
}

static struct store_session *writer_of(struct store *base)
{
	return &((struct sqlite_store *)base)->writer->base;
}

static void store_close(struct store **base)
{
	struct sqlite_store *store = (struct sqlite_store *)*base;

	if (store == NULL)
		return;
	while (store->free_readers != NULL) {
		struct sqlite_session *reader = store->free_readers;

		store->free_readers = reader->next;
		session_close(&reader);
	}
	session_close(&store->writer);
	pthread_mutex_destroy(&store->mutex);
	pthread_cond_destroy(&store->has_free);
	free(store);
	*base = NULL;
}

static const struct store_functions sqlite_functions = {
	.close = store_close,
	.acquire = acquire,
	.release = release,
	.writer = writer_of,
	.find_space = find_space,
	.find_spaces = find_spaces,
	.find_arrival = find_arrival,
	.oldest_arrival = oldest_arrival,
	.count_leaves = count_leaves,
	.read_node = read_node,
	.read_leaf = read_leaf,
	.scan_start = scan_start,
	.scan_next = scan_next,
	.scan_end = scan_end,
	.find_place = find_place,
	.read_device = read_device,
	.recoveries_start = recoveries_start,
	.recoveries_next = recoveries_next,
	.read_epoch = read_epoch,
	.next_space = next_space,
	.read_entry_hashes = read_entry_hashes,
	.read_charter = read_charter,
	.begin = begin,
	.begin_request = begin_request,
	.end_request = end_request,
	.rollback_request = rollback_request,
	.commit = commit,
	.rollback = rollback,
	.add_space = add_space,
	.append_leaf = append_leaf,
	.put_place = put_place,
	.put_recovery = put_recovery,
	.drop_recovery = drop_recovery,
	.put_epoch = put_epoch,
	.put_charter = put_charter,
	.put_arrival = put_arrival,
	.end_arrival = end_arrival,
	.drop_arrival = drop_arrival,
};

/* Process-wide, so before the first connection: each connection is used by one
 * thread at a time, and nobody reads SQLite's own memory statistics, whose lock
 * every allocation would take. */
static void configure_library(void)
{
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_initialize();
}

enum result store_sqlite_open(const struct store_options *options, struct store **store_out)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct sqlite_store *store = calloc(1, sizeof(*store));
	bool is_usual = options->migrations == NULL;
	const struct store_migration *migrations =
		is_usual ? store_migrations : options->migrations;
	unsigned count = is_usual ? store_migration_count : options->migration_count;
	struct store *base;
	enum result result;

	if (store == NULL)
		return ERR_NO_MEMORY;
	pthread_once(&once, configure_library);
	store->base.functions = &sqlite_functions;
	store->disk_vfs = options->disk_vfs;
	store->readers_left = options->max_readers;
	snprintf(store->path, sizeof(store->path), "%s", options->path);
	pthread_mutex_init(&store->mutex, NULL);
	pthread_cond_init(&store->has_free, NULL);

	result = session_open(store, true, &store->writer);
	if (result == OK)
		result = database_migrate(store->writer->db, store->path, migrations, count);
	base = &store->base;
	if (result == OK)
		*store_out = base;
	else
		store_close(&base);
	return result;
}
