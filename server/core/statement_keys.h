/* What is said about a room's keys, and about the twelve words that bring a person back,
 * as decoded.
 *
 * Spans and pointers are borrowed from the message and its arena. Only the form of
 * what stands here has been checked (WIRE2 to WIRE8). */
#ifndef CORE_STATEMENT_KEYS_H
#define CORE_STATEMENT_KEYS_H

#include "core/statement_bodies.h"

#define RECOVERY_TAG_SIZE 32u

/* An epoch whose key is wrapped under another; the key is for devices alone. */
struct wrap {
	uint8_t epoch[HASH_SIZE];
};

struct rekey {
	uint32_t room;
	bool has_previous; /* without, previous_epoch means nothing */
	uint8_t previous_epoch[HASH_SIZE];
	uint8_t commitment[HASH_SIZE];
	uint8_t grants[HASH_SIZE];
	bool has_wrapped;
	const struct wrap *extra; /* reported epochs */
	size_t extra_count;
};

/* A key that nobody can use as it was handed out. */
struct bad_rekey {
	uint32_t room;
	uint8_t epoch[HASH_SIZE];
};

struct set_recovery {
	struct device_keys keys;
	uint8_t tag[RECOVERY_TAG_SIZE];
	bool has_replaced; /* without, replaces means nothing */
	uint8_t replaces[KEY_SIZE];
	const struct sealed_key *sealed;
	size_t sealed_count;
};

struct recover {
	uint8_t recovery[KEY_SIZE]; /* its sign key */
	struct device_keys device;
};

#endif
