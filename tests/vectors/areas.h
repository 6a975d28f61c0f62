/* One runner per folder of proto/vectors. Each gives the outcome that the code
 * under test has of the vector, and checks the values that go with an OK: where
 * one differs it says so and gives VALUE_DIFFERS. */
#ifndef VECTORS_AREAS_H
#define VECTORS_AREAS_H

#include "base/arena.h"
#include "base/result.h"
#include "vectors/vector_file.h"

#define VALUE_DIFFERS ((enum result)(-1))
#define VECTOR_ARENA_BYTES (64u * 1024u * 1024u)

typedef enum result run_vector(struct vector *vector, struct arena *arena);

run_vector run_frame, run_message, run_commit, run_signature, run_charter, run_tree, run_seal,
	run_invite, run_recovery, run_aloud, run_slip, run_request;

/* OK where the two are the same; VALUE_DIFFERS, and a line that says so. */
enum result same_bytes(const char *what, struct bytes got, struct bytes expected);
enum result same_number(const char *what, long got, long expected);

#endif
