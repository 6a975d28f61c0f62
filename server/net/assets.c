#include "net/assets.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/seams.h"
#include "crypto/verify.h"

#define HEADERS_CAP 900
#define ETAG_BYTES 8u

/* What holds the promise that nothing foreign is ever loaded or run. */
#define STRICT_HEADERS                                                                       \
	"Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; " \
	"connect-src 'self'; img-src 'self' blob:; worker-src 'self'; manifest-src 'self'; " \
	"object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "   \
	"font-src 'self'; require-trusted-types-for 'script'; "                              \
	"trusted-types app svelte-trusted-html\r\n"                                          \
	"Cross-Origin-Opener-Policy: same-origin\r\n"                                        \
	"Cross-Origin-Resource-Policy: same-origin\r\n"                                      \
	"Referrer-Policy: no-referrer\r\n"

enum encoding { PLAIN, GZIP, BROTLI, ENCODING_COUNT };

static const char *const encoding_suffix[ENCODING_COUNT] = {"", ".gz", ".br"};
static const char *const encoding_name[ENCODING_COUNT] = {"", "gzip", "br"};

struct asset {
	char *path; /* "/index.html" */
	const char *content_type;
	char etag[2 * ETAG_BYTES + 3]; /* quotes included */
	struct buffer content[ENCODING_COUNT];
	char *headers[ENCODING_COUNT]; /* NULL where there is no such encoding */
};

struct assets {
	struct asset *items; /* sorted by path */
	size_t count;
	size_t total_bytes;
};

static const struct {
	const char *extension;
	const char *content_type;
} content_types[] = {
	{".html", "text/html; charset=utf-8"},
	{".js", "text/javascript; charset=utf-8"},
	{".css", "text/css; charset=utf-8"},
	{".json", "application/json"},
	{".webmanifest", "application/manifest+json"},
	{".svg", "image/svg+xml"},
	{".png", "image/png"},
	{".jpg", "image/jpeg"},
	{".webp", "image/webp"},
	{".ico", "image/x-icon"},
	{".woff2", "font/woff2"},
	{".txt", "text/plain; charset=utf-8"},
	{".wasm", "application/wasm"},
};

static const char *content_type_of(const char *path)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot != NULL && i < sizeof(content_types) / sizeof(content_types[0]);
	     i++) {
		if (strcmp(dot, content_types[i].extension) == 0)
			return content_types[i].content_type;
	}
	return "application/octet-stream";
}

static bool has_suffix(const char *text, const char *suffix)
{
	size_t size = strlen(text), suffix_size = strlen(suffix);

	return size > suffix_size && strcmp(text + size - suffix_size, suffix) == 0;
}

static bool is_hashed(const char *path)
{
	return strncmp(path, "/assets/", 8) == 0;
}

static void make_etag(struct asset *asset)
{
	uint8_t hash[HASH_SIZE];
	char *out = asset->etag;

	/* Any hash will do here; the label only keeps it apart from the others. */
	verify_hash_bytes(LABEL_BODY, buffer_bytes(&asset->content[PLAIN]), hash);
	*out++ = '"';
	for (unsigned i = 0; i < ETAG_BYTES; i++, out += 2)
		snprintf(out, 3, "%02x", hash[i]);
	*out++ = '"';
	*out = '\0';
}

static char *make_headers(const struct asset *asset, enum encoding encoding)
{
	char headers[HEADERS_CAP], encoded[48] = "", tag[64] = "";

	if (encoding != PLAIN)
		snprintf(encoded, sizeof(encoded), "Content-Encoding: %s\r\n",
			 encoding_name[encoding]);
	if (!is_hashed(asset->path))
		snprintf(tag, sizeof(tag), "ETag: W/%s\r\n", asset->etag);
	snprintf(headers, sizeof(headers), "%s%sCache-Control: %s\r\n%sVary: Accept-Encoding\r\n",
		 STRICT_HEADERS, encoded,
		 is_hashed(asset->path) ? "public, max-age=31536000, immutable" : "no-cache", tag);
	return strdup(headers);
}

static enum result read_content(struct assets *assets, const char *path, struct buffer *content)
{
	const struct seams *seams = seams_system();
	enum result result;

	buffer_init_growing(content, ASSETS_MAX_BYTES);
	result = seams->file_read(seams->context, path, ASSETS_MAX_BYTES - assets->total_bytes,
				  content);
	if (result == OK)
		assets->total_bytes += content->size;
	return result;
}

/* One file and its compressed siblings. */
static enum result add_file(struct assets *assets, const char *file, const char *path)
{
	struct asset *asset;
	enum result result = OK;

	if (assets->count == ASSETS_MAX_FILES)
		return ERR_LIMIT;
	asset = &assets->items[assets->count++];
	asset->path = strdup(path);
	asset->content_type = content_type_of(path);
	if (asset->path == NULL)
		return ERR_NO_MEMORY;
	for (int i = PLAIN; i < ENCODING_COUNT && result == OK; i++) {
		char name[PATH_MAX];

		snprintf(name, sizeof(name), "%s%s", file, encoding_suffix[i]);
		result = read_content(assets, name, &asset->content[i]);
		if (i != PLAIN && result == ERR_NOT_FOUND) {
			result = OK;
			continue;
		}
		if (i == PLAIN && result == OK)
			make_etag(asset);
		asset->headers[i] = make_headers(asset, (enum encoding)i);
	}
	return result;
}

static enum result add_directory(struct assets *assets, const char *directory, const char *path);

static enum result add_name(struct assets *assets, const char *directory, const char *path,
			    const char *name)
{
	char file[PATH_MAX], below[PATH_MAX];
	struct stat status;

	if (name[0] == '.' || has_suffix(name, ".br") || has_suffix(name, ".gz") ||
	    has_suffix(name, ".map"))
		return OK;
	if (snprintf(file, sizeof(file), "%s/%s", directory, name) >= (int)sizeof(file) ||
	    snprintf(below, sizeof(below), "%s/%s", path, name) >= (int)sizeof(below))
		return ERR_TOO_LARGE;
	if (stat(file, &status) != 0)
		return ERR_IO;
	if (S_ISDIR(status.st_mode))
		return add_directory(assets, file, below);
	return S_ISREG(status.st_mode) ? add_file(assets, file, below) : OK;
}

static enum result add_directory(struct assets *assets, const char *directory, const char *path)
{
	DIR *open = opendir(directory);
	const struct dirent *entry;
	enum result result = OK;

	if (open == NULL) {
		log_errno(directory);
		return ERR_IO;
	}
	while (result == OK && (entry = readdir(open)) != NULL)
		result = add_name(assets, directory, path, entry->d_name);
	closedir(open);
	return result;
}

static int compare_assets(const void *a, const void *b)
{
	return strcmp(((const struct asset *)a)->path, ((const struct asset *)b)->path);
}

enum result assets_load(const char *directory, struct assets **assets_out)
{
	struct assets *assets = calloc(1, sizeof(*assets));
	enum result result = OK;

	if (assets == NULL)
		return ERR_NO_MEMORY;
	if (directory[0] != '\0') {
		assets->items = calloc(ASSETS_MAX_FILES, sizeof(*assets->items));
		result = assets->items == NULL ? ERR_NO_MEMORY
					       : add_directory(assets, directory, "");
	}
	if (result != OK) {
		log_line(LOG_ERROR, "the web app in %s cannot be read: %s", directory,
			 result_name(result));
		assets_free(&assets);
		return result;
	}
	if (assets->count > 0)
		qsort(assets->items, assets->count, sizeof(*assets->items), compare_assets);
	*assets_out = assets;
	return OK;
}

void assets_free(struct assets **assets)
{
	if (*assets == NULL)
		return;
	for (size_t i = 0; i < (*assets)->count; i++) {
		struct asset *asset = &(*assets)->items[i];

		free(asset->path);
		for (int k = PLAIN; k < ENCODING_COUNT; k++) {
			buffer_deinit(&asset->content[k]);
			free(asset->headers[k]);
		}
	}
	free((*assets)->items);
	free(*assets);
	*assets = NULL;
}

static const struct asset *find_file(const struct assets *assets, const char *path)
{
	const struct asset wanted = {.path = (char *)path};

	if (assets->count == 0)
		return NULL;
	return bsearch(&wanted, assets->items, assets->count, sizeof(*assets->items),
		       compare_assets);
}

/* ASSET1. */
static bool is_app_path(const char *path)
{
	return strchr(strrchr(path, '/'), '.') == NULL && strncmp(path, "/v1/", 4) != 0 &&
	       !is_hashed(path);
}

/* Whether the client listed the name, without refusing it by a weight of zero. */
static bool accepts(const char *accepted, const char *name)
{
	const char *at = accepted;
	size_t size = strlen(name);

	while (at != NULL && *at != '\0') {
		const char *end = strchr(at, ',');
		size_t item = end == NULL ? strlen(at) : (size_t)(end - at);

		while (item > 0 && *at == ' ') {
			at++;
			item--;
		}
		if (item >= size && strncmp(at, name, size) == 0 &&
		    (item == size || at[size] == ';' || at[size] == ' '))
			return memmem(at, item, "q=0", 3) == NULL ||
			       memmem(at, item, "q=0.", 4) != NULL;
		at = end == NULL ? NULL : end + 1;
	}
	return false;
}

static enum encoding choose_encoding(const struct asset *asset, const char *accepted)
{
	for (int i = ENCODING_COUNT - 1; i > PLAIN; i--) {
		if (asset->headers[i] != NULL && accepts(accepted, encoding_name[i]))
			return (enum encoding)i;
	}
	return PLAIN;
}

enum result assets_find(const struct assets *assets, const char *path, const char *accept_encoding,
			const char *if_none_match, struct reply *reply)
{
	const struct asset *asset = find_file(assets, path);
	enum encoding encoding;

	if (asset == NULL && is_app_path(path))
		asset = find_file(assets, "/index.html");
	if (asset == NULL)
		return ERR_NOT_FOUND;
	encoding = choose_encoding(asset, accept_encoding);
	if (asset->headers[encoding] == NULL)
		return ERR_NO_MEMORY;
	reply->content_type = asset->content_type;
	reply->headers = asset->headers[encoding];
	if (if_none_match != NULL && !is_hashed(asset->path) &&
	    strstr(if_none_match, asset->etag) != NULL)
		reply->status = 304;
	else
		reply->file = buffer_bytes(&asset->content[encoding]);
	return OK;
}
