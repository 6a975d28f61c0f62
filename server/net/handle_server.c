#include "core/service.h"
#include "net/handle.h"
#include "wire/sync.h"

/* GET /v1/server: whom one talks to, and its time. */
enum result handle_server(const struct request *request, struct reply *reply)
{
	const struct service *service = request->service;

	server_info_append_frame(&reply->buffer, signer_key(service->signer), service->epoch,
				 seams_wall_s(service->seams));
	reply->headers = "Cache-Control: no-store\r\n";
	return OK;
}

/* GET /healthz: the process answers. */
enum result handle_healthz(const struct request *request, struct reply *reply)
{
	(void)request;
	reply->content_type = "text/plain";
	reply->headers = "Cache-Control: no-store\r\n";
	buffer_append(&reply->buffer, "ok\n", 3);
	return OK;
}

/* GET /readyz: the store can be read. */
enum result handle_readyz(const struct request *request, struct reply *reply)
{
	struct store *store = request->service->store;
	struct store_session *reader = NULL;
	uint8_t epoch[SERVER_EPOCH_SIZE];
	enum result result = store->functions->acquire(store, &reader);

	if (result == OK)
		result = reader->functions->read_epoch(reader, epoch);
	store->functions->release(store, &reader);
	return result == OK ? handle_healthz(request, reply) : result;
}
