/* A whole service on a database of its own, without a port: tests call handlers
 * with bytes and look at the reply. Time stands almost still until it is set. */
#ifndef SUPPORT_FIXTURE_H
#define SUPPORT_FIXTURE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/config.h"
#include "base/seams.h"
#include "core/service.h"
#include "support/plan.h"
#include "support/reading.h"

struct fixture {
	char directory[64];
	struct config config;
	struct seams seams;
	_Atomic uint64_t now_s;  /* what time it is: both clocks go by it */
	_Atomic int64_t wrong_s; /* and by how much the wall clock is wrong */
	atomic_ullong later_us;  /* what the monotonic clock runs ahead besides */
	atomic_uint clock_reads; /* of the monotonic clock */
	struct service *service;
	bool has_failed; /* the writer said so */
	struct plan plan;
};

/* Limits off; the clock at some time in 2026. Aborts on failure. */
void fixture_open(struct fixture *fixture);
/* Ends the service and opens it again on the same directory. */
void fixture_reopen(struct fixture *fixture);
void fixture_close(struct fixture *fixture);

/* What route's handler returns for this body; the reply's whole body in out. */
enum result fixture_post(struct fixture *fixture, const char *path, struct bytes body,
			 struct buffer *out);
enum result fixture_get(struct fixture *fixture, const char *path, struct buffer *out);
/* A signed request with these frames by this device, its reply read. root may be
 * NULL where cursor is 0. */
enum result fixture_sync(struct fixture *fixture, const struct plan_request *request,
			 struct reading *reading);
/* Founds fixture->plan with so many parties and gives room 0 its first key. */
void fixture_found(struct fixture *fixture, uint32_t parties);
/* One commit by the device through /v1/sync: its code. */
enum result fixture_commit(struct fixture *fixture, struct plan_device *device,
			   const struct plan_commit *what, struct reading *reading);
/* Frames of statements through /v1/charter: the first one's code; the plan takes
 * over the new charter head. */
enum result fixture_state(struct fixture *fixture, const struct plan_device *device,
			  struct bytes frames, struct reading *reading);

#endif
