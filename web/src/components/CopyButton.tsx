import { type ReactNode, useEffect, useState } from 'react';

const THANKS_MS = 2_000;

/** Copies `text` and says so in its own place. */
export function CopyButton({ text, className, children }: { text: string; className: string; children: ReactNode }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), THANKS_MS);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setDone(true),
      () => setDone(false),
    );
  return (
    <button type="button" className={className} onClick={() => void copy()}>
      {done ? <span role="status">Copied</span> : children}
    </button>
  );
}
