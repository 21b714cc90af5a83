import type { Elements } from './elements';

/** A word that lies over the page, at its lower edge: it moves nothing. */
export function Snackbar({ children }: { children: Elements }) {
  return (
    <div className="snackbar" role="status">
      {children}
    </div>
  );
}
