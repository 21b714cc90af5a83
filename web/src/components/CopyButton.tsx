import { useEffect, useState } from 'react';
import { copyText } from '@/lib/clipboard';
import { Icon } from './Icon';

const THANKS_MS = 2_000;

export interface CopyButtonProps {
  text: string;
  className: string;
  icon?: boolean;
}

/** Copies `text` and says in its own place whether that went well. */
export function CopyButton({ text, className, icon = false }: CopyButtonProps) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), THANKS_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => setSaid((await copyText(text)) ? 'Copied' : 'Please copy it by hand');
  return (
    <>
      <button type="button" className={className} onClick={() => void copy()}>
        {icon && <Icon name="link" />}
        <span>{said ?? 'Copy'}</span>
      </button>
      {/* Apart from the button, which has its name from what it holds: a status in it counts for nothing there. */}
      <span role="status" className="sr">
        {said ?? ''}
      </span>
    </>
  );
}
