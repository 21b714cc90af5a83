/** One value in localStorage that other tabs may change. Where storage is refused (private modes), it lives as long as the page. */
export interface Stored<T> {
  read(): T | null;
  write(value: T | null): void;
  /** Called when another tab changed it. */
  onOther(listener: (value: T | null) => void): () => void;
}

export function stored<T>(key: string, isValid: (value: unknown) => value is T): Stored<T> {
  let fallback: string | null = null;

  const parse = (text: string | null): T | null => {
    if (text === null) return null;
    try {
      const value: unknown = JSON.parse(text);
      return isValid(value) ? value : null;
    } catch {
      return null;
    }
  };

  return {
    read() {
      try {
        return parse(localStorage.getItem(key));
      } catch {
        return parse(fallback);
      }
    },
    write(value) {
      fallback = value === null ? null : JSON.stringify(value);
      try {
        if (fallback === null) localStorage.removeItem(key);
        else localStorage.setItem(key, fallback);
      } catch {
        // Storage is full or refused: the value still serves this page.
      }
    },
    onOther(listener) {
      const heard = (event: StorageEvent) => {
        if (event.key === key || event.key === null) listener(parse(event.newValue));
      };
      window.addEventListener('storage', heard);
      return () => window.removeEventListener('storage', heard);
    },
  };
}

/**
 * Runs `step` while no other tab of this site runs one under that name. Where the browser has no locks (pages that are not served securely) it
 * simply runs: tabs may then cross in the instant between a read and a write.
 */
export async function exclusively<T>(name: string, step: () => T): Promise<T> {
  const locks = 'locks' in navigator ? (navigator.locks as LockManager | undefined) : undefined;
  return locks ? ((await locks.request(name, step)) as T) : step();
}
