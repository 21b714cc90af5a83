import * as z from 'zod/mini';
import type { Customer } from '@/lib/api/shapes';

const text = (most: number, missing: string) =>
  z.string().check(z.trim(), z.minLength(1, missing), z.maxLength(most, `At most ${most} characters.`));

/** The contract's bounds for a customer, in words for the one who types. */
export const customerForm = z.object({
  name: text(120, 'Whom shall we write on the parcel?'),
  email: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, 'Where shall the one message go?'),
      z.maxLength(254, 'At most 254 characters.'),
      z.regex(/^[^\s@]+@[^\s@]+$/, 'An address like name@example.org.'),
    ),
  line1: text(120, 'The street and the number, please.'),
  line2: z.string().check(z.trim(), z.maxLength(120, 'At most 120 characters.')),
  city: text(80, 'The city, please.'),
  postcode: text(16, 'The postcode, please.'),
  country: z.string().check(z.regex(/^[A-Z]{2}$/, 'The country, please.')),
});

export type CustomerForm = z.infer<typeof customerForm>;

export const BLANK: CustomerForm = { name: '', email: '', line1: '', line2: '', city: '', postcode: '', country: '' };

export const fromCustomer = ({ name, email, address }: Customer): CustomerForm => ({
  ...BLANK,
  name,
  email,
  ...address,
});

export function toCustomer({ name, email, line2, ...address }: CustomerForm): Customer {
  return { name, email, address: line2 ? { ...address, line2 } : address };
}

/** The field a JSON Pointer of the API means, if the form has it. */
export function fieldOf(pointer: string): keyof CustomerForm | null {
  const name = pointer.replace(/^\/customer\/(address\/)?/, '');
  return name in customerForm.shape ? (name as keyof CustomerForm) : null;
}
