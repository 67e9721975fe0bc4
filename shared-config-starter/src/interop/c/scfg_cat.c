/*
 *   cc -std=c11 -O2 -o scfg_cat shared_config.c scfg_cat.c
 *
 *   scfg_cat read [--version] [--trust UID] DIRECTORY NAME
 *   scfg_cat watch            [--trust UID] DIRECTORY NAME
 *
 * A line that is a JSON array is a patch of the document that the lines before it make.
 */
#define _POSIX_C_SOURCE 200809L
#include "shared_config.h"

#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void truncated(int signal) {
	static const char text[] = "fileLengthBytes: somebody has truncated the shared file\n";
	(void) signal;
	_exit(write(STDERR_FILENO, text, sizeof text - 1) < 0 ? 3 : 2);
}

static int usage(void) {
	fputs("scfg_cat read [--version] [--trust UID] DIRECTORY NAME\nscfg_cat watch [--trust UID] DIRECTORY NAME\n", stderr);
	return 64;
}

int main(int count, char **arguments) {
	bool watch = count > 1 && strcmp(arguments[1], "watch") == 0, version = watch;
	long trusted = -1;
	int at = 2;
	if (!watch && (count < 2 || strcmp(arguments[1], "read") != 0)) return usage();
	for (; at < count && strncmp(arguments[at], "--", 2) == 0; at++) {
		char *end = "?";
		if (strcmp(arguments[at], "--version") == 0) version = true;
		else if (strcmp(arguments[at], "--trust") != 0 || ++at == count) return usage();
		else if ((trusted = strtol(arguments[at], &end, 10)) < 0 || *end || end == arguments[at]) return usage();
	}
	const char *name = count == at + 2 ? arguments[at + 1] : "", *legal = "abcdefghijklmnopqrstuvwxyz0123456789._-";
	if (!*name || strlen(name) > 64 || strspn(name, legal) != strlen(name) || strchr("._-", *name)) return usage();

	signal(SIGBUS, truncated);
	struct scfg *config = scfg_open(arguments[at], name, trusted);
	if (!config) return perror("scfg_open"), 2;
	struct scfg_document found = { 0 };
	char reason[512] = "";
	long delay = 10;
	for (int polls = 1;; polls++) {
		int result = scfg_poll(config, &found);
		if (result > 0) {
			if (version) printf("%" PRIu64 " ", found.version);
			fwrite(found.document, 1, found.length, stdout);
			if (putchar('\n') == EOF || fflush(stdout) != 0) return 0;
		}
		if (result < 0 && strcmp(reason, scfg_reason(config)) != 0) fprintf(stderr, "%s\n", scfg_reason(config));
		snprintf(reason, sizeof reason, "%s", result < 0 ? scfg_reason(config) : "");
		delay = result < 0 ? (delay < 500 ? 2 * delay : 1000) : 10;
		if (result > 0 && !found.is_last) continue;
		if (!watch && (result != 0 || !*scfg_reason(config) || polls == 100)) break;
		nanosleep(&(struct timespec) { delay / 1000, delay % 1000 * 1000000 }, NULL);
	}
	int result = found.document && !*reason ? 0 : *reason ? 2 : 1;
	scfg_close(config);
	return result;
}
