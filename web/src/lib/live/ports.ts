import type { Card, Change } from '@/lib/api/shapes';
import type { Position } from './position';

/** One WebSocket. Handlers are set once, right after it was made. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((text: string) => void) | null;
  /** Said once, also for a socket that never opened. */
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export interface ChangesAnswer {
  to: Position;
  changes: readonly Change[];
  more: boolean;
}

/** All that the live client touches of the world; tests pass their own. */
export interface World {
  /** Milliseconds that never run backwards. */
  now(): number;
  after(ms: number, run: () => void): () => void;
  random(): number;
  openSocket(): Socket;
  /** GET /changes; 'lost' for 410. Rejects when nothing answered. */
  changesSince(position: Position): Promise<ChangesAnswer | 'lost'>;
  /** Asks the shop whether it is there. Rejects when nothing answered. */
  reach(): Promise<void>;
  /** GET /products/{id}; null when there is none. Rejects when nothing answered. */
  product(id: string): Promise<Card | null>;
  hidden(): boolean;
}

export type Status = 'connecting' | 'live' | 'polling' | 'offline';

/** An order or basket whose changes this client wants to hear of. */
export interface Subject {
  kind: 'order' | 'basket';
  id: string;
  token: string;
}

/** 'refresh': something may have been missed, fetch with If-None-Match. Otherwise: it is at `rev` now, fetch. */
export type Notification = 'refresh' | { rev: number; state?: string };
