/* The database's file: a connection to it, and its schema brought up to date.
 *
 * WAL, synchronous=FULL. Knows no rows: store_sqlite.c does. Any thread, each with a connection
 * of its own. */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include <stdbool.h>

#include "base/result.h"
#include "store/migrations.h"

struct sqlite3;

/* What SQLite's code is here; logs what is unexpected, once, where the detail is known. */
enum result database_result(struct sqlite3 *db, int code);
/* The connection is to be closed, also after a failure. */
MUST_CHECK enum result database_open(const char *path, const char *disk_vfs, bool is_writer,
				     struct sqlite3 **db_out);
/* Expected failure: ERR_UNSUPPORTED, of a newer schema or another program's file (STORE3). */
MUST_CHECK enum result database_migrate(struct sqlite3 *db, const char *path,
					const struct store_migration *migrations, unsigned count);

#endif
