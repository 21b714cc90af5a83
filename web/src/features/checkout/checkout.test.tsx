import { act, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/lib/api/problem';
import { fillCheckoutForm } from '@/test/checkoutForm';
import { renderPage } from '@/test/render';
import { aLine, eur } from '@/test/shop';
import { CheckoutPage, type CheckoutPageProps } from './CheckoutPage';

const line = { ...aLine(), card: aLine().product };

function props(change: Partial<CheckoutPageProps> = {}): CheckoutPageProps {
  return {
    lines: [line],
    total: eur(4900),
    pending: false,
    summary: null,
    onPlace: vi.fn(async () => undefined),
    onRefresh: vi.fn(async () => undefined),
    onQuantityChange: vi.fn(),
    ...change,
  };
}

/** A checkout whose basket changes under it. */
async function renderChanging(first: CheckoutPageProps) {
  let change: (next: CheckoutPageProps) => void = () => undefined;
  function Changing() {
    const [given, setGiven] = useState(first);
    change = setGiven;
    return <CheckoutPage {...given} />;
  }
  const rendered = await renderPage(<Changing />);
  return { ...rendered, rerender: (next: CheckoutPageProps) => act(() => change(next)) };
}

const place = () => screen.getByRole('button', { name: /Place the order/ });

const refusal = (name: string, more: object = {}) =>
  new ApiError(409, { type: `/problems/${name}`, title: name, status: 409, detail: name, ...more }, undefined);

describe('the checkout', () => {
  it('sends what was typed and the total that was shown', async () => {
    const given = props();
    const { user } = await renderPage(<CheckoutPage {...given} />);
    await fillCheckoutForm(user);
    await user.click(place());
    await waitFor(() => expect(given.onPlace).toHaveBeenCalled());
    expect(given.onPlace).toHaveBeenCalledExactlyOnceWith(
      {
        name: 'Ada Example',
        email: 'ada@example.com',
        address: { line1: '1 Analytical Row', city: 'London', postcode: 'N1 9GU', country: 'GB' },
      },
      eur(4900),
    );
  });

  it('sends once, however often the button is pressed', async () => {
    const answer = Promise.withResolvers<undefined>();
    const given = props({ onPlace: vi.fn(() => answer.promise) });
    const { user } = await renderPage(<CheckoutPage {...given} />);
    await fillCheckoutForm(user);
    await user.dblClick(place());
    expect(await screen.findByRole('button', { name: /Placing the order/ })).toBeVisible();
    answer.resolve(undefined);
    await waitFor(() => expect(place()).toBeVisible());
    expect(given.onPlace).toHaveBeenCalledTimes(1);
  });

  it('shows each error at its field and sends nothing', async () => {
    const given = props();
    const { user } = await renderPage(<CheckoutPage {...given} />);
    await user.type(screen.getByLabelText('Email'), 'no address');
    await user.click(place());
    expect(screen.getByLabelText('Name')).toHaveAccessibleDescription('Whom shall we write on the parcel?');
    expect(screen.getByLabelText('Email')).toHaveAccessibleDescription(/An address like name@example.org/);
    expect(screen.getByLabelText('Email')).toBeInvalid();
    expect(screen.getByLabelText('Name')).toHaveFocus();
    expect(given.onPlace).not.toHaveBeenCalled();
  });

  it.each([
    { label: 'Email', typed: 'ada@localhost', says: /After the @ comes a domain with a dot/ },
    { label: 'Email', typed: 'ada@example,com', says: /“,” cannot stand after the @/ },
    { label: 'Email', typed: 'ada\u200b@example.com', says: /invisible character in it \(U\+200B\)/ },
    { label: 'Name', typed: 'Ada\u200b Example', says: /invisible character in it \(U\+200B\)/ },
    { label: 'Name', typed: '\u3164', says: /Whom shall we write on the parcel/ },
    { label: 'City', typed: 'Lon\u00addon', says: /invisible character in it \(U\+00AD\)/ },
  ])('says at $label what is wrong with $typed', async ({ label, typed, says }) => {
    const given = props();
    const { user } = await renderPage(<CheckoutPage {...given} />);
    await fillCheckoutForm(user);
    await user.clear(screen.getByLabelText(label));
    await user.type(screen.getByLabelText(label), typed);
    await user.click(place());
    expect(screen.getByLabelText(label)).toHaveAccessibleDescription(says);
    expect(given.onPlace).not.toHaveBeenCalled();
  });

  it('asks for a state from a list for the United States, and clears it for another country', async () => {
    const given = props();
    const { user } = await renderPage(<CheckoutPage {...given} />);
    await fillCheckoutForm(user);
    await user.selectOptions(screen.getByLabelText('Country'), 'United States');
    expect(screen.queryByLabelText('Postcode')).toBeNull();
    await user.clear(screen.getByLabelText('ZIP code'));
    await user.type(screen.getByLabelText('ZIP code'), '95014');
    await user.click(place());
    expect(screen.getByLabelText('State')).toHaveAccessibleDescription('The state, please.');
    await user.selectOptions(screen.getByLabelText('State'), 'California');
    await user.click(place());
    await waitFor(() => expect(given.onPlace).toHaveBeenCalled());
    expect(given.onPlace).toHaveBeenLastCalledWith(
      expect.objectContaining({
        address: { line1: '1 Analytical Row', city: 'London', state: 'CA', postcode: '95014', country: 'US' },
      }),
      eur(4900),
    );
    await user.selectOptions(screen.getByLabelText('Country'), 'Canada');
    expect(screen.getByLabelText('Province')).toHaveValue('');
  });

  it('takes an Irish address without a postcode, and shows an example for a wrong one', async () => {
    const given = props();
    const { user } = await renderPage(<CheckoutPage {...given} />);
    await fillCheckoutForm(user);
    await user.selectOptions(screen.getByLabelText('Country'), 'Ireland');
    await user.click(place());
    expect(screen.getByLabelText(/Eircode/)).toHaveAccessibleDescription('There it looks like A65 F4E2.');
    await user.clear(screen.getByLabelText(/Eircode/));
    await user.click(place());
    await waitFor(() => expect(given.onPlace).toHaveBeenCalled());
    expect(given.onPlace).toHaveBeenLastCalledWith(
      expect.objectContaining({ address: { line1: '1 Analytical Row', city: 'London', country: 'IE' } }),
      eur(4900),
    );
  });

  it('has no city field where the country’s addresses have none', async () => {
    const given = props();
    const { user } = await renderPage(<CheckoutPage {...given} />);
    await fillCheckoutForm(user);
    await user.selectOptions(screen.getByLabelText('Country'), 'Singapore');
    expect(screen.queryByLabelText('City')).toBeNull();
    await user.clear(screen.getByLabelText('Postcode'));
    await user.type(screen.getByLabelText('Postcode'), '546080');
    await user.click(place());
    await waitFor(() => expect(given.onPlace).toHaveBeenCalled());
    expect(given.onPlace).toHaveBeenLastCalledWith(
      expect.objectContaining({ address: { line1: '1 Analytical Row', postcode: '546080', country: 'SG' } }),
      eur(4900),
    );
  });

  it('says that no e-mail is sent', async () => {
    await renderPage(<CheckoutPage {...props()} />);
    expect(screen.getByLabelText('Email')).toHaveAccessibleDescription(/sends no e-mail/);
  });

  it('shows the API’s errors at their fields', async () => {
    const wrong = new ApiError(
      422,
      {
        type: '/problems/invalid-content',
        title: 'The content is not valid',
        status: 422,
        errors: [{ pointer: '/customer/address/postcode', detail: 'Letters and digits only.' }],
      },
      undefined,
    );
    const { user } = await renderPage(<CheckoutPage {...props({ onPlace: () => Promise.reject(wrong) })} />);
    await fillCheckoutForm(user);
    await user.click(place());
    expect(await screen.findByText('Letters and digits only.')).toBeVisible();
    expect(screen.getByLabelText('Postcode')).toBeInvalid();
  });

  it('asks for consent when a price rose meanwhile', async () => {
    const lines = [
      { ...line, unitPrice: eur(5300), notices: [{ type: 'price-changed', from: eur(4900), to: eur(5300) } as const] },
    ];
    const given = props({ lines, total: eur(5300) });
    const { user } = await renderPage(<CheckoutPage {...given} />);
    await fillCheckoutForm(user);
    expect(screen.getByRole('heading', { name: 'One price changed while you typed' })).toBeVisible();
    expect(place()).toBeDisabled();
    await user.click(screen.getByRole('checkbox', { name: /new total of €53.00, which is €4.00 more/ }));
    await user.click(place());
    await waitFor(() => expect(given.onPlace).toHaveBeenCalledWith(expect.anything(), eur(5300)));
  });

  it('lists what another tab changed in the basket before it asks for consent', async () => {
    const given = props();
    const { user, rerender } = await renderChanging(given);
    const mug = { ...line, card: { id: 'mug', name: 'Mug' }, unitPrice: eur(1800) };
    rerender({ ...given, lines: [{ ...line, quantity: 2 }, mug], total: eur(11600) });
    const consent = screen.getByRole('region', { name: 'Your basket changed in another tab' });
    const rows = [...consent.querySelectorAll('tr')].map(({ cells }) =>
      [...cells].map(({ textContent }) => textContent),
    );
    expect(rows).toEqual([
      ['Pieces', 'Was', 'Is now'],
      ['Copper teapot', '1', '2'],
      ['Mug', 'none', '1'],
    ]);
    await user.click(within(consent).getByRole('checkbox', { name: /new total of €116.00/ }));
    expect(place()).toBeEnabled();
  });

  it('offers the available quantity when there is too little stock', async () => {
    const lines = [{ ...line, quantity: 4, notices: [{ type: 'insufficient-stock', available: 3 } as const] }];
    const given = props({ lines, total: eur(19600) });
    const { user } = await renderPage(<CheckoutPage {...given} />);
    expect(place()).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Take what is left' }));
    expect(given.onQuantityChange).toHaveBeenCalledWith('copper-teapot', 3);
  });

  it('says how many can be held unpaid, and offers to order those', async () => {
    const lines = [{ ...line, quantity: 4 }];
    const limit = refusal('unpaid-limit', { lines: [{ productId: 'copper-teapot', wanted: 4, available: 2 }] });
    const given = props({ lines, total: eur(19600), onPlace: () => Promise.reject(limit) });
    const { user } = await renderPage(<CheckoutPage {...given} />);
    await fillCheckoutForm(user);
    await user.click(place());
    expect(await screen.findByRole('alert')).toHaveTextContent('Nothing was ordered.');
    const held = screen.getByRole('region', { name: 'More than can be held before you pay' });
    expect(within(held).getByRole('row', { name: /4 2$/ })).toBeVisible();
    expect(place()).toBeEnabled();
    await user.click(within(held).getByRole('button', { name: 'Order those now' }));
    expect(given.onQuantityChange).toHaveBeenCalledWith('copper-teapot', 2);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says that nothing was ordered when the shop refuses, and refreshes the basket', async () => {
    const given = props({ onPlace: () => Promise.reject(refusal('basket-changed')) });
    const { user } = await renderPage(<CheckoutPage {...given} />);
    await fillCheckoutForm(user);
    await user.click(place());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Your basket changed in another tab. Nothing was ordered',
    );
    expect(given.onRefresh).toHaveBeenCalled();
  });

  it('says that a repeat is safe when there was no answer', async () => {
    const { user } = await renderPage(
      <CheckoutPage {...props({ onPlace: () => Promise.reject(new Error('none')) })} />,
    );
    await fillCheckoutForm(user);
    await user.click(place());
    expect(await screen.findByRole('alert')).toHaveTextContent('it will be the same order, once');
  });
});
