import type { ReactNode } from 'react';

/** A status mark. Full: sold or live; half: held or low in stock; hollow: still to come. Decorative: there is always a text beside it. */
export function Dot({ kind = 'full' }: { kind?: 'full' | 'half' | 'hollow' }) {
  return <span className={kind === 'full' ? 'dot' : `dot ${kind}`} aria-hidden="true" />;
}

/** A text that says whether something is updated live; `still`: it is not. */
export function LiveLabel({ children, still = false }: { children: ReactNode; still?: boolean }) {
  return (
    <span className="live">
      <Dot kind={still ? 'hollow' : 'full'} />
      <span>{children}</span>
    </span>
  );
}
