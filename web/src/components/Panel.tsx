import { type ReactNode, useId } from 'react';
import { Dot } from './Dot';
import type { Elements } from './elements';

export interface PanelProps {
  dot: 'full' | 'half' | 'hollow';
  title: string;
  children: ReactNode;
  acts?: Elements;
  /** What takes the whole width below. */
  below?: Elements;
}

/** A framed word on how things stand, with what can be done about it. */
export function Panel({ dot, title, children, acts, below }: PanelProps) {
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
        {acts && <div className="acts">{acts}</div>}
      </div>
      {below}
    </section>
  );
}
