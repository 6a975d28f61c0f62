#include "core/access.h"

#include <string.h>

#include "crypto/verify.h"

/* The longest path that is signed for, "POST " included. */
#define MAX_SIGNED_PATH 64u
#define PREIMAGE_BYTES (KEY_SIZE + HASH_SIZE + 4 + KEY_SIZE + 8 + 64 + HASH_SIZE + MAX_SIGNED_PATH)

static bool is_in_time(uint64_t time, uint64_t now)
{
	uint64_t distance = time > now ? time - now : now - time;

	return distance <= ACCESS_TIME_WINDOW_S;
}

/* The key that must have signed; NULL where this claim has no right here. */
static const uint8_t *find_key(const struct charter *charter, enum access_right right,
			       const struct access_claim *claim, uint64_t now)
{
	const struct charter_invitation *invitation;
	const struct charter_device *device;

	if (claim->device != 0) {
		device = charter_device(charter, claim->device);
		/* An ended one is told so, and nobody else is. */
		return device == NULL || (device->is_ended && claim->signature == NULL)
			       ? NULL
			       : device->keys.sign_key;
	}
	if (right != ACCESS_CHARTER)
		return NULL;
	invitation = charter_invitation(charter, claim->key);
	if (invitation != NULL && invitation->expires > now)
		return claim->key;
	return charter_recovery(charter, claim->key) == NULL ? NULL : claim->key;
}

static bool is_ended(const struct charter *charter, const struct access_claim *claim)
{
	return claim->device != 0 && charter_device(charter, claim->device)->is_ended;
}

/* SYNC2. */
static enum result verify_claim(const struct access *access, const struct access_claim *claim,
				const uint8_t key[KEY_SIZE])
{
	uint8_t preimage[PREIMAGE_BYTES], body_hash[HASH_SIZE];
	struct buffer buffer;
	enum result result;

	verify_hash_bytes(LABEL_BODY, claim->body, body_hash);
	buffer_init_fixed(&buffer, preimage, sizeof(preimage));
	buffer_append(&buffer, access->server_key, KEY_SIZE);
	buffer_append(&buffer, claim->space, HASH_SIZE);
	buffer_append_u32(&buffer, claim->device);
	if (claim->device == 0)
		buffer_append(&buffer, claim->key, KEY_SIZE);
	buffer_append_u64(&buffer, claim->time);
	buffer_append_bytes(&buffer, claim->nonce);
	buffer_append(&buffer, body_hash, HASH_SIZE);
	buffer_append(&buffer, "POST ", 5);
	buffer_append(&buffer, claim->path, strlen(claim->path));
	result = buffer_result(&buffer);
	if (result != OK)
		return result;
	return verify_signature(LABEL_REQUEST, buffer_bytes(&buffer), key, claim->signature);
}

enum result access_require(const struct access *access, enum access_right right,
			   const struct access_claim *claim, struct space **space_out)
{
	uint64_t now = seams_wall_s(access->seams);
	struct space *space = NULL;
	struct space_view view;
	const uint8_t *key;
	enum result result;

	/* First, as it tells nothing of any space. */
	if (!is_in_time(claim->time, now))
		return ERR_STALE_TIME;
	result = spaces_acquire(access->spaces, claim->space, &space);
	if (result != OK)
		return result == ERR_NOT_FOUND ? ERR_UNAUTHORIZED : result;

	space_view_acquire(space, &view);
	key = find_key(snapshot_charter(view.snapshot), right, claim, now);
	result = key == NULL ? ERR_UNAUTHORIZED : OK;
	if (result == OK && claim->signature != NULL)
		result = verify_claim(access, claim, key);
	if (result == OK && right == ACCESS_DEVICE &&
	    is_ended(snapshot_charter(view.snapshot), claim))
		result = ERR_ENDED;
	space_view_release(&view);
	if (result == OK)
		*space_out = space;
	else
		spaces_release(access->spaces, &space);
	return result == ERR_SIGNATURE ? ERR_UNAUTHORIZED : result;
}

bool access_is_active(struct space *space, uint32_t device)
{
	const struct charter_device *known;
	struct space_view view;
	bool is_active;

	space_view_acquire(space, &view);
	known = charter_device(snapshot_charter(view.snapshot), device);
	is_active = known != NULL && !known->is_ended;
	space_view_release(&view);
	return is_active;
}
