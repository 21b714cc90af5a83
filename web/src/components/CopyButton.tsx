import { useEffect, useState } from 'react';
import { copyText } from '@/lib/clipboard';
import { Icon } from './Icon';

const CONFIRMATION_MS = 2_000;

export interface CopyButtonProps {
  text: string;
  className: string;
  icon?: boolean;
}

/** Copies `text`, and shows and announces whether that worked. */
export function CopyButton({ text, className, icon = false }: CopyButtonProps) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => setSaid((await copyText(text)) ? 'Copied' : 'Please copy it by hand');
  return (
    <>
      <button type="button" className={className} onClick={() => void copy()}>
        {icon && <Icon name="link" />}
        <span>{said ?? 'Copy'}</span>
      </button>
      {/* Outside the button: screen readers do not announce a status inside a button, whose content is its name. */}
      <span role="status" className="sr">
        {said ?? ''}
      </span>
    </>
  );
}
