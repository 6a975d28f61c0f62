#include "crypto/verify.h"

#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/seams.h"

/* The one frozen constant: it names the protocol, not the product. */
#define LABEL_PREFIX "samskap/1/"
/* Messages up to here are joined with their label on the stack. */
#define JOINED_STACK_BYTES 4096u

struct signer {
	uint8_t secret[crypto_sign_SECRETKEYBYTES];
	uint8_t key[KEY_SIZE];
};

/* sizeof counts the terminating zero byte, which is part of the label. */
#define LABEL(kind)                                                           \
	{                                                                     \
		(const uint8_t *)LABEL_PREFIX kind, sizeof(LABEL_PREFIX kind) \
	}

static const struct bytes labels[LABEL_COUNT] = {
	[LABEL_STATEMENT] = LABEL("statement"),
	[LABEL_ENTRY] = LABEL("entry"),
	[LABEL_CORE] = LABEL("core"),
	[LABEL_RECORD] = LABEL("record"),
	[LABEL_SUBJECT] = LABEL("subject"),
	[LABEL_GRANTS] = LABEL("grants"),
	[LABEL_LEAF] = LABEL("leaf"),
	[LABEL_NODE] = LABEL("node"),
	[LABEL_EMPTY] = LABEL("empty"),
	[LABEL_BODY] = LABEL("body"),
	[LABEL_COMMITMENT] = LABEL("commitment"),
	[LABEL_SPACE] = LABEL("space"),
	[LABEL_RECOVERY_TAG] = LABEL("recovery-tag"),
	[LABEL_CHARTER_STATE] = LABEL("charter-state"),
	[LABEL_HEAD] = LABEL("head"),
	[LABEL_REQUEST] = LABEL("request"),
};

static atomic_uint_fast64_t verified;

enum result verify_init(void)
{
	return sodium_init() < 0 ? ERR_IO : OK;
}

void verify_hash(enum label label, const struct bytes *parts, size_t count,
		 uint8_t hash_out[HASH_SIZE])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, HASH_SIZE);
	crypto_generichash_update(&state, labels[label].data, labels[label].size);
	for (size_t i = 0; i < count; i++)
		crypto_generichash_update(&state, parts[i].data, parts[i].size);
	crypto_generichash_final(&state, hash_out, HASH_SIZE);
}

void verify_hash_bytes(enum label label, struct bytes part, uint8_t hash_out[HASH_SIZE])
{
	verify_hash(label, &part, 1, hash_out);
}

/* Ed25519 wants one run of bytes: label, then message. `stack` is used when it
 * is large enough; otherwise the result is owned by the caller. */
static uint8_t *join(enum label label, struct bytes message, uint8_t *stack, size_t *size_out)
{
	size_t size = labels[label].size + message.size;
	uint8_t *joined = size <= JOINED_STACK_BYTES ? stack : malloc(size);

	if (joined == NULL)
		return NULL;
	memcpy(joined, labels[label].data, labels[label].size);
	if (message.size > 0)
		memcpy(joined + labels[label].size, message.data, message.size);
	*size_out = size;
	return joined;
}

enum result verify_signature(enum label label, struct bytes message, const uint8_t key[KEY_SIZE],
			     const uint8_t signature[SIGNATURE_SIZE])
{
	uint8_t stack[JOINED_STACK_BYTES];
	size_t size;
	uint8_t *joined = join(label, message, stack, &size);
	int verdict;

	if (joined == NULL)
		return ERR_NO_MEMORY;
	verdict = crypto_sign_verify_detached(signature, joined, size, key);
	atomic_fetch_add_explicit(&verified, 1, memory_order_relaxed);
	if (joined != stack)
		free(joined);
	return verdict == 0 ? OK : ERR_SIGNATURE;
}

uint64_t verify_count(void)
{
	return atomic_load_explicit(&verified, memory_order_relaxed);
}

bool verify_is_equal(const uint8_t *a, const uint8_t *b, size_t size)
{
	return sodium_memcmp(a, b, size) == 0;
}

static enum result signer_make(const struct seams *seams, const char *path,
			       uint8_t seed[crypto_sign_SEEDBYTES])
{
	enum result result = seams->random(seams->context, seed, crypto_sign_SEEDBYTES);

	if (result != OK)
		return result;
	return seams->file_write(seams->context, path, (struct bytes){seed, crypto_sign_SEEDBYTES});
}

/* The key file is the 32-byte seed and nothing else. */
static enum result signer_read(const struct seams *seams, const char *path,
			       uint8_t seed[crypto_sign_SEEDBYTES])
{
	uint8_t content[crypto_sign_SEEDBYTES];
	struct buffer buffer;
	enum result result;

	buffer_init_fixed(&buffer, content, sizeof(content));
	result = seams->file_read(seams->context, path, sizeof(content), &buffer);
	if (result == OK && buffer.size != sizeof(content))
		result = ERR_MALFORMED;
	if (result == OK)
		memcpy(seed, content, sizeof(content));
	sodium_memzero(content, sizeof(content));
	return result;
}

enum result signer_open(const struct seams *seams, const char *path, struct signer **signer_out)
{
	uint8_t seed[crypto_sign_SEEDBYTES];
	struct signer *signer;
	enum result result = signer_read(seams, path, seed);

	if (result == ERR_NOT_FOUND)
		result = signer_make(seams, path, seed);
	if (result != OK) {
		log_line(LOG_ERROR, "the server key cannot be read or made");
		return result;
	}
	signer = sodium_malloc(sizeof(*signer));
	if (signer != NULL) {
		crypto_sign_seed_keypair(signer->key, signer->secret, seed);
		sodium_mprotect_readonly(signer);
		*signer_out = signer;
	}
	sodium_memzero(seed, sizeof(seed));
	return signer == NULL ? ERR_NO_MEMORY : OK;
}

void signer_close(struct signer **signer)
{
	if (*signer != NULL)
		sodium_free(*signer);
	*signer = NULL;
}

const uint8_t *signer_key(const struct signer *signer)
{
	return signer->key;
}

enum result signer_sign(const struct signer *signer, enum label label, struct bytes message,
			uint8_t signature_out[SIGNATURE_SIZE])
{
	uint8_t stack[JOINED_STACK_BYTES];
	size_t size;
	uint8_t *joined = join(label, message, stack, &size);

	if (joined == NULL)
		return ERR_NO_MEMORY;
	crypto_sign_detached(signature_out, NULL, joined, size, signer->secret);
	if (joined != stack)
		free(joined);
	return OK;
}
