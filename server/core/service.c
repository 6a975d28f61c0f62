#include "core/service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arrival.h"
#include "core/locate.h"
#include "store/store_sqlite.h"

#define PATH_CAP (CONFIG_MAX_PATH + 32)

static enum result open_store(struct service *service)
{
	char path[PATH_CAP];
	struct store_options options = {
		.path = path,
		.disk_vfs = service->seams->disk_vfs,
		.max_readers = service->config->workers,
	};

	snprintf(path, sizeof(path), "%s/plans.db", service->config->state_dir);
	return store_sqlite_open(&options, &service->store);
}

/* The epoch is made at the first start and stays: an unclean stop is no restore. */
static enum result load_epoch(struct service *service)
{
	struct store_session *writer = service->store->functions->writer(service->store);
	const struct store_functions *store = writer->functions;
	enum result result = store->read_epoch(writer, service->epoch);

	if (result != ERR_NOT_FOUND)
		return result;
	result = service->seams->random(service->seams->context, service->epoch,
					sizeof(service->epoch));
	if (result == OK)
		result = store->begin(writer);
	if (result == OK)
		result = store->put_epoch(writer, service->epoch);
	return result == OK ? store->commit(writer) : result;
}

static enum result open_keys_and_store(struct service *service)
{
	char path[PATH_CAP];
	enum result result = state_dir_open(service->config->state_dir, &service->state_dir);

	snprintf(path, sizeof(path), "%s/server.key", service->config->state_dir);
	if (result == OK)
		result = signer_open(service->seams, path, &service->signer);
	if (result == OK)
		result = open_store(service);
	if (result == OK)
		result = load_epoch(service);
	return result == OK ? arrival_drop_old(service->store, seams_wall_s(service->seams))
			    : result;
}

static enum result open_spaces(struct service *service)
{
	struct spaces_options options = {
		.store = service->store,
		.codec = service->codec,
		.seams = service->seams,
		.signer = service->signer,
		.cap = service->config->spaces_in_memory,
	};

	memcpy(options.epoch, service->epoch, sizeof(options.epoch));
	return spaces_open(&options, &service->spaces);
}

static enum result open_quotas(struct service *service)
{
	const struct config *config = service->config;
	struct quota_limits device = {config->commits_per_hour, config->commits_burst,
				      config->bytes_per_hour, config->bytes_burst};
	struct quota_limits space = {config->space_commits_per_hour, config->space_commits_burst,
				     config->space_bytes_per_hour, config->space_bytes_burst};
	struct quota_limits server = {config->server_commits_per_hour, config->server_commits_burst,
				      config->server_bytes_per_hour, config->server_bytes_burst};
	struct quota_limits party = {config->party_entries_per_day / 24.0,
				     config->party_entries_burst, 0, 0};
	struct quota_limits address = {config->requests_per_minute * 60.0, config->requests_burst,
				       0, 0};
	struct quota_limits locate = {config->requests_per_minute == 0 ? 0 : LOCATE_PER_HOUR,
				      LOCATE_BURST, 0, 0};
	enum result result = quota_new(&device, &service->quotas.device);

	if (result == OK)
		result = quota_new(&space, &service->quotas.space);
	if (result == OK)
		result = quota_new(&server, &service->quotas.server);
	if (result == OK)
		result = quota_new(&party, &service->quotas.party);
	if (result == OK)
		result = quota_new(&server, &service->quotas.arrival);
	if (result == OK)
		result = quota_new(&address, &service->address_quota);
	return result == OK ? quota_new(&locate, &service->locate_quota) : result;
}

static enum result open_writer(struct service *service, const struct service_options *given)
{
	struct writer_options options = {
		.store = service->store,
		.spaces = service->spaces,
		.codec = service->codec,
		.seams = service->seams,
		.server_key = signer_key(service->signer),
		.quotas = service->quotas,
		.time_guard = service->time_guard,
		.queue_max = service->config->writer_queue,
		.on_failure = given->on_failure,
		.context = given->context,
	};

	return writer_open(&options, &service->writer);
}

static enum result service_new(const struct service_options *options, struct service **service_out)
{
	struct service *service = calloc(1, sizeof(*service));

	if (service == NULL)
		return ERR_NO_MEMORY;
	service->config = options->config;
	service->seams = options->seams;
	service->codec = options->codec;
	service->state_dir.lock = -1;
	*service_out = service;
	return OK;
}

enum result service_open(const struct service_options *options, struct service **service_out)
{
	struct service *service;
	enum result result = service_new(options, &service);

	if (result != OK)
		return result;
	result = open_keys_and_store(service);
	if (result == OK)
		result = open_spaces(service);
	if (result == OK)
		result = open_quotas(service);
	if (result == OK)
		result = time_guard_open(service->seams, service->config->state_dir,
					 &service->time_guard);
	if (result == OK)
		result = open_writer(service, options);
	if (result == OK)
		result = live_new(service->spaces, service->config->streams, &service->live);
	if (result != OK) {
		service_close(&service);
		return result;
	}
	service->access =
		(struct access){service->spaces, service->seams, signer_key(service->signer)};
	*service_out = service;
	return OK;
}

void service_drain(struct service *service)
{
	live_stop(service->live);
}

void service_close(struct service **service)
{
	if (*service == NULL)
		return;
	live_free(&(*service)->live);
	writer_close(&(*service)->writer);
	time_guard_close(&(*service)->time_guard);
	quota_free(&(*service)->locate_quota);
	quota_free(&(*service)->address_quota);
	quota_free(&(*service)->quotas.arrival);
	quota_free(&(*service)->quotas.party);
	quota_free(&(*service)->quotas.server);
	quota_free(&(*service)->quotas.space);
	quota_free(&(*service)->quotas.device);
	spaces_close(&(*service)->spaces);
	if ((*service)->store != NULL)
		(*service)->store->functions->close(&(*service)->store);
	signer_close(&(*service)->signer);
	state_dir_close(&(*service)->state_dir);
	free(*service);
	*service = NULL;
}

void service_keep_time(struct service *service)
{
	time_guard_keep(service->time_guard);
}

enum result service_accept_time(const struct service_options *options)
{
	struct state_dir state_dir = {.lock = -1};
	enum result result = state_dir_open(options->config->state_dir, &state_dir);

	if (result == OK)
		result = time_guard_accept(options->seams, options->config->state_dir);
	state_dir_close(&state_dir);
	return result;
}

enum result service_audit(const struct service_options *options, audit_report_function *report,
			  void *context)
{
	struct service *service;
	enum result result = service_new(options, &service);

	if (result != OK)
		return result;
	result = state_dir_open(service->config->state_dir, &service->state_dir);
	if (result == OK)
		result = open_store(service);
	if (result == OK)
		result = audit_spaces(service->store, service->codec, report, context);
	service_close(&service);
	return result;
}
