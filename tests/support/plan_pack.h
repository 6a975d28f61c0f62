/* How support/plan*.c pack and sign; for these alone. */
#ifndef SUPPORT_PLAN_PACK_H
#define SUPPORT_PLAN_PACK_H

#include "charter.pb-c.h"
#include "support/plan.h"

#define PLAN_LABEL(kind) "samskap/1/" kind
#define PLAN_FIELD(array, count) ((ProtobufCBinaryData){(count), (uint8_t *)(uintptr_t)(array)})

void plan_hash(const char *label, const uint8_t *data, size_t size, uint8_t out[32]);
/* Wraps a body in its statement and envelope, signed by each of the signers. */
void plan_append_statement(struct plan *plan, Wire__StatementType type, uint32_t device,
			   uint64_t counter, ProtobufCMessage *body_message,
			   const struct plan_device *const *signers, size_t signer_count,
			   struct bytes payload, uint8_t hash_out[32], struct buffer *out);

#endif
