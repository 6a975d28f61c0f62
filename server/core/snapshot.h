/* A charter that nobody changes any more, shared by counting.
 *
 * Readers hold one while they work; the writer publishes the next. Any thread. */
#ifndef CORE_SNAPSHOT_H
#define CORE_SNAPSHOT_H

#include "base/result.h"
#include "core/charter.h"

struct snapshot;

/* Takes the charter over on success and sets *charter to NULL. */
MUST_CHECK enum result snapshot_new(struct charter **charter, struct snapshot **snapshot_out);
struct snapshot *snapshot_acquire(struct snapshot *snapshot);
/* Accepts NULL and sets *snapshot to NULL; the last one frees the charter. */
void snapshot_release(struct snapshot **snapshot);
const struct charter *snapshot_charter(const struct snapshot *snapshot);

#endif
