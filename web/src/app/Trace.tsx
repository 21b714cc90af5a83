import { CopyButton } from '@/components/CopyButton';

/** The number of a request that went wrong, for whoever writes to the shop. */
export function Trace({ trace }: { trace: string }) {
  return (
    <p className="trace">
      <span>If you write to us:</span>
      <span className="mono" translate="no">
        {trace}
      </span>
      <CopyButton className="link" text={trace} />
    </p>
  );
}
