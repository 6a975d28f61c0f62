/* The numbered .sql files of migrations/, embedded by the build.
 *
 * Number n of the table takes a database from user_version n to n + 1. */
#ifndef STORE_MIGRATIONS_H
#define STORE_MIGRATIONS_H

struct store_migration {
	const char *name; /* the file's, without .sql */
	const char *sql;
};

extern const struct store_migration store_migrations[];
extern const unsigned store_migration_count;

#endif
