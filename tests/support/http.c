#include "support/http.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINE_CAP 2048

bool http_open(struct http *http, uint16_t port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	struct timeval timeout = {.tv_sec = 40};
	int one = 1;

	memset(http, 0, offsetof(struct http, input));
	http->input_start = http->input_end = 0;
	http->port = port;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	http->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (http->socket < 0)
		return false;
	setsockopt(http->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(http->socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	setsockopt(http->socket, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
	if (connect(http->socket, (struct sockaddr *)&address, sizeof(address)) == 0)
		return true;
	http_close(http);
	return false;
}

void http_close(struct http *http)
{
	if (http->socket >= 0)
		close(http->socket);
	http->socket = -1;
}

bool http_send(struct http *http, const void *data, size_t size)
{
	const uint8_t *at = data;

	while (size > 0) {
		ssize_t put = send(http->socket, at, size, MSG_NOSIGNAL);

		if (put <= 0)
			return false;
		at += put;
		size -= (size_t)put;
		http->sent_bytes += (uint64_t)put;
	}
	return true;
}

bool http_send_post(struct http *http, const char *path, struct bytes body)
{
	char head[256];
	struct buffer whole;
	bool is_sent;
	int size = snprintf(head, sizeof(head),
			    "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nContent-Length: %zu\r\n\r\n",
			    path, http->port, body.size);

	if (http->socket < 0 && !http_open(http, http->port))
		return false;
	buffer_init_growing(&whole, 16u << 20);
	buffer_append(&whole, head, (size_t)size);
	buffer_append_bytes(&whole, body);
	is_sent = http_send(http, whole.data, whole.size);
	buffer_deinit(&whole);
	return is_sent;
}

static bool fill(struct http *http)
{
	ssize_t got;

	if (http->socket < 0)
		return false;
	got = recv(http->socket, http->input, sizeof(http->input), 0);
	if (got <= 0)
		return false;
	http->input_start = 0;
	http->input_end = (size_t)got;
	http->received_bytes += (uint64_t)got;
	return true;
}

static bool read_line(struct http *http, char line[LINE_CAP])
{
	size_t size = 0;

	for (;;) {
		char c;

		if (http->input_start == http->input_end && !fill(http))
			return false;
		c = (char)http->input[http->input_start++];
		if (c == '\n')
			break;
		if (size + 1 < LINE_CAP)
			line[size++] = c;
	}
	while (size > 0 && line[size - 1] == '\r')
		size--;
	line[size] = '\0';
	return true;
}

static bool read_exactly(struct http *http, size_t size, struct buffer *out)
{
	while (size > 0) {
		size_t there = http->input_end - http->input_start;
		size_t part = there < size ? there : size;

		if (there == 0) {
			if (!fill(http))
				return false;
			continue;
		}
		buffer_append(out, http->input + http->input_start, part);
		http->input_start += part;
		size -= part;
	}
	return true;
}

/* The length that the head tells; -1: chunks; -2: none. */
static long read_fields(struct http *http, struct http_reply *reply)
{
	char line[LINE_CAP];
	long length = -2;

	while (read_line(http, line) && line[0] != '\0') {
		if (strncasecmp(line, "Content-Length:", 15) == 0)
			length = atol(line + 15);
		if (strcasecmp(line, "Transfer-Encoding: chunked") == 0)
			length = -1;
		if (strcasecmp(line, "Connection: close") == 0)
			reply->closes = true;
	}
	return length;
}

static long read_start(struct http *http, struct http_reply *reply)
{
	char line[LINE_CAP];

	reply->status = 0;
	reply->closes = false;
	reply->is_cut = false;
	if (!read_line(http, line) || sscanf(line, "HTTP/1.1 %u", &reply->status) != 1)
		return -2;
	return read_fields(http, reply);
}

bool http_read_chunk(struct http *http, struct http_reply *reply)
{
	char line[LINE_CAP];
	size_t size;

	if (!read_line(http, line)) {
		reply->is_cut = true;
		return false;
	}
	size = strtoul(line, NULL, 16);
	if (!read_exactly(http, size, &reply->body) || !read_line(http, line))
		reply->is_cut = true;
	return size > 0 && !reply->is_cut;
}

void http_read_head(struct http *http, struct http_reply *reply)
{
	(void)read_start(http, reply);
}

void http_read(struct http *http, struct http_reply *reply)
{
	long length = read_start(http, reply);

	if (length >= 0)
		reply->is_cut = !read_exactly(http, (size_t)length, &reply->body);
	else if (length == -1)
		while (http_read_chunk(http, reply))
			;
	if (reply->closes || reply->status == 0)
		http_close(http);
}
