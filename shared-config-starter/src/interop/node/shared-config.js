#!/usr/bin/env node
/*
 * Reads the shared files of Shared Config: docs/file-format.md in Node 16 or later, without any package.
 *
 *   node shared-config.js read [--version] [--trust UID] DIRECTORY NAME
 *   node shared-config.js watch            [--trust UID] DIRECTORY NAME
 *
 * As a module: new SharedConfig(directory, name).read() returns { version, meta, document } when there is a new one, else null.
 * Node cannot map a file, so each poll is one positioned read of a page that is in memory.
 */
'use strict';
const fs = require('fs'), path = require('path'), zlib = require('zlib');

const PUBLISHED = 128, RECLAIM = 256, NOTHING = -1n, MOVED = -2n, SHARED = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW;
const TABLE = new Int32Array(256).map((_, i) => {
  for (let bit = 0; bit < 8; bit++) i = (i >>> 1) ^ (i & 1 ? 0xEDB88320 : 0);
  return i;
});
// zlib.crc32 is there from 20.15 and 22.2 on
const crc32 = zlib.crc32 || ((bytes) => ~bytes.reduce((crc, byte) => (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xFF], -1) >>> 0);

class Refused extends Error {}

const SNAPSHOT = 1, DELTA = 2;

/** JSON.parse, with an s before each text and name and an n before the characters of each number: 1.50 stays 1.50. */
const parse = (json) => JSON.parse(json.replace(/"([^"\\]*(?:\\.[^"\\]*)*)"|-?[0-9][-+.0-9eE]*/g,
    (token, string) => string === undefined ? `"n${token}"` : `"s${string}"`));

const text = (value) => Array.isArray(value) ? `[${value.map(text).join()}]`
  : typeof value === 'string' ? (value[0] === 'n' ? value.slice(1) : JSON.stringify(value.slice(1)))
  : value === null || typeof value === 'boolean' ? String(value)
  : `{${Object.keys(value).map((name) => text(name) + ':' + text(value[name])).join()}}`;

/** Returns a tree after the operations of a JSON Patch (RFC 6902), which are add, replace and remove. */
function patched(tree, operations) {
  for (const { sop: op, spath: path, svalue: value } of operations) {
    const steps = path.slice(1).split('/').slice(1).map((step) => 's' + step.replace(/~1/g, '/').replace(/~0/g, '~'));
    if (op === 'sremove' ? steps.length === 0 : value === undefined) throw new Error(op);
    const last = steps.pop();
    if (last === undefined) { tree = value; continue; }
    const at = (parent, step) => !Array.isArray(parent) ? step : step === 's-' ? parent.length : Number(step.slice(1));
    const parent = steps.reduce((from, step) => from[at(from, step)], tree), place = at(parent, last);
    if (op === 'sremove' && !(place in parent)) throw new Error(op);
    if (op === 'sremove' && Array.isArray(parent)) parent.splice(place, 1);
    else if (op === 'sremove') delete parent[place];
    else if (op === 'sadd' && Array.isArray(parent)) parent.splice(place, 0, value);
    else if (op === 'sadd' || op === 'sreplace') parent[place] = value;
    else throw new Error(op);
  }
  return tree;
}

/** FNV-1a-64, as two halves of 32 bits: [high, low]. */
function fnv([high, low], string) {
  for (const octet of Buffer.from(string)) {
    low = (low ^ octet) >>> 0;
    const product = low * 0x1B3;
    high = (Math.imul(high, 0x1B3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return [high, low];
}

/** Returns the sum over a tree; a pointer is hashed as far as it goes. */
function stateHash(value, pointer = [0xCBF29CE4, 0x84222325]) {
  const names = value !== null && typeof value === 'object' ? Object.keys(value) : [];
  if (names.length > 0) {
    const step = (name) => Array.isArray(value) ? name : name.slice(1).replace(/~/g, '~0').replace(/\//g, '~1');
    return BigInt.asUintN(64, names.reduce((sum, name) => sum + stateHash(value[name], fnv(pointer, '/' + step(name))), 0n));
  }
  const [high, low] = fnv(pointer, '\0' + text(value));
  let h = BigInt(high) << 32n | BigInt(low);
  for (const factor of [0xFF51AFD7ED558CCDn, 0xC4CEB9FE1A85EC53n]) h = BigInt.asUintN(64, (h ^ h >> 33n) * factor);
  return h ^ h >> 33n;
}

class SharedConfig {
  constructor(directory, name, trusted = []) {
    Object.assign(this, { directory, file: path.join(directory, name + '.scfg'), trusted: [0, process.geteuid(), ...trusted] });
    Object.assign(this, { fd: null, fileId: null, lapped: false, looked: 0 });
    this.rewind();
  }

  /** Begins with a whole document again. */
  rewind() {
    Object.assign(this, { last: NOTHING, end: 0n, version: 0n, base: NOTHING, document: null, tree: null });
  }

  close() {
    if (this.fd !== null) fs.closeSync(this.fd);
    this.fd = null;
  }

  /** Returns { version, meta, document }, the latter two as Buffers, if there is a new version, else null. Throws Refused. */
  read() {
    const problems = [];
    this.lapped = false;
    if (performance.now() - this.looked >= 1000) this.lookAtPath();
    for (let attempt = 0; attempt < 3; attempt++) {
      if (this.fd === null && !this.open()) return null;
      const p = this.word(PUBLISHED);                                                       // R1
      if (p === this.last) return null;
      if (p === MOVED) {
        this.lookAtPath();
        if (this.fd !== null) return null;
        continue;
      }
      let run = null, problem = null;
      try { run = this.copy(p); } catch (thrown) { problem = thrown; }                      // R2 to R4, R7
      this.lapped = this.word(RECLAIM) > BigInt.asUintN(64, p) / BigInt(this.capacity);     // R6
      if (this.lapped) continue;
      try {
        if (problem === null) return this.take(p, run);                                     // R8
      } catch (thrown) {
        problem = thrown;
      }
      problems.push(problem);                                                               // no fence: look again
    }
    if (problems.length === 3) throw problems[2];
    return null;
  }

  take(p, { records, base, end }) {
    const { type, version, state, meta } = records[records.length - 1];
    try {
      for (const record of records) {
        if (record.type === SNAPSHOT) Object.assign(this, { document: record.payload, tree: null });
        else this.tree = patched(this.tree || parse(this.document.toString()), parse(record.payload.toString()));
      }
      if (type === DELTA) {
        this.document = Buffer.from(text(this.tree));
        const found = stateHash(this.tree) || 1n;
        this.require(state === 0n || state === found, `version=${version} stateHash`, state, found);
      }
    } catch (problem) {
      this.rewind();
      throw problem instanceof Refused ? problem : new Refused(`'${this.file}': version=${version} patch: ${problem.name}`);
    }
    Object.assign(this, { last: p, end, version, base });
    return { version, meta, document: this.document };
  }

  lookAtPath() {
    this.looked = performance.now();
    const now = fs.lstatSync(this.file, { bigint: true, throwIfNoEntry: false });
    const same = (of) => now[of] === this.opened[of];
    if (now && this.fd !== null && !(same('dev') && same('ino') && same('size'))) this.close();
  }

  open() {
    const directory = fs.lstatSync(this.directory, { bigint: true, throwIfNoEntry: false });
    if (!directory) return false;
    this.require(directory.isDirectory(), 'directory type', 'directory', directory.isSymbolicLink() ? 'link' : 'other');
    this.trust('directory', directory, 0o022n);
    try {
      this.fd = fs.openSync(this.file, SHARED | fs.constants.O_NONBLOCK);
    } catch (problem) {
      if (problem.code === 'ENOENT') return false;
      throw problem;
    }
    let good = false;
    try { good = this.check(fs.fstatSync(this.fd, { bigint: true })); } finally { if (!good) this.close(); }
    return good;
  }

  require(condition, fact, expected, found) {
    if (!condition) throw new Refused(`'${this.file}': ${fact} expected=${expected} found=${found}`);
  }

  trust(of, stat, forbidden) {
    this.require(this.trusted.includes(Number(stat.uid)), `${of} owner`, this.trusted.join(' or '), stat.uid);
    this.require((stat.mode & forbidden) === 0n, `${of} writableBy`, 'owner', (stat.mode & 0o7777n).toString(8));
  }

  check(stat) {
    this.require(stat.isFile(), 'type', 'file', 'other');
    this.trust('file', stat, 0o002n);
    this.require(stat.size >= 4096n, 'fileLengthBytes', 'at least 4096', stat.size);
    const h = this.bytes(92, 0), length = Number(stat.size);
    if (h.readBigUInt64LE(0) === 0n) return false;                                          // being made
    this.require(h.toString('latin1', 0, 8) === 'SHCONF\r\n', 'magic', 'SHCONF\\r\\n', h.toString('hex', 0, 8));
    this.require(h.readUInt16LE(8) === 1, 'formatMajor', 1, h.readUInt16LE(8));
    const crc = crc32(h.subarray(8, 88));
    this.require(h.readUInt32LE(88) === crc, 'headerCrc32', crc, h.readUInt32LE(88));
    this.require((h.readUInt32LE(16) & ~1) === 0, 'incompatFlags', '0 or 1', h.readUInt32LE(16));
    this.require(h.readUInt32LE(12) === 4096, 'headerLengthBytes', 4096, h.readUInt32LE(12));
    this.require(h.readUInt32LE(24) === 0x0A0B0C0D, 'byteOrderMark', 0x0A0B0C0D, h.readUInt32LE(24));
    this.require(h.readUInt32LE(28) === 2, 'arenaCount', 2, h.readUInt32LE(28));
    const [first, second, c, max] = [48, 56, 64, 72].map((at) => Number(h.readBigUInt64LE(at)));
    this.require(c >= 65536 && c <= 2 ** 30 && Number.isInteger(Math.log2(c)), 'arenaCapacityBytes', 'a power of two', c);
    this.require(max >= 1 && max <= c / 4, 'maxPayloadBytes', `1 to ${c / 4}`, max);
    const aligned = (offset) => offset > 0 && offset < 2 ** 31 && offset % 65536 === 0;
    this.require(aligned(first), 'arenaOffset0', 'a multiple of 65536', first);
    this.require(aligned(second) && second >= first + c && second + c < 2 ** 31, 'arenaOffset1',
        `a multiple of 65536 from ${first + c}`, second);
    this.require(length === second + c, 'fileLengthBytes', second + c, length);
    Object.assign(this, { opened: stat, arenas: [first, second], capacity: c, maxPayload: max });
    this.hasDeltas = (h.readUInt32LE(16) & 1) !== 0;
    if (!this.fileId || this.fileId.compare(h, 32, 48) !== 0) this.rewind();
    this.fileId = Buffer.from(h.subarray(32, 48));
    return true;
  }

  bytes(length, at) {
    const bytes = Buffer.alloc(length), read = length > 0 ? fs.readSync(this.fd, bytes, 0, length, at) : 0;
    this.require(read === length, 'fileLengthBytes', `at least ${at + length}`, at + read);
    return bytes;
  }

  word(at) { return this.bytes(8, at).readBigInt64LE(0); }

  copy(p) {
    const require = (condition, fact, ...facts) => this.require(condition, `recordPosition=${p} ${fact}`, ...facts);
    const c = BigInt(this.capacity), at = (position) => this.arenas[Number(position / c & 1n)] + Number(position % c);
    require(p >= 0n && p % 64n === 0n, 'published', 'the position of a record', p);
    const sameArena = this.last >= 0n && this.last / c === p / c;
    require(p >= (sameArena ? this.end : this.last), 'published', `at least ${this.end}`, p);
    const head = this.bytes(64, at(p)), length = head.readUInt32LE(0), base = head.readBigInt64LE(24);
    const longest = Math.min(this.capacity - Number(p % c), Math.ceil((64 + 4096 + this.maxPayload) / 64) * 64);
    require(length % 64 === 0 && length >= 64 && length <= longest, 'lengthBytes', `64 to ${longest}`, length);
    require(base >= 0n && base % 64n === 0n && base <= p && base / c === p / c, 'snapshotPosition', `at most ${p}`, base);
    const start = sameArena && this.end > base ? this.end : base;
    return this.records(this.bytes(Number(p - start) + length, at(start)), start);
  }

  /** Checks a run of records: a SNAPSHOT of a higher version or a DELTA of the next one, then one DELTA each. */
  records(run, start) {
    const records = [];
    let { base, version: last } = this, at = 0;
    while (at < run.length) {
      const head = run.subarray(at, at + 64), length = head.readUInt32LE(0), position = start + BigInt(at);
      const require = (condition, fact, ...facts) => this.require(condition, `recordPosition=${position} ${fact}`, ...facts);
      const type = head.readUInt16LE(4), version = head.readBigUInt64LE(8), crc = crc32(head.subarray(0, 60));
      require(head.readUInt32LE(60) === crc, 'headerCrc32', crc, head.readUInt32LE(60));
      require(head.readBigInt64LE(16) === position, 'ownPosition', position, head.readBigInt64LE(16));
      require(head.readUInt16LE(6) === 1, 'encoding', 1, head.readUInt16LE(6));
      const meta = at + 64 + head.readUInt32LE(56), end = meta + head.readUInt32LE(32);
      require(meta <= at + 64 + 4096, 'metaLengthBytes', '0 to 4096', head.readUInt32LE(56));
      require(length === Math.ceil((end - at) / 64) * 64 && at + length <= run.length, 'lengthBytes', end - at, length);
      const found = crc32(run.subarray(at + 64, end));
      require(head.readUInt32LE(36) === found, 'payloadCrc32', head.readUInt32LE(36), found);
      if (type === SNAPSHOT && at === 0) {
        base = position;
        require(version > last, 'version', `more than ${last}`, version);
      } else {
        require(type === DELTA && this.hasDeltas && base >= 0n, 'type', at > 0 ? DELTA : SNAPSHOT, type);
        require(version === last + 1n, 'version', last + 1n, version);
      }
      require(head.readBigInt64LE(24) === base, 'snapshotPosition', base, head.readBigInt64LE(24));
      const state = head.readBigUInt64LE(40);
      records.push({ type, version, state, meta: run.subarray(at + 64, meta), payload: run.subarray(meta, end) });
      at += length;
      last = version;
    }
    return { records, base, end: start + BigInt(run.length) };
  }
}

function main([command, ...rest]) {
  let version = command === 'watch', trusted = [], delay = 10, reason = '';
  while (rest.length && rest[0].startsWith('--')) {
    const option = rest.shift();
    if (option === '--version') version = true;
    else trusted.push(option === '--trust' && /^[0-9]+$/.test(rest[0]) ? Number(rest.shift()) : NaN);
  }
  if (!['read', 'watch'].includes(command) || rest.length !== 2 || trusted.some(isNaN)
      || !/^[a-z0-9][a-z0-9._-]{0,63}$/.test(rest[1])) {
    process.stderr.write('node shared-config.js read|watch [--version] [--trust UID] DIRECTORY NAME\n');
    return 64;
  }
  const config = new SharedConfig(rest[0], rest[1], trusted), wait = new Int32Array(new SharedArrayBuffer(4));
  const write = (fd, bytes) => { for (let at = 0; at < bytes.length;) at += fs.writeSync(fd, bytes, at); };
  for (const until = performance.now() + 1000; ; Atomics.wait(wait, 0, 0, delay)) {
    let found = null;
    try {
      found = config.read();
      delay = 10;
      reason = '';
    } catch (problem) {
      if (problem.message !== reason) write(2, Buffer.from(problem.message + '\n'));
      if (command === 'read') return 2;
      delay = Math.min(2 * delay, 1000);
      reason = problem.message;
    }
    if (found) write(1, Buffer.concat([Buffer.from(version ? `${found.version} ` : ''), found.document, Buffer.from('\n')]));
    if (command === 'read' && (found || !config.lapped || performance.now() > until)) return found ? 0 : 1;
  }
}

module.exports = { SharedConfig, Refused };
if (require.main === module) {
  try { process.exit(main(process.argv.slice(2))); } catch (problem) { process.exit(problem.code === 'EPIPE' ? 0 : 70); }
}
