#include "base/signals.h"

#include <pthread.h>

void signals_block(sigset_t *waited_for_out)
{
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	sigemptyset(waited_for_out);
	sigaddset(waited_for_out, SIGTERM);
	sigaddset(waited_for_out, SIGINT);
	sigaddset(waited_for_out, SIGHUP);
	pthread_sigmask(SIG_BLOCK, waited_for_out, NULL);
}
