#!/usr/bin/env python3
"""Reads the shared files of Shared Config: docs/file-format.md with the standard library of Python 3.8 alone.

    python3 shared_config.py read [--version] [--trust UID] DIRECTORY NAME
    python3 shared_config.py watch            [--trust UID] DIRECTORY NAME

As a module: SharedConfig(directory, name).read() returns (version, meta, document) when there is a new one, else None.
"""
import json, os, stat, struct, sys, time, zlib

STATIC, RECORD = struct.Struct("<8sHHIIIII16sQQQQQI"), struct.Struct("<IHHQqqIIQQII")
PUBLISHED, RECLAIM, NOTHING, MOVED, SNAPSHOT, DELTA = 128, 256, -1, -2, 1, 2


class Refused(Exception):
    """The file, or its directory, must not or cannot be used. What was read before stays good."""


def require(condition, path, fact, expected, found):
    if not condition: raise Refused(f"'{path}': {fact} expected={expected} found={found}")


class Number(str):
    """A number with the characters that it has in the document: 1.50 stays 1.50."""


def parse(payload): return json.loads(payload, parse_int=Number, parse_float=Number, parse_constant=Number)


def text(value):
    """Return what stands in a payload for a value."""
    if isinstance(value, dict): return "{" + ",".join(text(name) + ":" + text(value[name]) for name in value) + "}"
    if isinstance(value, list): return "[" + ",".join(map(text, value)) + "]"
    return value if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)


def patched(tree, operations):
    """Return a tree after the operations of a JSON Patch (RFC 6902), which are add, replace and remove."""
    for operation in operations:
        kind, steps = operation["op"], operation["path"].split("/")[1:]
        if not steps: tree = operation["value"]; continue
        parent, place = tree, None
        for step in steps:
            parent = parent if place is None else parent[place]
            place = step.replace("~1", "/").replace("~0", "~")
            if isinstance(parent, list): place = len(parent) if place == "-" else int(place)
        if kind == "remove": del parent[place]
        elif kind == "add" and isinstance(parent, list): parent.insert(place, operation["value"])
        elif kind in ("add", "replace"): parent[place] = operation["value"]
        else: raise ValueError(kind)
    return tree


def state_hash(value, pointer=0xcbf29ce484222325):
    """Return the sum over a tree; a pointer is hashed as far as it goes."""
    def fnv(h, octets):
        for octet in octets: h = (h ^ octet) * 0x100000001b3 & (1 << 64) - 1
        return h

    if value and isinstance(value, (dict, list)):
        names = value if isinstance(value, dict) else range(len(value))
        steps = ((name, str(name).replace("~", "~0").replace("/", "~1")) for name in names)
        return sum(state_hash(value[name], fnv(pointer, b"/" + step.encode())) for name, step in steps) & (1 << 64) - 1
    h = fnv(pointer, b"\0" + text(value).encode())
    h = (h ^ h >> 33) * 0xff51afd7ed558ccd & (1 << 64) - 1
    h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53 & (1 << 64) - 1
    return h ^ h >> 33


class SharedConfig:
    def __init__(self, directory, name, trusted=()):
        self.directory, self.file = directory, name + ".scfg"
        self.path = os.path.join(directory, self.file)
        self.trusted = {0, os.geteuid(), *trusted}
        self.fd, self.file_id, self.lapped, self.looked = None, None, False, 0.0
        self.rewind()

    def rewind(self):
        """Begin with a whole document again."""
        self.last, self.end, self.version, self.base, self.document, self.tree = NOTHING, 0, 0, NOTHING, None, None

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
            try: records, problem = self._copy(p), None                                         # R2 to R4, R7
            except Refused as refused: problem = refused
            self.lapped = self._word(RECLAIM) > (p & (1 << 64) - 1) // self.c                   # R6
            if self.lapped: continue
            try:
                if problem is None: return self._take(p, records)                               # R8
            except Refused as refused: problem = refused
            problems.append(problem)                                                            # no fence: look again
        if len(problems) == 3: raise problems[-1]
        return None

    def _take(self, p, records):
        try:
            for kind, version, state, meta, payload in records:
                if kind == SNAPSHOT: self.document, self.tree = payload, None
                else: self.tree = patched(parse(self.document) if self.tree is None else self.tree, parse(payload))
            if kind == DELTA:
                self.document = text(self.tree).encode()
                found = state_hash(self.tree) or 1
                require(state in (0, found), self.path, f"version={version} stateHash", hex(state), hex(found))
        except (Refused, KeyError, IndexError, TypeError, ValueError) as problem:
            self.rewind()
            if isinstance(problem, Refused): raise
            raise Refused(f"'{self.path}': version={version} patch: {type(problem).__name__}") from None
        self.last, self.end, self.version, self.base = p, self.copied, version, self.base_of_copied
        return version, meta, self.document

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
        self.has_deltas = bool(incompat & 1)
        if file_id != self.file_id: self.rewind()
        self.file_id = file_id
        return True

    def _bytes(self, length, at):
        b = os.pread(self.fd, length, at)
        require(len(b) == length, self.path, "fileLengthBytes", f"at least {at + length}", at + len(b))
        return b

    def _word(self, at): return struct.unpack("<q", self._bytes(8, at))[0]

    def _copy(self, p):
        def check(condition, fact, expected, found):
            require(condition, self.path, f"recordPosition={p} {fact}", expected, found)

        def offset(position): return self.arenas[position // self.c & 1] + position % self.c

        check(p >= 0 and p % 64 == 0, "published", "the position of a record", p)
        same_arena = self.last >= 0 and self.last // self.c == p // self.c
        check(p >= (self.end if same_arena else self.last), "published", f"at least {self.end}", p)
        length, base = struct.unpack("<I20xq", self._bytes(32, offset(p)))
        longest = min(self.c - p % self.c, 64 + 4096 + self.max_payload + 63 & -64)
        check(length % 64 == 0 and 64 <= length <= longest, "lengthBytes", f"64 to {longest}", length)
        check(base % 64 == 0 and base <= p and base // self.c == p // self.c, "snapshotPosition", f"at most {p}", base)
        start = max(self.end, base) if same_arena else base
        return self._records(self._bytes(p + length - start, offset(start)), start)

    def _records(self, run, start):
        """Check a run of records: a SNAPSHOT of a higher version or a DELTA of the next one, then one DELTA each."""
        records, at, self.base_of_copied, last = [], 0, self.base, self.version
        while at < len(run):
            def check(condition, fact, expected, found):
                require(condition, self.path, f"recordPosition={start + at} {fact}", expected, found)

            (length, kind, encoding, version, own, base, payload, crc, state, _, meta,
             head_crc) = RECORD.unpack_from(run, at)
            found, end = zlib.crc32(run[at:at + 60]), at + 64 + meta + payload
            check(head_crc == found, "headerCrc32", hex(found), hex(head_crc))
            check(own == start + at, "ownPosition", start + at, own)
            check(encoding == 1, "encoding", 1, encoding)
            check(meta <= 4096, "metaLengthBytes", "at most 4096", meta)
            check(length == end - at + 63 & -64 and at + length <= len(run), "lengthBytes", end - at + 63 & -64, length)
            found = zlib.crc32(run[at + 64:end])
            check(crc == found, "payloadCrc32", hex(crc), hex(found))
            if kind == SNAPSHOT and at == 0:
                self.base_of_copied = own
                check(version > last, "version", f"more than {last}", version)
            else:
                check(kind == DELTA and self.has_deltas and self.base_of_copied >= 0, "type", DELTA if at else SNAPSHOT, kind)
                check(version == last + 1, "version", last + 1, version)
            check(base == self.base_of_copied, "snapshotPosition", self.base_of_copied, base)
            records.append((kind, version, state, run[at + 64:at + 64 + meta], run[at + 64 + meta:end]))
            at, last = at + length, version
        self.copied = start + len(run)
        return records


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
