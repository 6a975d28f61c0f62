/* The web app, read into memory once: nothing a client sends reaches the file
 * system.
 *
 *   ASSET1  A path that is no file is the app (index.html), unless its last
 *           part has a dot or it lies under /v1/ or /assets/: that is a 404,
 *           never cached.
 *   ASSET2  Files under /assets/ are named by their content and cached for ever;
 *           everything else is asked for again with its ETag.
 *   ASSET3  Every answer carries the same strict headers.
 *
 * Immutable after assets_load(); any thread. */
#ifndef NET_ASSETS_H
#define NET_ASSETS_H

#include "base/result.h"
#include "net/reply.h"

#define ASSETS_MAX_FILES 2048u
#define ASSETS_MAX_BYTES (64u * 1024u * 1024u)

struct assets;

/* An empty directory name gives a server without web app. Logs what is wrong. */
MUST_CHECK enum result assets_load(const char *directory, struct assets **assets_out);
void assets_free(struct assets **assets);

/* Header values as the client sent them; NULL: not at all. Expected failure:
 * ERR_NOT_FOUND. */
MUST_CHECK enum result assets_find(const struct assets *assets, const char *path,
				   const char *accept_encoding, const char *if_none_match,
				   struct reply *reply);

#endif
