#define _POSIX_C_SOURCE 200809L
#include "shared_config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#if !defined(__BYTE_ORDER__) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "This reader is for little-endian machines"
#endif

enum { HEADER = 4096, PUBLISHED = 128, RECLAIM = 256, RECORD = 64, MAX_META = 4096, ALIGNMENT = 65536, ATTEMPTS = 3 };
enum { NOTHING = -1, MOVED = -2, SNAPSHOT = 1, DELTA = 2 };

struct scfg {
	char *directory, file[80], reason[512];
	long trusted_uid;
	unsigned char *map, *copy; /* map is NULL while nothing is open; copy is a run of records */
	unsigned char *terminated, covered; /* where a NUL stands in the copy, and what is below it */
	size_t given, copied; /* how far the run was handed out, and its length in bytes */
	struct stat opened;
	uint64_t arenas[2], capacity, max_payload, file_id[2], version, from;
	int64_t last, end, base;
	bool has_deltas;
	time_t looked;
};

/* Half a byte at a time. zlib's crc32() does the same, faster. */
static uint32_t crc32(const unsigned char *bytes, size_t length) {
	static const uint32_t table[16] = { 0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158,
			0x5005713C, 0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C };
	uint32_t crc = 0xFFFFFFFFu;
	while (length-- > 0) {
		crc ^= *bytes++;
		crc = (crc >> 4) ^ table[crc & 15];
		crc = (crc >> 4) ^ table[crc & 15];
	}
	return ~crc;
}

static uint64_t number(const unsigned char *at, size_t size) {
	uint64_t value = 0;
	memcpy(&value, at, size);
	return value;
}

static int64_t word(const struct scfg *c, size_t at, memory_order order) {
	return atomic_load_explicit((const _Atomic int64_t *) (const void *) (c->map + at), order);
}

static int refuse(struct scfg *c, const char *format, ...) {
	int begun = snprintf(c->reason, sizeof c->reason, "'%.300s/%s': ", c->directory, c->file);
	va_list facts;
	va_start(facts, format);
	vsnprintf(c->reason + begun, sizeof c->reason - (size_t) begun, format, facts);
	va_end(facts);
	return -1;
}

#define REQUIRE(condition, fact, expected, found) \
	do \
		if (!(condition)) \
			return refuse(c, fact " expected=%" PRIu64 " found=%" PRIu64, (uint64_t) (expected), (uint64_t) (found)); \
	while (0)

static void unmap(struct scfg *c) {
	if (c->map) munmap(c->map, (size_t) c->opened.st_size);
	free(c->copy);
	c->map = c->copy = c->terminated = NULL;
	c->given = c->copied = 0;
}

void scfg_rewind(struct scfg *c) {
	c->last = c->base = NOTHING, c->end = 0, c->version = 0, c->given = c->copied = 0;
}

static int check_trust(struct scfg *c, const char *of, const struct stat *st, mode_t forbidden) {
	if (st->st_uid != 0 && st->st_uid != geteuid() && (long) st->st_uid != c->trusted_uid)
		return refuse(c, "%s: owner expected=%ld found=%ld", of, (long) geteuid(), (long) st->st_uid);
	if (st->st_mode & forbidden)
		return refuse(c, "%s: writableBy expected=owner found=%o", of, (unsigned) st->st_mode & 07777);
	return 0;
}

static int check_header(struct scfg *c, const unsigned char *h, uint64_t length) {
	REQUIRE(memcmp(h, "SHCONF\r\n", 8) == 0, "magic", UINT64_C(0x0A0D464E4F434853), number(h, 8));
	REQUIRE(number(h + 8, 2) == 1, "formatMajor", 1, number(h + 8, 2));
	REQUIRE(number(h + 88, 4) == crc32(h + 8, 80), "headerCrc32", crc32(h + 8, 80), number(h + 88, 4));
	REQUIRE((number(h + 16, 4) & ~1ULL) == 0, "incompatFlags", 1, number(h + 16, 4));
	REQUIRE(number(h + 12, 4) == HEADER, "headerLengthBytes", HEADER, number(h + 12, 4));
	REQUIRE(number(h + 24, 4) == 0x0A0B0C0D, "byteOrderMark", 0x0A0B0C0D, number(h + 24, 4));
	REQUIRE(number(h + 28, 4) == 2, "arenaCount", 2, number(h + 28, 4));
	uint64_t first = number(h + 48, 8), second = number(h + 56, 8), capacity = number(h + 64, 8);
	REQUIRE(capacity >= ALIGNMENT && capacity <= 1u << 30 && (capacity & (capacity - 1)) == 0, "arenaCapacityBytes",
			ALIGNMENT, capacity);
	REQUIRE(number(h + 72, 8) - 1 < capacity / 4, "maxPayloadBytes", capacity / 4, number(h + 72, 8));
	REQUIRE(first > 0 && first % ALIGNMENT == 0 && first <= INT32_MAX, "arenaOffset0", ALIGNMENT, first);
	REQUIRE(second >= first + capacity && second % ALIGNMENT == 0 && second < INT32_MAX - capacity, "arenaOffset1",
			first + capacity, second);
	REQUIRE(length == second + capacity, "fileLengthBytes", second + capacity, length);
	return 1;
}

/* 1: mapped; 0: nothing there; -1: refused. */
static int map_file(struct scfg *c, int fd) {
	unsigned char start[92];
	if (fstat(fd, &c->opened) != 0) return refuse(c, "fstat: %s", strerror(errno));
	if (!S_ISREG(c->opened.st_mode)) return refuse(c, "type expected=file found=%o", (unsigned) c->opened.st_mode);
	if (check_trust(c, "file", &c->opened, S_IWOTH) < 0) return -1;
	REQUIRE(c->opened.st_size >= HEADER, "fileLengthBytes", HEADER, c->opened.st_size);
	if (pread(fd, start, sizeof start, 0) != sizeof start) return refuse(c, "pread: %s", strerror(errno));
	if (number(start, 8) == 0) return 0; /* being made */
	if (check_header(c, start, (uint64_t) c->opened.st_size) < 0) return -1;
	c->arenas[0] = number(start + 48, 8), c->arenas[1] = number(start + 56, 8);
	c->capacity = number(start + 64, 8), c->max_payload = number(start + 72, 8);
	c->has_deltas = number(start + 16, 4) & 1;
	c->copy = malloc(c->capacity + 1);
	if (!c->copy) return refuse(c, "malloc: %s", strerror(errno));
	void *map = mmap(NULL, (size_t) c->opened.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED) return refuse(c, "mmap: %s", strerror(errno));
	c->map = map;
	if (memcmp(c->file_id, start + 32, 16) != 0) { /* another file: it starts anew */
		memcpy(c->file_id, start + 32, 16);
		scfg_rewind(c);
	}
	return 1;
}

static int open_file(struct scfg *c) {
	struct stat st;
	int directory = open(c->directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (directory < 0) return errno == ENOENT ? 0 : refuse(c, "directory: %s", strerror(errno));
	int result = fstat(directory, &st) != 0 ? refuse(c, "directory: %s", strerror(errno))
			: check_trust(c, "directory", &st, S_IWGRP | S_IWOTH);
	if (result == 0) {
		int fd = openat(directory, c->file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
		if (fd >= 0) {
			result = map_file(c, fd);
			if (result <= 0) unmap(c);
			close(fd);
		}
		else if (errno != ENOENT) result = refuse(c, "open: %s", strerror(errno));
	}
	close(directory);
	return result;
}

static void look_at_path(struct scfg *c) {
	char path[4096];
	struct stat st;
	snprintf(path, sizeof path, "%s/%s", c->directory, c->file);
	if (c->map && lstat(path, &st) == 0 && (st.st_dev != c->opened.st_dev || st.st_ino != c->opened.st_ino
			|| st.st_size != c->opened.st_size)) unmap(c);
}

static const unsigned char *at_position(const struct scfg *c, uint64_t p) {
	return c->map + c->arenas[p / c->capacity & 1] + (p & (c->capacity - 1));
}

/* R2 to R4: 0, or -1 if a bound does not hold, which may be because the arena is in use again. */
static int copy_run(struct scfg *c, uint64_t p) {
	uint64_t room = c->capacity - (p & (c->capacity - 1));
	uint64_t longest = (RECORD + MAX_META + c->max_payload + RECORD - 1) & ~UINT64_C(63);
	if (longest > room) longest = room;
	if (p > INT64_MAX || p % RECORD != 0)
		return refuse(c, "published expected=the position of a record found=%" PRId64, (int64_t) p);
	bool same_arena = c->last >= 0 && (uint64_t) c->last / c->capacity == p / c->capacity;
	REQUIRE((int64_t) p >= (same_arena ? c->end : c->last), "published", c->end, p);
	const unsigned char *record = at_position(c, p);
	uint32_t length = atomic_load_explicit((const _Atomic uint32_t *) (const void *) record, memory_order_relaxed);
	REQUIRE(length % RECORD == 0 && length >= RECORD && length <= longest, "lengthBytes", longest, length);
	uint64_t base = atomic_load_explicit((const _Atomic uint64_t *) (const void *) (record + 24), memory_order_relaxed);
	REQUIRE(base % RECORD == 0 && base <= p && base / c->capacity == p / c->capacity, "snapshotPosition", p, base);
	c->from = same_arena && c->end > (int64_t) base ? (uint64_t) c->end : base;
	c->copied = p - c->from + length;
	memcpy(c->copy, at_position(c, c->from), c->copied); /* may race with the master: R6 tells */
	return 0;
}

/* R7: on the copy alone. One record, and what it has to follow. */
static int check_record(struct scfg *c, const unsigned char *r, uint64_t p, uint64_t room, uint64_t *last, int64_t *base) {
	uint64_t type = number(r + 4, 2), version = number(r + 8, 8), meta = number(r + 56, 4), payload = number(r + 32, 4);
	REQUIRE(number(r + 60, 4) == crc32(r, 60), "headerCrc32", crc32(r, 60), number(r + 60, 4));
	REQUIRE(number(r + 16, 8) == p, "ownPosition", p, number(r + 16, 8));
	REQUIRE(number(r + 6, 2) == 1, "encoding", 1, number(r + 6, 2));
	REQUIRE(meta <= MAX_META, "metaLengthBytes", MAX_META, meta);
	uint64_t length = (RECORD + meta + payload + RECORD - 1) & ~UINT64_C(63);
	REQUIRE(number(r, 4) == length && length <= room, "lengthBytes", length, number(r, 4));
	uint32_t crc = crc32(r + RECORD, meta + payload);
	REQUIRE(number(r + 36, 4) == crc, "payloadCrc32", number(r + 36, 4), crc);
	if (type == SNAPSHOT && p == c->from) {
		REQUIRE(version > *last, "version", *last + 1, version);
		*base = (int64_t) p;
	}
	else {
		REQUIRE(type == DELTA && c->has_deltas && *base >= 0, "type", p > c->from ? DELTA : SNAPSHOT, type);
		REQUIRE(version == *last + 1, "version", *last + 1, version);
	}
	REQUIRE((int64_t) number(r + 24, 8) == *base, "snapshotPosition", *base, number(r + 24, 8));
	*last = version;
	return 0;
}

/* R7 and R8: all records of the run, or none. */
static int take(struct scfg *c, uint64_t p) {
	uint64_t last = c->version;
	int64_t base = c->base;
	for (size_t at = 0; at < c->copied; at += number(c->copy + at, 4))
		if (check_record(c, c->copy + at, c->from + at, c->copied - at, &last, &base) < 0) return -1;
	c->last = (int64_t) p, c->end = (int64_t) (c->from + c->copied), c->base = base, c->version = last, c->given = 0;
	return 1;
}

/* 1: the next record of the run; 0: there is none. */
static int hand_out(struct scfg *c, struct scfg_document *found) {
	if (c->terminated) *c->terminated = c->covered;
	c->terminated = NULL;
	if (c->given >= c->copied) return 0;
	unsigned char *r = c->copy + c->given;
	uint64_t meta = number(r + 56, 4), payload = number(r + 32, 4);
	c->given += number(r, 4);
	*found = (struct scfg_document) { number(r + 8, 8), (char *) r + RECORD + meta, payload, (char *) r + RECORD, meta,
			number(r + 4, 2) == DELTA, c->given == c->copied, number(r + 40, 8) };
	c->terminated = r + RECORD + meta + payload, c->covered = *c->terminated, *c->terminated = 0;
	return 1;
}

struct scfg *scfg_open(const char *directory, const char *name, long trusted_uid) {
	struct scfg *c = calloc(1, sizeof *c);
	if (!c || !(c->directory = strdup(directory))) return free(c), NULL;
	snprintf(c->file, sizeof c->file, "%.64s.scfg", name);
	c->trusted_uid = trusted_uid;
	scfg_rewind(c);
	return c;
}

int scfg_poll(struct scfg *c, struct scfg_document *found) {
	struct timespec now;
	c->reason[0] = 0;
	if (hand_out(c, found)) return 1;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec != c->looked) c->looked = now.tv_sec, look_at_path(c);
	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		int opened = c->map ? 1 : open_file(c);
		if (opened <= 0) return opened;
		int64_t p = word(c, PUBLISHED, memory_order_acquire); /* R1 */
		if (p == c->last) return 0;
		if (p == MOVED) {
			look_at_path(c);
			if (c->map) return 0; /* nothing has taken its place */
			continue;
		}
		int copied = copy_run(c, (uint64_t) p);
		atomic_thread_fence(memory_order_acquire); /* R5: the loads of the copy before that of RECLAIM */
		if (word(c, RECLAIM, memory_order_relaxed) <= (int64_t) ((uint64_t) p / c->capacity)) { /* R6 */
			if (copied == 0 && take(c, (uint64_t) p) > 0) return hand_out(c, found);
			c->copied = c->given = 0;
			return -1;
		}
		c->copied = c->given = 0;
		snprintf(c->reason, sizeof c->reason, "lapped");
	}
	return 0;
}

const char *scfg_reason(const struct scfg *c) { return c->reason; }

void scfg_close(struct scfg *c) {
	if (c) unmap(c), free(c->directory), free(c);
}
