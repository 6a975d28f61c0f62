/* Strict decoding of one message (WIRE2, WIRE6): the only caller of protobuf-c's
 * unpack. What it returns lives in the arena and is never freed on its own. */
#ifndef WIRE_STRICT_H
#define WIRE_STRICT_H

#include <protobuf-c/protobuf-c.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/result.h"

/* The message at `bytes`, borrowed from the arena. It may have at most
 * `max_fields` fields at its top level, repeated ones counted one by one.
 * Expected failures: ERR_TOO_LARGE (too many fields), ERR_MALFORMED (or the arena is full). */
MUST_CHECK enum result strict_unpack(const ProtobufCMessageDescriptor *descriptor,
				     struct bytes bytes, size_t max_fields, struct arena *arena,
				     ProtobufCMessage **message_out);

/* Copies a field of exactly `size` bytes (WIRE3); otherwise ERR_MALFORMED. */
MUST_CHECK enum result strict_fixed(ProtobufCBinaryData field, uint8_t *out, size_t size);
/* As strict_fixed(), or empty: then `out` is zeroed and *is_present_out false. */
MUST_CHECK enum result strict_fixed_or_empty(ProtobufCBinaryData field, uint8_t *out, size_t size,
					     bool *is_present_out);

/* A field of a message that is only packed; protobuf-c has no const. */
ProtobufCBinaryData strict_binary(const uint8_t *data, size_t size);

/* Packs a message into `out`; the buffer's overflow tells of failure. */
void strict_pack(const ProtobufCMessage *message, struct buffer *out);

#endif
