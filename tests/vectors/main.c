/* Runs every vector: `vectors DIRECTORY [AREA]`. Exit status 1 on any failure. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "crypto/verify.h"
#include "vectors/areas.h"

#define PATH_SIZE 1024u

static const struct {
	const char *name;
	run_vector *run;
} AREAS[] = {
	{"frame", run_frame},         {"message", run_message}, {"commit", run_commit},
	{"signature", run_signature}, {"charter", run_charter}, {"tree", run_tree},
	{"seal", run_seal},           {"invite", run_invite},   {"request", run_request},
	{"recovery", run_recovery},   {"aloud", run_aloud},     {"slip", run_slip},
};

static unsigned passed, failed;

enum result same_bytes(const char *what, struct bytes got, struct bytes expected)
{
	if (bytes_equal(got, expected))
		return OK;
	printf("  %s differs\n", what);
	return VALUE_DIFFERS;
}

enum result same_number(const char *what, long got, long expected)
{
	if (got == expected)
		return OK;
	printf("  %s: %ld, expected %ld\n", what, got, expected);
	return VALUE_DIFFERS;
}

static void fail(const char *path, const char *why, const char *rule)
{
	printf("FAILED %s [%s]: %s\n", path, rule, why);
	failed++;
}

static void run_file(const char *path, run_vector *run)
{
	struct vector vector;
	struct arena arena;
	const char *expect, *rule;
	char why[128];
	enum result outcome;

	arena_init(&arena, VECTOR_ARENA_BYTES);
	if (!vector_open(&vector, path) || !(expect = vector_text(&vector, "expect", 0)) ||
	    !(rule = vector_text(&vector, "rule", 0))) {
		fail(path, "cannot be read", "?");
	} else {
		outcome = run(&vector, &arena);
		snprintf(why, sizeof(why), "%s, expected %s",
			 outcome == VALUE_DIFFERS ? "another value" : result_name(outcome), expect);
		if (outcome != VALUE_DIFFERS && strcmp(result_name(outcome), expect) == 0)
			passed++;
		else
			fail(path, why, rule);
	}
	vector_close(&vector);
	arena_deinit(&arena);
}

static void run_area(const char *root, const char *area, run_vector *run)
{
	char path[PATH_SIZE];
	struct dirent *entry;
	DIR *directory;

	snprintf(path, sizeof(path), "%s/%s", root, area);
	directory = opendir(path);
	if (!directory)
		return;
	while ((entry = readdir(directory))) {
		if (!strstr(entry->d_name, ".vec"))
			continue;
		snprintf(path, sizeof(path), "%s/%s/%s", root, area, entry->d_name);
		run_file(path, run);
	}
	closedir(directory);
}

static run_vector *runner_of(const char *area)
{
	size_t i;

	for (i = 0; i < sizeof(AREAS) / sizeof(AREAS[0]); i++) {
		if (strcmp(AREAS[i].name, area) == 0)
			return AREAS[i].run;
	}
	return NULL;
}

int main(int argc, char **argv)
{
	const char *only = argc > 2 ? argv[2] : NULL;
	struct dirent *entry;
	DIR *root = argc > 1 ? opendir(argv[1]) : NULL;

	if (!root || verify_init() != OK) {
		fprintf(stderr, "usage: vectors DIRECTORY [AREA]\n");
		return 2;
	}
	while ((entry = readdir(root))) {
		run_vector *run = runner_of(entry->d_name);

		/* Files, and the folder of the script that makes the vectors. */
		if (strchr(entry->d_name, '.') || strcmp(entry->d_name, "make") == 0)
			continue;
		if (!run)
			fail(entry->d_name, "no runner for this folder", "?");
		else if (!only || strcmp(only, entry->d_name) == 0)
			run_area(argv[1], entry->d_name, run);
	}
	closedir(root);
	printf("%u vectors passed, %u failed\n", passed, failed);
	return failed > 0 || passed == 0;
}
