/* recovery: twelve words (KEYS8) and what is derived from them (KEYS9). Devices do all of it
 * but the tag, which is the server's as well; run against libsodium directly, as in run_seal.c. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "core/statement.h"
#include "crypto/verify.h"
#include "vectors/areas.h"

#define ENTROPY_SIZE 16u
#define WORDS 12u
#define WORD_BITS 11u
#define ALOUD_WORDS 6u
#define ENTROPY_BITS (8u * ENTROPY_SIZE)
#define ALL_BITS (WORDS * WORD_BITS)

static void labelled(const char *kind, struct bytes first, struct bytes second,
		     uint8_t out[HASH_SIZE])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, HASH_SIZE);
	crypto_generichash_update(&state, (const uint8_t *)"samskap/1/", 10);
	crypto_generichash_update(&state, (const uint8_t *)kind, strlen(kind) + 1);
	crypto_generichash_update(&state, first.data, first.size);
	crypto_generichash_update(&state, second.data, second.size);
	crypto_generichash_final(&state, out, HASH_SIZE);
}

static bool bit_at(const uint8_t *bytes, unsigned bit)
{
	return bytes[bit / 8] >> (7 - bit % 8) & 1;
}

/* The numbers of the words, in `bits`: entropy, then the check bits, from the first one. */
static enum result read_words(const char *text, uint8_t bits[ALL_BITS])
{
	unsigned word = 0;
	char *end;

	while (text && *text) {
		unsigned long number = strtoul(text, &end, 10);

		if (word == WORDS || number >> WORD_BITS != 0)
			return ERR_MALFORMED;
		for (unsigned i = 0; i < WORD_BITS; i++)
			bits[word * WORD_BITS + i] = number >> (WORD_BITS - 1 - i) & 1;
		word++;
		text = *end == ',' ? end + 1 : end;
	}
	return word == WORDS ? OK : ERR_MALFORMED;
}

static enum result read_entropy(const char *text, uint8_t entropy[ENTROPY_SIZE])
{
	uint8_t bits[ALL_BITS] = {0}, check[HASH_SIZE];
	enum result result = read_words(text, bits);

	memset(entropy, 0, ENTROPY_SIZE);
	for (unsigned i = 0; i < ENTROPY_BITS; i++)
		entropy[i / 8] |= (uint8_t)(bits[i] << (7 - i % 8));
	labelled("words", (struct bytes){entropy, ENTROPY_SIZE}, (struct bytes){NULL, 0}, check);
	for (unsigned i = ENTROPY_BITS; i < ALL_BITS; i++) {
		if (bits[i] != bit_at(check, i - ENTROPY_BITS))
			return ERR_MALFORMED;
	}
	return result;
}

static enum result check_keys(struct vector *vector, struct bytes entropy)
{
	struct bytes space = vector_bytes(vector, "space", 0);
	uint8_t seed[HASH_SIZE], box[HASH_SIZE], sign_key[32], secret[64], box_key[32];
	enum result result;

	labelled("recover-sign", space, entropy, seed);
	labelled("recover-box", space, entropy, box);
	crypto_sign_seed_keypair(sign_key, secret, seed);
	crypto_scalarmult_base(box_key, box);
	result = same_bytes("sign_key", BYTES_OF(sign_key), vector_bytes(vector, "sign_key", 0));
	if (result != OK)
		return result;
	return same_bytes("box_key", BYTES_OF(box_key), vector_bytes(vector, "box_key", 0));
}

static enum result check_tag(struct vector *vector, struct bytes entropy)
{
	uint8_t locator[HASH_SIZE], tag[HASH_SIZE];
	struct bytes parts[] = {vector_bytes(vector, "space", 0), BYTES_OF(locator)};
	enum result result;

	labelled("locator", entropy, (struct bytes){NULL, 0}, locator);
	verify_hash(LABEL_RECOVERY_TAG, parts, 2, tag);
	result = same_bytes("locator", BYTES_OF(locator), vector_bytes(vector, "locator", 0));
	if (result == OK)
		result = same_bytes("tag", BYTES_OF(tag), vector_bytes(vector, "tag", 0));
	if (result != OK || vector_text(vector, "asked_tag", 0) == NULL)
		return result;
	return bytes_equal(BYTES_OF(tag), vector_bytes(vector, "asked_tag", 0)) ? OK
										: ERR_NOT_FOUND;
}

/* KEYS10. */
enum result run_aloud(struct vector *vector, struct arena *arena)
{
	uint8_t hash[HASH_SIZE];
	const char *text = vector_text(vector, "indices", 0);
	unsigned word = 0;
	char *end;

	(void)arena;
	labelled("aloud", vector_bytes(vector, "hash", 0), (struct bytes){NULL, 0}, hash);
	for (; *text; word++, text = *end == ',' ? end + 1 : end) {
		unsigned long number = strtoul(text, &end, 10), expected = 0;

		for (unsigned i = 0; i < WORD_BITS; i++)
			expected = expected << 1 | bit_at(hash, word * WORD_BITS + i);
		if (word == ALOUD_WORDS || number != expected)
			return ERR_CONFLICT;
	}
	return word == ALOUD_WORDS ? OK : ERR_CONFLICT;
}

/* That these words and no others stand for the bytes follows: each bit of both is compared. */
enum result run_recovery(struct vector *vector, struct arena *arena)
{
	uint8_t entropy[ENTROPY_SIZE];
	enum result result;

	(void)arena;
	result = read_entropy(vector_text(vector, "indices", 0), entropy);
	if (result == OK)
		result = same_bytes("entropy", BYTES_OF(entropy),
				    vector_bytes(vector, "entropy", 0));
	if (result == OK)
		result = check_keys(vector, BYTES_OF(entropy));
	return result == OK ? check_tag(vector, BYTES_OF(entropy)) : result;
}
