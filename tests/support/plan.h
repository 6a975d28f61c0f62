/* A plan as its devices see it, for tests: real keys, real signatures, real
 * frames. What is sealed is random: no server looks inside.
 *
 * Not the code under test: messages are packed with the generated functions and
 * signed with libsodium directly. */
#ifndef SUPPORT_PLAN_H
#define SUPPORT_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "core/statement.h"

#define PLAN_MAX_DEVICES 128u

struct plan_device {
	uint32_t index; /* 0: not in yet */
	uint8_t key[32];
	uint8_t secret[64];
	uint8_t box_key[32];
	uint8_t person[16];
	uint64_t seq;     /* of its last commit */
	uint64_t counter; /* of its last statement */
	uint8_t previous[32];
	bool is_ended;
};

struct plan {
	uint8_t server_key[32];
	uint8_t server_epoch[16]; /* as far as known */
	uint8_t space[32];
	uint8_t epoch[32]; /* of room 0; zeros before the first rekey */
	uint8_t charter_head[32];
	struct plan_device devices[PLAN_MAX_DEVICES];
	uint32_t device_count;
};

/* What a commit is to be; zeros are ordinary. */
struct plan_commit {
	unsigned records;
	unsigned record_bytes; /* sealed; 0: the least */
	bool is_void;
	bool breaks_signature;
	bool breaks_record;
	uint64_t seq;            /* 0: the next */
	const uint8_t *epoch;    /* NULL: the plan's */
	const uint8_t *previous; /* NULL: the device's */
	const uint8_t *charter_head;
	const uint8_t *server_epoch; /* 16; NULL: no head is named */
	uint64_t head_size;
	const uint8_t *head_root;
	uint32_t room;
};

/* Fresh keys for `parties` founding devices (at most 8). */
void plan_init(struct plan *plan, const uint8_t server_key[32], uint32_t parties);
/* A genesis frame; sets plan->space. */
void plan_append_genesis(struct plan *plan, struct buffer *out);
/* A rekey frame by the device; sets plan->epoch. Grants all devices that have not
 * ended. */
void plan_append_rekey(struct plan *plan, struct plan_device *author, struct buffer *out);
/* An invitation by a party's device into its own party. */
void plan_append_invite(struct plan *plan, struct plan_device *author, uint32_t party,
			const struct plan_device *invitation, uint64_t expires, struct buffer *out);
/* A join of a fresh device by the invitation; gives the device the next index. */
void plan_append_join(struct plan *plan, const struct plan_device *invitation,
		      struct plan_device *joiner, struct buffer *out);
/* Ends a device at the core it sent last. */
void plan_append_retire(struct plan *plan, struct plan_device *author, struct plan_device *ended,
			struct buffer *out);
/* Confirms a person of the author's party. */
void plan_append_confirm(struct plan *plan, struct plan_device *author, const uint8_t person[16],
			 struct buffer *out);
/* A commit frame; the device's chain goes on unless what tells otherwise. */
void plan_append_commit(struct plan *plan, struct plan_device *author,
			const struct plan_commit *what, struct buffer *out);
/* New keys and a person, no index. */
void plan_device_init(struct plan_device *device);

/* A whole body: Auth, SyncRequest, then the frames. root NULL: none. */
struct plan_request {
	const struct plan_device *device; /* index 0: an invitation */
	const char *path;
	uint64_t time;
	uint64_t cursor;
	const uint8_t *root;
	uint32_t budget;
	struct bytes frames;
	bool answers_only;
	bool is_unsigned; /* SYNC10 */
	bool breaks_signature;
};
void plan_append_request(const struct plan *plan, const struct plan_request *request,
			 struct buffer *out);

#endif
