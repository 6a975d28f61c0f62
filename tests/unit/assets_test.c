#include "net/assets.h"
#include "support/check.h"

#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "crypto/verify.h"

static char directory[64];
static struct assets *assets;
static struct reply reply;

static void put(const char *name, const char *content)
{
	char path[160];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "w");
	CHECK(file != NULL);
	fputs(content, file);
	fclose(file);
}

static int open_assets(void **state)
{
	char command[128];

	(void)state;
	log_set_level(LOG_ERROR);
	CHECK_OK(verify_init());
	snprintf(directory, sizeof(directory), "/tmp/assets-test-XXXXXX");
	CHECK(mkdtemp(directory) != NULL);
	snprintf(command, sizeof(command), "mkdir '%s/assets'", directory);
	CHECK_EQUAL(system(command), 0);
	put("index.html", "<html>");
	put("index.html.br", "BR");
	put("index.html.gz", "GZ");
	put("sw.js", "worker");
	put("assets/app-4f.js", "code");
	put("assets/app-4f.js.gz", "GZCODE");
	put(".hidden", "secret");
	CHECK_OK(assets_load(directory, &assets));
	return reply_init(&reply) == OK ? 0 : -1;
}

static int close_assets(void **state)
{
	char command[128];

	(void)state;
	reply_deinit(&reply);
	assets_free(&assets);
	snprintf(command, sizeof(command), "rm -rf '%s'", directory);
	return system(command);
}

static void check_file(const char *path, const char *accepted, const char *content)
{
	reply.status = 200;
	CHECK_OK(assets_find(assets, path, accepted, NULL, &reply));
	CHECK_EQUAL(reply.file.size, strlen(content));
	CHECK_BYTES(reply.file.data, content, strlen(content));
}

TEST(ASSET1_a_path_without_a_dot_is_the_app)
{
	check_file("/", NULL, "<html>");
	check_file("/plan/3/mal", NULL, "<html>");
	check_file("/index.html", NULL, "<html>");
}

TEST(ASSET1_a_missing_file_is_not_found)
{
	static const char *const missing[] = {"/app-5f.js",    "/assets/app-5f.js", "/assets/app",
					      "/v1/unknown",   "/.hidden",          "/x/y.png",
					      "/index.html.br"};

	for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++)
		CHECK_RESULT(assets_find(assets, missing[i], NULL, NULL, &reply), ERR_NOT_FOUND);
}

TEST(ASSET2_hashed_files_are_kept_for_ever_and_others_asked_for_again)
{
	char tag[32] = "";
	const char *start;

	check_file("/assets/app-4f.js", NULL, "code");
	CHECK(strstr(reply.headers, "immutable") != NULL);
	CHECK(strstr(reply.headers, "ETag") == NULL);
	check_file("/sw.js", NULL, "worker");
	CHECK(strstr(reply.headers, "Cache-Control: no-cache\r\n") != NULL);
	start = strstr(reply.headers, "ETag: ");
	CHECK(start != NULL);
	sscanf(start, "ETag: %31[^\r]", tag);
	reply.file = (struct bytes){0};
	CHECK_OK(assets_find(assets, "/sw.js", NULL, tag, &reply));
	CHECK_EQUAL(reply.status, 304);
	CHECK(reply.file.data == NULL);
}

TEST(ASSET2_the_smallest_encoding_that_is_accepted)
{
	check_file("/", "gzip, deflate, br", "BR");
	CHECK(strstr(reply.headers, "Content-Encoding: br\r\n") != NULL);
	check_file("/", "gzip", "GZ");
	check_file("/", "br;q=0, gzip;q=0.5", "GZ");
	check_file("/", "identity", "<html>");
	check_file("/", "brotli", "<html>");
	check_file("/assets/app-4f.js", "br", "code");
	check_file("/assets/app-4f.js", "br, gzip", "GZCODE");
	CHECK(strstr(reply.headers, "Vary: Accept-Encoding\r\n") != NULL);
}

TEST(ASSET3_every_file_carries_the_strict_headers)
{
	static const char *const paths[] = {"/", "/sw.js", "/assets/app-4f.js"};
	static const char *const wanted[] = {
		"Content-Security-Policy: default-src 'none'; script-src 'self'; ",
		"frame-ancestors 'none'; ",
		"require-trusted-types-for 'script'; trusted-types app svelte-trusted-html\r\n",
		"Cross-Origin-Opener-Policy: same-origin\r\n",
		"Cross-Origin-Resource-Policy: same-origin\r\n",
		"Referrer-Policy: no-referrer\r\n"};

	for (size_t i = 0; i < 3; i++) {
		CHECK_OK(assets_find(assets, paths[i], NULL, NULL, &reply));
		for (size_t k = 0; k < sizeof(wanted) / sizeof(wanted[0]); k++)
			CHECK(strstr(reply.headers, wanted[k]) != NULL);
	}
}

TEST(ASSET_no_directory_is_a_server_without_app)
{
	struct assets *none = NULL;

	CHECK_OK(assets_load("", &none));
	CHECK_RESULT(assets_find(none, "/", NULL, NULL, &reply), ERR_NOT_FOUND);
	assets_free(&none);
	log_set_level((enum log_level) - 1);
	CHECK_RESULT(assets_load("/nonexistent", &none), ERR_IO);
}

#define P(name) cmocka_unit_test_setup_teardown(name, open_assets, close_assets)

RUN_TESTS(P(ASSET1_a_path_without_a_dot_is_the_app), P(ASSET1_a_missing_file_is_not_found),
	  P(ASSET2_hashed_files_are_kept_for_ever_and_others_asked_for_again),
	  P(ASSET2_the_smallest_encoding_that_is_accepted),
	  P(ASSET3_every_file_carries_the_strict_headers),
	  P(ASSET_no_directory_is_a_server_without_app))
