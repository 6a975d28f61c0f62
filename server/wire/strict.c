#include "wire/strict.h"

#include <string.h>

static void *allocate(void *arena, size_t size)
{
	return arena_alloc(arena, size);
}

static void leave_to_arena(void *arena, void *pointer)
{
	(void)arena;
	(void)pointer;
}

/* Reads a base-128 number; false where it is cut off or longer than 64 bits. */
static bool read_varint(struct bytes *rest, uint64_t *value_out)
{
	uint64_t value = 0;
	size_t i;

	for (i = 0; i < rest->size && i < 10; i++) {
		value |= (uint64_t)(rest->data[i] & 0x7f) << (7 * i);
		if (rest->data[i] & 0x80)
			continue;
		*value_out = value;
		rest->data += i + 1;
		rest->size -= i + 1;
		return true;
	}
	return false;
}

/* Passes over one field. Only the two wire types that the schema uses. */
static bool skip_field(struct bytes *rest)
{
	uint64_t tag, value;

	if (!read_varint(rest, &tag) || !read_varint(rest, &value))
		return false;
	if ((tag & 7) == 0)
		return true;
	if ((tag & 7) != 2 || value > rest->size)
		return false;
	rest->data += value;
	rest->size -= value;
	return true;
}

/* Counted before anything is allocated: 4 MiB of empty fields would otherwise
 * become 60 times as much memory. */
static enum result check_field_count(struct bytes bytes, size_t max_fields)
{
	size_t count;

	for (count = 0; bytes.size > 0; count++) {
		if (count == max_fields)
			return ERR_TOO_LARGE;
		if (!skip_field(&bytes))
			return ERR_MALFORMED;
	}
	return OK;
}

static bool is_known(const ProtobufCMessage *message);

/* True when the messages in this field hold no unknown field either. */
static bool is_field_known(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	const char *base = (const char *)message;
	const ProtobufCMessage *const *items;
	size_t i, count;

	if (field->type != PROTOBUF_C_TYPE_MESSAGE)
		return true;
	if (field->label != PROTOBUF_C_LABEL_REPEATED) {
		const ProtobufCMessage *one =
			*(const ProtobufCMessage *const *)(const void *)(base + field->offset);

		return !one || is_known(one);
	}
	count = *(const size_t *)(const void *)(base + field->quantifier_offset);
	items = *(const ProtobufCMessage *const *const *)(const void *)(base + field->offset);
	for (i = 0; i < count; i++) {
		if (!is_known(items[i]))
			return false;
	}
	return true;
}

static bool is_known(const ProtobufCMessage *message)
{
	unsigned i;

	if (message->n_unknown_fields != 0)
		return false;
	for (i = 0; i < message->descriptor->n_fields; i++) {
		if (!is_field_known(message, &message->descriptor->fields[i]))
			return false;
	}
	return true;
}

/* True when packing the message gives `bytes` again. */
static bool is_canonical(const ProtobufCMessage *message, struct bytes bytes, struct arena *arena)
{
	uint8_t *again;

	if (protobuf_c_message_get_packed_size(message) != bytes.size)
		return false;
	again = arena_alloc(arena, bytes.size);
	if (!again)
		return false;
	protobuf_c_message_pack(message, again);
	return bytes.size == 0 || memcmp(again, bytes.data, bytes.size) == 0;
}

enum result strict_unpack(const ProtobufCMessageDescriptor *descriptor, struct bytes bytes,
			  size_t max_fields, struct arena *arena, ProtobufCMessage **message_out)
{
	ProtobufCAllocator allocator = {allocate, leave_to_arena, arena};
	ProtobufCMessage *message;
	enum result result;

	result = check_field_count(bytes, max_fields);
	if (result != OK)
		return result;

	message = protobuf_c_message_unpack(descriptor, &allocator, bytes.size, bytes.data);
	if (!message)
		return ERR_MALFORMED;
	if (!is_known(message) || !is_canonical(message, bytes, arena))
		return ERR_MALFORMED;
	*message_out = message;
	return OK;
}

enum result strict_fixed(ProtobufCBinaryData field, uint8_t *out, size_t size)
{
	if (field.len != size)
		return ERR_MALFORMED;
	memcpy(out, field.data, size);
	return OK;
}

enum result strict_fixed_or_empty(ProtobufCBinaryData field, uint8_t *out, size_t size,
				  bool *is_present_out)
{
	*is_present_out = field.len != 0;
	if (field.len != 0)
		return strict_fixed(field, out, size);
	memset(out, 0, size);
	return OK;
}

ProtobufCBinaryData strict_binary(const uint8_t *data, size_t size)
{
	return (ProtobufCBinaryData){size, (uint8_t *)(uintptr_t)data};
}

void strict_pack(const ProtobufCMessage *message, struct buffer *out)
{
	size_t size = protobuf_c_message_get_packed_size(message);
	uint8_t *place = buffer_reserve(out, size);

	if (place)
		protobuf_c_message_pack(message, place);
}
