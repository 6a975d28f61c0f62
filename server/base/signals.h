/* Which signals the process takes, and how: one thread waits for them, none is
 * interrupted by them. */
#ifndef BASE_SIGNALS_H
#define BASE_SIGNALS_H

#include <signal.h>

/* Once, before any thread: SIGTERM, SIGINT and SIGHUP are left for sigwait(), a
 * closed connection and a full disk become errors of the call that met them. */
void signals_block(sigset_t *waited_for_out);

#endif
