import { useSyncExternalStore } from 'react';

const TICK_MS = 30_000;

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    listeners.forEach((each) => each());
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): number {
  // Without a timer the value would be stale, so the first reader refreshes it. React reads twice while rendering and must get the same value.
  if (timer === undefined && Math.abs(Date.now() - now) > 1_000) now = Date.now();
  return now;
}

/** The time in milliseconds, to within half a minute: one timer for all texts like "4 min". */
export const useNow = (): number => useSyncExternalStore(subscribe, read);
