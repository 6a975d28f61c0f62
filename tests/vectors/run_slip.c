/* slip: what somebody types from paper (KEYS11). Devices do all of it; written from proto/README.md
 * and run against libsodium directly, as in run_seal.c. */
#include <sodium.h>
#include <string.h>

#include "core/statement.h"
#include "vectors/areas.h"

#define CODE_LETTERS 16u
#define PREFIX_LETTERS 8u
#define BITS 5u

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* -1: no letter of these. */
static int value_of(char typed)
{
	char large = typed >= 'a' && typed <= 'z' ? (char)(typed - 'a' + 'A') : typed;
	const char *found;

	if (large == 'O')
		large = '0';
	if (large == 'I' || large == 'L')
		large = '1';
	found = large == '\0' ? NULL : strchr(letters, large);
	return found == NULL ? -1 : (int)(found - letters);
}

static enum result read_letters(const char *typed, size_t count, uint8_t *out)
{
	size_t bit = 0;

	memset(out, 0, count * BITS / 8);
	for (; *typed; typed++) {
		int value = value_of(*typed);

		if (*typed == ' ' || *typed == '-')
			continue;
		if (value < 0 || bit == count * BITS)
			return ERR_MALFORMED;
		for (unsigned i = 0; i < BITS; i++, bit++)
			out[bit / 8] |= (uint8_t)((value >> (BITS - 1 - i) & 1) << (7 - bit % 8));
	}
	return bit == count * BITS ? OK : ERR_MALFORMED;
}

static void secret_of(struct bytes code, uint8_t secret_out[16])
{
	static const char label[] = "samskap/1/slip";
	crypto_generichash_state state;
	uint8_t hash[HASH_SIZE];

	crypto_generichash_init(&state, NULL, 0, HASH_SIZE);
	crypto_generichash_update(&state, (const uint8_t *)label, sizeof(label));
	crypto_generichash_update(&state, code.data, code.size);
	crypto_generichash_final(&state, hash, HASH_SIZE);
	memcpy(secret_out, hash, 16);
}

/* How the code is written follows: every bit of what was read is compared. */
enum result run_slip(struct vector *vector, struct arena *arena)
{
	uint8_t code[CODE_LETTERS * BITS / 8], prefix[PREFIX_LETTERS * BITS / 8], secret[16];
	struct bytes space = vector_bytes(vector, "space", 0);
	enum result result = read_letters(vector_text(vector, "code", 0), CODE_LETTERS, code);

	(void)arena;
	if (result == OK)
		result = read_letters(vector_text(vector, "prefix", 0), PREFIX_LETTERS, prefix);
	if (result != OK)
		return result;
	secret_of(BYTES_OF(code), secret);
	result = same_bytes("code_bytes", BYTES_OF(code), vector_bytes(vector, "code_bytes", 0));
	if (result == OK)
		result = same_bytes("prefix", BYTES_OF(prefix),
				    (struct bytes){space.data, sizeof(prefix)});
	if (result == OK)
		result = same_bytes("secret", BYTES_OF(secret), vector_bytes(vector, "secret", 0));
	return result;
}
