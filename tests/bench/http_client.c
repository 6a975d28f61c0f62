#include "bench/http_client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER_MAX_BYTES (8u * 1024u * 1024u)
#define READ_BYTES (256u * 1024u)

void fail(const char *why)
{
	fprintf(stderr, "bench: %s\n", why);
	exit(1);
}

void http_open(struct http_client *client, uint16_t port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	int on = 1;

	memset(client, 0, sizeof(*client));
	client->port = port;
	buffer_init_growing(&client->in, ANSWER_MAX_BYTES);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	client->socket = socket(AF_INET, SOCK_STREAM, 0);
	if (client->socket < 0 ||
	    connect(client->socket, (struct sockaddr *)&address, sizeof(address)) != 0)
		fail("cannot connect");
	setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

void http_close(struct http_client *client)
{
	close(client->socket);
	buffer_deinit(&client->in);
}

struct bytes http_request(const char *method, const char *path, struct bytes body)
{
	char head[256];
	int size = snprintf(head, sizeof(head),
			    "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %zu\r\n\r\n",
			    method, path, body.size);
	uint8_t *data = malloc((size_t)size + body.size);

	if (!data)
		fail("no memory");
	memcpy(data, head, (size_t)size);
	if (body.size > 0)
		memcpy(data + size, body.data, body.size);
	return (struct bytes){data, (size_t)size + body.size};
}

void http_send(struct http_client *client, struct bytes request)
{
	size_t done = 0;

	buffer_clear(&client->in);
	while (done < request.size) {
		ssize_t sent = send(client->socket, request.data + done, request.size - done,
				    MSG_NOSIGNAL);

		if (sent <= 0)
			fail("the server closed a connection while it was written to");
		done += (size_t)sent;
	}
	client->bytes_out += request.size;
}

static const char *find(struct bytes in, const char *text)
{
	return memmem(in.data, in.size, text, strlen(text));
}

/* Joins the chunks in place; false where the last is not there yet. */
static bool join_chunks(uint8_t *start, size_t size, struct bytes *body_out)
{
	uint8_t *at = start, *to = start, *end = start + size;

	for (;;) {
		uint8_t *line_end = memmem(at, (size_t)(end - at), "\r\n", 2);
		size_t chunk;

		if (!line_end)
			return false;
		chunk = strtoul((char *)at, NULL, 16);
		at = line_end + 2;
		if ((size_t)(end - at) < chunk + 2)
			return false;
		if (chunk == 0)
			break;
		memmove(to, at, chunk);
		to += chunk;
		at += chunk + 2;
	}
	*body_out = (struct bytes){start, (size_t)(to - start)};
	return true;
}

static bool is_chunked_end(struct bytes in)
{
	return in.size >= 5 && memcmp(in.data + in.size - 5, "0\r\n\r\n", 5) == 0;
}

static bool take_body(struct http_client *client, const char *head_end)
{
	struct bytes all = buffer_bytes(&client->in);
	uint8_t *start = client->in.data + (head_end + 4 - (const char *)client->in.data);
	size_t size = all.size - (size_t)(start - client->in.data);
	struct bytes head = {all.data, (size_t)(head_end - (const char *)all.data) + 2};
	const char *length = find(head, "Content-Length: ");

	if (length) {
		client->body = (struct bytes){start, strtoul(length + 16, NULL, 10)};
		return size >= client->body.size;
	}
	return is_chunked_end(all) && join_chunks(start, size, &client->body);
}

bool http_receive(struct http_client *client)
{
	uint8_t *place = buffer_reserve(&client->in, READ_BYTES);
	const char *head_end;
	ssize_t got;

	if (!place)
		fail("an answer is too large");
	got = recv(client->socket, place, READ_BYTES, 0);
	if (got <= 0)
		fail("the server closed a connection");
	client->in.size -= READ_BYTES - (size_t)got;
	client->bytes_in += (uint64_t)got;
	head_end = find(buffer_bytes(&client->in), "\r\n\r\n");
	if (!head_end || !take_body(client, head_end))
		return false;
	client->status = atoi((const char *)client->in.data + 9);
	return true;
}

struct bytes http_exchange(struct http_client *client, struct bytes request)
{
	http_send(client, request);
	while (!http_receive(client)) {
	}
	return client->body;
}
