import { type ReactNode, useId } from 'react';
import { Dot } from './Dot';
import type { Elements } from './elements';

export interface PanelProps {
  dot: 'full' | 'half' | 'hollow';
  title: string;
  children: ReactNode;
  actions?: Elements;
  /** Content below, at full width. */
  below?: Elements;
}

/** A framed status message with actions. */
export function Panel({ dot, title, children, actions, below }: PanelProps) {
  const id = useId();
  return (
    <section className="hold" aria-labelledby={id}>
      <div className="panel">
        <div>
          <h2 id={id}>
            <Dot kind={dot} />
            <span>{title}</span>
          </h2>
          <p className="quiet small">{children}</p>
        </div>
        {actions && <div className="acts">{actions}</div>}
      </div>
      {below}
    </section>
  );
}
