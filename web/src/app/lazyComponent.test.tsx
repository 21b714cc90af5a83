import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, render, screen, waitFor } from '@testing-library/react';
import { type ComponentType, Suspense, useState } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveProvider } from '@/features/live/LiveProvider';
import { ApiError, NoResponse } from '@/lib/api/problem';
import { LiveClient } from '@/lib/live/client';
import { NewRelease, ChunkMissing } from '@/lib/chunks';
import { FakeLivePorts } from '@/test/fakeLivePorts';
import { ErrorPage } from './ErrorPage';
import { lazyComponent, retryFailedChunks } from './lazyComponent';
import { ChunkBoundary } from './ChunkBoundary';
import { createQueryClient } from './queryClient';
import { isExpected } from './errorMessage';

/** Loads once `isThere` says so. */
let isThere: boolean;
let asked: number;
const load = (): Promise<ComponentType> => {
  asked++;
  return isThere ? Promise.resolve(() => <p>the part</p>) : Promise.reject(new TypeError('Importing failed.'));
};

beforeEach(() => {
  isThere = false;
  asked = 0;
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  return () => vi.unstubAllGlobals();
});

describe('a lazy component', () => {
  it('that cannot be loaded shows its fallback, and is loaded again on the next attempt', async () => {
    const Part = lazyComponent(load);
    function Page() {
      const [attempt, setAttempt] = useState(0);
      const [added, setAdded] = useState(0);
      const add = () => {
        void Part.preload();
        setAdded(added + 1);
        setAttempt(attempt + 1);
      };
      return (
        <>
          <button type="button" onClick={add}>
            {`Add ${added}`}
          </button>
          {attempt > 0 && (
            <ChunkBoundary attempt={attempt} fallback={<p>without it</p>}>
              <Suspense>
                <Part />
              </Suspense>
            </ChunkBoundary>
          )}
        </>
      );
    }
    const press = () => act(async () => screen.getByRole('button').click());
    render(<Page />, { onCaughtError: () => undefined });
    await press();
    expect(await screen.findByText('without it')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Add 1' })).toBeVisible();
    isThere = true;
    await press();
    expect(await screen.findByText('the part')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Add 2' })).toBeVisible();
  });

  it('is requested three times, then not again until it is wanted', async () => {
    const Part = lazyComponent(load);
    await Part.preload();
    expect(asked).toBe(3);
    isThere = true;
    await Part.preload();
    expect(asked).toBe(4);
  });
});

describe('the error page', () => {
  async function showing(error: Error) {
    const live = new LiveClient(new FakeLivePorts());
    const root = createRootRoute({ component: () => <ErrorPage error={error} reset={() => undefined} /> });
    const router = createRouter({ routeTree: root, history: createMemoryHistory() });
    render(
      <QueryClientProvider client={createQueryClient(live)}>
        <LiveProvider client={live}>
          <RouterProvider router={router as never} />
        </LiveProvider>
      </QueryClientProvider>,
    );
    return (await screen.findByRole('heading', { level: 1 })).textContent;
  }

  it.each([
    [new ApiError(400, undefined, undefined), 'The shop cannot make sense of that', 'Try again'],
    [new ApiError(429, undefined, undefined), 'Too many at the door', 'Try again'],
    [new ApiError(500, undefined, 'abc'), 'The shop stumbled', 'Try again'],
    [new NoResponse('x'), 'No line to the shop', 'Try again'],
    [new NewRelease('x'), 'The shop has been rearranged', 'Load it again'],
    [new ChunkMissing('x'), 'A part of this page is missing', 'Load it again'],
    [new TypeError('x is undefined'), 'This page broke', 'Load it again'],
  ])('says of %s: %s', async (error, title, remedy) => {
    expect(await showing(error)).toBe(title);
    expect(screen.getByRole('button', { name: remedy })).toBeVisible();
    await waitFor(() => expect(document.title).toBe(`${title}, Vitrine`));
    expect(isExpected(error)).toBe(!(error instanceof TypeError));
  });

  it('loads failed components again on retry', async () => {
    const Part = lazyComponent(load);
    await Part.preload();
    retryFailedChunks();
    isThere = true;
    await act(async () =>
      render(
        <Suspense>
          <Part />
        </Suspense>,
      ),
    );
    expect(await screen.findByText('the part')).toBeVisible();
  });
});
