/* samskapd: starts, waits for a signal, stops. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/notify.h"
#include "base/signals.h"
#include "core/service.h"
#include "crypto/verify.h"
#include "net/assets.h"
#include "net/codec.h"
#include "net/listener.h"

#define EXIT_USAGE 2
static const char *const usage =
	"usage: samskapd [--config FILE] [--listen ADDR:PORT] "
	"[--state DIR] [--web DIR] [--check-config | --verify | --accept-time]\n";

struct arguments {
	const char *config_file;
	bool only_check;
	bool only_verify;
	bool only_accept_time;
};

/* The command line stands above the file, whatever their order. */
static enum result read_arguments(int argc, char **argv, struct arguments *arguments,
				  struct config *config)
{
	static const struct option options[] = {
		{"config", required_argument, NULL, 'c'}, {"listen", required_argument, NULL, 'l'},
		{"state", required_argument, NULL, 's'},  {"web", required_argument, NULL, 'w'},
		{"check-config", no_argument, NULL, 'k'}, {"verify", no_argument, NULL, 'v'},
		{"accept-time", no_argument, NULL, 't'},  {NULL, 0, NULL, 0},
	};
	static const char *const keys[] = {['l'] = "listen", ['s'] = "state", ['w'] = "web"};
	enum result result = OK;
	int option;

	optind = 1;
	while (result == OK && (option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'c')
			arguments->config_file = optarg;
		else if (option == 'k')
			arguments->only_check = true;
		else if (option == 'v')
			arguments->only_verify = true;
		else if (option == 't')
			arguments->only_accept_time = true;
		else if (option == '?')
			result = ERR_MALFORMED;
		else
			result = config_set(config, keys[option], optarg);
	}
	return optind == argc ? result : ERR_MALFORMED;
}

static enum result read_config(int argc, char **argv, struct arguments *arguments,
			       struct config *config)
{
	enum result result;

	config_init(config);
	result = read_arguments(argc, argv, arguments, config);
	if (result != OK || arguments->config_file == NULL)
		return result;
	result = config_read_file(config, arguments->config_file);
	return result == OK ? read_arguments(argc, argv, arguments, config) : result;
}

/* Nothing that was acknowledged is lost by this; the next start verifies. */
static void on_failure(void *context)
{
	(void)context;
	_exit(EXIT_FAILURE);
}

/* The next signal; the time is kept meanwhile. */
static int wait_for_signal(struct service *service, const sigset_t *signals)
{
	static const struct timespec pause = {.tv_sec = TIME_GUARD_KEEP_S};
	int signal_number;

	while ((signal_number = sigtimedwait(signals, NULL, &pause)) < 0) {
		if (errno == EAGAIN)
			service_keep_time(service);
		else if (errno != EINTR)
			return SIGTERM;
	}
	return signal_number;
}

/* Returns when the process is to stop. */
static void wait_for_end(struct service *service, const sigset_t *signals, int argc, char **argv)
{
	struct arguments arguments = {0};
	struct config fresh;

	for (;;) {
		if (wait_for_signal(service, signals) != SIGHUP)
			return;
		/* The log level is what can change without a restart. */
		if (read_config(argc, argv, &arguments, &fresh) == OK)
			log_set_level(fresh.log_level);
	}
}

static enum result serve(const struct config *config, const sigset_t *signals, int argc,
			 char **argv)
{
	struct service_options options = {config, seams_system(), codec_wire(), on_failure, NULL};
	struct service *service = NULL;
	struct assets *assets = NULL;
	struct listener *listener = NULL;
	enum result result = service_open(&options, &service);

	if (result == OK)
		result = assets_load(config->web_dir, &assets);
	if (result == OK)
		result = listener_open(service, assets, &listener);
	if (result == OK) {
		memory_release_startup();
		printf("listening on http://%s:%u\n", config->listen_address,
		       listener_port(listener));
		fflush(stdout);
		notify_supervisor("READY=1");
		wait_for_end(service, signals, argc, argv);
		notify_supervisor("STOPPING=1");
		service_drain(service);
		log_line(LOG_INFO, "stopping: %" PRIu64 " signatures verified", verify_count());
	}
	listener_close(&listener);
	assets_free(&assets);
	service_close(&service);
	return result;
}

static void report(void *context, const uint8_t space[HASH_SIZE], uint64_t entries,
		   const char *difference)
{
	(void)context;
	for (size_t i = 0; i < HASH_SIZE; i++)
		printf("%02x", space[i]);
	printf(" %s, %" PRIu64 " entries\n", difference ? difference : "ok", entries);
}

/* Instead of serving. */
static enum result do_once(const struct arguments *arguments, const struct config *config)
{
	struct service_options options = {config, seams_system(), codec_wire(), NULL, NULL};

	if (arguments->only_accept_time)
		return service_accept_time(&options);
	return service_audit(&options, report, NULL);
}

int main(int argc, char **argv)
{
	struct arguments arguments = {0};
	struct config config;
	sigset_t signals;
	enum result result;

	if (read_config(argc, argv, &arguments, &config) != OK) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (arguments.only_check)
		return EXIT_SUCCESS;
	log_set_level(config.log_level);
	umask(077); /* what the server keeps is nobody else's */
	memory_init();
	signals_block(&signals);
	if (verify_init() != OK)
		return EXIT_FAILURE;
	result = arguments.only_verify || arguments.only_accept_time
			 ? do_once(&arguments, &config)
			 : serve(&config, &signals, argc, argv);
	return result == OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
