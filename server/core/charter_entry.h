/* From a delivered statement to what charter_apply() takes: hashes, signatures.
 *
 * Workers do this in parallel, on a charter that nobody changes; the writer
 * only gives the place. Any thread. */
#ifndef CORE_CHARTER_ENTRY_H
#define CORE_CHARTER_ENTRY_H

#include "base/bytes.h"
#include "base/result.h"
#include "core/charter.h"

/* A decoded statement and the bytes it came in; all borrowed. */
struct delivered_statement {
	const struct statement *statement;
	struct bytes bytes; /* exactly as signed */
	const struct bytes *signatures;
	size_t signature_count;
	struct grants grants; /* rekey */
	struct bytes grants_bytes;
};

/* Fills in everything but the place (position, entry_hash) and cut_fits. A
 * wrong signature is no failure here: is_signed tells. The charter may be
 * older than the one the entry is applied to: keys of device numbers never
 * change. Expected failures: those of charter_signers(), ERR_NO_MEMORY. */
MUST_CHECK enum result charter_entry_prepare(const struct charter *charter,
					     const struct delivered_statement *delivered,
					     struct charter_entry *entry_out);

/* Gives the entry its place: `position` and its exact bytes. */
void charter_entry_place(struct charter_entry *entry, const struct position *position,
			 struct bytes position_bytes);

#endif
