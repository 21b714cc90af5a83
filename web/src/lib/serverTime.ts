/** This machine's two clocks, in milliseconds: the monotonic one may stand still while it sleeps, the wall clock can be wrong or be set. */
export interface ClockReading {
  monotonic: number;
  wall: number;
}

/** An upper bound of the server's clock: at most `latest`, in milliseconds since 1970, when this machine's clocks showed `at`. */
export interface ServerTimeBound {
  latest: number;
  at: ClockReading;
}

/** A Date header has whole seconds. */
const DATE_RESOLUTION_MS = 1_000;

/**
 * The bound that a `Date` header gives; null where it is none. The server wrote it after the request was sent, so when that was sent its clock showed
 * at most the header's second.
 */
export function serverTimeBound(date: string | null, asked: ClockReading): ServerTimeBound | null {
  const written = Date.parse(date ?? '');
  return Number.isNaN(written) ? null : { latest: written + DATE_RESOLUTION_MS, at: asked };
}

/** The latest time the server's clock can show now, in milliseconds since 1970. */
export const latestServerTime = ({ latest, at }: ServerTimeBound, now: ClockReading): number =>
  latest + Math.max(now.monotonic - at.monotonic, now.wall - at.wall);

/** The lower of two bounds. */
export function tighterBound(
  a: ServerTimeBound | null,
  b: ServerTimeBound | null,
  now: ClockReading,
): ServerTimeBound | null {
  if (!a || !b) return a ?? b;
  return latestServerTime(b, now) <= latestServerTime(a, now) ? b : a;
}

/** Both clocks of this machine, now, in milliseconds. */
export const readClocks = (): ClockReading => ({ monotonic: performance.now(), wall: Date.now() });
