// A zip whose bytes depend on names and contents alone: fixed times, fixed order, Unix modes. Format: PKWARE's APPNOTE, version 2.0.
import { crc32, deflateRawSync } from 'node:zlib';

export interface Entry {
  name: string;
  data: Buffer;
  executable: boolean;
}

const madeByUnix = (3 << 8) | 20;
const neededVersion = 20;
const utf8Names = 1 << 11;
const deflated = 8;
const regularFile = 0o100000;
/** 1 January 1980, the first day a zip knows. */
const date = (1 << 5) | 1;

interface Packed {
  name: Buffer;
  body: Buffer;
  size: number;
  crc: number;
  mode: number;
}

const pack = ({ name, data, executable }: Entry): Packed => ({
  name: Buffer.from(name),
  body: deflateRawSync(data, { level: 9 }),
  size: data.length,
  crc: crc32(data),
  mode: regularFile | (executable ? 0o755 : 0o644),
});

/** The fields that a file's own header and its line in the directory share. */
function common(entry: Packed): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(neededVersion, 0);
  fields.writeUInt16LE(utf8Names, 2);
  fields.writeUInt16LE(deflated, 4);
  fields.writeUInt16LE(0, 6); // midnight
  fields.writeUInt16LE(date, 8);
  fields.writeUInt32LE(entry.crc, 10);
  fields.writeUInt32LE(entry.body.length, 14);
  fields.writeUInt32LE(entry.size, 18);
  fields.writeUInt16LE(entry.name.length, 22);
  fields.writeUInt16LE(0, 24); // no extra fields
  return fields;
}

const localHeader = (entry: Packed) => Buffer.concat([Buffer.from('PK\x03\x04'), common(entry), entry.name]);

function directoryLine(entry: Packed, offset: number): Buffer {
  const made = Buffer.alloc(2);
  made.writeUInt16LE(madeByUnix);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(entry.mode * 0x10000, 6); // Unix mode in the upper half
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([Buffer.from('PK\x01\x02'), made, common(entry), rest, entry.name]);
}

function end(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.write('PK\x05\x06', 'latin1');
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}

export function zip(entries: Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(pack)) {
    directory.push(directoryLine(entry, offset));
    const file = Buffer.concat([localHeader(entry), entry.body]);
    parts.push(file);
    offset += file.length;
  }
  const lines = Buffer.concat(directory);
  return Buffer.concat([...parts, lines, end(directory.length, lines.length, offset)]);
}
