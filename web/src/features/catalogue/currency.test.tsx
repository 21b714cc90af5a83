import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Product } from '@/lib/api/shapes';
import { aCard } from '@/test/shop';
import { cases } from '../../../../tests/cases/money.json';
import { FilterBar } from './FilterBar';
import { productJsonLd } from './jsonLd';

describe('the price filter', () => {
  it.each([
    { currency: 'EUR', from: '49.5', minPrice: 4950, chip: /from €49\.50/ },
    { currency: 'JPY', from: '4900', minPrice: 4900, chip: /from ¥4,900/ },
    { currency: 'HUF', from: '4900', minPrice: 490_000, chip: /from Ft\s?4,900\b(?!\.)/ },
    { currency: 'KWD', from: '4.9', minPrice: 4900, chip: /from KWD\s4\.900/ },
  ])('takes $from $currency for $minPrice minor units, and says so', async ({ currency, from, minPrice, chip }) => {
    const user = userEvent.setup();
    const onChange = vi.fn();
    const { rerender } = render(<FilterBar filters={{}} currency={currency} total={1} onChange={onChange} />);
    await user.click(screen.getByRole('button', { name: 'Price' }));
    await user.type(screen.getByLabelText('From'), from);
    await user.click(screen.getByRole('button', { name: 'Show' }));
    expect(onChange).toHaveBeenCalledWith({ minPrice });
    rerender(<FilterBar filters={{ minPrice }} currency={currency} total={1} onChange={onChange} />);
    expect(screen.getByRole('button', { name: chip })).toBeVisible();
  });
});

describe('the JSON-LD of a product', () => {
  it.each(cases)('says $amount of $currency as $digits', ({ amount, currency, digits }) => {
    const card = aCard({ price: { amount, currency } });
    const product = { ...card, description: '', images: [] } as unknown as Product;
    expect(productJsonLd(product, card, 'https://shop.example')).toMatchObject({
      offers: { price: digits, priceCurrency: currency },
    });
  });
});
