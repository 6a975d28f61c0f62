/* usage: limits DIRECTORY
 *
 * What this machine can do at all, so that a figure can be read beside it:
 * signatures, hashes, durable writes. Each is measured for a fifth of a second. */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define RUN_SECONDS 0.2
#define RECORD_BYTES 300u
#define BLOCK_BYTES 4096u

struct subject {
	uint8_t key[32];
	uint8_t secret[64];
	uint8_t signature[64];
	uint8_t text[RECORD_BYTES];
	int file;
};

static double now_s(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void verify_once(struct subject *subject)
{
	if (crypto_sign_verify_detached(subject->signature, subject->text, sizeof(subject->text),
					subject->key) != 0)
		printf("limits: a signature does not verify\n");
}

static void sign_once(struct subject *subject)
{
	crypto_sign_detached(subject->signature, NULL, subject->text, sizeof(subject->text),
			     subject->secret);
}

static void hash_once(struct subject *subject)
{
	uint8_t hash[32];

	crypto_generichash(hash, sizeof(hash), subject->text, sizeof(subject->text), NULL, 0);
}

static void write_once(struct subject *subject)
{
	static const uint8_t block[BLOCK_BYTES];

	if (write(subject->file, block, sizeof(block)) != (ssize_t)sizeof(block) ||
	    fdatasync(subject->file) != 0)
		printf("limits: cannot write\n");
}

static void measure(const char *what, void (*once)(struct subject *), struct subject *subject)
{
	double start = now_s(), end = start;
	unsigned long count = 0;

	while (end - start < RUN_SECONDS) {
		once(subject);
		count++;
		end = now_s();
	}
	printf("limit    %-28s %9.0f/s  us each %.2f\n", what, (double)count / (end - start),
	       (end - start) / (double)count * 1e6);
}

int main(int argc, char **argv)
{
	struct subject subject = {.file = -1};
	char path[1024];

	if (argc != 2 || sodium_init() < 0) {
		fprintf(stderr, "usage: limits DIRECTORY\n");
		return 2;
	}
	snprintf(path, sizeof(path), "%s/limits.tmp", argv[1]);
	subject.file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (subject.file < 0)
		return 1;
	crypto_sign_keypair(subject.key, subject.secret);
	sign_once(&subject);
	measure("Ed25519 verify", verify_once, &subject);
	measure("Ed25519 sign", sign_once, &subject);
	measure("BLAKE2b of a record", hash_once, &subject);
	measure("4 KiB written and synced", write_once, &subject);
	close(subject.file);
	unlink(path);
	return 0;
}
