import type { ComponentType } from 'react';
import { loadChunk } from '@/lib/chunks';

/** Resets the components whose download failed: they stay failed until a retry. */
const failed = new Set<() => void>();

/** Failed components are downloaded again when they are rendered next. */
export function retryFailedChunks(): void {
  failed.forEach((reset) => reset());
  failed.clear();
}

/**
 * A component that is downloaded when it is rendered first. Until then it suspends; if the download fails it throws the reason to the error
 * boundary around it. `preload` starts the download, also again after a failure.
 */
export function lazyComponent<P extends object>(load: () => Promise<ComponentType<P>>) {
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
  const begin = () => (loading ??= loadChunk(load).then((component) => void (Loaded = component), fail));
  function Part(props: P) {
    if (failure !== undefined) throw failure;
    // A thrown promise makes React suspend, as with its own lazy().
    if (!Loaded) throw begin();
    return <Loaded {...props} />;
  }
  const preload = () => {
    if (failed.delete(reset)) reset();
    return begin();
  };
  return Object.assign(Part, { preload });
}
