/* What a plan's devices say beyond support/plan.h: recoveries, proposals, enactments. As
 * there, packed with the generated functions and signed with libsodium directly. */
#ifndef SUPPORT_PLAN_DECIDE_H
#define SUPPORT_PLAN_DECIDE_H

#include "support/plan.h"

/* KEYS9: the tag of this plan for a locator. */
void plan_recovery_tag(const struct plan *plan, const uint8_t locator[32], uint8_t tag_out[32]);
/* The author's words from now on; replaces NULL: it had none. */
void plan_append_set_recovery(struct plan *plan, struct plan_device *author,
			      const struct plan_device *recovery, const uint8_t tag[32],
			      const struct plan_device *replaces, struct buffer *out);
/* A fresh device by the words; it is given the next index. */
void plan_append_recover(struct plan *plan, const struct plan_device *recovery,
			 struct plan_device *joiner, struct buffer *out);

/* A proposal, to be consented to and enacted. */
struct plan_proposal {
	uint32_t act;
	uint64_t expires;
	uint8_t subject[128];
	size_t subject_size;
	uint8_t subject_hash[32];
	uint8_t hash[32]; /* of its statement */
};

void plan_rest_party(struct plan_proposal *proposal, uint32_t party);
void plan_move_server(struct plan_proposal *proposal, const uint8_t server_key[32],
		      const char *address);
void plan_close(struct plan_proposal *proposal);
/* device NULL: all of the person's. */
void plan_end_devices(struct plan_proposal *proposal, const uint8_t person[16],
		      const struct plan_device *device);
void plan_append_proposal(struct plan *plan, struct plan_device *author,
			  struct plan_proposal *proposal, uint64_t expires, struct buffer *out);
void plan_append_consent(struct plan *plan, struct plan_device *author,
			 const struct plan_proposal *proposal, const uint8_t constitution[32],
			 struct buffer *out);
/* With the cuts of so many devices at what they sent last. */
void plan_append_enact(struct plan *plan, struct plan_device *author,
		       const struct plan_proposal *proposal, struct plan_device *const *ended,
		       size_t count, struct buffer *out);
/* A Locate frame, which is a whole request. */
void plan_append_locate(const uint8_t locator[32], struct buffer *out);

#endif
