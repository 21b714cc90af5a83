import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderPage } from '@/test/render';
import { aLine, anOrder, eur } from '@/test/shop';
import { CheckoutPage } from './CheckoutPage';
import { draftOf, dropDraft, keepDraft, redraft, savedCustomer } from './draft';
import type { CustomerForm } from './schema';

const typed = { name: 'Ada Example', city: 'London' };
const { customer } = anOrder();
const nothing = () => false;

beforeEach(() => sessionStorage.clear());
afterEach(() => savedCustomer.write(null));

describe('what was typed', () => {
  it('is kept for the tab, and gone when it is dropped', () => {
    keepDraft('b1', typed);
    expect(draftOf(nothing)).toEqual(typed);
    expect(localStorage).toHaveLength(0);
    dropDraft();
    expect(draftOf(nothing)).toBeNull();
  });

  it('is not taken for another order once its basket was ordered', () => {
    keepDraft('b1', typed);
    expect(draftOf((id) => id === 'b1')).toBeNull();
    expect(sessionStorage).toHaveLength(0);
  });

  it('is there again after an order that came to nothing', () => {
    redraft(customer);
    expect(draftOf(() => true)).toMatchObject({ name: 'Ada Example', postcode: 'N1 9GU', country: 'GB' });
  });

  it('of an order whose customer was erased stays erased', () => {
    redraft({ erasedAt: '2026-11-22T10:00:00.000Z' });
    expect(draftOf(nothing)).toBeNull();
  });

  it.each(['', 'null', '3', '{', '{}', '{"values":null}', '[]'])('is nothing where the storage holds %j', (text) => {
    sessionStorage.setItem('vitrine.draft', text);
    expect(draftOf(nothing)).toBeNull();
  });

  it('is kept letter by letter, and fills the form of the page that comes back', async () => {
    const line = { ...aLine(), card: aLine().product };
    const props = { lines: [line], total: eur(4900), pending: false, summary: null, onRefresh: vi.fn() };
    const onType = (values: Partial<CustomerForm>) => keepDraft('b1', values);
    const page = (known?: Partial<CustomerForm>) => (
      <CheckoutPage {...props} known={known} onType={onType} onPlace={vi.fn()} onQuantity={vi.fn()} />
    );
    const { user, unmount } = await renderPage(page());
    await user.type(screen.getByLabelText('Name'), 'Ada');
    await waitFor(() => expect(draftOf(nothing)).toMatchObject({ name: 'Ada', city: '' }));
    unmount();
    await renderPage(page(draftOf(nothing) ?? undefined));
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
        onQuantity={vi.fn()}
      />,
    );
    const place = () => rendered.user.click(screen.getByRole('button', { name: /Place the order/ }));
    return { ...rendered, onPlace, place };
  }
  const fill = () => screen.getByRole('button', { name: 'Fill it in' });
  const keep = () => screen.getByRole('checkbox', { name: /Keep this for my next order/ });

  it('is not kept unless the shopper says so', async () => {
    const { user, onPlace, place } = await open();
    expect(keep()).not.toBeChecked();
    await user.type(screen.getByLabelText('Name'), 'Ada Example');
    await user.type(screen.getByLabelText('Email'), 'ada@example.com');
    await user.selectOptions(screen.getByLabelText('Country'), 'United Kingdom');
    await user.type(screen.getByLabelText('Street and number'), '1 Analytical Row');
    await user.type(screen.getByLabelText('City'), 'London');
    await user.type(screen.getByLabelText('Postcode'), 'N1 9GU');
    await place();
    await waitFor(() => expect(onPlace).toHaveBeenCalled());
    expect(savedCustomer.read()).toBeNull();
    await user.click(keep());
    await place();
    await waitFor(() => expect(savedCustomer.read()).toMatchObject(customer));
  });

  it('is filled in with the state that its country has', async () => {
    const address = { line1: '1 Infinite Row', city: 'Cupertino', state: 'CA', postcode: '95014', country: 'US' };
    savedCustomer.write({ ...customer, address });
    const { user, onPlace, place } = await open();
    await user.selectOptions(screen.getByLabelText('Country'), 'Germany');
    await user.click(fill());
    expect(await screen.findByLabelText('State')).toHaveDisplayValue('California');
    await place();
    await waitFor(() => expect(onPlace).toHaveBeenCalledWith({ ...customer, address }, eur(4900)));
  });

  it('is offered, and filled in when it is asked for', async () => {
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

  it('is forgotten when the shopper says so', async () => {
    savedCustomer.write(customer);
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: 'Forget it' }));
    expect(savedCustomer.read()).toBeNull();
    expect(keep()).not.toBeChecked();
    expect(screen.queryByRole('button', { name: 'Fill it in' })).toBeNull();
  });
});
