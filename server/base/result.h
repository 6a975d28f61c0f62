/* The outcome of every fallible function.
 *
 * The names and numbers are the wire's error codes: proto/README.md lists the
 * same ones, net/reply.c maps them to HTTP. A number is never reused. */
#ifndef BASE_RESULT_H
#define BASE_RESULT_H

#define MUST_CHECK __attribute__((warn_unused_result))

enum result {
	OK = 0,
	ERR_MALFORMED = 1,
	ERR_TOO_LARGE = 2,
	ERR_UNAUTHORIZED = 3,
	ERR_STALE_TIME = 4,
	ERR_FORBIDDEN = 5,
	ERR_NOT_FOUND = 6,
	ERR_CONFLICT = 7,
	ERR_GAP = 8,
	ERR_STALE_EPOCH = 9,
	ERR_STALE_CHARTER = 10,
	ERR_ENDED = 11, /* the device was ended by a cut */
	ERR_QUOTA = 12,
	ERR_BUSY = 13,
	ERR_AHEAD = 14,       /* the client holds more than the server */
	ERR_UNSUPPORTED = 15, /* a version this server does not know */
	ERR_EXPIRED = 16,
	ERR_USED = 17, /* the invitation was used before */
	ERR_NO_CONSENT = 18,
	ERR_NOTICE = 19, /* too early */
	ERR_LIMIT = 20,  /* a pool is full */
	ERR_SIGNATURE = 21,
	ERR_METHOD = 22,
	ERR_FULL = 23, /* the disk */
	ERR_IO = 24,
	ERR_NO_MEMORY = 25,
	ERR_MOVED = 26, /* the plan is at another server */
};

#define RESULT_COUNT 27

/* "OK", "ERR_MALFORMED", …; "ERR_UNKNOWN" for a number outside the list. */
const char *result_name(enum result result);

#endif
