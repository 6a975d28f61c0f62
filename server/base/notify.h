/* Tells the service supervisor how far we are: the datagram that sd_notify(3)
 * documents, without its library, which would cost 1.3 MB of memory per process. */
#ifndef BASE_NOTIFY_H
#define BASE_NOTIFY_H

/* "READY=1", "STOPPING=1". Does nothing where nobody asked to be told. */
void notify_supervisor(const char *state);

#endif
