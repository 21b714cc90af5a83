/** A value that this browser stores and other tabs may change. Where storage is full or refused, it lives in the tab, or as long as the page. */
export interface Stored<T> {
  read(): T | null;
  write(value: T | null): void;
  /** Calls `listener` when another tab changed it. Returns the function that ends that. */
  onExternalChange(listener: (value: T | null) => void): () => void;
}

/**
 * In localStorage; where that is full, in sessionStorage, which has a quota of its own and survives a reload; else in memory. A value that disappears
 * from storage was cleared by the browser, and the open page still knows it; another tab that removes it sends an event.
 */
export function stored<T>(key: string, isValid: (value: unknown) => value is T): Stored<T> {
  let known: string | null = null;
  /** The last write to localStorage failed: its value is outdated. */
  let isUnwritten = false;
  const listeners = new Set<(value: T | null) => void>();

  window.addEventListener('storage', (event) => {
    if (event.key !== key || (event.storageArea && event.storageArea === tabStorage())) return;
    if (!isUnwritten) known = event.newValue;
    const value = parse(event.newValue, isValid);
    listeners.forEach((listener) => listener(value));
  });

  return {
    read() {
      if (!isUnwritten) known = tryOrNull(() => sessionStorage.getItem(key) ?? localStorage.getItem(key)) ?? known;
      return parse(known, isValid);
    },
    write(value) {
      known = value === null ? null : JSON.stringify(value);
      isUnwritten = !put(() => localStorage, key, known);
      put(() => sessionStorage, key, isUnwritten ? known : null);
    },
    onExternalChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** One value that this tab alone keeps: it outlives a reload and Back, and no other tab or later visit finds it. */
export interface TabStored<T> {
  read(): T | null;
  /** False where the browser keeps nothing. */
  write(value: T | null): boolean;
}

/** A value in sessionStorage. `isValid` guards against what another release has stored: null is read in its place. */
export function tabStored<T>(key: string, isValid: (value: unknown) => value is T): TabStored<T> {
  const text = () => tryOrNull(() => sessionStorage.getItem(key));
  return {
    read: () => parse(text(), isValid),
    write(value) {
      const next = value === null ? null : JSON.stringify(value);
      return put(() => sessionStorage, key, next) && text() === next;
    },
  };
}

/** Values of this tab by name: the newest `limit` of them. */
export interface RecentInTab<T> {
  get(name: string): T | undefined;
  /** False where the browser keeps nothing. */
  set(name: string, value: T): boolean;
}

/** Values in sessionStorage, each under a name, in one item of the storage. Invalid ones are ignored. */
export function recentInTab<T>(key: string, limit: number, isValid: (value: unknown) => value is T): RecentInTab<T> {
  type Pair = [name: string, value: T];
  const isPair = (each: unknown): each is Pair =>
    Array.isArray(each) && each.length === 2 && typeof each[0] === 'string' && isValid(each[1]);
  const stored = tabStored(key, Array.isArray);
  const pairs = (): Pair[] => (stored.read() ?? []).filter(isPair);
  return {
    get: (name) => pairs().find(([each]) => each === name)?.[1],
    set: (name, value) => stored.write(withNewest<Pair>(pairs(), [name, value], limit, ([each]) => each)),
  };
}

/** `list` with `entry` before all others and no other entry of its id, cut to `limit` entries. */
export function withNewest<T>(list: readonly T[], entry: T, limit: number, idOf: (entry: T) => string): T[] {
  return [entry, ...list.filter((each) => idOf(each) !== idOf(entry))].slice(0, limit);
}

/** The value that a text of a storage holds; null where it is none, or not what it should be. */
function parse<T>(text: string | null, isValid: (value: unknown) => value is T): T | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isValid(value) ? value : null;
  } catch {
    return null;
  }
}

const tabStorage = (): Storage | null => tryOrNull(() => sessionStorage);

/** Reading `localStorage` itself may throw, and some browsers have null in its place. */
function tryOrNull<T>(step: () => T): T | null {
  try {
    return step();
  } catch {
    return null;
  }
}

function put(area: () => Storage, key: string, text: string | null): boolean {
  return (
    tryOrNull(() => {
      if (text === null) area().removeItem(key);
      else area().setItem(key, text);
      return true;
    }) ?? false
  );
}

/**
 * Runs `step` while no other tab of this site runs one under that name. Where the browser has no Web Locks (pages on plain http), by a lease in
 * localStorage; where it has no storage either, tabs share nothing, and the step just runs.
 */
export async function withLock<T>(name: string, step: () => T | Promise<T>): Promise<T> {
  const locks = 'locks' in navigator ? (navigator.locks as LockManager | undefined) : undefined;
  if (locks) return (await locks.request(name, step)) as T;
  const release = await takeLease(`${name}.lease`);
  try {
    return await step();
  } finally {
    release();
  }
}

/** Longer than any request waits for its answer: an older lease is of a closed tab. */
const LEASE_MS = 20_000;
/** A tab that wrote at the same time has overwritten the lease by then, or its own was overwritten. */
const SETTLE_MS = 50;

async function takeLease(key: string): Promise<() => void> {
  const own = `${Date.now() + LEASE_MS} ${Math.random()}`;
  const held = () => tryOrNull(() => localStorage.getItem(key));
  const isFree = (lease: string | null) =>
    lease === null || !(Number.parseInt(lease) > Date.now() && Number.parseInt(lease) <= Date.now() + LEASE_MS);
  for (const end = Date.now() + LEASE_MS; Date.now() < end;) {
    if (isFree(held()) && !put(() => localStorage, key, own)) break;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    if (held() === own) break;
  }
  return () => void (held() === own && put(() => localStorage, key, null));
}
