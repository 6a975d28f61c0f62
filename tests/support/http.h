/* A small blocking HTTP/1.1 client for tests: one socket, keep-alive, bodies with
 * a length or in chunks. */
#ifndef SUPPORT_HTTP_H
#define SUPPORT_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

#define HTTP_READ_BYTES (64u * 1024u)

struct http {
	int socket; /* -1: closed */
	uint16_t port;
	uint8_t input[HTTP_READ_BYTES];
	size_t input_start, input_end;
	uint64_t sent_bytes, received_bytes;
};

struct http_reply {
	unsigned status;    /* 0: no answer, or a broken one */
	bool closes;        /* the server said so */
	bool is_cut;        /* ended before its length or last chunk */
	struct buffer body; /* the caller's: initialised before, not cleared */
};

bool http_open(struct http *http, uint16_t port);
void http_close(struct http *http);
/* Raw bytes, as they are. */
bool http_send(struct http *http, const void *data, size_t size);
/* Sends a POST; opens the connection again where it was closed. */
bool http_send_post(struct http *http, const char *path, struct bytes body);
/* Reads one answer. */
void http_read(struct http *http, struct http_reply *reply);
/* Reads head alone, then chunk after chunk: true while there is one more. */
void http_read_head(struct http *http, struct http_reply *reply);
bool http_read_chunk(struct http *http, struct http_reply *reply);

#endif
