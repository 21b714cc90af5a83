import type { ReactNode } from 'react';
import type { Elements } from './elements';

export interface StateProps {
  picture: Elements;
  title: string;
  children: Elements;
  acts: ReactNode;
  after?: Elements;
}

/** A page for when there is nothing to show: what happened, and what to do. */
export function StatePage({ picture, title, children, acts, after }: StateProps) {
  return (
    <section className="state">
      {picture}
      <div className="words">
        <h1>{title}</h1>
        {children}
        <div className="acts">{acts}</div>
        {after}
      </div>
    </section>
  );
}
