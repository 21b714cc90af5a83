import { vi } from 'vitest';

const areas = { localStorage, sessionStorage };
type Name = keyof typeof areas;
const NAMES: readonly Name[] = ['localStorage', 'sessionStorage'];

const full = (area: Storage) =>
  Object.assign(Object.create(area) as Storage, {
    getItem: (key: string) => area.getItem(key),
    removeItem: (key: string) => area.removeItem(key),
    setItem: () => {
      throw new DOMException('No room.', 'QuotaExceededError');
    },
  });

function block(name: Name): void {
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get: () => {
      throw new DOMException('Blocked.', 'SecurityError');
    },
  });
}

/** Takes the browser's storage away, as browsers do. */
export function breakStorage(how: 'full' | 'blocked' | 'missing', names = NAMES): void {
  for (const name of names) {
    if (how === 'full') vi.stubGlobal(name, full(areas[name]));
    else if (how === 'missing') vi.stubGlobal(name, null);
    else block(name);
  }
}

export function restoreStorage(): void {
  for (const name of NAMES)
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value: areas[name] });
}
