import { decodeFrame, type Frame } from './frames';
import type { Socket, Subject, World } from './ports';

const ANSWER_WITHIN_MS = 10_000;
const SILENCE_MS = 60_000;
const SILENCE_HIDDEN_MS = 4 * 60_000;
const SPENT = '/problems/too-many-messages';

export interface LineEvents {
  /** `answered`: whose hello this answers; null where it is the catalogue's, or no answer. */
  frame(frame: Frame, answered: Subject | null): void;
  /** The first hello was answered: nothing pushed from now on is missed by this line. */
  ready(): void;
  /** `spent`: the shop said that this socket has had its share of messages, and ends it. */
  closed(spent: boolean): void;
}

/**
 * One socket's life: says hello for the catalogue, then for each subject (one hello in flight, so that a refused token refuses no other),
 * pings after silence, and gives the socket up when an answer stays away.
 */
export class Line {
  readonly #socket: Socket;
  readonly #waiting: (Subject | null)[] = [null];
  readonly #said = new Set<string>();
  #inFlight: { hello: Subject | null } | null = null;
  #open = false;
  #ready = false;
  #ended = false;
  #cancelSilence: (() => void) | null = null;
  #cancelAnswer: (() => void) | null = null;

  constructor(
    private readonly world: World,
    private readonly events: LineEvents,
  ) {
    this.#socket = world.openSocket();
    this.#socket.onopen = () => this.#opened();
    this.#socket.onmessage = (text) => this.#heard(text);
    this.#socket.onclose = () => this.#end();
    this.#expectAnswer();
  }

  get isReady(): boolean {
    return this.#ready;
  }

  /** How many subscriptions this socket carries: they cannot be taken back, only left behind with it. */
  get load(): number {
    return this.#said.size;
  }

  subscribe(subject: Subject): void {
    const key = `${subject.kind}/${subject.id}`;
    if (this.#said.has(key)) return;
    this.#said.add(key);
    this.#waiting.push(subject);
    this.#sayNext();
  }

  /** Pings unless something was heard just now; for a page that became visible again. */
  ping(): void {
    if (!this.#ready || this.#ended) return;
    this.#socket.send(JSON.stringify({ action: 'ping' }));
    this.#expectAnswer();
  }

  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelSilence?.();
    this.#cancelAnswer?.();
    this.#socket.onclose = null;
    this.#socket.onmessage = null;
    this.#socket.close();
  }

  #opened(): void {
    this.#open = true;
    this.#sayNext();
  }

  #sayNext(): void {
    if (!this.#open || this.#inFlight || this.#ended) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#inFlight = { hello: next };
    const hello =
      next === null ? { topics: ['catalogue'] } : { topics: [], tokens: [{ [next.kind]: next.id, token: next.token }] };
    this.#socket.send(JSON.stringify({ action: 'hello', ...hello }));
    this.#expectAnswer();
  }

  #heard(text: string): void {
    this.#cancelAnswer?.();
    this.#cancelAnswer = null;
    this.#awaitSilence();
    const frame = decodeFrame(text);
    if (frame === null) return;
    if (frame.type === 'error' && frame.problem?.type === SPENT) return this.#giveUp(true);
    const isAnswer = frame.type === 'ready' || frame.type === 'error';
    const answered = isAnswer ? (this.#inFlight?.hello ?? null) : null;
    if (isAnswer) this.#answered(frame);
    this.events.frame(frame, answered);
    if (this.#inFlight) this.#expectAnswer();
  }

  #answered(frame: Frame): void {
    const first = !this.#ready;
    this.#inFlight = null;
    if (first && frame.type === 'error') return this.#giveUp();
    this.#ready = true;
    if (first) this.events.ready();
    this.#sayNext();
  }

  #awaitSilence(): void {
    this.#cancelSilence?.();
    this.#cancelSilence = this.world.after(this.world.hidden() ? SILENCE_HIDDEN_MS : SILENCE_MS, () => this.ping());
  }

  #expectAnswer(): void {
    this.#cancelAnswer ??= this.world.after(ANSWER_WITHIN_MS, () => this.#giveUp());
  }

  #giveUp(spent = false): void {
    this.#socket.close();
    this.#end(spent);
  }

  #end(spent = false): void {
    if (this.#ended) return;
    this.close();
    this.events.closed(spent);
  }
}
