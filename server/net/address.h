/* Whose request it is, as far as limits for each address go.
 *
 * Pure. Knows nothing of who may speak for others: the listener asks for what was
 * forwarded only where its own proxy sent it. */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <stdint.h>

#include "net/head_check.h"

/* What the nearest proxy wrote: the last item of the last X-Forwarded-For, up to the
 * end of that field; borrowed. NULL where there is none. */
const char *address_forwarded(const struct request_head *head);
/* A key for the address, never 0. Of IPv6 the first 64 bits: one household or phone
 * has all that follow them. Other text than an address is a key of its own. */
uint64_t address_key(const char *address);

#endif
