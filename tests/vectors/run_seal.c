/* seal, invite: what only devices do. The server never decrypts, so that these
 * run against libsodium directly: the vectors' bytes are checked by a second
 * implementation, and the TypeScript suite by both. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "core/commit.h"
#include "vectors/areas.h"

#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES

struct bytes_of_hash {
	uint8_t data[HASH_SIZE];
};

/* H(kind, parts), written from proto/README.md and not from server/crypto. */
static struct bytes_of_hash labelled(const char *kind, const struct bytes *parts, size_t count)
{
	struct bytes_of_hash out;
	crypto_generichash_state state;
	size_t i;

	crypto_generichash_init(&state, NULL, 0, HASH_SIZE);
	crypto_generichash_update(&state, (const uint8_t *)"samskap/1/", 10);
	crypto_generichash_update(&state, (const uint8_t *)kind, strlen(kind) + 1);
	for (i = 0; i < count; i++)
		crypto_generichash_update(&state, parts[i].data, parts[i].size);
	crypto_generichash_final(&state, out.data, HASH_SIZE);
	return out;
}

static enum result open_sealed(struct bytes sealed, const uint8_t *nonce, struct bytes ad,
			       const uint8_t key[32], uint8_t *plain, size_t *size_out)
{
	unsigned long long size;

	if (sealed.size < TAG_SIZE ||
	    crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &size, NULL, sealed.data, sealed.size,
						       ad.data, ad.size, nonce, key) != 0)
		return ERR_MALFORMED;
	*size_out = (size_t)size;
	return OK;
}

static size_t padded_size(size_t size)
{
	size_t exponent = 0, bits = 0, low;

	if (size <= 128)
		return 128;
	while (size >> (exponent + 1))
		exponent++;
	while (exponent >> bits)
		bits++;
	low = exponent - bits;
	return (size + ((size_t)1 << low) - 1) >> low << low;
}

/* COMMIT5. */
static enum result unpad(struct bytes plain, struct bytes *content_out)
{
	size_t i, size;

	if (plain.size < 4)
		return ERR_MALFORMED;
	size = bytes_get_u32(plain.data);
	if (size > plain.size - 4 || padded_size(size + 4) != plain.size)
		return ERR_MALFORMED;
	for (i = size + 4; i < plain.size; i++) {
		if (plain.data[i] != 0)
			return ERR_MALFORMED;
	}
	*content_out = (struct bytes){plain.data + 4, size};
	return OK;
}

/* A nonce, and what is sealed and padded. */
static enum result open_padded(struct vector *vector, struct bytes *content_out)
{
	static uint8_t plain[RECORD_MAX_BYTES];
	struct bytes sealed = vector_bytes(vector, "sealed", 0);
	size_t size;
	enum result result;

	if (sealed.size < NONCE_SIZE || sealed.size > RECORD_MAX_BYTES)
		return ERR_MALFORMED;
	result = open_sealed((struct bytes){sealed.data + NONCE_SIZE, sealed.size - NONCE_SIZE},
			     sealed.data, vector_bytes(vector, "ad", 0),
			     vector_bytes(vector, "key", 0).data, plain, &size);
	return result == OK ? unpad((struct bytes){plain, size}, content_out) : result;
}

static enum result run_padded(struct vector *vector)
{
	struct bytes content;
	enum result result = open_padded(vector, &content);

	return result == OK ? same_bytes("content", content, vector_bytes(vector, "content", 0))
			    : result;
}

static enum result run_record(struct vector *vector)
{
	return vector_bytes(vector, "sealed", 0).size < RECORD_MIN_BYTES ? ERR_MALFORMED
									 : run_padded(vector);
}

/* As far as the vectors go: a byte that begins no letter. */
static enum result run_reason(struct vector *vector)
{
	struct bytes content;
	enum result result = open_padded(vector, &content);

	if (result == OK && content.size > 0 && content.data[0] >= 0xf8)
		return ERR_MALFORMED;
	return result == OK ? run_padded(vector) : result;
}

static enum result check_commitment(struct vector *vector, const char *name, const uint8_t key[32])
{
	uint8_t room[4] = {0, 0, 0, (uint8_t)atoi(vector_text(vector, "room", 0))};
	struct bytes parts[] = {vector_bytes(vector, "space", 0), BYTES_OF(room), {key, 32}};
	struct bytes_of_hash hash = labelled("commitment", parts, 3);

	return bytes_equal(BYTES_OF(hash.data), vector_bytes(vector, name, 0)) ? OK : ERR_MALFORMED;
}

static enum result run_grant(struct vector *vector)
{
	struct bytes sealed = vector_bytes(vector, "sealed", 0);
	struct bytes box_key = vector_bytes(vector, "box_key", 0);
	uint8_t shared[32], key[32];
	static const uint8_t nonce[NONCE_SIZE];
	struct bytes_of_hash wrapping;
	size_t size;
	enum result result;

	if (sealed.size != SEALED_KEY_SIZE ||
	    crypto_scalarmult(shared, vector_bytes(vector, "box_secret", 0).data, sealed.data) != 0)
		return ERR_MALFORMED;
	wrapping = labelled("grant-key",
			    (struct bytes[]){BYTES_OF(shared), {sealed.data, 32}, box_key}, 3);
	result = open_sealed((struct bytes){sealed.data + 32, sealed.size - 32}, nonce,
			     vector_bytes(vector, "ad", 0), wrapping.data, key, &size);
	if (result == OK)
		result = check_commitment(vector, "commitment", key);
	if (result != OK)
		return result;
	return same_bytes("key", BYTES_OF(key), vector_bytes(vector, "key", 0));
}

static enum result run_wrap(struct vector *vector)
{
	struct bytes sealed = vector_bytes(vector, "sealed", 0), new_key;
	struct bytes_of_hash wrapping;
	uint8_t key[32];
	size_t size;
	enum result result;

	new_key = vector_bytes(vector, "new_key", 0);
	wrapping = labelled("wrap-key", &new_key, 1);
	if (sealed.size != WRAPPED_KEY_SIZE)
		return ERR_MALFORMED;
	result = open_sealed((struct bytes){sealed.data + NONCE_SIZE, sealed.size - NONCE_SIZE},
			     sealed.data, vector_bytes(vector, "ad", 0), wrapping.data, key, &size);
	if (result == OK)
		result = check_commitment(vector, "old_commitment", key);
	if (result != OK)
		return result;
	return same_bytes("key", BYTES_OF(key), vector_bytes(vector, "key", 0));
}

enum result run_seal(struct vector *vector, struct arena *arena)
{
	const char *kind = vector_text(vector, "kind", 0);

	(void)arena;
	if (strcmp(kind, "record") == 0)
		return run_record(vector);
	if (strcmp(kind, "grant") == 0)
		return run_grant(vector);
	if (strcmp(kind, "commitment") == 0)
		return check_commitment(vector, "commitment", vector_bytes(vector, "key", 0).data);
	if (strcmp(kind, "reason") == 0)
		return run_reason(vector);
	if (strcmp(kind, "card") == 0)
		return run_padded(vector);
	return strcmp(kind, "wrap") == 0 ? run_wrap(vector) : VALUE_DIFFERS;
}

/* KEYS6. */
static enum result run_link(struct vector *vector)
{
	static const char page[] = "https://plan.example/bli-med#";
	const char *link = vector_text(vector, "link", 0);
	uint8_t code[64];
	size_t size;

	if (strncmp(link, page, strlen(page)) != 0 ||
	    sodium_base642bin(code, sizeof(code), link + strlen(page), strlen(link) - strlen(page),
			      NULL, &size, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    size != 1 + 32 + 16 || code[0] != 1)
		return ERR_MALFORMED;
	if (same_bytes("space", (struct bytes){code + 1, 32}, vector_bytes(vector, "space", 0)) !=
	    OK)
		return VALUE_DIFFERS;
	return same_bytes("secret", (struct bytes){code + 33, 16},
			  vector_bytes(vector, "secret", 0));
}

enum result run_invite(struct vector *vector, struct arena *arena)
{
	struct bytes parts[] = {vector_bytes(vector, "space", 0),
				vector_bytes(vector, "secret", 0)};
	struct bytes_of_hash seed = labelled("invite-sign", parts, 2);
	struct bytes_of_hash box = labelled("invite-box", parts, 2);
	struct bytes_of_hash card = labelled("invite-card", parts, 2);
	uint8_t sign_key[32], secret[64], box_key[32];
	enum result result = run_link(vector);

	(void)arena;
	if (result != OK || vector_text(vector, "link_only", 0) != NULL)
		return result;
	crypto_sign_seed_keypair(sign_key, secret, seed.data);
	crypto_scalarmult_base(box_key, box.data);
	result = same_bytes("sign_key", BYTES_OF(sign_key), vector_bytes(vector, "sign_key", 0));
	if (result == OK)
		result = same_bytes("box_key", BYTES_OF(box_key),
				    vector_bytes(vector, "box_key", 0));
	if (result == OK)
		result = same_bytes("card_key", BYTES_OF(card.data),
				    vector_bytes(vector, "card_key", 0));
	return result;
}
