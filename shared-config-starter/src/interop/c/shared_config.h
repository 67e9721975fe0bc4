/*
 * Reads the shared files of Shared Config: docs/file-format.md in C11 and POSIX, without any library.
 *
 *   struct scfg *config = scfg_open("/dev/shm/shared-config-1000", "orders", -1);
 *   struct scfg_document found;
 *   while (scfg_poll(config, &found) > 0) printf("%.*s\n", (int) found.length, found.document);
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

/* One version: a document as a whole, or what is to be changed in the one that was handed out before. */
struct scfg_document {
	uint64_t version;
	const char *document; /* UTF-8 JSON with a NUL behind it; until the next call for the same struct scfg */
	size_t length;
	const char *meta; /* UTF-8 JSON, not terminated; of length 0 if there is none */
	size_t meta_length;
	int is_patch; /* whether document is a JSON Patch (RFC 6902) of "add", "replace" and "remove" */
	int is_last; /* whether it is the newest one; otherwise the next call hands out another one at once */
	uint64_t state_hash; /* of the whole document of this version, 0: not given */
};

/* Nothing is opened yet. trusted_uid: an owner that is trusted besides this user and root, or -1. NULL: no memory. */
struct scfg *scfg_open(const char *directory, const char *name, long trusted_uid);

/*
 * 1: a new version, call again for the next one; 0: nothing new, or nothing there; -1: refused, see scfg_reason(). Poll again
 * later in any case. The first version is a whole document; one that is a patch is the one behind that of the call before.
 */
int scfg_poll(struct scfg *config, struct scfg_document *found);

/* Why the last poll returned -1; or, after 0, "lapped" if the master was faster. Otherwise empty. */
const char *scfg_reason(const struct scfg *config);

/* The next poll begins with a whole document: for who could not make a patch, or found another hash. */
void scfg_rewind(struct scfg *config);

void scfg_close(struct scfg *config);

#endif
