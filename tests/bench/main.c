/* usage: bench PORT SERVER_PID w1|w2
 *
 * Runs W1, or W2 and W3, against a server on loopback and prints a line each. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "bench/plan.h"

#define RECORD_BYTES 300u
#define MAX_CLIENTS 64u
#define SYNCS 4000u

struct server {
	uint16_t port;
	const char *pid;
	uint64_t signatures; /* that it has been given */
};

static double now_ms(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

/* Seconds of processor time that the server has used. */
static double server_cpu_s(const struct server *server)
{
	char path[64], text[1024];
	unsigned long user = 0, kernel = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%s/stat", server->pid);
	file = fopen(path, "r");
	if (!file || !fgets(text, sizeof(text), file) || !strrchr(text, ')'))
		fail("cannot read the server's times");
	fclose(file);
	sscanf(strrchr(text, ')'), ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
	       &kernel);
	return (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double percentile(double *values, size_t count, double share)
{
	qsort(values, count, sizeof(*values), compare);
	return values[(size_t)((double)(count - 1) * share)];
}

struct sender {
	struct http_client client;
	struct plan plan;
	struct bytes *requests;
	size_t next;
	double sent_at;
};

static void send_next(struct sender *sender)
{
	sender->sent_at = now_ms();
	http_send(&sender->client, sender->requests[sender->next++]);
}

/* Every sender keeps one request under way until its own are used up. */
static double run_senders(struct sender *senders, size_t count, size_t each, double *latencies)
{
	struct epoll_event events[MAX_CLIENTS];
	int poll = epoll_create1(0);
	size_t i, done = 0;
	double start = now_ms();

	for (i = 0; i < count; i++) {
		struct epoll_event event = {.events = EPOLLIN, .data.ptr = &senders[i]};

		epoll_ctl(poll, EPOLL_CTL_ADD, senders[i].client.socket, &event);
		send_next(&senders[i]);
	}
	while (done < count * each) {
		int ready = epoll_wait(poll, events, MAX_CLIENTS, 10000);

		if (ready <= 0)
			fail("no answer for ten seconds");
		for (int k = 0; k < ready; k++) {
			struct sender *sender = events[k].data.ptr;

			if (!http_receive(&sender->client))
				continue;
			plan_check_answer(&sender->client);
			latencies[done++] = now_ms() - sender->sent_at;
			if (sender->next < each)
				send_next(sender);
		}
	}
	close(poll);
	return now_ms() - start;
}

static void prepare(struct server *server, struct sender *sender, size_t each, size_t batch)
{
	http_open(&sender->client, server->port);
	plan_found(&sender->plan, &sender->client);
	sender->requests = calloc(each, sizeof(*sender->requests));
	for (size_t i = 0; i < each; i++)
		sender->requests[i] = plan_commit_request(&sender->plan, batch, RECORD_BYTES);
	server->signatures += sender->plan.signatures;
}

static void run_w1(struct server *server, size_t count, size_t batch, size_t each)
{
	struct sender *senders = calloc(count, sizeof(*senders));
	double *latencies = calloc(count * each, sizeof(*latencies)), ms, cpu;
	size_t i, k;

	for (i = 0; i < count; i++)
		prepare(server, &senders[i], each, batch);
	cpu = server_cpu_s(server);
	ms = run_senders(senders, count, each, latencies);
	cpu = server_cpu_s(server) - cpu;
	printf("W1 %zux%-4zu records/s %9.0f  p50 ms %6.3f  p99 ms %6.3f  server cpu s per 1000 "
	       "%.4f\n",
	       count, batch, (double)(count * each * batch) / ms * 1e3,
	       percentile(latencies, count * each, 0.5), percentile(latencies, count * each, 0.99),
	       cpu / (double)(count * each * batch) * 1e3);
	for (i = 0; i < count; i++) {
		http_close(&senders[i].client);
		for (k = 0; k < each; k++)
			free((void *)(uintptr_t)senders[i].requests[k].data);
		free(senders[i].requests);
	}
	free(latencies);
	free(senders);
}

/* A new device of the same plan: the same keys, nothing fetched. */
static void run_pull(struct server *server, const struct plan *loaded, size_t records)
{
	struct http_client client;
	struct plan plan = *loaded;
	double start, cpu, first = 0, ms;
	bool is_over = false;

	tree_init(&plan.frontier);
	plan.records = plan.payload_bytes = plan.signatures = 0;
	http_open(&client, server->port);
	cpu = server_cpu_s(server);
	start = now_ms();
	while (!is_over) {
		struct bytes request = plan_pull_request(&plan);

		http_send(&client, request);
		while (!http_receive(&client)) {
			if (first == 0)
				first = now_ms() - start;
		}
		if (first == 0)
			first = now_ms() - start;
		is_over = plan_take(&plan, client.body);
		free((void *)(uintptr_t)request.data);
	}
	ms = now_ms() - start;
	cpu = server_cpu_s(server) - cpu;
	if (plan.records != records)
		fail("a pull has not brought every record");
	server->signatures += plan.signatures;
	printf("W2 %-7zu records/s %9.0f  first byte ms %.2f  overhead %.3f  server cpu s per 100k "
	       "%.3f\n",
	       records, (double)records / ms * 1e3, first,
	       (double)client.bytes_in / (double)plan.payload_bytes, cpu / (double)records * 1e5);
	http_close(&client);
}

/* A connection that asks once and is closed. */
struct asker {
	struct http_client client;
	double opened_at;
};

static void ask(struct asker *asker, uint16_t port, struct bytes request, int poll)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = asker};

	asker->opened_at = now_ms();
	http_open(&asker->client, port);
	epoll_ctl(poll, EPOLL_CTL_ADD, asker->client.socket, &event);
	http_send(&asker->client, request);
}

/* MAX_CLIENTS devices at a time, each on a new connection; bytes both ways. */
static uint64_t run_askers(uint16_t port, const struct bytes *requests, double *latencies)
{
	static struct asker askers[MAX_CLIENTS];
	struct epoll_event events[MAX_CLIENTS];
	int poll = epoll_create1(0);
	size_t next, done = 0;
	uint64_t bytes = 0;

	for (next = 0; next < MAX_CLIENTS; next++)
		ask(&askers[next], port, requests[next], poll);
	while (done < SYNCS) {
		int ready = epoll_wait(poll, events, MAX_CLIENTS, 10000);

		if (ready <= 0)
			fail("no answer for ten seconds");
		for (int k = 0; k < ready; k++) {
			struct asker *asker = events[k].data.ptr;

			if (!http_receive(&asker->client))
				continue;
			bytes += asker->client.bytes_in + asker->client.bytes_out;
			http_close(&asker->client);
			latencies[done++] = now_ms() - asker->opened_at;
			if (next < SYNCS)
				ask(asker, port, requests[next++], poll);
		}
	}
	close(poll);
	return bytes;
}

static void run_noop_syncs(struct server *server, struct plan *plan)
{
	double *latencies = calloc(SYNCS, sizeof(*latencies)), start, cpu, ms;
	struct bytes *requests = calloc(SYNCS, sizeof(*requests));
	uint64_t bytes;
	size_t i;

	plan->signatures = 0;
	for (i = 0; i < SYNCS; i++)
		requests[i] = plan_pull_request(plan);
	server->signatures += plan->signatures;
	cpu = server_cpu_s(server);
	start = now_ms();
	bytes = run_askers(server->port, requests, latencies);
	ms = now_ms() - start;
	cpu = server_cpu_s(server) - cpu;
	printf("W3 no-op   syncs/s %9.0f  p50 ms %.3f  bytes both ways %.0f  server cpu us each "
	       "%.1f\n",
	       SYNCS / ms * 1e3, percentile(latencies, SYNCS, 0.5), (double)bytes / SYNCS,
	       cpu / SYNCS * 1e6);
	for (i = 0; i < SYNCS; i++)
		free((void *)(uintptr_t)requests[i].data);
	free(requests);
	free(latencies);
}

/* Loads a plan with commits of 100 records, then fetches it. */
static void run_w2(struct server *server, size_t records, bool with_w3)
{
	struct sender sender = {0};
	double *latencies = calloc(records / 100, sizeof(*latencies));
	struct bytes request;

	prepare(server, &sender, records / 100, 100);
	run_senders(&sender, 1, records / 100, latencies);
	for (size_t i = 0; i < records / 100; i++)
		free((void *)(uintptr_t)sender.requests[i].data);
	run_pull(server, &sender.plan, records);
	if (with_w3) {
		/* The device that fetched all of it asks again. */
		sender.plan.signatures = 0;
		do {
			request = plan_pull_request(&sender.plan);
			http_exchange(&sender.client, request);
			free((void *)(uintptr_t)request.data);
		} while (!plan_take(&sender.plan, sender.client.body));
		server->signatures += sender.plan.signatures;
		run_noop_syncs(server, &sender.plan);
	}
	http_close(&sender.client);
	free(sender.requests);
	free(latencies);
}

int main(int argc, char **argv)
{
	struct server server = {0};

	if (argc != 4 || sodium_init() < 0 || verify_init() != OK) {
		fprintf(stderr, "usage: bench PORT SERVER_PID w1|w2\n");
		return 2;
	}
	server.port = (uint16_t)atoi(argv[1]);
	server.pid = argv[2];
	if (strcmp(argv[3], "w1") == 0) {
		run_w1(&server, 1, 1, 3000);
		run_w1(&server, 64, 1, 500);
		run_w1(&server, 16, 100, 150);
	} else {
		run_w2(&server, 10000, true);
		run_w2(&server, 100000, false);
	}
	printf("signatures %llu\n", (unsigned long long)server.signatures);
	return 0;
}
