import type { Change } from '@/lib/api/shapes';
import { isProblem, type Problem } from '@/lib/api/problem';
import { parsePosition, type Position } from './position';

/** A message of the server on the socket, decoded. */
export type Frame =
  | { type: 'ready' | 'pong'; head: Position }
  | { type: 'changes'; from: Position; to: Position; changes: Change[] }
  | { type: 'order' | 'basket'; id: string; rev: number; state?: string }
  | { type: 'error'; problem: Problem | undefined };

/** Null for anything unknown: later versions may send more than this one understands. */
export function decodeFrame(text: string): Frame | null {
  const raw = parseObject(text);
  switch (raw?.['type']) {
    case 'ready':
    case 'pong': {
      const head = position(raw['head']);
      return head && { type: raw['type'], head };
    }
    case 'changes': {
      const from = position(raw['from']);
      const to = position(raw['to']);
      if (!from || !to || !Array.isArray(raw['changes'])) return null;
      return { type: 'changes', from, to, changes: raw['changes'] as Change[] };
    }
    case 'order':
    case 'basket':
      return entity(raw['type'], raw);
    case 'error':
      return { type: 'error', problem: isProblem(raw['problem']) ? raw['problem'] : undefined };
    default:
      return null;
  }
}

function entity(type: 'order' | 'basket', { id, rev, state }: Record<string, unknown>): Frame | null {
  if (typeof id !== 'string' || typeof rev !== 'number') return null;
  return typeof state === 'string' ? { type, id, rev, state } : { type, id, rev };
}

function position(value: unknown): Position | null {
  return typeof value === 'string' ? parsePosition(value) : null;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
