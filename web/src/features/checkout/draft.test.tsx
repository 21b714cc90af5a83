import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fillCheckoutForm } from '@/test/checkoutForm';
import { renderPage } from '@/test/render';
import { aLine, anOrder, eur } from '@/test/shop';
import { CheckoutPage } from './CheckoutPage';
import { readDraft, discardDraft, saveDraft, saveDraftOf, savedCustomer } from './draft';
import type { CustomerForm } from './schema';

const typed = { name: 'Ada Example', city: 'London' };
const { customer } = anOrder();
const nothing = () => false;

beforeEach(() => sessionStorage.clear());
afterEach(() => savedCustomer.write(null));

describe('what was typed', () => {
  it('is kept for the tab, and gone when it is discarded', () => {
    saveDraft('b1', typed);
    expect(readDraft(nothing)).toEqual(typed);
    expect(localStorage).toHaveLength(0);
    discardDraft();
    expect(readDraft(nothing)).toBeNull();
  });

  it('is discarded once its basket was ordered', () => {
    saveDraft('b1', typed);
    expect(readDraft((id) => id === 'b1')).toBeNull();
    expect(sessionStorage).toHaveLength(0);
  });

  it('is restored from an order that was not completed', () => {
    saveDraftOf(customer);
    expect(readDraft(() => true)).toMatchObject({ name: 'Ada Example', postcode: 'N1 9GU', country: 'GB' });
  });

  it('is not restored from an order whose customer was erased', () => {
    saveDraftOf({ erasedAt: '2026-11-22T10:00:00.000Z' });
    expect(readDraft(nothing)).toBeNull();
  });

  it.each(['', 'null', '3', '{', '{}', '{"values":null}', '[]'])('is null where the storage holds %j', (text) => {
    sessionStorage.setItem('vitrine.draft', text);
    expect(readDraft(nothing)).toBeNull();
  });

  it('is saved on each change, and fills the form after a reload', async () => {
    const line = { ...aLine(), card: aLine().product };
    const props = { lines: [line], total: eur(4900), pending: false, summary: null, onRefresh: vi.fn() };
    const onType = (values: Partial<CustomerForm>) => saveDraft('b1', values);
    const page = (known?: Partial<CustomerForm>) => (
      <CheckoutPage {...props} initialValues={known} onInput={onType} onPlace={vi.fn()} onQuantityChange={vi.fn()} />
    );
    const { user, unmount } = await renderPage(page());
    await user.type(screen.getByLabelText('Name'), 'Ada');
    await waitFor(() => expect(readDraft(nothing)).toMatchObject({ name: 'Ada', city: '' }));
    unmount();
    await renderPage(page(readDraft(nothing) ?? undefined));
    expect(screen.getByLabelText('Name')).toHaveValue('Ada');
  });
});

describe('the address of the last order', () => {
  async function open() {
    const line = { ...aLine(), card: aLine().product };
    const onPlace = vi.fn(async () => undefined);
    const rendered = await renderPage(
      <CheckoutPage
        lines={[line]}
        total={eur(4900)}
        pending={false}
        summary={null}
        onPlace={onPlace}
        onRefresh={vi.fn()}
        onQuantityChange={vi.fn()}
      />,
    );
    const place = () => rendered.user.click(screen.getByRole('button', { name: /Place the order/ }));
    return { ...rendered, onPlace, place };
  }
  const fill = () => screen.getByRole('button', { name: 'Fill it in' });
  const keep = () => screen.getByRole('checkbox', { name: /Keep this for my next order/ });

  it('is saved only where the shopper ticks it', async () => {
    const { user, onPlace, place } = await open();
    expect(keep()).not.toBeChecked();
    await fillCheckoutForm(user);
    await place();
    await waitFor(() => expect(onPlace).toHaveBeenCalled());
    expect(savedCustomer.read()).toBeNull();
    await user.click(keep());
    await place();
    await waitFor(() => expect(savedCustomer.read()).toMatchObject(customer));
  });

  it('is filled in with its state, whatever country was chosen before', async () => {
    const address = { line1: '1 Infinite Row', city: 'Cupertino', state: 'CA', postcode: '95014', country: 'US' };
    savedCustomer.write({ ...customer, address });
    const { user, onPlace, place } = await open();
    await user.selectOptions(screen.getByLabelText('Country'), 'Germany');
    await user.click(fill());
    expect(await screen.findByLabelText('State')).toHaveDisplayValue('California');
    await place();
    await waitFor(() => expect(onPlace).toHaveBeenCalledWith({ ...customer, address }, eur(4900)));
  });

  it('is offered, and filled in on request only', async () => {
    savedCustomer.write(customer);
    const { user, onPlace, place } = await open();
    expect(screen.getByLabelText('Name')).toHaveValue('');
    await user.click(fill());
    expect(screen.getByLabelText('Name')).toHaveValue('Ada Example');
    expect(screen.getByLabelText('Name')).toHaveFocus();
    expect(screen.queryByRole('button', { name: 'Fill it in' })).toBeNull();
    await place();
    await waitFor(() => expect(onPlace).toHaveBeenCalledWith(customer, eur(4900)));
    expect(savedCustomer.read()).toEqual(customer);
  });

  it('is deleted on request', async () => {
    savedCustomer.write(customer);
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: 'Forget it' }));
    expect(savedCustomer.read()).toBeNull();
    expect(keep()).not.toBeChecked();
    expect(screen.queryByRole('button', { name: 'Fill it in' })).toBeNull();
  });
});
