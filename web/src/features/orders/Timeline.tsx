import { useEffect, useRef, useState } from 'react';
import { Dot } from '@/components/Dot';
import type { Order } from '@/lib/api/shapes';
import { formatClock, formatMoment } from '@/lib/time';
import { type TimelineStep, timelineSteps } from './timeline';

const DOTS = { done: 'full', now: 'half', ahead: 'hollow' } as const;

/** The order's progress. A step that is reached while the page is open is highlighted once. */
export function Timeline({ order }: { order: Order }) {
  const stops = timelineSteps(order);
  const just = useJustReached(order.state);
  return (
    <ol className="timeline" aria-label="Where the order is">
      {stops.map((stop, i) => {
        const isLast = stop.state === 'done' && stops[i + 1]?.state !== 'done';
        return (
          <li
            key={stop.name}
            className={`stop ${stop.state} ${just && isLast ? 'just' : ''}`}
            aria-current={stop.state === 'now' ? 'step' : undefined}
          >
            <Dot kind={DOTS[stop.state]} />
            <span className="name">{stop.name}</span>
            <span className="text">{` ${textOf(stop)}`}</span>
          </li>
        );
      })}
    </ol>
  );
}

function textOf({ at, text }: TimelineStep): string {
  if (!at) return text ?? '';
  const now = new Date();
  return at.toDateString() === now.toDateString() ? formatClock(at) : formatMoment(at, now);
}

function useJustReached(state: string): boolean {
  const first = useRef(state);
  const [just, setJust] = useState(false);
  useEffect(() => {
    if (first.current === state) return;
    first.current = state;
    setJust(true);
  }, [state]);
  return just;
}
