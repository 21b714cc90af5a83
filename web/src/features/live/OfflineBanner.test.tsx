import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPage } from '@/test/render';
import { OfflineBanner } from './OfflineBanner';

describe('the banner without a line', () => {
  it('says as of when the page is, where the shop was heard', async () => {
    const { live } = await renderPage(<OfflineBanner />);
    live.feed.start({ epoch: 'e1', seq: 4 });
    act(() => live.lost());
    expect(await screen.findByText(/You see the window as it was at \d\d:\d\d\./)).toBeVisible();
  });

  it('names no time where the shop has never been heard: what shows was kept, nobody knows since when', async () => {
    const { live } = await renderPage(<OfflineBanner />);
    act(() => live.lost());
    expect(await screen.findByText(/You see what this browser kept from before\./)).toBeVisible();
    expect(screen.queryByText(/as it was at/)).toBeNull();
  });
});
