import type { Card, Product } from '@/lib/api/shapes';
import { decimalsOf, minorUnits } from '@/lib/money';

/** schema.org's Product, with its offer as it stands now. */
export function productJsonLd({ description, images }: Product, card: Card, origin: string): object {
  const { amount, currency } = card.price;
  const url = `${origin}/p/${card.id}`;
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: card.name,
    description,
    sku: card.id,
    category: card.category,
    url,
    image: images
      .flatMap(({ sources }) => sources.filter(({ type }) => type === 'image/webp').slice(-1))
      .map((source) => origin + source.url),
    offers: {
      '@type': 'Offer',
      url,
      price: (amount / minorUnits(currency)).toFixed(decimalsOf(currency)),
      priceCurrency: currency,
      availability: card.available > 0 ? 'https://schema.org/InStock' : 'https://schema.org/OutOfStock',
    },
  };
}
