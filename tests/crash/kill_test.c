/* LOG2 and LOG3 under SIGKILL, with the oracle outside of the server: this
 * process notes an answer before it takes the next step.
 *
 * usage: kill_test KILLS [SEED] */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "support/daemon.h"
#include "support/remote.h"

#define CLIENTS 4
#define MAX_COMMITS 200000
/* By the first client; so many are alive at a time, and the charter is kept three times. */
#define MAX_INVITATIONS 900
/* At first nothing else, so that a slow machine comes to keeping it at all. */
#define FIRST_INVITATIONS 300
#define MAX_RESTART_S 1.0

struct client {
	struct plan_device *device;
	struct buffer frame; /* the one without an answer yet */
	bool has_frame;
	bool is_statement; /* that one */
	uint64_t acked;    /* the oracle's note: every seq up to here was answered OK */
};

static struct daemon server;
static struct plan plan;
static uint64_t server_time;
static struct client clients[CLIENTS];
static atomic_bool is_killed;
static uint8_t seen[CLIENTS][MAX_COMMITS]; /* how often a commit stands in the log */
static struct tree_frontier tree;
static unsigned seed = 1, invitations;

static void die(const char *what, uint64_t number)
{
	fprintf(stderr, "kill_test: %s (%llu), seed %u; kept in %s\n", what,
		(unsigned long long)number, seed, server.directory);
	exit(1);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void start(void)
{
	char config[96];
	const char *const arguments[] = {"--config", config, NULL};
	double started = now();
	FILE *file;

	snprintf(config, sizeof(config), "%s/config", server.directory);
	file = fopen(config, "w");
	if (file == NULL)
		die("no config", 0);
	fputs("commits_per_hour=0\nbytes_per_hour=0\nspace_commits_per_hour=0\nspace_bytes_per_"
	      "hour=0\nparty_entries_per_day=0\n"
	      "requests_per_minute=0\nlog_level=warning\n",
	      file);
	fclose(file);
	if (!daemon_start(&server, SERVER_PATH, arguments))
		die("the server does not start", 0);
	if (now() - started > MAX_RESTART_S)
		die("a restart took too long, ms", (uint64_t)((now() - started) * 1e3));
}

static void make_frame(struct client *client)
{
	struct plan_commit what = {.records = 3};
	struct plan_device invitation;

	buffer_clear(&client->frame);
	client->has_frame = true;
	client->is_statement =
		client == clients && invitations < MAX_INVITATIONS &&
		(invitations < FIRST_INVITATIONS || client->device->seq >= invitations / 3);
	if (!client->is_statement) {
		plan_append_commit(&plan, client->device, &what, &client->frame);
		return;
	}
	invitations++;
	plan_device_init(&invitation);
	plan_append_invite(&plan, client->device, 1, &invitation, server_time + 86400,
			   &client->frame);
}

/* Sends the waiting commit, or a new one, until the server is gone. What was sent
 * without an answer is sent again after the restart, byte for byte. */
static void *push(void *argument)
{
	struct client *client = argument;
	struct http *http = calloc(1, sizeof(*http));
	struct reading *reading = calloc(1, sizeof(*reading));
	struct plan_request request = {
		.device = client->device, .path = "/v1/sync", .time = server_time, .budget = 1};
	bool is_open = http_open(http, server.port);

	while (is_open && !atomic_load(&is_killed)) {
		if (!client->has_frame)
			make_frame(client);
		request.frames = buffer_bytes(&client->frame);
		if (remote_post(http, &plan, &request, reading) != 200)
			break;
		if (reading->result_count != 1 || reading->results[0].code != OK)
			die("something was refused", reading->results[0].code);
		if (!client->is_statement)
			client->acked = reading->results[0].seq;
		client->has_frame = false;
	}
	http_close(http);
	free(http);
	free(reading);
	return NULL;
}

static void note_commit(void *context, uint32_t device, uint64_t seq)
{
	(void)context;
	if (device == 0 || device > CLIENTS || seq >= MAX_COMMITS)
		die("a commit that nobody sent", seq);
	seen[device - 1][seq]++;
}

/* Reads on from the last verified head: the server must still know it. */
static void verify(void)
{
	struct http *http = calloc(1, sizeof(*http));
	struct reading *reading = calloc(1, sizeof(*reading));
	struct plan_request request = {
		.device = &plan.devices[0], .path = "/v1/sync", .time = server_time};
	uint8_t root[32];

	reading->tree = &tree;
	reading->on_commit = note_commit;
	if (!http_open(http, server.port))
		die("no connection", 0);
	do {
		tree_root(&tree, root);
		request.cursor = tree.size;
		request.root = tree.size > 0 ? root : NULL;
		if (remote_post(http, &plan, &request, reading) != 200)
			die("a head that was signed is not known any more", tree.size);
	} while (reading->more);
	tree_root(&tree, root);
	if (memcmp(root, reading->root, 32) != 0 || !reading->is_head_signed)
		die("the root is another", tree.size);
	for (int i = 0; i < CLIENTS; i++) {
		for (uint64_t seq = 1; seq <= clients[i].acked; seq++) {
			if (seen[i][seq] != 1)
				die("an acknowledged commit is not there once", seq);
		}
	}
	http_close(http);
	free(http);
	free(reading);
}

static void kill_once(void)
{
	pthread_t threads[CLIENTS];

	atomic_store(&is_killed, false);
	for (int i = 0; i < CLIENTS; i++)
		pthread_create(&threads[i], NULL, push, &clients[i]);
	usleep((unsigned)rand_r(&seed) % 60000);
	daemon_end(&server, SIGKILL);
	atomic_store(&is_killed, true);
	for (int i = 0; i < CLIENTS; i++)
		pthread_join(threads[i], NULL);
}

/* What is kept of the charter is of the same moment as its entries. */
static void verify_charter(void)
{
	char command[256];

	snprintf(command, sizeof(command), "%s --state %s --verify", SERVER_PATH, server.directory);
	if (system(command) != 0)
		die("what is kept of the charter differs", invitations);
}

int main(int argc, char **argv)
{
	int kills = argc > 1 ? atoi(argv[1]) : 200;
	uint64_t acked = 0;

	seed = argc > 2 ? (unsigned)atoi(argv[2]) : (unsigned)time(NULL);
	printf("seed %u\n", seed);
	if (!daemon_init(&server))
		die("no directory", 0);
	start();
	if (!remote_found(server.port, &plan, CLIENTS, &server_time))
		die("cannot found a plan", 0);
	tree_init(&tree);
	for (int i = 0; i < CLIENTS; i++) {
		clients[i].device = &plan.devices[i];
		buffer_init_growing(&clients[i].frame, 1u << 20);
	}
	for (int i = 0; i < kills; i++) {
		kill_once();
		if (i % 20 == 19)
			verify_charter();
		start();
		verify();
	}
	for (int i = 0; i < CLIENTS; i++) {
		acked += clients[i].acked;
		buffer_deinit(&clients[i].frame);
	}
	daemon_deinit(&server);
	printf("%d kills, %llu commits acknowledged, none lost, none twice; %u invitations\n",
	       kills, (unsigned long long)acked, invitations);
	return acked > 0 ? 0 : 1;
}
