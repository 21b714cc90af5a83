import * as z from 'zod/mini';
import type { Customer } from '@/lib/api/shapes';
import { isBlank, mistakeInEmail, mistakeOfInvisibles } from '@/lib/email';

/** A rule that says in words what is wrong, if anything is. */
const rule = (mistakeIn: (text: string) => string | undefined) =>
  z.superRefine<string>((text, context) => {
    const message = mistakeIn(text);
    if (message) context.addIssue({ code: 'custom', message });
  });

const optional = (most: number) =>
  z.string().check(z.trim(), z.maxLength(most, `At most ${most} characters.`), rule(mistakeOfInvisibles));

const text = (most: number, missing: string) =>
  optional(most).check(rule((given) => (isBlank(given) ? missing : undefined)));

/** The contract's bounds for a customer, in words for the one who types. */
export const customerForm = z.object({
  name: text(120, 'Whom shall we write on the parcel?'),
  email: z.string().check(
    z.trim(),
    z.maxLength(254, 'At most 254 characters.'),
    rule((given) => (given ? mistakeInEmail(given) : 'An e-mail address, please.')),
  ),
  line1: text(120, 'The street and the number, please.'),
  line2: optional(120),
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
