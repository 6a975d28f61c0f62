#include "support/moving.h"

#include "core/audit.h"
#include "net/codec.h"
#include "support/check.h"
#include "support/plan_decide.h"
#include "sync.pb-c.h"
#include "wire/frame.h"

const uint8_t moving_locator[32] = "a locator that nobody else knows";

const uint8_t *moving_key_of(const struct fixture *fixture)
{
	return signer_key(fixture->service->signer);
}

static void copy_constitution(struct fixture *fixture, uint8_t out[32])
{
	struct space *space = NULL;
	struct space_view view;

	CHECK_OK(spaces_acquire(fixture->service->spaces, fixture->plan.space, &space));
	space_view_acquire(space, &view);
	memcpy(out, charter_constitution(snapshot_charter(view.snapshot)), 32);
	space_view_release(&view);
	spaces_release(fixture->service->spaces, &space);
}

enum result moving_move(struct moving *m, struct fixture *from, const uint8_t to[32])
{
	struct plan_proposal proposal;
	struct plan *plan = &from->plan;
	uint8_t constitution[32];
	struct buffer frames;
	enum result result;

	copy_constitution(from, constitution);
	plan_move_server(&proposal, to, "http://127.0.0.1:1");
	buffer_init_growing(&frames, 1u << 20);
	plan_append_proposal(plan, &plan->devices[0], &proposal, from->now_s + 86400, &frames);
	plan_append_consent(plan, &plan->devices[0], &proposal, constitution, &frames);
	plan_append_consent(plan, &plan->devices[1], &proposal, constitution, &frames);
	plan_append_enact(plan, &plan->devices[0], &proposal, NULL, 0, &frames);
	result = fixture_state(from, &plan->devices[0], buffer_bytes(&frames), &m->reading);
	buffer_deinit(&frames);
	return result == OK ? (enum result)m->reading.results[3].code : result;
}

void moving_carry(struct fixture *from, struct carried_log *log)
{
	struct plan_request request = {
		.device = &from->plan.devices[0], .path = "/v1/sync", .time = from->now_s};
	struct buffer body, out;

	carried_log_deinit(log);
	carried_log_init(log);
	buffer_init_growing(&body, 1u << 20);
	buffer_init_growing(&out, 8u << 20);
	plan_append_request(&from->plan, &request, &body);
	CHECK_OK(fixture_post(from, "/v1/sync", buffer_bytes(&body), &out));
	CHECK(carried_log_add(log, buffer_bytes(&out)));
	buffer_deinit(&body);
	buffer_deinit(&out);
}

void moving_sign_head(struct carried_log *log, const struct fixture *by, uint64_t size,
		      const uint8_t space[32], const uint8_t root[32])
{
	static const uint8_t epoch[16] = {1}, charter_head[32] = {2};
	struct space_head head = {
		.server_key = moving_key_of(by),
		.server_epoch = epoch,
		.space = space,
		.size = size,
		.root = root,
		.charter_head = charter_head,
		.charter_height = 1,
		.time = by->now_s,
	};
	uint8_t bytes[512], signature[64];
	struct buffer encoded;

	buffer_init_fixed(&encoded, bytes, sizeof(bytes));
	codec_wire()->append_head(&encoded, &head);
	CHECK_OK(signer_sign(by->service->signer, LABEL_HEAD, buffer_bytes(&encoded), signature));
	buffer_clear(&log->head);
	codec_wire()->append_head_frame(&log->head, buffer_bytes(&encoded), signature);
}

void moving_sign_fitting(struct carried_log *log, const struct fixture *by)
{
	uint8_t root[32];

	tree_root(&log->tree, root);
	moving_sign_head(log, by, log->size, by->plan.space, root);
}

enum result moving_post(struct moving *m, struct fixture *to, const struct buffer *body)
{
	struct buffer out;
	enum result result;

	reading_clear(&m->reading);
	buffer_init_growing(&out, 1u << 20);
	result = fixture_post(to, "/v1/arrivals", buffer_bytes(body), &out);
	if (result == OK)
		CHECK(reading_add(&m->reading, buffer_bytes(&out), NULL));
	CHECK(result != OK || (m->reading.ends == 1 && m->reading.heads == 0));
	buffer_deinit(&out);
	return result;
}

enum result moving_bring(struct moving *m, struct fixture *to, const struct carried_log *log,
			 uint64_t first, uint64_t count)
{
	struct buffer body;
	enum result result;

	buffer_init_growing(&body, 16u << 20);
	carried_log_append_leaves(log, first, count, &body);
	result = moving_post(m, to, &body);
	buffer_deinit(&body);
	return result;
}

enum result moving_bring_all(struct moving *m, struct fixture *to, const struct carried_log *log,
			     uint64_t from)
{
	return moving_bring(m, to, log, from, log->size);
}

uint64_t moving_arrived(struct moving *m, const struct carried_log *log)
{
	CHECK_OK(moving_bring(m, &m->here, log, log->size, 0));
	return m->reading.next;
}

enum result moving_bring_frames(struct moving *m, struct fixture *to, const struct carried_log *log,
				uint64_t cursor, struct bytes frames)
{
	struct buffer body;
	enum result result;

	buffer_init_growing(&body, 16u << 20);
	carried_log_append_body(log, cursor, frames, &body);
	result = moving_post(m, to, &body);
	buffer_deinit(&body);
	return result;
}

enum result moving_read_as(struct moving *m, struct fixture *at, uint32_t device)
{
	struct plan_request request = {.device = &at->plan.devices[device - 1], .path = "/v1/sync"};

	return fixture_sync(at, &request, &m->reading);
}

void moving_follow(struct fixture *to, const struct fixture *from)
{
	to->plan = from->plan;
	memcpy(to->plan.server_key, moving_key_of(to), 32);
}

enum result moving_write_at(struct moving *m, struct fixture *at, uint32_t device,
			    const struct plan_commit *what)
{
	return fixture_commit(at, &at->plan.devices[device - 1], what, &m->reading);
}

size_t moving_located(struct fixture *at)
{
	Wire__Located *found;
	struct buffer body, out;
	struct bytes rest;
	struct frame frame;
	size_t count;

	buffer_init_growing(&body, 1u << 10);
	buffer_init_growing(&out, 1u << 16);
	plan_append_locate(moving_locator, &body);
	CHECK_OK(fixture_post(at, "/v1/recovery", buffer_bytes(&body), &out));
	rest = buffer_bytes(&out);
	CHECK_OK(frame_next(&rest, &frame));
	found = wire__located__unpack(NULL, frame.payload.size, frame.payload.data);
	count = found->n_spaces;
	wire__located__free_unpacked(found, NULL);
	buffer_deinit(&body);
	buffer_deinit(&out);
	return count;
}

static void note(void *context, const uint8_t space[HASH_SIZE], uint64_t entries, const char *what)
{
	(void)space;
	(void)entries;
	CHECK(what == NULL);
	++*(unsigned *)context;
}

unsigned moving_audit(struct fixture *at)
{
	unsigned audited = 0;

	CHECK_OK(audit_spaces(at->service->store, codec_wire(), note, &audited));
	return audited;
}

static void set_words(struct moving *m, struct fixture *at, struct plan_device *author)
{
	struct plan_device recovery;
	struct buffer frames;
	uint8_t tag[32];

	plan_device_init(&recovery);
	plan_recovery_tag(&at->plan, moving_locator, tag);
	buffer_init_growing(&frames, 1u << 16);
	plan_append_set_recovery(&at->plan, author, &recovery, tag, NULL, &frames);
	CHECK_OK(fixture_state(at, author, buffer_bytes(&frames), &m->reading));
	buffer_deinit(&frames);
}

void moving_open(struct moving *m)
{
	struct buffer frames;

	fixture_open(&m->old);
	fixture_open(&m->here);
	carried_log_init(&m->moved);
	buffer_init_growing(&frames, 1u << 16);
	fixture_found(&m->old, 2);
	CHECK_OK(moving_write_at(m, &m->old, 1, &(struct plan_commit){.records = 2}));
	CHECK_OK(moving_write_at(m, &m->old, 2, &(struct plan_commit){.records = 0}));
	m->old.now_s += 4000;
	plan_append_rekey(&m->old.plan, &m->old.plan.devices[1], &frames);
	CHECK_OK(fixture_state(&m->old, &m->old.plan.devices[1], buffer_bytes(&frames),
			       &m->reading));
	set_words(m, &m->old, &m->old.plan.devices[1]);
	CHECK_OK(moving_write_at(m, &m->old, 2,
				 &(struct plan_commit){.records = 1,
						       .server_epoch = m->old.plan.server_epoch,
						       .head_size = m->reading.size,
						       .head_root = m->reading.root}));
	CHECK_OK(moving_write_at(
		m, &m->old, 1,
		&(struct plan_commit){.records = 1, .is_void = true, .epoch = moving_locator}));
	CHECK_OK(moving_move(m, &m->old, moving_key_of(&m->here)));
	m->here.now_s = m->old.now_s;
	moving_carry(&m->old, &m->moved);
	moving_follow(&m->here, &m->old);
	buffer_deinit(&frames);
}

void moving_close(struct moving *m)
{
	carried_log_deinit(&m->moved);
	fixture_close(&m->old);
	fixture_close(&m->here);
}

void moving_go_back(struct moving *m, struct carried_log *back)
{
	carried_log_init(back);
	CHECK_OK(moving_bring_all(m, &m->here, &m->moved, 0));
	CHECK_OK(moving_write_at(m, &m->here, 1, &(struct plan_commit){.records = 1}));
	set_words(m, &m->here, &m->here.plan.devices[0]);
	CHECK_OK(moving_move(m, &m->here, moving_key_of(&m->old)));
	moving_carry(&m->here, back);
	moving_follow(&m->old, &m->here);
}
