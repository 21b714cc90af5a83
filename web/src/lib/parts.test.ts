import { beforeEach, describe, expect, it } from 'vitest';
import { NoAnswer } from './api/problem';
import { loadPart, NewRelease, PartMissing, type PartWorld } from './parts';

let paused: number[];
let imported: string[];
let world: PartWorld;

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

describe('a part', () => {
  it('is loaded at once where it can be', async () => {
    expect(await loadPart(flaky(0), world)).toBe('loaded');
    expect(paused).toEqual([]);
  });

  it('is asked for again after a pause when its download fails', async () => {
    expect(await loadPart(flaky(1), world)).toBe('loaded');
    expect(paused).toEqual([300]);
  });

  it('is asked for under another address at last, for browsers that keep a failure', async () => {
    expect(await loadPart(flaky(9), world)).toBe('under another address');
    expect(imported).toEqual([`${ADDRESS}?again`]);
  });

  it('says that nothing answers where there is no network', async () => {
    world.importUrl = () => Promise.reject(new TypeError('no'));
    world.document = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(loadPart(flaky(9), world)).rejects.toBeInstanceOf(NoAnswer);
  });

  it('says that there is a new release where the shop’s document names other scripts', async () => {
    world.document = async () => '<script type="module" src="/assets/index-BBBB.js">';
    await expect(loadPart(flaky(9, 'Importing a module script failed.'), world)).rejects.toBeInstanceOf(NewRelease);
  });

  it('says that it is missing where the shop answers and is the same', async () => {
    await expect(loadPart(flaky(9, 'Importing a module script failed.'), world)).rejects.toBeInstanceOf(PartMissing);
    expect(paused).toEqual([300, 1_200]);
  });
});
