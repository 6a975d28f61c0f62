/* Hashes and signatures: all the cryptography this server does.
 *
 * It never decrypts. Every hash and signature starts with a label of its own
 * (proto/README.md), so that bytes signed for one purpose serve no other.
 *
 *   WIRE9  One verdict on signatures: libsodium's crypto_sign_verify_detached.
 *
 * The only file of the server that includes sodium.h. Any thread. */
#ifndef CRYPTO_VERIFY_H
#define CRYPTO_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/result.h"

struct seams;

#define HASH_SIZE 32u
#define KEY_SIZE 32u
#define SIGNATURE_SIZE 64u

/* The kinds of proto/README.md that a server has to do with. */
enum label {
	LABEL_STATEMENT,
	LABEL_ENTRY,
	LABEL_CORE,
	LABEL_RECORD,
	LABEL_SUBJECT,
	LABEL_GRANTS,
	LABEL_LEAF,
	LABEL_NODE,
	LABEL_EMPTY,
	LABEL_BODY,
	LABEL_COMMITMENT,
	LABEL_SPACE,
	LABEL_RECOVERY_TAG,
	LABEL_CHARTER_STATE,
	LABEL_HEAD,
	LABEL_REQUEST,
	LABEL_COUNT,
};

/* Once, before any thread. */
MUST_CHECK enum result verify_init(void);

/* H(label, parts joined). */
void verify_hash(enum label label, const struct bytes *parts, size_t count,
		 uint8_t hash_out[HASH_SIZE]);
/* The same of a single part. */
void verify_hash_bytes(enum label label, struct bytes part, uint8_t hash_out[HASH_SIZE]);

/* OK, ERR_SIGNATURE, or ERR_NO_MEMORY for a large message. */
MUST_CHECK enum result verify_signature(enum label label, struct bytes message,
					const uint8_t key[KEY_SIZE],
					const uint8_t signature[SIGNATURE_SIZE]);
/* Signatures checked since the start: the benchmark's evidence. */
uint64_t verify_count(void);

/* Equal, in a time that tells nothing of where they differ. */
bool verify_is_equal(const uint8_t *a, const uint8_t *b, size_t size);

/* The server's signing key; its secret lives in locked memory and is wiped. */
struct signer;

/* Reads the key file, or makes one (mode 0600) where there is none. */
MUST_CHECK enum result signer_open(const struct seams *seams, const char *path,
				   struct signer **signer_out);
/* Accepts NULL and sets *signer to NULL. */
void signer_close(struct signer **signer);
const uint8_t *signer_key(const struct signer *signer); /* KEY_SIZE */
MUST_CHECK enum result signer_sign(const struct signer *signer, enum label label,
				   struct bytes message, uint8_t signature_out[SIGNATURE_SIZE]);

#endif
