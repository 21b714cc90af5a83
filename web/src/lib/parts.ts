import { NoAnswer } from './api/problem';

/** Code that comes when it is needed could not be had, though the shop answers. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing';
}

/** The shop has a new release: this page's code is of the one before. */
export class NewRelease extends Error {
  override readonly name = 'NewRelease';
}

const PAUSES_MS = [300, 1_200];

/** What loading a part needs of the browser; tests pass their own. */
export interface PartWorld {
  pause(ms: number): Promise<void>;
  /** The shop's document as it is now. Rejects when nothing answers. */
  document(): Promise<string>;
  /** The scripts that this page began with. */
  scripts(): string[];
  importUrl(url: string): Promise<unknown>;
}

/**
 * Loads a part, and tries again when that fails. Browsers may keep a failed import for as long as the page is open: where the error names its address,
 * it is asked for under another one. Throws `NoAnswer` without a network, `NewRelease` when the shop's document names other scripts by now, else
 * `PartMissing`.
 */
export async function loadPart<T>(load: () => Promise<T>, world: PartWorld = browser): Promise<T> {
  let failure: unknown;
  for (let attempt = 0; attempt <= PAUSES_MS.length; attempt++) {
    if (attempt > 0) await world.pause(PAUSES_MS[attempt - 1] ?? 0);
    try {
      const url = attempt < 2 ? undefined : addressIn(failure);
      return url === undefined ? await load() : ((await world.importUrl(`${url}?again`)) as T);
    } catch (error) {
      failure = error;
    }
  }
  throw await reasonOf(failure, world);
}

/** `Failed to fetch dynamically imported module: https://…/assets/BasketDrawer-B1xK9a_z.js` */
const addressIn = (failure: unknown): string | undefined =>
  failure instanceof Error ? /https?:\S+\.js/.exec(failure.message)?.[0] : undefined;

async function reasonOf(cause: unknown, world: PartWorld): Promise<Error> {
  try {
    const document = await world.document();
    const isCurrent = world.scripts().every((script) => document.includes(script));
    return isCurrent
      ? new PartMissing('A part of the page could not be loaded.', { cause })
      : new NewRelease('The shop has a new release.', { cause });
  } catch {
    return new NoAnswer('The shop did not answer.', { cause });
  }
}

const DEADLINE_MS = 10_000;

const browser: PartWorld = {
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
