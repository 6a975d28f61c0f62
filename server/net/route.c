#include "net/route.h"

#include <string.h>

#include "net/handle.h"

static const struct route routes[] = {
	{"server", "GET", "/v1/server", 0, ROUTE_IS_COUNTED, handle_server},
	{"about", "GET", "/v1/about", 0, ROUTE_IS_COUNTED, handle_about},
	{"spaces", "POST", "/v1/spaces", ROUTE_MAX_BODY_BYTES, ROUTE_IS_COUNTED, handle_spaces},
	{"charter", "POST", "/v1/charter", ROUTE_MAX_BODY_BYTES, ROUTE_IS_COUNTED, handle_charter},
	{"sync", "POST", "/v1/sync", ROUTE_MAX_BODY_BYTES, ROUTE_IS_COUNTED, handle_sync},
	{"live", "POST", "/v1/live", ROUTE_SMALL_BODY_BYTES, ROUTE_IS_COUNTED, handle_live},
	{"arrivals", "POST", "/v1/arrivals", ROUTE_MAX_BODY_BYTES, ROUTE_IS_COUNTED,
	 handle_arrivals},
	{"recovery", "POST", "/v1/recovery", ROUTE_SMALL_BODY_BYTES, ROUTE_IS_SEARCH,
	 handle_recovery},
	{"slip", "POST", "/v1/slip", ROUTE_SMALL_BODY_BYTES, ROUTE_IS_SEARCH, handle_slip},
	{"healthz", "GET", "/healthz", 0, ROUTE_IS_FREE, handle_healthz},
	{"readyz", "GET", "/readyz", 0, ROUTE_IS_FREE, handle_readyz},
};

enum result route_find(const char *method, const char *path, const struct route **route_out)
{
	enum result result = ERR_NOT_FOUND;

	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		if (strcmp(routes[i].path, path) != 0)
			continue;
		if (strcmp(routes[i].method, method) == 0) {
			*route_out = &routes[i];
			return OK;
		}
		result = ERR_METHOD;
	}
	return result;
}
