/* The generator of scripts/bench: one workload against a running server, one line
 * of JSON. Every client has a plan of its own; every commit is distinct, signed
 * beforehand and acknowledged as durable before the next one of its client.
 *
 * usage: load PORT push CLIENTS RECORDS RECORD_BYTES SECONDS
 *        load PORT pull COMMITS RECORDS RECORD_BYTES
 *        load PORT idle CLIENTS SECONDS        (nothing new, a new connection each)
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/remote.h"

#define MAX_CLIENTS 256
#define MAX_SAMPLES 200000
#define COMMITS_AHEAD 4096

struct client {
	struct http http;
	struct plan plan;
	struct reading reading;
	uint64_t time;
	struct tree_frontier tree;           /* of all leaves held: gives cursor and root */
	struct buffer frames[COMMITS_AHEAD]; /* signed beforehand */
	unsigned ready, used;
	uint64_t acked, failed;
	pthread_t thread;
};

static uint16_t port;
static unsigned records, record_bytes;
static double ends_at;
static bool is_idle;
static struct client *clients[MAX_CLIENTS];
static float samples[MAX_SAMPLES];
static atomic_uint sample_count;

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void die(const char *what)
{
	fprintf(stderr, "load: %s\n", what);
	exit(1);
}

static void take_sample(double started)
{
	unsigned place = atomic_fetch_add(&sample_count, 1);

	if (place < MAX_SAMPLES)
		samples[place] = (float)((now() - started) * 1e3);
}

/* One signed request; the cursor follows the answer. */
static bool sync_once(struct client *client, struct bytes frames)
{
	uint8_t root[32];
	struct plan_request request = {
		.device = &client->plan.devices[0],
		.path = "/v1/sync",
		.time = client->time,
		.cursor = client->tree.size,
		.root = client->tree.size > 0 ? root : NULL,
		.frames = frames,
	};
	double started;

	tree_root(&client->tree, root);
	client->reading.tree = &client->tree;
	started = now();
	if (remote_post(&client->http, &client->plan, &request, &client->reading) != 200)
		return false;
	take_sample(started);
	tree_root(&client->tree, root);
	if (!client->reading.more && memcmp(root, client->reading.root, 32) != 0)
		die("the server's root is another than ours");
	return true;
}

static void prepare(struct client *client, unsigned count)
{
	struct plan_commit what = {.records = records, .record_bytes = record_bytes};

	for (unsigned i = 0; i < count; i++) {
		buffer_init_growing(&client->frames[i], 1u << 20);
		plan_append_commit(&client->plan, &client->plan.devices[0], &what,
				   &client->frames[i]);
	}
	client->ready = count;
}

static void *run_push(void *argument)
{
	struct client *client = argument;

	while (now() < ends_at && client->used < client->ready) {
		struct bytes frame = buffer_bytes(&client->frames[client->used++]);

		if (!sync_once(client, frame) || client->reading.result_count != 1 ||
		    client->reading.results[0].code != OK)
			client->failed++;
		else
			client->acked++;
	}
	return NULL;
}

static void *run_idle(void *argument)
{
	struct client *client = argument;

	while (now() < ends_at) {
		http_close(&client->http);
		if (sync_once(client, (struct bytes){0}))
			client->acked++;
		else
			client->failed++;
	}
	return NULL;
}

static struct client *open_client(unsigned commits)
{
	struct client *client = calloc(1, sizeof(*client));

	if (client == NULL || !remote_found(port, &client->plan, 1, &client->time))
		die("cannot found a plan");
	prepare(client, commits);
	if (!http_open(&client->http, port) || !sync_once(client, (struct bytes){0}))
		die("cannot sync");
	return client;
}

static int compare(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return x < y ? -1 : x > y;
}

static float percentile(unsigned count, double share)
{
	return count == 0 ? 0 : samples[(unsigned)((count - 1) * share)];
}

/* Runs the clients until the time is over or their commits are used up. */
static void run_all(unsigned count, double seconds)
{
	uint64_t acked = 0, failed = 0, bytes = 0;
	unsigned taken;
	double started;

	/* Open and warm; nothing so far counts. */
	for (unsigned i = 0; i < count; i++)
		clients[i]->http.sent_bytes = clients[i]->http.received_bytes = 0;
	atomic_store(&sample_count, 0);
	started = now();
	ends_at = started + seconds;
	for (unsigned i = 0; i < count; i++)
		pthread_create(&clients[i]->thread, NULL, is_idle ? run_idle : run_push,
			       clients[i]);
	for (unsigned i = 0; i < count; i++) {
		pthread_join(clients[i]->thread, NULL);
		acked += clients[i]->acked;
		failed += clients[i]->failed;
		bytes += clients[i]->http.sent_bytes + clients[i]->http.received_bytes;
	}
	seconds = now() - started;
	taken = atomic_load(&sample_count);
	taken = taken < MAX_SAMPLES ? taken : MAX_SAMPLES;
	qsort(samples, taken, sizeof(samples[0]), compare);
	printf("{\"clients\":%u,\"records\":%u,\"seconds\":%.2f,\"acked\":%llu,\"failed\":%llu,"
	       "\"per_second\":%.0f,\"records_per_second\":%.0f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,"
	       "\"bytes_per_request\":%.0f}\n",
	       count, records, seconds, (unsigned long long)acked, (unsigned long long)failed,
	       (double)acked / seconds, (double)acked * (records ? records : 1) / seconds,
	       percentile(taken, 0.5), percentile(taken, 0.99),
	       acked > 0 ? (double)bytes / (double)acked : 0);
}

static void push(unsigned count, double seconds)
{
	unsigned ahead = (unsigned)(seconds * (records > 10 ? 2500 : 16000) / count) + 16;

	ahead = ahead < COMMITS_AHEAD ? ahead : COMMITS_AHEAD;
	for (unsigned i = 0; i < count; i++)
		clients[i] = open_client(ahead);
	run_all(count, seconds);
}

/* Fills one plan, then catches up from nothing, as a joining device does. */
static void pull(unsigned commits)
{
	struct client *client;
	uint64_t leaves = 0;
	double started;

	client = open_client(0);
	for (unsigned left = commits; left > 0;) {
		unsigned part = left < 64 ? left : 64;

		prepare(client, part);
		for (unsigned i = 0; i < part; i++) {
			if (!sync_once(client, buffer_bytes(&client->frames[i])))
				die("cannot fill");
			buffer_deinit(&client->frames[i]);
		}
		left -= part;
	}
	tree_init(&client->tree);
	client->http.received_bytes = 0;
	started = now();
	do {
		if (!sync_once(client, (struct bytes){0}))
			die("cannot pull");
		leaves += client->reading.commits;
	} while (client->reading.more);
	printf("{\"commits\":%llu,\"records\":%llu,\"seconds\":%.4f,\"records_per_second\":%.0f,"
	       "\"bytes\":%llu}\n",
	       (unsigned long long)leaves, (unsigned long long)leaves * records, now() - started,
	       (double)leaves * records / (now() - started),
	       (unsigned long long)client->http.received_bytes);
}

int main(int argc, char **argv)
{
	if (argc < 4)
		die("usage: load PORT push|pull|idle …");
	port = (uint16_t)atoi(argv[1]);
	if (strcmp(argv[2], "push") == 0 && argc == 7) {
		records = (unsigned)atoi(argv[4]);
		record_bytes = (unsigned)atoi(argv[5]);
		push((unsigned)atoi(argv[3]), atof(argv[6]));
	} else if (strcmp(argv[2], "pull") == 0 && argc == 6) {
		records = (unsigned)atoi(argv[4]);
		record_bytes = (unsigned)atoi(argv[5]);
		pull((unsigned)atoi(argv[3]));
	} else if (strcmp(argv[2], "idle") == 0 && argc == 5) {
		is_idle = true;
		push((unsigned)atoi(argv[3]), atof(argv[4]));
	} else {
		die("usage: load PORT push|pull|idle …");
	}
	return 0;
}
