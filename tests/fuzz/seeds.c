/* Writes the byte values of the vectors as files, as seeds for one target.
 *
 * usage: seeds TARGET OUT_DIRECTORY VECTORS_DIRECTORY */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "vectors/vector_file.h"

/* Which keys of which folder are of the target's form. */
static const struct {
	const char *target;
	const char *folder;
	const char *key;
} sources[] = {
	{"frame", "frame", "frames"},         {"commit", "commit", "message"},
	{"entry", "charter", "entry"},        {"entry", "message", "bytes"},
	{"sync_request", "request", "auth"},  {"sync_request", "request", "rest"},
	{"sync_request", "message", "bytes"},
};

static unsigned written;

static void write_seed(const char *directory, struct bytes bytes)
{
	char path[1024];
	FILE *file;

	snprintf(path, sizeof(path), "%s/seed-%04u", directory, written++);
	file = fopen(path, "wb");
	if (file == NULL)
		return;
	fwrite(bytes.data, 1, bytes.size, file);
	fclose(file);
}

static void take_vector(const char *path, const char *key, const char *out)
{
	struct vector vector;

	if (!vector_open(&vector, path))
		return;
	for (size_t i = 0; i < vector_occurrences(&vector, key); i++)
		write_seed(out, vector_bytes(&vector, key, i));
	vector_close(&vector);
}

static void take_folder(const char *folder, const char *key, const char *out)
{
	DIR *directory = opendir(folder);
	const struct dirent *entry;

	while (directory != NULL && (entry = readdir(directory)) != NULL) {
		char path[1024];

		if (strstr(entry->d_name, ".vec") == NULL)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		take_vector(path, key, out);
	}
	if (directory != NULL)
		closedir(directory);
}

/* As mkdir -p. */
static void make_directory(const char *path)
{
	char copy[1024];

	snprintf(copy, sizeof(copy), "%s", path);
	for (char *at = copy + 1; *at != '\0'; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		mkdir(copy, 0777);
		*at = '/';
	}
	mkdir(copy, 0777);
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	make_directory(argv[2]);
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		char folder[1024];

		if (strcmp(sources[i].target, argv[1]) != 0)
			continue;
		snprintf(folder, sizeof(folder), "%s/%s", argv[3], sources[i].folder);
		take_folder(folder, sources[i].key, argv[2]);
	}
	printf("%u seeds\n", written);
	return written > 0 ? 0 : 1;
}
