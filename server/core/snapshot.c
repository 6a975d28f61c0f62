#include "core/snapshot.h"

#include <stdatomic.h>
#include <stdlib.h>

struct snapshot {
	atomic_uint holders;
	struct charter *charter;
};

enum result snapshot_new(struct charter **charter, struct snapshot **snapshot_out)
{
	struct snapshot *snapshot = malloc(sizeof(*snapshot));

	if (snapshot == NULL)
		return ERR_NO_MEMORY;
	atomic_init(&snapshot->holders, 1);
	snapshot->charter = *charter;
	*charter = NULL;
	*snapshot_out = snapshot;
	return OK;
}

struct snapshot *snapshot_acquire(struct snapshot *snapshot)
{
	atomic_fetch_add_explicit(&snapshot->holders, 1, memory_order_relaxed);
	return snapshot;
}

void snapshot_release(struct snapshot **snapshot)
{
	struct snapshot *held = *snapshot;

	*snapshot = NULL;
	if (held == NULL)
		return;
	if (atomic_fetch_sub_explicit(&held->holders, 1, memory_order_acq_rel) > 1)
		return;
	charter_free(&held->charter);
	free(held);
}

const struct charter *snapshot_charter(const struct snapshot *snapshot)
{
	return snapshot->charter;
}
