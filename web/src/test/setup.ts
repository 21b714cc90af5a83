import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { server } from './server';

// A busy machine is slow, and that is no failure.
configure({ asyncUtilTimeout: 60_000 });

// A stray complaint on the console fails the test that caused it.
const complaints: unknown[][] = [];

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));

beforeEach(() => {
  complaints.length = 0;
  for (const level of ['error', 'warn'] as const)
    vi.spyOn(console, level).mockImplementation((...args) => complaints.push(args));
});

afterEach(async () => {
  cleanup();
  await requestsFindHandlers();
  server.resetHandlers();
  forgetStored();
  expect(complaints).toEqual([]);
});

// Not one that a test has replaced.
const { setTimeout: later } = globalThis;

/**
 * What a page asked for as it was taken away is still on its way to the handlers: without them it would be a complaint, and the next test's.
 */
async function requestsFindHandlers() {
  await new Promise((resolve) => later(resolve, 0));
}

/** What modules keep that outlive a test, and may know still after the test cleared the storage itself. */
const KEPT = ['vitrine.orders', 'vitrine.checkout', 'vitrine.address'];

/** As if another tab removed each: what was only cleared, an open page still knows. */
function forgetStored() {
  for (const area of [localStorage, sessionStorage]) {
    for (const key of new Set([...Object.keys(area), ...KEPT])) {
      area.removeItem(key);
      window.dispatchEvent(new StorageEvent('storage', { key, newValue: null, storageArea: localStorage }));
    }
  }
}

afterAll(() => server.close());

// What jsdom lacks and the pages touch.
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
