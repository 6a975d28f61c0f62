/* Who asks, and whether that is so (SYNC1 to SYNC3).
 *
 * An outsider cannot tell a space that does not exist from one that it may not
 * enter. Knows nothing of HTTP beyond the path that the signature covers.
 *
 * Any thread. */
#ifndef CORE_ACCESS_H
#define CORE_ACCESS_H

#include <stdbool.h>

#include "core/spaces.h"

/* How far a request's time may be from the server's. */
#define ACCESS_TIME_WINDOW_S 600u

enum access_right {
	ACCESS_DEVICE,  /* an active device */
	ACCESS_CHARTER, /* or an ended one, or who holds a living invitation or a recovery */
};

/* What a request says of its sender; all spans borrowed. */
struct access_claim {
	const uint8_t *space; /* HASH_SIZE */
	uint32_t device;      /* or 0 and */
	const uint8_t *key;   /* KEY_SIZE: the invitation's or the recovery's */
	uint64_t time;
	struct bytes nonce;
	const uint8_t *signature; /* SIGNATURE_SIZE; NULL: all it brings vouches for itself */
	struct bytes body;        /* the frames after Auth */
	const char *path;         /* without query */
};

struct access {
	struct spaces *spaces;
	const struct seams *seams;
	const uint8_t *server_key; /* KEY_SIZE */
};

/* The space is acquired on OK. Expected failures: ERR_STALE_TIME,
 * ERR_UNAUTHORIZED, ERR_ENDED (to an ended device itself). */
MUST_CHECK enum result access_require(const struct access *access, enum access_right right,
				      const struct access_claim *claim, struct space **space_out);
/* Whether the device is still active in what the space has published. */
bool access_is_active(struct space *space, uint32_t device);

#endif
