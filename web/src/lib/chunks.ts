import { NoResponse } from './api/problem';

/** A chunk could not be loaded, though the shop answers. */
export class ChunkMissing extends Error {
  override readonly name = 'ChunkMissing';
}

/** A chunk could not be loaded because the shop has a new release. */
export class NewRelease extends Error {
  override readonly name = 'NewRelease';
}

const PAUSES_MS = [300, 1_200];

/** What loading a chunk needs of the browser; tests pass fakes. */
export interface ChunkPorts {
  pause(ms: number): Promise<void>;
  /** The shop's index.html as it is now. Rejects when there is no answer. */
  document(): Promise<string>;
  /** The `src` of the module scripts that this page was loaded with. */
  scripts(): string[];
  importUrl(url: string): Promise<unknown>;
}

/**
 * Loads a chunk, and retries twice when that fails. Browsers may cache a failed import for as long as the page is open, so the last try uses another
 * URL, where the error names it. Throws `NoResponse` without a network, `NewRelease` when the shop's index.html names other scripts by now, else
 * `ChunkMissing`.
 */
export async function loadChunk<T>(load: () => Promise<T>, world: ChunkPorts = browser): Promise<T> {
  let failure: unknown;
  for (let attempt = 0; attempt <= PAUSES_MS.length; attempt++) {
    if (attempt > 0) await world.pause(PAUSES_MS[attempt - 1] ?? 0);
    try {
      const url = attempt < 2 ? undefined : urlIn(failure);
      return url === undefined ? await load() : ((await world.importUrl(`${url}?again`)) as T);
    } catch (error) {
      failure = error;
    }
  }
  throw await reasonOf(failure, world);
}

/** `Failed to fetch dynamically imported module: https://…/assets/BasketDrawer-B1xK9a_z.js` */
const urlIn = (failure: unknown): string | undefined =>
  failure instanceof Error ? /https?:\S+\.js/.exec(failure.message)?.[0] : undefined;

async function reasonOf(cause: unknown, world: ChunkPorts): Promise<Error> {
  try {
    const document = await world.document();
    const isCurrent = world.scripts().every((script) => document.includes(script));
    return isCurrent
      ? new ChunkMissing('A part of the page could not be loaded.', { cause })
      : new NewRelease('The shop has a new release.', { cause });
  } catch {
    return new NoResponse('The shop did not answer.', { cause });
  }
}

const DEADLINE_MS = 10_000;

const browser: ChunkPorts = {
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  async document() {
    const answer = await fetch('/index.html', { cache: 'no-store', signal: AbortSignal.timeout(DEADLINE_MS) });
    if (!answer.ok) throw new Error(`The shop answered ${answer.status}.`);
    return answer.text();
  },
  scripts: () =>
    [...document.querySelectorAll('script[type=module][src]')].map((script) => script.getAttribute('src') ?? ''),
  importUrl: (url) => import(/* @vite-ignore */ url),
};
