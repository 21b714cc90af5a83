import * as z from 'zod/mini';
import type { Customer } from '@/lib/api/shapes';
import type { Need } from '@/generated/addresses';
import { isBlank, mistakeInEmail, mistakeOfInvisibles } from '@/lib/email';
import { type AddressField, addressesOf, type Fault, mistakesIn, type Typed, wordsFor } from './address';

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

/** The contract's bounds for a customer, in words for the one who types; of the address, what its country asks for. */
export const customerForm = z
  .object({
    name: text(120, 'Whom shall we write on the parcel?'),
    email: z.string().check(
      z.trim(),
      z.maxLength(254, 'At most 254 characters.'),
      rule((given) => (given ? mistakeInEmail(given) : 'An e-mail address, please.')),
    ),
    line1: optional(120),
    line2: optional(120),
    city: optional(80),
    state: z.string(),
    postcode: optional(16),
    country: z.string(),
  })
  .check(
    z.superRefine((form, context) => {
      for (const [field, fault] of Object.entries(mistakesIn(seenOf(form))) as [AddressField, Fault][])
        context.addIssue({ code: 'custom', path: [field], message: wordsFor(field, fault, form.country) });
    }),
  );

export type CustomerForm = z.infer<typeof customerForm>;

/** What of an address is to be seen: the country's own fields, and nothing that shows nothing. */
function seenOf({ line1, city, state, postcode, country }: Typed): Typed {
  const known = addressesOf(country);
  const seen = (given: string, need: Need) => (need === 'none' || isBlank(given) ? '' : given);
  return {
    line1: seen(line1, 'required'),
    city: seen(city, known.city),
    state: seen(state, known.state),
    postcode: seen(postcode, known.postcode),
    country,
  };
}

export const BLANK: CustomerForm = {
  name: '',
  email: '',
  line1: '',
  line2: '',
  city: '',
  state: '',
  postcode: '',
  country: '',
};

export const fromCustomer = ({ name, email, address }: Customer): CustomerForm => ({
  ...BLANK,
  name,
  email,
  ...address,
});

export function toCustomer({ name, email, line2, ...form }: CustomerForm): Customer {
  const { line1, country, ...others } = seenOf(form);
  const given = Object.fromEntries(Object.entries({ line2, ...others }).filter(([, text]) => text));
  return { name, email, address: { line1, country, ...given } };
}

/** The field a JSON Pointer of the API means, if the form has it. */
export function fieldOf(pointer: string): keyof CustomerForm | null {
  const name = pointer.replace(/^\/customer\/(address\/)?/, '');
  return name in BLANK ? (name as keyof CustomerForm) : null;
}
