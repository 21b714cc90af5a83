import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until `look` gives something other than undefined; fails at the deadline with the last reason. */
export async function eventually<T>(
  look: () => Promise<T | undefined> | T | undefined,
  what: string,
  within = 5_000,
): Promise<T> {
  const deadline = performance.now() + within;
  let last: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`${what}: not within ${within} ms`, { cause: last });
    }
    await pause(25);
  }
}

/** Fails when a promise takes longer than a deadline. */
export async function within<T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what}: not within ${milliseconds} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
