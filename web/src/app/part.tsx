import { type ComponentType, use } from 'react';
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
  let loading: Promise<ComponentType<P>> | undefined;
  const reset = () => {
    loading = undefined;
  };
  const begin = () => {
    loading ??= loadPart(load).then((component) => (Loaded = component));
    loading.catch(() => failed.add(reset));
    return loading;
  };
  function Part(props: P) {
    const Component = Loaded ?? use(begin());
    return <Component {...props} />;
  }
  const preload = async () => {
    if (failed.delete(reset)) reset();
    await begin().catch(() => undefined);
  };
  return Object.assign(Part, { preload });
}
