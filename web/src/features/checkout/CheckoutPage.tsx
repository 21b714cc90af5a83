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
import { acceptedAgreement, type Agreement, agreementOn, type Line, review, type Short } from './agreement';
import { Consent, Shorts } from './Consent';
import { likelyCountry } from './countries';
import { savedCustomer } from './draft';
import { AddressOffer, KeepAddress } from './SavedAddress';
import { BLANK, type CustomerForm, customerForm, fieldOf, fromCustomer, toCustomer } from './schema';

export interface CheckoutPageProps {
  lines: readonly Line[];
  total: Money;
  /** A line is on its way to the shop: its price is not known yet. */
  pending: boolean;
  summary: Elements;
  /** What is known to be for this order: sent before, or typed before the page was left. */
  known?: Partial<CustomerForm> | undefined;
  /** What is in the form, whenever it changes. */
  onType?(values: Partial<CustomerForm>): void;
  /** Why a checkout that was sent before the page was reloaded came to nothing. */
  refusal?: ApiError | undefined;
  onPlace(customer: Customer, expectedTotal: Money): Promise<void>;
  /** The basket as it is now is needed: a refusal said that this one is old. */
  onRefresh(): Promise<void>;
  onQuantity(id: string, quantity: number): void;
}

/** One page, for a guest: who, where, what it costs, and what changed meanwhile. */
export function CheckoutPage(props: CheckoutPageProps) {
  const { lines, total, pending, summary, known, refusal, onType, onPlace, onRefresh, onQuantity } = props;
  const [agreed, setAgreed] = useState<Agreement>(() => acceptedAgreement(lines));
  const [tickedFor, setTickedFor] = useState<number | null>(null);
  const [trouble, setTrouble] = useState<string | null>(() => (refusal ? troubleOf(refusal) : null));
  const [limits, setLimits] = useState(() => limitsOf(refusal, lines));
  const sending = useRef(false);
  const form = useForm<CustomerForm>({
    resolver: zodResolver(customerForm),
    mode: 'onTouched',
    defaultValues: { ...BLANK, country: likelyCountry(navigator.languages), ...known },
  });
  const { register, formState, handleSubmit, setError, subscribe } = form;
  const [offered, setOffered] = useState(() => (known ? null : savedCustomer.read()));
  const [keep, setKeep] = useState(() => savedCustomer.read() !== null);
  useEffect(
    () => onType && subscribe({ formState: { values: true }, callback: ({ values }) => onType(values) }),
    [subscribe, onType],
  );
  const { errors, isSubmitting } = formState;
  const found = review(agreed, lines, total);
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

  /** One send at a time, however often the button is pressed. */
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
        error.problem?.errors?.flatMap(({ pointer, detail }) => [{ field: fieldOf(pointer), detail }]) ?? [];
      wrong.forEach(({ field, detail }, i) => field && setError(field, { message: detail }, { shouldFocus: i === 0 }));
      if (wrong.some(({ field }) => field)) return;
    }
    await onRefresh();
    setLimits(limitsOf(error, lines));
    setTrouble(troubleOf(error));
  }

  function tick(on: boolean) {
    setTickedFor(on ? total.amount : null);
  }

  // A tick is an agreement once the basket is as it was ticked; taking what is left needs none, for it costs less.
  function takeWhatIsLeft(shorts: readonly Short[]) {
    const left = lines.map((line) => ({
      ...line,
      quantity: Math.min(line.quantity, shorts.find(({ id }) => id === line.card.id)?.available ?? line.quantity),
    }));
    setAgreed({
      ...agreementOn(
        left.filter(({ quantity }) => quantity > 0),
        total,
      ),
      total: Math.min(agreed.total, total.amount),
    });
    shorts.forEach(({ id, available }) => onQuantity(id, available));
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
            <AddressOffer
              customer={offered}
              onFill={() => {
                // Before the form is filled: that forgets its fields until they are drawn again.
                form.setFocus('name');
                form.reset(fromCustomer(offered));
                onType?.(fromCustomer(offered));
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
            <KeepAddress keep={keep} onKeep={setKeep} />
          </fieldset>
          {found.blocked && <Shorts shorts={found.shorts} onTakeWhatIsLeft={() => takeWhatIsLeft(found.shorts)} />}
          {!found.blocked && limits.length > 0 && (
            <Shorts shorts={limits} unpaid onTakeWhatIsLeft={() => takeWhatIsLeft(limits)} />
          )}
          {!found.blocked && found.needsConsent && (
            <Consent review={found} agreed={agreed.total} total={total} ticked={ticked} onTick={tick} />
          )}
          {trouble && (!waiting || found.blocked === false) && <Trouble>{trouble}</Trouble>}
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

function Trouble({ children }: { children: ReactNode }) {
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

/** Of what fewer can be held before it is paid for, as the shop's refusal says. */
function limitsOf(error: unknown, lines: readonly Line[]): Short[] {
  if (!(error instanceof ApiError && error.is('unpaid-limit'))) return [];
  return (error.problem?.lines ?? []).flatMap(({ productId: id, wanted = 0, available = 0 }) => {
    const name = lines.find(({ card }) => card.id === id)?.card.name;
    return name === undefined ? [] : [{ id, name, wanted, available }];
  });
}

function troubleOf(error: unknown): string {
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
