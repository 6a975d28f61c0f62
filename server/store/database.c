#include "store/database.h"

#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>

#include "base/log.h"

#define APPLICATION_ID 0x53616d73 /* "Sams": what file(1) and we know the file by */
/* Room at the end of every page for a checksum, before the first table. */
#define PAGE_RESERVE_BYTES 8
/* Chosen by measuring bytes per record and commits per second: see README.md. */
#define PAGE_SIZE_BYTES 4096
#define WRITER_PRAGMAS "PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 4000"
#define READER_PRAGMAS "PRAGMA query_only = 1; PRAGMA cache_size = -512"
#define BUSY_TIMEOUT_MS 30000
#define PATH_CAP 2048

enum result database_result(sqlite3 *db, int code)
{
	int extended = sqlite3_extended_errcode(db);

	log_line(LOG_ERROR, "database: %s (%d)", sqlite3_errmsg(db), extended);
	switch (code & 0xff) {
	case SQLITE_FULL:
		return ERR_FULL;
	case SQLITE_NOMEM:
		return ERR_NO_MEMORY;
	case SQLITE_BUSY:
		return ERR_BUSY;
	default:
		return ERR_IO;
	}
}

static enum result execute(sqlite3 *db, const char *sql)
{
	int code = sqlite3_exec(db, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? OK : database_result(db, code);
}

static enum result read_number(sqlite3 *db, const char *sql, int64_t *number_out)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

	if (code != SQLITE_OK)
		return database_result(db, code);
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*number_out = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return code == SQLITE_ROW ? OK : database_result(db, code);
}

/* synchronous=FULL is what LOG2 rests on: NORMAL loses commits at a power cut. */
static enum result configure_connection(sqlite3 *db, bool is_writer)
{
	enum result result;

	sqlite3_busy_timeout(db, BUSY_TIMEOUT_MS);
	/* Few prepared statements and large values: SQLite's slots for small
	 * allocations would cost each reader 120 KiB. */
	sqlite3_db_config(db, SQLITE_DBCONFIG_LOOKASIDE, NULL, 0, 0);
	sqlite3_extended_result_codes(db, 1);
	result = execute(db, "PRAGMA synchronous = FULL");
	if (result == OK)
		result = execute(db, is_writer ? WRITER_PRAGMAS : READER_PRAGMAS);
	return result;
}

enum result database_open(const char *path, const char *disk_vfs, bool is_writer, sqlite3 **db_out)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE;
	int code;

	if (is_writer)
		flags |= SQLITE_OPEN_CREATE;
	code = sqlite3_open_v2(path, db_out, flags, disk_vfs);
	return code == SQLITE_OK ? configure_connection(*db_out, is_writer)
				 : database_result(*db_out, code);
}

/* What can only be chosen while the file is empty. */
static enum result prepare_empty(sqlite3 *db)
{
	char sql[96];
	int reserve = PAGE_RESERVE_BYTES;
	enum result result;

	snprintf(sql, sizeof(sql), "PRAGMA page_size = %d; PRAGMA application_id = %d",
		 PAGE_SIZE_BYTES, APPLICATION_ID);
	sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
	result = execute(db, sql);
	return result == OK ? execute(db, "PRAGMA journal_mode = WAL") : result;
}

/* A copy beside the database, made whole before the name is taken. */
static enum result copy_before(sqlite3 *db, const char *path, const char *migration)
{
	char sql[PATH_CAP + 128], copy[PATH_CAP + 64];

	snprintf(copy, sizeof(copy), "%s.before-%s", path, migration);
	if (remove(copy) == 0)
		log_line(LOG_WARNING, "an older copy of the database was replaced");
	sqlite3_snprintf(sizeof(sql), sql, "VACUUM INTO %Q", copy);
	return execute(db, sql);
}

static enum result migrate_step(sqlite3 *db, const char *path,
				const struct store_migration *migrations, unsigned step,
				bool was_empty)
{
	char sql[64];
	enum result result = OK;

	if (!was_empty)
		result = copy_before(db, path, migrations[step].name);
	if (result == OK)
		result = execute(db, "BEGIN EXCLUSIVE");
	if (result == OK)
		result = execute(db, migrations[step].sql);
	snprintf(sql, sizeof(sql), "PRAGMA user_version = %u", step + 1);
	if (result == OK)
		result = execute(db, sql);
	if (result == OK)
		result = execute(db, "COMMIT");
	return result;
}

enum result database_migrate(sqlite3 *db, const char *path,
			     const struct store_migration *migrations, unsigned count)
{
	int64_t version, application, tables;
	enum result result = read_number(db, "PRAGMA user_version", &version);

	if (result == OK)
		result = read_number(db, "PRAGMA application_id", &application);
	if (result == OK)
		result = read_number(db, "SELECT count(*) FROM sqlite_schema", &tables);
	if (result != OK)
		return result;
	if (version > count || (tables > 0 && application != APPLICATION_ID)) {
		log_line(LOG_ERROR, "%s is of a newer version or another program", path);
		return ERR_UNSUPPORTED;
	}
	if (tables == 0)
		result = prepare_empty(db);
	for (unsigned step = (unsigned)version; result == OK && step < count; step++)
		result = migrate_step(db, path, migrations, step, tables == 0);
	return result;
}
