import { describe, expect, it } from 'vitest';
import type { Order } from '@/lib/api/shapes';
import { anOrder } from '@/test/shop';
import { timelineSteps } from './timeline';

describe('the timeline', () => {
  it('ends with the step at which the order ended', () => {
    const history: Order['history'] = [
      { at: '2026-11-22T10:00:00.000Z', from: null, to: 'awaiting-payment', by: 'customer' },
      { at: '2026-11-22T10:11:00.000Z', from: 'awaiting-payment', to: 'expired', by: 'system' },
    ];
    expect(timelineSteps(anOrder({ state: 'expired', history })).map(({ name }) => name)).toEqual([
      'Placed',
      'Run out',
    ]);
  });

  it('has five steps for an order under way, one of them current', () => {
    const all = timelineSteps(anOrder());
    expect(all.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'Placed done',
      'Paid now',
      'Packed ahead',
      'Shipped ahead',
      'Delivered ahead',
    ]);
  });

  it('ignores history entries that change no state', () => {
    const history: Order['history'] = [
      { at: '2026-11-22T10:00:00.000Z', from: null, to: 'awaiting-payment', by: 'customer' },
      { at: '2026-11-22T10:01:00.000Z', from: 'awaiting-payment', to: 'paid', by: 'customer' },
      { at: '2026-11-29T10:00:00.000Z', from: 'paid', to: 'paid', by: 'owner', note: 'Erased.' },
    ];
    const payment: Order['payment'] = { state: 'paid' };
    expect(timelineSteps(anOrder({ state: 'paid', payment, history }))[1]?.at).toEqual(
      new Date('2026-11-22T10:01:00.000Z'),
    );
  });

  it('says what an unpaid order waits for', () => {
    const text = (state: Order['payment']['state']) => timelineSteps(anOrder({ payment: { state } }))[1]?.text;
    expect([text('none'), text('pending'), text('declined')]).toEqual([
      'waiting for you',
      'being decided',
      'declined, waiting for you',
    ]);
  });
});
