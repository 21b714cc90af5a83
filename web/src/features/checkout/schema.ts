import * as z from 'zod/mini';
import type { Customer } from '@/lib/api/shapes';
import type { Need } from '@/generated/addresses';
import { isBlank, emailError, invisibleCharacterError } from '@/lib/email';
import {
  type AddressField,
  addressFormatOf,
  type AddressError,
  addressErrors,
  type AddressInput,
  addressErrorText,
} from './address';

/** A check whose message is the text that `errorIn` returns; undefined: no error. */
const rule = (errorIn: (text: string) => string | undefined) =>
  z.superRefine<string>((text, context) => {
    const message = errorIn(text);
    if (message) context.addIssue({ code: 'custom', message });
  });

const optional = (maxLength: number) =>
  z.string().check(z.trim(), z.maxLength(maxLength, `At most ${maxLength} characters.`), rule(invisibleCharacterError));

const text = (maxLength: number, missing: string) =>
  optional(maxLength).check(rule((given) => (isBlank(given) ? missing : undefined)));

/** The contract's bounds of a customer with texts for the shopper; the address by its country's rules. */
export const customerSchema = z
  .object({
    name: text(120, 'Whom shall we write on the parcel?'),
    email: z.string().check(
      z.trim(),
      z.maxLength(254, 'At most 254 characters.'),
      rule((given) => (given ? emailError(given) : 'An e-mail address, please.')),
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
      for (const [field, error] of Object.entries(addressErrors(visibleAddress(form))) as [
        AddressField,
        AddressError,
      ][])
        context.addIssue({ code: 'custom', path: [field], message: addressErrorText(field, error, form.country) });
    }),
  );

export type CustomerForm = z.infer<typeof customerSchema>;

/** The address as sent: only the country's fields, and blank texts as empty ones. */
function visibleAddress({ line1, city, state, postcode, country }: AddressInput): AddressInput {
  const known = addressFormatOf(country);
  const seen = (given: string, need: Need) => (need === 'none' || isBlank(given) ? '' : given);
  return {
    line1: seen(line1, 'required'),
    city: seen(city, known.city),
    state: seen(state, known.state),
    postcode: seen(postcode, known.postcode),
    country,
  };
}

export const EMPTY_FORM: CustomerForm = {
  name: '',
  email: '',
  line1: '',
  line2: '',
  city: '',
  state: '',
  postcode: '',
  country: '',
};

/** The form's values for a customer of the API; absent fields are ''. */
export const fromCustomer = ({ name, email, address }: Customer): CustomerForm => ({
  ...EMPTY_FORM,
  name,
  email,
  ...address,
});

/** The customer for the API: without blank fields and those the country does not have. */
export function toCustomer({ name, email, line2, ...form }: CustomerForm): Customer {
  const { line1, country, ...others } = visibleAddress(form);
  const given = Object.fromEntries(Object.entries({ line2, ...others }).filter(([, text]) => text));
  return { name, email, address: { line1, country, ...given } };
}

/** The form's field for a JSON Pointer of the API (`/customer/address/city`); null where it has none. */
export function fieldOfPointer(pointer: string): keyof CustomerForm | null {
  const name = pointer.replace(/^\/customer\/(address\/)?/, '');
  return name in EMPTY_FORM ? (name as keyof CustomerForm) : null;
}
