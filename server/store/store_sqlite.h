/* The store on SQLite. */
#ifndef STORE_STORE_SQLITE_H
#define STORE_STORE_SQLITE_H

#include "store/store.h"

struct store_migration;

struct store_options {
	const char *path;     /* the database file */
	const char *disk_vfs; /* NULL: the system's */
	unsigned max_readers; /* acquire waits beyond */
	/* NULL: those of migrations/. */
	const struct store_migration *migrations;
	unsigned migration_count;
};

/* Creates or migrates the database. ERR_UNSUPPORTED: made by a newer version. */
MUST_CHECK enum result store_sqlite_open(const struct store_options *options,
					 struct store **store_out);

#endif
