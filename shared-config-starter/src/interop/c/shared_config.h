/*
 * Reads the shared files of Shared Config: docs/file-format.md in C11 and POSIX, without any library.
 *
 *   struct scfg *config = scfg_open("/dev/shm/shared-config-1000", "orders", -1);
 *   struct scfg_document found;
 *   if (scfg_poll(config, &found) > 0) printf("%.*s\n", (int) found.length, found.document);
 *   scfg_close(config);
 *
 * One thread per struct scfg. A poll that finds nothing new is one load from memory, and a look at the path once a second.
 * Masters never truncate a file. If somebody else does, a load from the mapping ends in SIGBUS: handle it if you must survive it.
 */
#ifndef SHARED_CONFIG_H
#define SHARED_CONFIG_H

#include <stddef.h>
#include <stdint.h>

struct scfg;

struct scfg_document {
	uint64_t version;
	const char *document; /* UTF-8 JSON with a NUL behind it; until the next call for the same struct scfg */
	size_t length;
	const char *meta; /* UTF-8 JSON, not terminated; of length 0 if there is none */
	size_t meta_length;
};

/* Nothing is opened yet. trusted_uid: an owner that is trusted besides this user and root, or -1. NULL: no memory. */
struct scfg *scfg_open(const char *directory, const char *name, long trusted_uid);

/* 1: a new version; 0: nothing new, or nothing there; -1: refused, see scfg_reason(). Poll again later in any case. */
int scfg_poll(struct scfg *config, struct scfg_document *found);

/* Why the last poll returned -1; or, after 0, "lapped" if the master was faster. Otherwise empty. */
const char *scfg_reason(const struct scfg *config);

void scfg_close(struct scfg *config);

#endif
