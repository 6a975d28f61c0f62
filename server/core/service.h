/* Everything that a request can reach, opened in order and closed in reverse.
 *
 * Any thread may use a service between its open and its close. */
#ifndef CORE_SERVICE_H
#define CORE_SERVICE_H

#include "base/config.h"
#include "base/result.h"
#include "base/seams.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/codec.h"
#include "core/live.h"
#include "core/quota.h"
#include "core/spaces.h"
#include "core/state_dir.h"
#include "core/time_guard.h"
#include "core/writer.h"
#include "crypto/verify.h"
#include "store/store.h"

struct service {
	const struct config *config; /* borrowed, as are the next two */
	const struct seams *seams;
	const struct codec *codec;
	uint8_t epoch[SERVER_EPOCH_SIZE];
	/* Owned. */
	struct state_dir state_dir;
	struct signer *signer;
	struct store *store;
	struct spaces *spaces;
	struct quotas quotas;
	struct quota *address_quota;
	struct quota *locate_quota; /* by address too */
	struct time_guard *time_guard;
	struct writer *writer;
	struct live *live;
	struct access access;
};

struct service_options {
	const struct config *config;
	const struct seams *seams;
	const struct codec *codec;
	void (*on_failure)(void *context); /* see core/writer.h */
	void *context;
};

MUST_CHECK enum result service_open(const struct service_options *options,
				    struct service **service_out);
/* Ends streams; new ones are refused. Requests go on. */
void service_drain(struct service *service);
void service_close(struct service **service);
/* To be called every TIME_GUARD_KEEP_S: see core/time_guard.h. */
void service_keep_time(struct service *service);
/* Instead of all this: the administrator's word on the clock. ERR_BUSY: a server runs. */
MUST_CHECK enum result service_accept_time(const struct service_options *options);
/* Instead of all this: see core/audit.h. */
MUST_CHECK enum result service_audit(const struct service_options *options,
				     audit_report_function *report, void *context);

#endif
