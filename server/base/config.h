/* What the administrator may set: an INI file, then the command line.
 *
 * Every default stands here and, commented, in the packaged example file.
 * Knows nothing of what the values do. */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include <stdint.h>

#include "base/about.h"
#include "base/log.h"
#include "base/result.h"

#define CONFIG_MAX_PATH 1024
#define CONFIG_MAX_ADDRESS 64
#define CONFIG_MAX_WORKERS 256u
#define CONFIG_MAX_STREAMS 4096u
#define CONFIG_MAX_CONNECTIONS (CONFIG_MAX_WORKERS + CONFIG_MAX_STREAMS)

struct config {
	char listen_address[CONFIG_MAX_ADDRESS]; /* IPv4 */
	uint32_t listen_port;                    /* 0: any free one */
	char state_dir[CONFIG_MAX_PATH];
	char web_dir[CONFIG_MAX_PATH];          /* empty: no web app */
	char trusted_proxy[CONFIG_MAX_ADDRESS]; /* whose X-Forwarded-For is believed */
	enum log_level log_level;
	uint32_t workers;          /* requests at a time */
	uint32_t streams;          /* live streams at a time, besides */
	uint32_t spaces_in_memory; /* published states kept */
	uint32_t writer_queue;     /* requests that may wait for the writer */
	uint32_t commits_per_hour; /* per device, beyond the burst; 0: no limit */
	uint32_t commits_burst;
	uint64_t bytes_per_hour; /* per device, beyond the burst; 0: no limit */
	uint64_t bytes_burst;
	/* Per plan, and for the whole server, in the same way. */
	uint32_t space_commits_per_hour;
	uint32_t space_commits_burst;
	uint64_t space_bytes_per_hour;
	uint64_t space_bytes_burst;
	uint32_t server_commits_per_hour;
	uint32_t server_commits_burst;
	uint64_t server_bytes_per_hour;
	uint64_t server_bytes_burst;
	/* Per party and plan, in the charter: 60 who come in one evening, each invited, confirmed
	 * and with words on paper, are 240. 0: no limit. */
	uint32_t party_entries_per_day;
	uint32_t party_entries_burst;
	uint32_t requests_per_minute; /* per address, beyond the burst; 0: no limit */
	uint32_t requests_burst;
	uint32_t connections_per_address; /* at a time; through the proxy: requests */
	struct about about;
};

void config_init(struct config *config);
/* Reads the file over what is there. Logs what is wrong, with its line, and
 * returns ERR_MALFORMED; ERR_NOT_FOUND when there is no such file. */
MUST_CHECK enum result config_read_file(struct config *config, const char *path);
/* One "key" "value", as in the file. Expected failures: ERR_NOT_FOUND (no such
 * key), ERR_MALFORMED (the value). */
MUST_CHECK enum result config_set(struct config *config, const char *key, const char *value);

#endif
