/* A plan of one device that signs as fast as it can: what the load consists of. */
#ifndef BENCH_PLAN_H
#define BENCH_PLAN_H

#include "base/bytes.h"
#include "bench/http_client.h"
#include "core/tree.h"

struct plan {
	uint8_t server_key[32];
	uint8_t sign_key[32];
	uint8_t secret[64];
	uint8_t box_key[32];
	uint8_t space[32];
	uint8_t charter_head[32];
	uint8_t epoch[32];
	uint8_t previous[32];
	uint64_t seq;
	uint64_t counter;
	uint64_t signatures; /* made, and so to be verified */
	/* What the device has fetched. */
	struct tree_frontier frontier;
	uint64_t records;
	uint64_t payload_bytes;
};

/* Founds a plan of one party and gives its room a key. */
void plan_found(struct plan *plan, struct http_client *client);
/* The next request: a commit of `records` records of `size` sealed bytes, which
 * wants its answer alone. Owned: free() its data. */
struct bytes plan_commit_request(struct plan *plan, size_t records, size_t size);
/* A request without uploads, from what the device has fetched. Owned. */
struct bytes plan_pull_request(struct plan *plan);
/* Takes the leaves of an answer into the tree; true when there are no more. */
bool plan_take(struct plan *plan, struct bytes body);
/* Ends the program unless the answer says that all of it is durable. */
void plan_check_answer(const struct http_client *client);

#endif
