#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/service.h"
#include "net/handle.h"

/* No control character is among them (base/about.h). */
static void append_text(struct buffer *out, const char *text)
{
	buffer_append_u8(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buffer_append_u8(out, '\\');
		buffer_append_u8(out, (uint8_t)*text);
	}
	buffer_append_u8(out, '"');
}

/* GET /v1/about: what the operator says of the service, as JSON (SYNC18). */
enum result handle_about(const struct request *request, struct reply *reply)
{
	const struct about *about = &request->service->config->about;
	struct buffer *out = &reply->buffer;
	const char *key, *text;
	char days[32];

	reply->content_type = "application/json";
	reply->headers = "Cache-Control: no-store\r\n";
	buffer_append_u8(out, '{');
	for (size_t i = 0; about_text(about, i, &key, &text); i++) {
		append_text(out, key);
		buffer_append_u8(out, ':');
		append_text(out, text);
		buffer_append_u8(out, ',');
	}
	snprintf(days, sizeof(days), "\"backup_days\":%" PRIu32 "}\n", about->backup_days);
	buffer_append(out, days, strlen(days));
	return OK;
}
