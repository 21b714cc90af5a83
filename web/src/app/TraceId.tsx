import { CopyButton } from '@/components/CopyButton';

/** The trace id of a failed request, to be quoted to the shop. */
export function TraceId({ trace }: { trace: string }) {
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
