import type { ComponentType } from 'react';
import { loadPart } from '@/lib/parts';

/** Parts whose download failed: they stay failed until somebody wants to try again. */
const failed = new Set<() => void>();

/** The next time they are shown, parts that could not be had are asked for again. */
export function retryParts(): void {
  failed.forEach((reset) => reset());
  failed.clear();
}

/**
 * A component that is downloaded when it is shown first. Until then it suspends; if it cannot be had it throws why, to the boundary around it.
 * `preload` begins the download, also again after a failure.
 */
export function part<P extends object>(load: () => Promise<ComponentType<P>>) {
  let Loaded: ComponentType<P> | undefined;
  let failure: unknown;
  let loading: Promise<void> | undefined;
  const reset = () => {
    loading = failure = undefined;
  };
  const fail = (error: unknown) => {
    failure = error;
    failed.add(reset);
  };
  const begin = () => (loading ??= loadPart(load).then((component) => void (Loaded = component), fail));
  function Part(props: P) {
    if (failure !== undefined) throw failure;
    // React waits for what is thrown here, as it does for its own lazy components.
    if (!Loaded) throw begin();
    return <Loaded {...props} />;
  }
  const preload = () => {
    if (failed.delete(reset)) reset();
    return begin();
  };
  return Object.assign(Part, { preload });
}
