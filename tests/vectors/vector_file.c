#include "vectors/vector_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_text(const char *path)
{
	FILE *file = fopen(path, "rb");
	char *text = NULL;
	long size;

	if (!file)
		return NULL;
	if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0) {
		rewind(file);
		text = calloc(1, (size_t)size + 1);
		if (text && fread(text, 1, (size_t)size, file) != (size_t)size) {
			free(text);
			text = NULL;
		}
	}
	fclose(file);
	return text;
}

/* "key: value", or "key:" where the value is empty. */
static bool split_line(char *line, struct vector_line *out)
{
	char *colon = strchr(line, ':');

	if (!colon)
		return false;
	*colon = '\0';
	out->key = line;
	out->value = colon[1] == ' ' ? colon + 2 : colon + 1;
	return true;
}

bool vector_open(struct vector *vector, const char *path)
{
	char *line, *rest;

	memset(vector, 0, sizeof(*vector));
	vector->text = read_text(path);
	if (!vector->text)
		return false;
	for (line = strtok_r(vector->text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (vector->count == VECTOR_MAX_LINES ||
		    !split_line(line, &vector->lines[vector->count++]))
			return false;
	}
	return true;
}

void vector_close(struct vector *vector)
{
	size_t i;

	for (i = 0; i < vector->decoded_count; i++)
		free(vector->decoded[i]);
	free(vector->text);
	memset(vector, 0, sizeof(*vector));
}

const char *vector_text(const struct vector *vector, const char *key, size_t nth)
{
	size_t i;

	for (i = 0; i < vector->count; i++) {
		if (strcmp(vector->lines[i].key, key) == 0 && nth-- == 0)
			return vector->lines[i].value;
	}
	return NULL;
}

size_t vector_occurrences(const struct vector *vector, const char *key)
{
	size_t count = 0;

	while (vector_text(vector, key, count))
		count++;
	return count;
}

struct bytes vector_bytes(struct vector *vector, const char *key, size_t nth)
{
	const char *hex = vector_text(vector, key, nth);
	size_t i, size = hex ? strlen(hex) / 2 : 0;
	uint8_t *data;
	unsigned byte;

	if (size == 0 || vector->decoded_count == VECTOR_MAX_LINES)
		return (struct bytes){NULL, 0};
	data = malloc(size);
	if (!data)
		return (struct bytes){NULL, 0};
	for (i = 0; i < size; i++) {
		if (sscanf(hex + 2 * i, "%2x", &byte) != 1)
			break;
		data[i] = (uint8_t)byte;
	}
	vector->decoded[vector->decoded_count++] = data;
	return (struct bytes){data, i};
}

long vector_number(const struct vector *vector, const char *key)
{
	const char *text = vector_text(vector, key, 0);

	return text ? strtol(text, NULL, 10) : -1;
}
