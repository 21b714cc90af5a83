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

afterEach(() => {
  cleanup();
  server.resetHandlers();
  forgetStored();
  expect(complaints).toEqual([]);
});

/** As if another tab removed each: what was only cleared, an open page still knows. */
function forgetStored() {
  for (const area of [localStorage, sessionStorage]) {
    for (const key of Object.keys(area)) {
      area.removeItem(key);
      window.dispatchEvent(new StorageEvent('storage', { key, newValue: null, storageArea: localStorage }));
    }
  }
}

afterAll(() => server.close());

// What jsdom lacks and the pages touch.
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
