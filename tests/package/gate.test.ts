// The gate of ./dev package, and the bytes it makes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { complaints } from '../../tools/package/elf.ts';
import { zip } from '../../tools/package/zip.ts';

const program = (segments: number[], sections: number[], machine = 62): Buffer => {
  const bytes = Buffer.alloc(64 + segments.length * 56 + sections.length * 64);
  bytes.write('\x7fELF\x02\x01', 'latin1');
  bytes.writeUInt16LE(machine, 18);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeBigUInt64LE(BigInt(64 + segments.length * 56), 40);
  for (const [value, at] of [
    [56, 54],
    [segments.length, 56],
    [64, 58],
    [sections.length, 60],
  ] as const)
    bytes.writeUInt16LE(value, at);
  segments.forEach((type, index) => bytes.writeUInt32LE(type, 64 + index * 56));
  sections.forEach((type, index) => bytes.writeUInt32LE(type, 64 + segments.length * 56 + index * 64 + 4));
  return bytes;
};

describe('the gate', () => {
  it('lets a static, stripped program through', () => {
    expect(complaints(program([1, 1], [0, 1]), 'x86_64')).toEqual([]);
  });
  it('refuses a program that asks for a loader', () => {
    expect(complaints(program([1, 3], [0]), 'x86_64')).toEqual([expect.stringContaining('PT_INTERP')]);
  });
  it('refuses a program with a dynamic section', () => {
    expect(complaints(program([1, 2], [0]), 'x86_64')).toEqual([expect.stringContaining('PT_DYNAMIC')]);
  });
  it('refuses a program that is not stripped', () => {
    expect(complaints(program([1], [0, 2]), 'x86_64')).toEqual([expect.stringContaining('SHT_SYMTAB')]);
  });
  it('refuses a program for another machine', () => {
    expect(complaints(program([1], [0], 183), 'x86_64')).toEqual([expect.stringContaining('arm64')]);
  });
  it('refuses what is no program', () => {
    expect(complaints(Buffer.from('#!/bin/sh\n'), 'x86_64')).toEqual([expect.stringContaining('no 64-bit')]);
  });
  it('refuses the dynamic program that runs this test', () => {
    expect(complaints(readFileSync('/proc/self/exe'), 'x86_64')).not.toEqual([]);
  });
});

it('the order of files does not change a zip', () => {
  const [a, b] = ['a', 'b'].map((name) => ({ name, data: Buffer.from(name), executable: false }));
  if (a === undefined || b === undefined) throw new Error('two entries');
  expect(zip([a, b]).equals(zip([b, a]))).toBe(true);
});
