/* Statements and grants as bytes: sizes, lists and numbers at their edges. */
#include "charter.pb-c.h"
#include "envelope.pb-c.h"
#include "support/check.h"
#include "wire/charter.h"

#define FIELD(array, count) ((ProtobufCBinaryData){(count), (array)})

static struct arena arena;
static uint8_t zeros[128];

static int open_arena(void **state)
{
	(void)state;
	arena_init(&arena, 8u << 20);
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_deinit(&arena);
	return 0;
}

static struct bytes pack(const ProtobufCMessage *message)
{
	size_t size = protobuf_c_message_get_packed_size(message);
	uint8_t *data = arena_alloc(&arena, size + 1);

	protobuf_c_message_pack(message, data);
	return (struct bytes){data, size};
}

static enum result decode_bytes(struct bytes body, struct statement *statement)
{
	struct envelope envelope = {.device = 1, .seq = 1, .body = body};

	return statement_decode(&envelope, &arena, statement);
}

/* With grants of which nothing is read here. */
static enum result decode_rekey(struct bytes body, struct statement *statement)
{
	struct bytes grants = {zeros, 0};
	struct envelope envelope = {
		.device = 1, .seq = 1, .body = body, .payload = &grants, .payload_count = 1};

	return statement_decode(&envelope, &arena, statement);
}

static Wire__Statement start(uint32_t type, struct bytes body)
{
	Wire__Statement message = WIRE__STATEMENT__INIT;

	message.version = 1;
	message.type = (Wire__StatementType)type;
	message.device = 1;
	message.counter = 1;
	message.space = FIELD(zeros, 32);
	message.charter_head = FIELD(zeros, 32);
	message.body = FIELD((uint8_t *)body.data, body.size);
	return message;
}

static enum result decode(uint32_t type, const ProtobufCMessage *body, struct statement *statement)
{
	Wire__Statement message = start(type, pack(body));

	return decode_bytes(pack(&message.base), statement);
}

static enum result decode_proposal(uint32_t act, struct bytes subject, struct statement *statement)
{
	Wire__Propose propose = WIRE__PROPOSE__INIT;

	propose.act = (Wire__Act)act;
	propose.subject = FIELD((uint8_t *)subject.data, subject.size);
	return decode(STATEMENT_PROPOSE, &propose.base, statement);
}

TEST(WIRE2_a_statement_has_no_eighth_field)
{
	Wire__Confirm confirm = WIRE__CONFIRM__INIT;
	struct statement statement;
	struct buffer out;
	struct bytes whole;
	Wire__Statement message;

	confirm.person = FIELD(zeros, 16);
	message = start(STATEMENT_CONFIRM, pack(&confirm.base));
	whole = pack(&message.base);
	CHECK_OK(decode_bytes(whole, &statement));
	buffer_init_growing(&out, 1024);
	buffer_append_bytes(&out, whole);
	buffer_append(&out, "\x42\x01\x01", 3);
	CHECK_RESULT(decode_bytes(buffer_bytes(&out), &statement), ERR_TOO_LARGE);
	buffer_deinit(&out);
	/* In the place of one that would be left out. */
	message.counter = 0;
	whole = pack(&message.base);
	buffer_init_growing(&out, 1024);
	buffer_append_bytes(&out, whole);
	buffer_append(&out, "\x42\x01\x01", 3);
	CHECK_RESULT(decode_bytes(buffer_bytes(&out), &statement), ERR_MALFORMED);
	buffer_deinit(&out);
}

TEST(WIRE4_acts_are_those_of_the_list)
{
	Wire__EndDevices ending = WIRE__END_DEVICES__INIT;
	Wire__ClearRecovery clearing = WIRE__CLEAR_RECOVERY__INIT;
	Wire__SetSigners signers = WIRE__SET_SIGNERS__INIT;
	Wire__RestParty rest = WIRE__REST_PARTY__INIT;
	Wire__MoveServer move = WIRE__MOVE_SERVER__INIT;
	static uint8_t long_address[300];
	struct statement statement;

	ending.person = clearing.person = FIELD(zeros, 16);
	ending.device = 9;
	signers.signer_rule = 3;
	rest.party = 4;
	CHECK_OK(decode_proposal(5, pack(&rest.base), &statement));
	CHECK_EQUAL(statement.propose.party, 4);
	CHECK_RESULT(decode_proposal(6, pack(&rest.base), &statement), ERR_MALFORMED);
	CHECK_RESULT(decode_proposal(7, pack(&rest.base), &statement), ERR_MALFORMED);
	move.server_key = FIELD(zeros, 32);
	CHECK_OK(decode_proposal(7, pack(&move.base), &statement));
	CHECK_EQUAL(statement.propose.move.address.size, 0);
	move.address = FIELD(long_address, 300);
	CHECK_OK(decode_proposal(7, pack(&move.base), &statement));
	CHECK_EQUAL(statement.propose.move.address.size, 300);
	move.server_key = FIELD(zeros, 31);
	CHECK_RESULT(decode_proposal(7, pack(&move.base), &statement), ERR_MALFORMED);
	CHECK_OK(decode_proposal(8, (struct bytes){0}, &statement));
	CHECK_RESULT(decode_proposal(8, pack(&rest.base), &statement), ERR_MALFORMED);
	CHECK_OK(decode_proposal(9, pack(&ending.base), &statement));
	CHECK_EQUAL(statement.propose.ending.device, 9);
	CHECK_OK(decode_proposal(10, pack(&signers.base), &statement));
	CHECK_EQUAL(statement.propose.signer_rule, 3);
	CHECK_OK(decode_proposal(11, (struct bytes){0}, &statement));
	CHECK_OK(decode_proposal(12, pack(&clearing.base), &statement));
	CHECK_RESULT(decode_proposal(12, (struct bytes){0}, &statement), ERR_MALFORMED);
	CHECK_RESULT(decode_proposal(13, (struct bytes){0}, &statement), ERR_MALFORMED);
	CHECK_RESULT(decode_proposal(0, (struct bytes){0}, &statement), ERR_MALFORMED);
}

TEST(WIRE4_a_rule_is_for_an_act_of_the_list)
{
	Wire__SetRules rules = WIRE__SET_RULES__INIT;
	Wire__Rule rule = WIRE__RULE__INIT, *list[] = {&rule};
	struct statement statement;

	rules.n_rules = 1;
	rules.rules = list;
	for (uint32_t act = 1; act <= 12; act++) {
		rule.act = (Wire__Act)act;
		CHECK_OK(decode_proposal(ACT_SET_RULES, pack(&rules.base), &statement));
	}
}

TEST(WIRE4_statement_types_end_with_the_report)
{
	Wire__BadRekey report = WIRE__BAD_REKEY__INIT;
	struct statement statement;

	report.epoch = FIELD(zeros, 32);
	CHECK_OK(decode(16, &report.base, &statement));
	CHECK_RESULT(decode(17, &report.base, &statement), ERR_MALFORMED);
	report.epoch = FIELD(zeros, 31);
	CHECK_RESULT(decode(16, &report.base, &statement), ERR_MALFORMED);
}

TEST(WIRE3_an_invitations_person_has_16_bytes_or_none)
{
	Wire__Invite invite = WIRE__INVITE__INIT;
	struct statement statement;

	invite.sign_key = invite.box_key = FIELD(zeros, 32);
	invite.replaces = 7;
	for (size_t size = 0; size <= 17; size++) {
		invite.person = FIELD(zeros, size);
		CHECK_RESULT(decode(STATEMENT_INVITE, &invite.base, &statement),
			     size == 0 || size == 16 ? OK : ERR_MALFORMED);
		if (size == 0 || size == 16)
			CHECK_EQUAL(statement.invite.has_person, size == 16);
	}
	invite.person = FIELD(zeros, 0);
	CHECK_OK(decode(STATEMENT_INVITE, &invite.base, &statement));
	CHECK_EQUAL(statement.invite.replaces, 7);
}

TEST(WIRE3_a_recoverys_fields_have_32_bytes)
{
	Wire__SetRecovery set = WIRE__SET_RECOVERY__INIT;
	struct statement statement;

	set.sign_key = set.box_key = set.tag = FIELD(zeros, 32);
	CHECK_OK(decode(STATEMENT_SET_RECOVERY, &set.base, &statement));
	CHECK(!statement.set_recovery.has_replaced);
	set.replaces = FIELD(zeros, 32);
	CHECK_OK(decode(STATEMENT_SET_RECOVERY, &set.base, &statement));
	CHECK(statement.set_recovery.has_replaced);
	set.replaces = FIELD(zeros, 31);
	CHECK_RESULT(decode(STATEMENT_SET_RECOVERY, &set.base, &statement), ERR_MALFORMED);
	set.replaces = FIELD(zeros, 0);
	set.tag = FIELD(zeros, 31);
	CHECK_RESULT(decode(STATEMENT_SET_RECOVERY, &set.base, &statement), ERR_MALFORMED);
	set.tag = FIELD(zeros, 33);
	CHECK_RESULT(decode(STATEMENT_SET_RECOVERY, &set.base, &statement), ERR_MALFORMED);
}

TEST(WIRE3_who_recovers_names_the_recovery_and_the_new_keys)
{
	Wire__Recover recover = WIRE__RECOVER__INIT;
	Wire__DeviceKeys keys = WIRE__DEVICE_KEYS__INIT;
	struct statement statement;

	recover.recovery = keys.sign_key = keys.box_key = FIELD(zeros, 32);
	CHECK_RESULT(decode(STATEMENT_RECOVER, &recover.base, &statement), ERR_MALFORMED);
	recover.device = &keys;
	CHECK_OK(decode(STATEMENT_RECOVER, &recover.base, &statement));
	recover.recovery = FIELD(zeros, 31);
	CHECK_RESULT(decode(STATEMENT_RECOVER, &recover.base, &statement), ERR_MALFORMED);
}

TEST(WIRE6_a_wake_accepts_at_most_64_parties)
{
	Wire__Wake wake = WIRE__WAKE__INIT;
	uint32_t parties[WAKE_MAX_ACCEPTS + 1];
	struct statement statement;

	for (uint32_t i = 0; i <= WAKE_MAX_ACCEPTS; i++)
		parties[i] = i + 1;
	wake.accepts = parties;
	for (size_t count = WAKE_MAX_ACCEPTS - 1; count <= WAKE_MAX_ACCEPTS + 1; count++) {
		wake.n_accepts = count;
		CHECK_RESULT(decode(STATEMENT_WAKE, &wake.base, &statement),
			     count > WAKE_MAX_ACCEPTS ? ERR_TOO_LARGE : OK);
	}
	wake.n_accepts = 0;
	CHECK_OK(decode(STATEMENT_WAKE, &wake.base, &statement));
	CHECK_EQUAL(statement.wake.accept_count, 0);
}

TEST(WIRE6_CHARTER16_a_rekey_has_at_most_64_extra_wraps)
{
	Wire__Wrap wrap = WIRE__WRAP__INIT, *list[STATEMENT_MAX_EXTRA_WRAPS + 1];
	Wire__Rekey rekey = WIRE__REKEY__INIT;
	Wire__Statement message;
	struct statement statement;

	rekey.commitment = rekey.grants = FIELD(zeros, 32);
	wrap.epoch = FIELD(zeros, 32);
	wrap.wrapped = FIELD(zeros, 72);
	for (size_t i = 0; i <= STATEMENT_MAX_EXTRA_WRAPS; i++)
		list[i] = &wrap;
	rekey.extra = list;
	CHECK_EQUAL(STATEMENT_MAX_EXTRA_WRAPS, 64);
	for (size_t count = 63; count <= 65; count++) {
		rekey.n_extra = count;
		message = start(STATEMENT_REKEY, pack(&rekey.base));
		CHECK_RESULT(decode_rekey(pack(&message.base), &statement),
			     count > 64 ? ERR_TOO_LARGE : OK);
		if (count <= 64)
			CHECK_EQUAL(statement.rekey.extra_count, count);
	}
}

TEST(WIRE3_CHARTER16_an_extra_wrap_has_an_epoch_of_32_bytes_and_a_key_of_72)
{
	Wire__Wrap wrap = WIRE__WRAP__INIT, *list[] = {&wrap};
	Wire__Rekey rekey = WIRE__REKEY__INIT;
	Wire__Statement message;
	struct statement statement;

	rekey.commitment = rekey.grants = FIELD(zeros, 32);
	rekey.extra = list;
	rekey.n_extra = 1;
	for (size_t epoch = 31; epoch <= 33; epoch++) {
		for (size_t wrapped = 71; wrapped <= 73; wrapped++) {
			wrap.epoch = FIELD(zeros, epoch);
			wrap.wrapped = FIELD(zeros, wrapped);
			message = start(STATEMENT_REKEY, pack(&rekey.base));
			CHECK_RESULT(decode_rekey(pack(&message.base), &statement),
				     epoch == 32 && wrapped == 72 ? OK : ERR_MALFORMED);
		}
	}
}

TEST(WIRE6_an_envelope_has_at_most_8_signatures)
{
	ProtobufCBinaryData signatures[STATEMENT_MAX_SIGNATURES + 1];
	Wire__Signed message = WIRE__SIGNED__INIT;
	struct envelope envelope;

	for (size_t i = 0; i <= STATEMENT_MAX_SIGNATURES; i++)
		signatures[i] = FIELD(zeros, 64);
	message.version = 1;
	message.signatures = signatures;
	CHECK_EQUAL(STATEMENT_MAX_SIGNATURES, 8);
	for (size_t count = 7; count <= 9; count++) {
		message.n_signatures = count;
		CHECK_RESULT(envelope_decode(pack(&message.base), &arena, &envelope),
			     count > 8 ? ERR_TOO_LARGE : OK);
	}
}

TEST(WIRE3_a_grant_is_to_a_device_or_to_a_holder)
{
	Wire__Grants grants = WIRE__GRANTS__INIT;
	Wire__Grant grant = WIRE__GRANT__INIT, *list[] = {&grant};
	struct grants decoded;

	grants.n_grants = 1;
	grants.grants = list;
	grant.sealed = FIELD(zeros, 80);
	CHECK_RESULT(grants_decode(pack(&grants.base), &arena, &decoded), ERR_MALFORMED);
	grant.holder = FIELD(zeros, 32);
	CHECK_OK(grants_decode(pack(&grants.base), &arena, &decoded));
	grant.device = 1;
	CHECK_RESULT(grants_decode(pack(&grants.base), &arena, &decoded), ERR_MALFORMED);
	grant.holder = FIELD(zeros, 0);
	CHECK_OK(grants_decode(pack(&grants.base), &arena, &decoded));
}

#define A(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

RUN_TESTS(A(WIRE2_a_statement_has_no_eighth_field), A(WIRE4_acts_are_those_of_the_list),
	  A(WIRE4_a_rule_is_for_an_act_of_the_list), A(WIRE4_statement_types_end_with_the_report),
	  A(WIRE3_an_invitations_person_has_16_bytes_or_none),
	  A(WIRE3_a_recoverys_fields_have_32_bytes),
	  A(WIRE3_who_recovers_names_the_recovery_and_the_new_keys),
	  A(WIRE6_CHARTER16_a_rekey_has_at_most_64_extra_wraps),
	  A(WIRE3_CHARTER16_an_extra_wrap_has_an_epoch_of_32_bytes_and_a_key_of_72),
	  A(WIRE6_a_wake_accepts_at_most_64_parties), A(WIRE6_an_envelope_has_at_most_8_signatures),
	  A(WIRE3_a_grant_is_to_a_device_or_to_a_holder))
