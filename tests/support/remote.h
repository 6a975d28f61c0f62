/* A plan on a running server: what tests and measurements start from. */
#ifndef SUPPORT_REMOTE_H
#define SUPPORT_REMOTE_H

#include "support/http.h"
#include "support/plan.h"
#include "support/reading.h"

/* The server's key and time from GET /v1/server. */
bool remote_greet(uint16_t port, uint8_t server_key[32], uint64_t *time_out);
/* Founds a plan of so many parties and gives room 0 its first key. */
bool remote_found(uint16_t port, struct plan *plan, uint32_t parties, uint64_t *time_out);
/* More devices, by invitation into party 1, until there are `count`. */
bool remote_join(uint16_t port, struct plan *plan, uint32_t count, uint64_t time);
/* Sends a signed request and reads the answer: its status; 0 for none. */
unsigned remote_post(struct http *http, const struct plan *plan, const struct plan_request *request,
		     struct reading *reading);

#endif
