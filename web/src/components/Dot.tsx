import type { ReactNode } from 'react';

/** The house's sign: full is sold or live, half is held or nearly gone, hollow is still to come. Always beside words. */
export function Dot({ kind = 'full' }: { kind?: 'full' | 'half' | 'hollow' }) {
  return <span className={kind === 'full' ? 'dot' : `dot ${kind}`} aria-hidden="true" />;
}

export function Live({ children, still = false }: { children: ReactNode; still?: boolean }) {
  return (
    <span className="live">
      <Dot kind={still ? 'hollow' : 'full'} />
      <span>{children}</span>
    </span>
  );
}
