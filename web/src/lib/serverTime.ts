/** This machine's two clocks: one stands still while it sleeps, the other can be set wrong or set anew. */
export interface Reading {
  monotonic: number;
  wall: number;
}

/** The latest the server's clock can have shown when this machine's showed `at`. */
export interface Sighting {
  latest: number;
  at: Reading;
}

/** A date header is cut to the second. */
const CUT_OFF_MS = 1_000;

/**
 * What a `Date` header tells. The server wrote it after it was asked, so the server's clock cannot have been beyond it, and the second it is cut to,
 * when the request left.
 */
export function sightingOf(date: string | null, asked: Reading): Sighting | null {
  const written = Date.parse(date ?? '');
  return Number.isNaN(written) ? null : { latest: written + CUT_OFF_MS, at: asked };
}

/** The latest the server's clock can show now. */
export const latestNow = ({ latest, at }: Sighting, now: Reading): number =>
  latest + Math.max(now.monotonic - at.monotonic, now.wall - at.wall);

/** Of two sightings the one that tells more. */
export function tighter(a: Sighting | null, b: Sighting | null, now: Reading): Sighting | null {
  if (!a || !b) return a ?? b;
  return latestNow(b, now) <= latestNow(a, now) ? b : a;
}

export const readClocks = (): Reading => ({ monotonic: performance.now(), wall: Date.now() });
