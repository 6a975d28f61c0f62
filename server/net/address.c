#include "net/address.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#define NETWORK_BYTES 8u /* of an IPv6 address */
#define MAPPED_BYTES 12u /* before an IPv4 address in the form of an IPv6 one */

const char *address_forwarded(const struct request_head *head)
{
	const char *value = NULL, *comma;

	for (size_t i = 0; i < head->field_count; i++) {
		if (strcasecmp(head->fields[i].name, "X-Forwarded-For") == 0)
			value = head->fields[i].value;
	}
	if (value == NULL)
		return NULL;
	comma = strrchr(value, ',');
	value = comma == NULL ? value : comma + 1;
	return value + strspn(value, " \t");
}

static uint64_t hash(const uint8_t *data, size_t size)
{
	uint64_t key = UINT64_C(1469598103934665603);

	for (size_t i = 0; i < size; i++)
		key = (key ^ data[i]) * UINT64_C(1099511628211);
	return key | 1;
}

uint64_t address_key(const char *address)
{
	static const uint8_t mapped[MAPPED_BYTES] = {[10] = 0xff, [11] = 0xff};
	char text[INET6_ADDRSTRLEN] = "";
	size_t size = strcspn(address, " \t");
	uint8_t parsed[16];

	if (size >= sizeof(text))
		return hash((const uint8_t *)address, size);
	memcpy(text, address, size);
	if (inet_pton(AF_INET, text, parsed) == 1)
		return hash(parsed, 4);
	if (inet_pton(AF_INET6, text, parsed) != 1)
		return hash((const uint8_t *)address, size);
	if (memcmp(parsed, mapped, MAPPED_BYTES) == 0)
		return hash(parsed + MAPPED_BYTES, 4);
	return hash(parsed, NETWORK_BYTES);
}
