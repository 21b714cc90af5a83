import { FORMATS, WIDTHS } from '../pictures/encode.ts';
import type { Picture } from '../pictures/make.ts';
import type { Placing } from '../pictures/layout.ts';

/** Products as the items of the table, in DynamoDB's JSON. */

export interface Image {
  alt: string;
  placed: Placing;
  placeholder: string;
  tint: string;
  sources: { type: string; width: number; url: string }[];
}

export interface Stocked {
  id: string;
  name: string;
  description: string;
  category: string;
  searchWords: string[];
  price: number;
  available: number;
  createdAt: string;
  images: Image[];
}

export function imageOf(
  folder: string,
  picture: Picture,
  { alt, placed, tint }: Pick<Image, 'alt' | 'placed' | 'tint'>,
): Image {
  const sources = FORMATS.flatMap((format) =>
    WIDTHS.map((width) => ({
      type: `image/${format}`,
      width,
      url: `/media/products/${folder}/${picture.hash}-${width}.${format}`,
    })),
  );
  return { alt, placed, placeholder: picture.placeholder, tint, sources };
}

/** One line of the file that `vitrine seed` loads. New stock: nothing is reserved or sold. */
export function seedLine(product: Stocked): string {
  const item = {
    ...product,
    received: product.available,
    reserved: 0,
    sold: 0,
    status: 'active',
    contentRev: 1,
    rev: 1,
    updatedAt: product.createdAt,
  };
  return JSON.stringify({ table: 'products', item: attributesOf(item) });
}

export type AttributeValue =
  { S: string } | { N: string } | { L: AttributeValue[] } | { M: Record<string, AttributeValue> };

type Value = string | number | readonly Value[] | { readonly [name: string]: Value };

function attributesOf(value: object): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(value as Record<string, Value>).map(([name, one]) => [name, attribute(one)]),
  );
}

function attribute(value: Value): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (Array.isArray(value)) return { L: value.map(attribute) };
  return { M: attributesOf(value) };
}
