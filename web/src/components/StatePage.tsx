import type { ReactNode } from 'react';
import type { Elements } from './elements';

export interface StatePageProps {
  picture: Elements;
  title: string;
  children: Elements;
  actions: ReactNode;
  after?: Elements;
}

/** A page with nothing to show: what happened, and what to do. */
export function StatePage({ picture, title, children, actions, after }: StatePageProps) {
  return (
    <section className="state">
      {picture}
      <div className="words">
        <h1>{title}</h1>
        {children}
        <div className="acts">{actions}</div>
        {after}
      </div>
    </section>
  );
}
