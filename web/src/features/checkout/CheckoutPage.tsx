import { zodResolver } from '@hookform/resolvers/zod';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { type FieldPath, useForm } from 'react-hook-form';
import { Dot } from '@/components/Dot';
import type { Elements } from '@/components/elements';
import { Field } from '@/components/Field';
import { Head } from '@/components/Head';
import { ApiError } from '@/lib/api/problem';
import type { Customer, Money } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';
import { AddressFields } from './AddressFields';
import {
  acceptedAgreement,
  type Agreement,
  agreementTo,
  type CheckoutLine,
  reviewBasket,
  type Shortage,
} from './agreement';
import { Consent, Shortages } from './Consent';
import { likelyCountry } from './countries';
import { savedCustomer } from './draft';
import { SavedAddressOffer, SaveAddressCheckbox } from './SavedAddress';
import { EMPTY_FORM, type CustomerForm, customerSchema, fieldOfPointer, fromCustomer, toCustomer } from './schema';

export interface CheckoutPageProps {
  lines: readonly CheckoutLine[];
  total: Money;
  /** A change of a line is not confirmed yet: the total may still change. */
  pending: boolean;
  summary: Elements;
  /** From an attempt or a draft of this order. */
  initialValues?: Partial<CustomerForm> | undefined;
  /** Called with the form's values on every change. */
  onInput?(values: Partial<CustomerForm>): void;
  /** Why a checkout that was sent before a reload was refused. */
  refusal?: ApiError | undefined;
  onPlace(customer: Customer, expectedTotal: Money): Promise<void>;
  /** Fetches the basket: a refusal said that this one is outdated. */
  onRefresh(): Promise<void>;
  onQuantityChange(id: string, quantity: number): void;
}

/** One page, for a guest: who, where, what it costs, and what changed meanwhile. */
export function CheckoutPage(props: CheckoutPageProps) {
  const { lines, total, pending, summary, initialValues, refusal, onInput, onPlace, onRefresh, onQuantityChange } =
    props;
  const [agreed, setAgreed] = useState<Agreement>(() => acceptedAgreement(lines));
  const [tickedFor, setTickedFor] = useState<number | null>(null);
  const [trouble, setTrouble] = useState<string | null>(() => (refusal ? checkoutErrorText(refusal) : null));
  const [limits, setLimits] = useState(() => unpaidLimits(refusal, lines));
  const sending = useRef(false);
  const form = useForm<CustomerForm>({
    resolver: zodResolver(customerSchema),
    mode: 'onTouched',
    defaultValues: { ...EMPTY_FORM, country: likelyCountry(navigator.languages), ...initialValues },
  });
  const { register, formState, handleSubmit, setError, subscribe } = form;
  const [offered, setOffered] = useState(() => (initialValues ? null : savedCustomer.read()));
  const [keep, setKeep] = useState(() => savedCustomer.read() !== null);
  useEffect(
    () => onInput && subscribe({ formState: { values: true }, callback: ({ values }) => onInput(values) }),
    [subscribe, onInput],
  );
  const { errors, isSubmitting } = formState;
  const found = reviewBasket(agreed, lines, total);
  const ticked = tickedFor === total.amount;
  const waiting = found.blocked || (found.needsConsent && !ticked);

  async function place(values: CustomerForm) {
    setTrouble(null);
    setLimits([]);
    const customer = toCustomer(values);
    savedCustomer.write(keep ? customer : null);
    try {
      await onPlace(customer, total);
    } catch (error) {
      await refused(error);
    }
  }

  /** One request at a time, however often the button is pressed. */
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (sending.current || waiting || pending) return;
    sending.current = true;
    try {
      await handleSubmit(place)(event);
    } finally {
      sending.current = false;
    }
  }

  async function refused(error: unknown) {
    if (error instanceof ApiError && error.is('invalid-content')) {
      const wrong =
        error.problem?.errors?.flatMap(({ pointer, detail }) => [{ field: fieldOfPointer(pointer), detail }]) ?? [];
      wrong.forEach(({ field, detail }, i) => field && setError(field, { message: detail }, { shouldFocus: i === 0 }));
      if (wrong.some(({ field }) => field)) return;
    }
    await onRefresh();
    setLimits(unpaidLimits(error, lines));
    setTrouble(checkoutErrorText(error));
  }

  function tick(on: boolean) {
    setTickedFor(on ? total.amount : null);
  }

  // Reducing quantities needs no consent, for it costs less: it counts as agreed to at once.
  function takeWhatIsLeft(shorts: readonly Shortage[]) {
    const left = lines.map((line) => ({
      ...line,
      quantity: Math.min(line.quantity, shorts.find(({ id }) => id === line.card.id)?.available ?? line.quantity),
    }));
    setAgreed({
      ...agreementTo(
        left.filter(({ quantity }) => quantity > 0),
        total,
      ),
      total: Math.min(agreed.total, total.amount),
    });
    shorts.forEach(({ id, available }) => onQuantityChange(id, available));
    setLimits([]);
    setTrouble(null);
  }

  const field = (name: FieldPath<CustomerForm>) => ({ ...register(name), error: errors[name]?.message });
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <Head title="Checkout" description="Who it is for and where it goes. No account needed." />
      <div className="checkout">
        <form className="form" noValidate onSubmit={(event) => void submit(event)}>
          <h1>Nearly yours</h1>
          {offered && (
            <SavedAddressOffer
              customer={offered}
              onFill={() => {
                // Before reset(), which unregisters the fields until the next render.
                form.setFocus('name');
                form.reset(fromCustomer(offered));
                onInput?.(fromCustomer(offered));
                setOffered(null);
              }}
              onForget={() => {
                savedCustomer.write(null);
                setKeep(false);
                setOffered(null);
                form.setFocus('name');
              }}
            />
          )}
          <fieldset>
            <legend>Who it is for</legend>
            <Field label="Name" autoComplete="name" {...field('name')} />
            <Field
              label="Email"
              type="email"
              autoComplete="email"
              hint="Kept with the order, in case of a question. The shop sends no e-mail by itself."
              {...field('email')}
            />
          </fieldset>
          <fieldset>
            <legend>Where it goes</legend>
            <AddressFields control={form.control} register={register} setValue={form.setValue} errors={errors} />
            <SaveAddressCheckbox keep={keep} onKeep={setKeep} />
          </fieldset>
          {found.blocked && (
            <Shortages shortages={found.shortages} onTakeWhatIsLeft={() => takeWhatIsLeft(found.shortages)} />
          )}
          {!found.blocked && limits.length > 0 && (
            <Shortages shortages={limits} unpaid onTakeWhatIsLeft={() => takeWhatIsLeft(limits)} />
          )}
          {!found.blocked && found.needsConsent && (
            <Consent review={found} agreed={agreed.total} total={total} ticked={ticked} onTick={tick} />
          )}
          {trouble && (!waiting || found.blocked === false) && <CheckoutError>{trouble}</CheckoutError>}
          <div className="grid gap-s3">
            <button type="submit" className="btn full pair" disabled={waiting} aria-disabled={isSubmitting || pending}>
              <span>{isSubmitting ? 'Placing the order' : 'Place the order'}</span>
              <span className="mono" translate="no">
                {formatMoney(total)}
              </span>
            </button>
            <p className="small quiet">
              {waiting
                ? 'The button waits for your word on what changed.'
                : 'We then hold everything for you. Nothing is charged here.'}
            </p>
          </div>
        </form>
        {summary}
      </div>
    </main>
  );
}

function CheckoutError({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div className="notice" role="alert" ref={box}>
      <Dot />
      <span>{children}</span>
    </div>
  );
}

/** The lines of a refusal with `unpaid-limit`: fewer of them can be held before they are paid for. */
function unpaidLimits(error: unknown, lines: readonly CheckoutLine[]): Shortage[] {
  if (!(error instanceof ApiError && error.is('unpaid-limit'))) return [];
  return (error.problem?.lines ?? []).flatMap(({ productId: id, wanted = 0, available = 0 }) => {
    const name = lines.find(({ card }) => card.id === id)?.card.name;
    return name === undefined ? [] : [{ id, name, wanted, available }];
  });
}

function checkoutErrorText(error: unknown): string {
  if (!(error instanceof ApiError))
    return 'The shop did not answer. Your order may or may not have arrived: place it again, and it will be the same order, once.';
  if (error.is('insufficient-stock')) return 'Not everything is there in that number any more. Nothing was ordered.';
  if (error.is('unpaid-limit')) return `Nothing was ordered. ${error.message}`;
  if (error.is('price-changed'))
    return 'A price rose at the last moment. Nothing was ordered: look at the new total and place it again.';
  if (error.is('basket-changed'))
    return 'Your basket changed in another tab. Nothing was ordered: look again and place it.';
  if (error.is('basket-closed')) return 'This basket has been ordered already. You find it under My orders.';
  return (
    error.problem?.detail ??
    'The shop could not do this just now. Nothing was charged. Trying again in a minute usually helps.'
  );
}
