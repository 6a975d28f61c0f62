#include "base/config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ini.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a number goes and between what it must lie. */
struct number_key {
	const char *name;
	size_t offset;
	size_t size;
	uint64_t min;
	uint64_t max;
};

#define NUMBER(member, low, high)                                                               \
	{                                                                                       \
#member, offsetof(struct config, member), sizeof(((struct config *)0)->member), \
			low, high                                                               \
	}

static const struct number_key number_keys[] = {
	NUMBER(workers, 1, CONFIG_MAX_WORKERS),
	NUMBER(streams, 0, CONFIG_MAX_STREAMS),
	NUMBER(spaces_in_memory, 1, 65536),
	NUMBER(writer_queue, 1, 65536),
	NUMBER(commits_per_hour, 0, UINT32_MAX),
	NUMBER(commits_burst, 0, UINT32_MAX),
	NUMBER(bytes_per_hour, 0, UINT64_MAX / 3600),
	NUMBER(bytes_burst, 0, UINT64_MAX / 3600),
	NUMBER(space_commits_per_hour, 0, UINT32_MAX),
	NUMBER(space_commits_burst, 0, UINT32_MAX),
	NUMBER(space_bytes_per_hour, 0, UINT64_MAX / 3600),
	NUMBER(space_bytes_burst, 0, UINT64_MAX / 3600),
	NUMBER(server_commits_per_hour, 0, UINT32_MAX),
	NUMBER(server_commits_burst, 0, UINT32_MAX),
	NUMBER(server_bytes_per_hour, 0, UINT64_MAX / 3600),
	NUMBER(server_bytes_burst, 0, UINT64_MAX / 3600),
	NUMBER(party_entries_per_day, 0, UINT32_MAX),
	NUMBER(party_entries_burst, 0, UINT32_MAX),
	NUMBER(requests_per_minute, 0, UINT32_MAX),
	NUMBER(requests_burst, 0, UINT32_MAX),
	NUMBER(connections_per_address, 1, CONFIG_MAX_CONNECTIONS),
	{"backup_days", offsetof(struct config, about.backup_days), sizeof(uint32_t), 0,
	 ABOUT_MAX_BACKUP_DAYS},
};

void config_init(struct config *config)
{
	*config = (struct config){
		.listen_address = "127.0.0.1",
		.listen_port = 8440,
		.state_dir = "/var/lib/samskap",
		.log_level = LOG_INFO,
		.workers = 16,
		.streams = 112,
		.spaces_in_memory = 256,
		.writer_queue = 1024,
		.commits_per_hour = 200,
		.commits_burst = 2000,
		.bytes_per_hour = 4u << 20,
		.bytes_burst = 64u << 20,
		.space_commits_per_hour = 10000,
		.space_commits_burst = 100000,
		.space_bytes_per_hour = 256u << 20,
		.space_bytes_burst = UINT64_C(2) << 30,
		.server_commits_per_hour = 200000,
		.server_commits_burst = 1000000,
		.server_bytes_per_hour = UINT64_C(4) << 30,
		.server_bytes_burst = UINT64_C(16) << 30,
		.party_entries_per_day = 50,
		.party_entries_burst = 400,
		.requests_per_minute = 3000,
		.requests_burst = 3000,
		.connections_per_address = 96,
	};
}

static enum result parse_number(const char *text, uint64_t min, uint64_t max, uint64_t *out)
{
	char *end;
	unsigned long long value;

	if (text[0] < '0' || text[0] > '9')
		return ERR_MALFORMED;
	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno != 0 || *end != '\0' || value < min || value > max)
		return ERR_MALFORMED;
	*out = value;
	return OK;
}

static enum result set_number(struct config *config, const struct number_key *key,
			      const char *value)
{
	uint8_t *place = (uint8_t *)config + key->offset;
	uint64_t number;
	enum result result = parse_number(value, key->min, key->max, &number);

	if (result != OK)
		return result;
	if (key->size == sizeof(uint32_t))
		*(uint32_t *)place = (uint32_t)number;
	else
		*(uint64_t *)place = number;
	return OK;
}

static enum result set_text(char *place, size_t cap, const char *value)
{
	if (strlen(value) >= cap)
		return ERR_MALFORMED;
	snprintf(place, cap, "%s", value);
	return OK;
}

static bool is_ipv4(const char *address)
{
	struct in_addr parsed;

	return inet_pton(AF_INET, address, &parsed) == 1;
}

static enum result set_listen(struct config *config, const char *value)
{
	const char *colon = strrchr(value, ':');
	char address[CONFIG_MAX_ADDRESS];
	uint64_t port;

	if (colon == NULL || (size_t)(colon - value) >= sizeof(address))
		return ERR_MALFORMED;
	snprintf(address, sizeof(address), "%.*s", (int)(colon - value), value);
	if (!is_ipv4(address) || parse_number(colon + 1, 0, 65535, &port) != OK)
		return ERR_MALFORMED;
	config->listen_port = (uint32_t)port;
	return set_text(config->listen_address, sizeof(config->listen_address), address);
}

enum result config_set(struct config *config, const char *key, const char *value)
{
	for (size_t i = 0; i < sizeof(number_keys) / sizeof(number_keys[0]); i++) {
		if (strcmp(key, number_keys[i].name) == 0)
			return set_number(config, &number_keys[i], value);
	}
	if (strcmp(key, "listen") == 0)
		return set_listen(config, value);
	if (strcmp(key, "state") == 0)
		return set_text(config->state_dir, sizeof(config->state_dir), value);
	if (strcmp(key, "web") == 0)
		return set_text(config->web_dir, sizeof(config->web_dir), value);
	if (strcmp(key, "log_level") == 0)
		return log_level_parse(value, &config->log_level) ? OK : ERR_MALFORMED;
	if (strcmp(key, "trusted_proxy") == 0) {
		if (value[0] != '\0' && !is_ipv4(value))
			return ERR_MALFORMED;
		return set_text(config->trusted_proxy, sizeof(config->trusted_proxy), value);
	}
	return about_set(&config->about, key, value);
}

static int on_key(void *user, const char *section, const char *name, const char *value)
{
	(void)section; /* sections only group the keys for the reader */
	return config_set(user, name, value) == OK;
}

enum result config_read_file(struct config *config, const char *path)
{
	int line = ini_parse(path, on_key, config);

	if (line == 0)
		return OK;
	if (line < 0) {
		log_errno(path);
		return ERR_NOT_FOUND;
	}
	log_line(LOG_ERROR, "%s: line %d is not understood", path, line);
	return ERR_MALFORMED;
}
