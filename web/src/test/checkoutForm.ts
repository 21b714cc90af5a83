import { screen } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';

/** Types the customer of `anOrder` into the checkout's form. */
export async function fillCheckoutForm(user: UserEvent): Promise<void> {
  await user.type(screen.getByLabelText('Name'), 'Ada Example');
  await user.type(screen.getByLabelText('Email'), 'ada@example.com');
  await user.selectOptions(screen.getByLabelText('Country'), 'United Kingdom');
  await user.type(screen.getByLabelText('Street and number'), '1 Analytical Row');
  await user.type(screen.getByLabelText('City'), 'London');
  await user.type(screen.getByLabelText('Postcode'), 'N1 9GU');
}
