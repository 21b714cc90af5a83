import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPage } from '@/test/render';
import { OfflineBanner } from './OfflineBanner';

describe('the offline banner', () => {
  it('says as of when the page is, where the feed had a position', async () => {
    const { live } = await renderPage(<OfflineBanner />);
    live.feed.start({ epoch: 'e1', seq: 4 });
    act(() => live.networkLost());
    expect(await screen.findByText(/You see the window as it was at \d\d:\d\d\./)).toBeVisible();
  });

  it('names no time where the feed had no position: the age of what was cached is unknown', async () => {
    const { live } = await renderPage(<OfflineBanner />);
    act(() => live.networkLost());
    expect(await screen.findByText(/You see what this browser kept from before\./)).toBeVisible();
    expect(screen.queryByText(/as it was at/)).toBeNull();
  });
});
