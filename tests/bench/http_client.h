/* The least HTTP/1.1 client that a load generator needs: keep-alive, bodies with
 * a length or in chunks. One thread. Any failure ends the program with a line. */
#ifndef BENCH_HTTP_CLIENT_H
#define BENCH_HTTP_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

struct http_client {
	int socket;
	uint16_t port;
	struct buffer in;  /* the answer so far, as it came */
	struct bytes body; /* set when the answer is whole; chunks joined, in `in` */
	int status;
	uint64_t bytes_in;
	uint64_t bytes_out;
};

void http_open(struct http_client *client, uint16_t port);
void http_close(struct http_client *client);
/* A request as it goes out; owned, free with free(). */
struct bytes http_request(const char *method, const char *path, struct bytes body);
void http_send(struct http_client *client, struct bytes request);
/* Reads what is there; true when the answer is whole. */
bool http_receive(struct http_client *client);
/* Sends and waits; the body is valid until the next request. */
struct bytes http_exchange(struct http_client *client, struct bytes request);

/* Prints why and ends the program. */
void fail(const char *why) __attribute__((noreturn));

#endif
