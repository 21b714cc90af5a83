import { decodeFrame, type Frame } from './frames';
import type { Socket, Subject, LivePorts } from './ports';

const ANSWER_WITHIN_MS = 10_000;
const SILENCE_MS = 60_000;
const SILENCE_HIDDEN_MS = 4 * 60_000;
const THROTTLED = '/problems/too-many-messages';

/** What a connection reports to the live client. */
export interface ConnectionEvents {
  /** `answered`: the subject whose hello this answers; null for the catalogue's hello and for other frames. */
  frame(frame: Frame, answered: Subject | null): void;
  /** The first hello was answered: from now on this socket receives every change. */
  ready(): void;
  /** `throttled`: the shop closes the socket because it sent too many messages. */
  closed(spent: boolean): void;
}

/**
 * One socket: sends hello for the catalogue, then for each subject (one at a time, so that a refused token affects no other), pings after silence,
 * and closes when an answer does not come.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #queue: (Subject | null)[] = [null];
  readonly #subscribed = new Set<string>();
  #inFlight: { hello: Subject | null } | null = null;
  #open = false;
  #ready = false;
  #ended = false;
  #cancelSilence: (() => void) | null = null;
  #cancelAnswer: (() => void) | null = null;

  constructor(
    private readonly ports: LivePorts,
    private readonly events: ConnectionEvents,
  ) {
    this.#socket = ports.openSocket();
    this.#socket.onopen = () => this.#opened();
    this.#socket.onmessage = (text) => this.#received(text);
    this.#socket.onclose = () => this.#end();
    this.#expectAnswer();
  }

  /** How many subscriptions this socket has: they end only with the socket. */
  get subscriptionCount(): number {
    return this.#subscribed.size;
  }

  subscribe(subject: Subject): void {
    const key = `${subject.kind}/${subject.id}`;
    if (this.#subscribed.has(key)) return;
    this.#subscribed.add(key);
    this.#queue.push(subject);
    this.#sendNext();
  }

  /** Asks for the feed's head: after silence, and when the page became visible again. */
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
    this.#sendNext();
  }

  #sendNext(): void {
    if (!this.#open || this.#inFlight || this.#ended) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#inFlight = { hello: next };
    const hello =
      next === null ? { topics: ['catalogue'] } : { topics: [], tokens: [{ [next.kind]: next.id, token: next.token }] };
    this.#socket.send(JSON.stringify({ action: 'hello', ...hello }));
    this.#expectAnswer();
  }

  #received(text: string): void {
    this.#cancelAnswer?.();
    this.#cancelAnswer = null;
    this.#awaitSilence();
    const frame = decodeFrame(text);
    if (frame === null) return;
    if (frame.type === 'error' && frame.problem?.type === THROTTLED) return this.#giveUp(true);
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
    this.#sendNext();
  }

  #awaitSilence(): void {
    this.#cancelSilence?.();
    this.#cancelSilence = this.ports.after(this.ports.hidden() ? SILENCE_HIDDEN_MS : SILENCE_MS, () => this.ping());
  }

  #expectAnswer(): void {
    this.#cancelAnswer ??= this.ports.after(ANSWER_WITHIN_MS, () => this.#giveUp());
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
