import type { Card, Change } from '@/lib/api/shapes';
import type { Position } from './position';

/** One WebSocket. Handlers are set once, right after it was made. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((text: string) => void) | null;
  /** Called once, also for a socket that never opened. */
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

/** One page of GET /changes: the changes up to `to`; `more`: there are others after it. */
export interface ChangesPage {
  to: Position;
  changes: readonly Change[];
  more: boolean;
}

/** What the live client needs of the browser and the API; tests pass fakes. */
export interface LivePorts {
  /** A monotonic clock, in milliseconds. */
  now(): number;
  after(ms: number, run: () => void): () => void;
  random(): number;
  openSocket(): Socket;
  /** GET /changes; 'lost' for 410. Rejects when there was no answer. */
  fetchChanges(position: Position): Promise<ChangesPage | 'lost'>;
  /** GET /health. Rejects when there was no answer. */
  checkHealth(): Promise<void>;
  /** GET /products/{id}; null for 404. Rejects when there was no answer. */
  fetchProduct(id: string): Promise<Card | null>;
  hidden(): boolean;
}

/** 'connecting': no connection yet, or between two; 'polling': GET /changes every 10 s instead; 'offline': the last request had no answer, or the browser reports no network. */
export type ConnectionStatus = 'connecting' | 'live' | 'polling' | 'offline';

/** An order or basket whose changes are subscribed to. */
export interface Subject {
  kind: 'order' | 'basket';
  id: string;
  token: string;
}

/** 'refresh': a change may have been missed, fetch with If-None-Match. Otherwise: it is at `rev` now, fetch. */
export type SubjectUpdate = 'refresh' | { rev: number; state?: string };
