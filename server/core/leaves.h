/* Roots and proofs of one space's stored leaves.
 *
 * Joins core/tree.h to the store; holds nothing. The session is the caller's, and
 * so is the thread. */
#ifndef CORE_LEAVES_H
#define CORE_LEAVES_H

#include "base/result.h"
#include "core/tree.h"
#include "store/store.h"

MUST_CHECK enum result leaves_frontier(struct store_session *session, uint64_t space, uint64_t size,
				       struct tree_frontier *frontier_out);
MUST_CHECK enum result leaves_root_at(struct store_session *session, uint64_t space, uint64_t size,
				      uint8_t root_out[HASH_SIZE]);
MUST_CHECK enum result leaves_prove(struct store_session *session, uint64_t space,
				    uint64_t old_size, uint64_t new_size,
				    struct tree_proof *proof_out);

#endif
