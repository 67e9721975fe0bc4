#!/usr/bin/env python3
"""Reads the shared files of Shared Config: docs/file-format.md with the standard library of Python 3.8 alone.

    python3 shared_config.py read [--version] [--trust UID] DIRECTORY NAME
    python3 shared_config.py watch            [--trust UID] DIRECTORY NAME

As a module: SharedConfig(directory, name).read() returns (version, meta, document) when there is a new one, else None.
"""
import os, stat, struct, sys, time, zlib

STATIC, RECORD = struct.Struct("<8sHHIIIII16sQQQQQI"), struct.Struct("<IHHQQQIIQQII")
PUBLISHED, RECLAIM, NOTHING, MOVED = 128, 256, -1, -2


class Refused(Exception):
    """The file, or its directory, must not or cannot be used. What was read before stays good."""


def require(condition, path, fact, expected, found):
    if not condition: raise Refused(f"'{path}': {fact} expected={expected} found={found}")


class SharedConfig:
    def __init__(self, directory, name, trusted=()):
        self.directory, self.file = directory, name + ".scfg"
        self.path = os.path.join(directory, self.file)
        self.trusted = {0, os.geteuid(), *trusted}
        self.fd, self.file_id, self.last, self.version, self.lapped, self.looked = None, None, NOTHING, 0, False, 0.0

    def close(self):
        if self.fd is not None: os.close(self.fd)
        self.fd = None

    def read(self):
        """Return (version, meta, document) if there is a new one, else None. Raise Refused, OSError."""
        self.lapped, problems = False, []
        if time.monotonic() - self.looked >= 1: self._look_at_path()
        for _ in range(3):
            if self.fd is None and not self._open(): return None
            p = self._word(PUBLISHED)                                                           # R1
            if p == self.last: return None
            if p == MOVED:
                self._look_at_path()
                if self.fd is not None: return None
                continue
            try: record = self._copy(p)                                                         # R2, R4
            except Refused as problem: record = problem
            self.lapped = self._word(RECLAIM) > (p & (1 << 64) - 1) // self.c                   # R6
            if self.lapped: continue
            if isinstance(record, Refused): problems.append(record); continue                   # no fence: look again
            self.last, self.version = p, record[0]
            return record
        if len(problems) == 3: raise problems[-1]
        return None

    def _look_at_path(self):
        self.looked = time.monotonic()
        try: st = os.lstat(self.path)
        except FileNotFoundError: return
        if self.fd is not None and (st.st_dev, st.st_ino, st.st_size) != self.key: self.close()

    def _open(self):
        try:
            directory = os.open(self.directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                self._trust(self.directory, os.fstat(directory), 0o022)
                flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
                self.fd = os.open(self.file, flags, dir_fd=directory)
            finally: os.close(directory)
        except FileNotFoundError: return False
        except OSError as ex: raise Refused(f"'{self.path}': open: {ex.strerror}") from None
        try:
            if self._check(os.fstat(self.fd)): return True
        except BaseException: self.close(); raise
        self.close()
        return False

    def _trust(self, path, st, forbidden):
        require(st.st_uid in self.trusted, path, "owner", sorted(self.trusted), st.st_uid)
        require(not st.st_mode & forbidden, path, "writableBy", "owner", oct(stat.S_IMODE(st.st_mode)))

    def _check(self, st):
        require(stat.S_ISREG(st.st_mode), self.path, "type", "file", oct(stat.S_IFMT(st.st_mode)))
        self._trust(self.path, st, 0o002)
        require(st.st_size >= 4096, self.path, "fileLengthBytes", "at least 4096", st.st_size)
        b = self._bytes(STATIC.size, 0)
        (magic, major, _, length, incompat, _, mark, arenas, file_id, offset0, offset1, c, max_payload, _,
         crc) = STATIC.unpack(b)
        if magic == bytes(8): return False                                                      # being made
        require(magic == b"SHCONF\r\n", self.path, "magic", "SHCONF\\r\\n", magic.hex())
        require(major == 1, self.path, "formatMajor", 1, major)
        require(crc == zlib.crc32(b[8:88]), self.path, "headerCrc32", hex(zlib.crc32(b[8:88])), hex(crc))
        require(incompat & ~1 == 0, self.path, "incompatFlags", "0 or 1", hex(incompat))
        require(length == 4096, self.path, "headerLengthBytes", 4096, length)
        require(mark == 0x0A0B0C0D, self.path, "byteOrderMark", hex(0x0A0B0C0D), hex(mark))
        require(arenas == 2, self.path, "arenaCount", 2, arenas)
        require(65536 <= c <= 1 << 30 and c & (c - 1) == 0, self.path, "arenaCapacityBytes", "a power of two", c)
        require(1 <= max_payload <= c // 4, self.path, "maxPayloadBytes", f"1 to {c // 4}", max_payload)
        require(offset0 % 65536 == 0 < offset0 < 1 << 31, self.path, "arenaOffset0", "a multiple of 65536", offset0)
        require(offset1 % 65536 == 0 and offset0 + c <= offset1 < (1 << 31) - c, self.path, "arenaOffset1",
                f"a multiple of 65536 from {offset0 + c}", offset1)
        require(st.st_size == offset1 + c, self.path, "fileLengthBytes", offset1 + c, st.st_size)
        self.key = st.st_dev, st.st_ino, st.st_size
        self.arenas, self.c, self.max_payload = (offset0, offset1), c, max_payload
        if file_id != self.file_id: self.file_id, self.last, self.version = file_id, NOTHING, 0
        return True

    def _bytes(self, length, at):
        b = os.pread(self.fd, length, at)
        require(len(b) == length, self.path, "fileLengthBytes", f"at least {at + length}", at + len(b))
        return b

    def _word(self, at): return struct.unpack("<q", self._bytes(8, at))[0]

    def _copy(self, p):
        def check(condition, fact, expected, found):
            require(condition, self.path, f"recordPosition={p} {fact}", expected, found)

        room, at = self.c - p % self.c, self.arenas[p // self.c & 1] + p % self.c
        check(p >= 0 and p % 64 == 0, "published", "the position of a record", p)
        head = self._bytes(64, at)
        length, kind, encoding, version, own, base, payload, crc, _, _, meta, head_crc = RECORD.unpack(head)
        longest = min(room, 64 + 4096 + self.max_payload + 63 & -64)
        check(length % 64 == 0 and 64 <= length <= longest, "lengthBytes", f"64 to {longest}", length)
        body = self._bytes(length - 64, at + 64)
        check(head_crc == zlib.crc32(head[:60]), "headerCrc32", hex(zlib.crc32(head[:60])), hex(head_crc))
        check(own == p, "ownPosition", p, own)
        check(encoding == 1, "encoding", 1, encoding)
        check(meta <= 4096, "metaLengthBytes", "at most 4096", meta)
        check(length == 64 + meta + payload + 63 & -64, "lengthBytes", 64 + meta + payload + 63 & -64, length)
        check(kind == 1, "type", 1, kind)
        check(base == p, "snapshotPosition", p, base)
        found = zlib.crc32(body[:meta + payload])
        check(crc == found, "payloadCrc32", hex(crc), hex(found))
        check(version > self.version, "version", f"more than {self.version}", version)
        return version, body[:meta], body[meta:meta + payload]


def main(arguments):
    options = {"--version": False, "--trust": None}
    command = arguments.pop(0) if arguments else None
    while arguments and arguments[0] in options:
        option = arguments.pop(0)
        options[option] = True if option == "--version" else arguments.pop(0) if arguments else ""
    trust, name = options["--trust"], arguments[1] if len(arguments) == 2 else ""
    legal = set("abcdefghijklmnopqrstuvwxyz0123456789._-")
    if (command not in ("read", "watch") or not set(name) <= legal or not 1 <= len(name) <= 64 or name[0] in "._-"
            or trust is not None and not trust.isdigit()):
        print(__doc__, file=sys.stderr)
        return 64
    config, reason = SharedConfig(arguments[0], name, [int(trust)] if trust else []), None
    delay, until = 0.01, time.monotonic() + 1
    while True:
        try:
            found = config.read()
            if found:
                shown = b"%d " % found[0] if command == "watch" or options["--version"] else b""
                sys.stdout.buffer.write(shown + found[2] + b"\n")
                sys.stdout.buffer.flush()
            if command == "read" and (found or not config.lapped or time.monotonic() > until): return 0 if found else 1
            reason, delay = None, 0.01
        except BrokenPipeError: os._exit(0)
        except (Refused, OSError) as problem:
            if str(problem) != reason: print(problem, file=sys.stderr, flush=True)
            if command == "read": return 2
            reason, delay = str(problem), min(2 * delay, 1)
        time.sleep(delay)


if __name__ == "__main__":
    try: sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt: pass
