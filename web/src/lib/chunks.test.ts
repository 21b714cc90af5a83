import { beforeEach, describe, expect, it } from 'vitest';
import { NoResponse } from './api/problem';
import { loadChunk, NewRelease, ChunkMissing, type ChunkPorts } from './chunks';

let paused: number[];
let imported: string[];
let world: ChunkPorts;

beforeEach(() => {
  paused = [];
  imported = [];
  world = {
    pause: async (ms) => void paused.push(ms),
    document: async () => '<script type="module" src="/assets/index-AAAA.js">',
    scripts: () => ['/assets/index-AAAA.js'],
    importUrl: (url) => {
      imported.push(url);
      return Promise.resolve('under another address');
    },
  };
});

const ADDRESS = 'https://shop.test/assets/Drawer-B1xK9a_z.js';
/** Fails so many times, as Chromium says it. */
const flaky = (failures: number, message = `Failed to fetch dynamically imported module: ${ADDRESS}`) => {
  let left = failures;
  return () => (left-- > 0 ? Promise.reject(new TypeError(message)) : Promise.resolve('loaded'));
};

describe('a chunk', () => {
  it('is loaded by the first request where that succeeds', async () => {
    expect(await loadChunk(flaky(0), world)).toBe('loaded');
    expect(paused).toEqual([]);
  });

  it('is requested again after a pause when its download fails', async () => {
    expect(await loadChunk(flaky(1), world)).toBe('loaded');
    expect(paused).toEqual([300]);
  });

  it('is requested by another URL at last, for browsers that cache a failed import', async () => {
    expect(await loadChunk(flaky(9), world)).toBe('under another address');
    expect(imported).toEqual([`${ADDRESS}?again`]);
  });

  it('throws NoResponse where there is no network', async () => {
    world.importUrl = () => Promise.reject(new TypeError('no'));
    world.document = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(loadChunk(flaky(9), world)).rejects.toBeInstanceOf(NoResponse);
  });

  it('throws NewRelease where the shop’s document names other scripts', async () => {
    world.document = async () => '<script type="module" src="/assets/index-BBBB.js">';
    await expect(loadChunk(flaky(9, 'Importing a module script failed.'), world)).rejects.toBeInstanceOf(NewRelease);
  });

  it('throws ChunkMissing where the shop’s document names the same scripts', async () => {
    await expect(loadChunk(flaky(9, 'Importing a module script failed.'), world)).rejects.toBeInstanceOf(ChunkMissing);
    expect(paused).toEqual([300, 1_200]);
  });
});
