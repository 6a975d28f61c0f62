#include "support/plan_decide.h"

#include <string.h>

#include "charter.pb-c.h"
#include "support/plan_pack.h"
#include "sync.pb-c.h"
#include "wire/frame.h"

void plan_recovery_tag(const struct plan *plan, const uint8_t locator[32], uint8_t tag_out[32])
{
	uint8_t joined[64];

	memcpy(joined, plan->space, 32);
	memcpy(joined + 32, locator, 32);
	plan_hash(PLAN_LABEL("recovery-tag"), joined, 64, tag_out);
}

void plan_append_set_recovery(struct plan *plan, struct plan_device *author,
			      const struct plan_device *recovery, const uint8_t tag[32],
			      const struct plan_device *replaces, struct buffer *out)
{
	Wire__SetRecovery set = WIRE__SET_RECOVERY__INIT;
	Wire__SealedKey sealed = WIRE__SEALED_KEY__INIT, *list[1] = {&sealed};
	const struct plan_device *signers[3] = {author, recovery, replaces};
	uint8_t key[80] = {5}, ignored[32];

	sealed.epoch = PLAN_FIELD(plan->epoch, 32);
	sealed.box_key = PLAN_FIELD(recovery->box_key, 32);
	sealed.sealed = PLAN_FIELD(key, 80);
	set.sign_key = PLAN_FIELD(recovery->key, 32);
	set.box_key = PLAN_FIELD(recovery->box_key, 32);
	set.tag = PLAN_FIELD(tag, 32);
	if (replaces != NULL)
		set.replaces = PLAN_FIELD(replaces->key, 32);
	set.n_keys = 1;
	set.keys = list;
	plan_append_statement(plan, WIRE__STATEMENT_TYPE__STATEMENT_SET_RECOVERY, author->index,
			      ++author->counter, &set.base, signers, replaces == NULL ? 2 : 3,
			      (struct bytes){0}, ignored, out);
}

void plan_append_recover(struct plan *plan, const struct plan_device *recovery,
			 struct plan_device *joiner, struct buffer *out)
{
	Wire__Recover recover = WIRE__RECOVER__INIT;
	Wire__DeviceKeys keys = WIRE__DEVICE_KEYS__INIT;
	const struct plan_device *signers[2] = {recovery, joiner};
	uint8_t ignored[32];

	keys.sign_key = PLAN_FIELD(joiner->key, 32);
	keys.box_key = PLAN_FIELD(joiner->box_key, 32);
	recover.recovery = PLAN_FIELD(recovery->key, 32);
	recover.device = &keys;
	plan_append_statement(plan, WIRE__STATEMENT_TYPE__STATEMENT_RECOVER, 0, 0, &recover.base,
			      signers, 2, (struct bytes){0}, ignored, out);
	joiner->index = ++plan->device_count;
}

static void set_subject(struct plan_proposal *proposal, uint32_t act,
			const ProtobufCMessage *message)
{
	memset(proposal, 0, sizeof(*proposal));
	proposal->act = act;
	proposal->subject_size = protobuf_c_message_pack(message, proposal->subject);
	plan_hash(PLAN_LABEL("subject"), proposal->subject, proposal->subject_size,
		  proposal->subject_hash);
}

void plan_rest_party(struct plan_proposal *proposal, uint32_t party)
{
	Wire__RestParty rest = WIRE__REST_PARTY__INIT;

	rest.party = party;
	set_subject(proposal, ACT_REST_PARTY, &rest.base);
}

void plan_move_server(struct plan_proposal *proposal, const uint8_t server_key[32],
		      const char *address)
{
	Wire__MoveServer move = WIRE__MOVE_SERVER__INIT;

	move.server_key = PLAN_FIELD(server_key, 32);
	move.address = PLAN_FIELD(address, strlen(address));
	set_subject(proposal, ACT_MOVE_SERVER, &move.base);
}

void plan_close(struct plan_proposal *proposal)
{
	Wire__Close nothing = WIRE__CLOSE__INIT;

	set_subject(proposal, ACT_CLOSE, &nothing.base);
}

void plan_end_devices(struct plan_proposal *proposal, const uint8_t person[16],
		      const struct plan_device *device)
{
	Wire__EndDevices ending = WIRE__END_DEVICES__INIT;

	ending.person = PLAN_FIELD(person, 16);
	ending.device = device == NULL ? 0 : device->index;
	set_subject(proposal, ACT_END_DEVICES, &ending.base);
}

void plan_append_proposal(struct plan *plan, struct plan_device *author,
			  struct plan_proposal *proposal, uint64_t expires, struct buffer *out)
{
	Wire__Propose propose = WIRE__PROPOSE__INIT;
	const struct plan_device *signers[1] = {author};

	proposal->expires = propose.expires = expires;
	propose.act = (Wire__Act)proposal->act;
	propose.subject = PLAN_FIELD(proposal->subject, proposal->subject_size);
	plan_append_statement(plan, WIRE__STATEMENT_TYPE__STATEMENT_PROPOSE, author->index,
			      ++author->counter, &propose.base, signers, 1, (struct bytes){0},
			      proposal->hash, out);
}

void plan_append_consent(struct plan *plan, struct plan_device *author,
			 const struct plan_proposal *proposal, const uint8_t constitution[32],
			 struct buffer *out)
{
	Wire__Consent consent = WIRE__CONSENT__INIT;
	const struct plan_device *signers[1] = {author};
	uint8_t ignored[32];

	consent.proposal = PLAN_FIELD(proposal->hash, 32);
	consent.subject = PLAN_FIELD(proposal->subject_hash, 32);
	consent.constitution = PLAN_FIELD(constitution, 32);
	consent.expires = proposal->expires;
	plan_append_statement(plan, WIRE__STATEMENT_TYPE__STATEMENT_CONSENT, author->index,
			      ++author->counter, &consent.base, signers, 1, (struct bytes){0},
			      ignored, out);
}

void plan_append_enact(struct plan *plan, struct plan_device *author,
		       const struct plan_proposal *proposal, struct plan_device *const *ended,
		       size_t count, struct buffer *out)
{
	Wire__Enact enact = WIRE__ENACT__INIT;
	Wire__Cut cuts[8], *list[8];
	const struct plan_device *signers[1] = {author};
	uint8_t ignored[32];

	for (size_t i = 0; i < count; i++) {
		wire__cut__init(&cuts[i]);
		cuts[i].device = ended[i]->index;
		cuts[i].seq = ended[i]->seq;
		if (ended[i]->seq > 0)
			cuts[i].core_hash = PLAN_FIELD(ended[i]->previous, 32);
		list[i] = &cuts[i];
	}
	enact.proposal = PLAN_FIELD(proposal->hash, 32);
	enact.n_cuts = count;
	enact.cuts = list;
	plan_append_statement(plan, WIRE__STATEMENT_TYPE__STATEMENT_ENACT, author->index,
			      ++author->counter, &enact.base, signers, 1, (struct bytes){0},
			      ignored, out);
}

void plan_append_locate(const uint8_t locator[32], struct buffer *out)
{
	Wire__Locate locate = WIRE__LOCATE__INIT;
	uint8_t packed[64];

	locate.locator = PLAN_FIELD(locator, 32);
	frame_append_head(out, FRAME_LOCATE, wire__locate__pack(&locate, packed));
	buffer_append(out, packed, wire__locate__get_packed_size(&locate));
}
