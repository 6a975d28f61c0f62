/* Whether what the store holds of every space's charter is what its log says.
 *
 * Applies each log's entries from the first on, with signatures and hashes, and compares what was
 * kept on the way. What depended on commits at the time (CHARTER17, CHARTER21) is taken as it was.
 * Nothing is changed. One thread, no server beside it. */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H

#include "base/result.h"
#include "core/codec.h"
#include "store/store.h"

/* difference NULL: there is none. */
typedef void audit_report_function(void *context, const uint8_t space[HASH_SIZE], uint64_t entries,
				   const char *difference);

/* ERR_IO: at least one space differs, or the store cannot be read. */
MUST_CHECK enum result audit_spaces(struct store *store, const struct codec *codec,
				    audit_report_function *report, void *context);

#endif
