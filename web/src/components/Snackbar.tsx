import type { Elements } from './elements';

/** A message over the lower edge of the page; it shifts no layout. */
export function Snackbar({ children }: { children: Elements }) {
  return (
    <div className="snackbar" role="status">
      {children}
    </div>
  );
}
