import { type ReactNode, useId } from 'react';
import { type Control, type UseFormRegister, type UseFormSetValue, useWatch } from 'react-hook-form';
import { Field, FieldError } from '@/components/Field';
import { Icon } from '@/components/Icon';
import { addressFormatOf, addressLabels } from './address';
import { COUNTRIES } from './countries';
import type { CustomerForm } from './schema';

export interface AddressFieldsProps {
  control: Control<CustomerForm>;
  register: UseFormRegister<CustomerForm>;
  setValue: UseFormSetValue<CustomerForm>;
  errors: Partial<Record<keyof CustomerForm, { message?: string }>>;
}

/** The country comes first: it decides which other fields there are, and their labels. */
export function AddressFields({ control, register, setValue, errors }: AddressFieldsProps) {
  const known = addressFormatOf(useWatch({ control, name: 'country' }));
  const labels = addressLabels(known);
  const field = (name: keyof CustomerForm) => ({ ...register(name), error: errors[name]?.message });
  // A state of the country before is not one of the new country's.
  const country = { ...register('country', { onChange: () => setValue('state', '') }), error: errors.country?.message };
  return (
    <>
      <Select label="Country" autoComplete="country" {...country}>
        <option value="">Choose a country</option>
        {COUNTRIES.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Select>
      <Field label="Street and number" autoComplete="address-line1" {...field('line1')} />
      <Field label={<Optional>Floor, door</Optional>} autoComplete="address-line2" {...field('line2')} />
      <div className="two">
        {known.city !== 'none' && <Field label={labels.city} autoComplete="address-level2" {...field('city')} />}
        {known.postcode !== 'none' && (
          <Field
            label={known.postcode === 'optional' ? <Optional>{labels.postcode}</Optional> : labels.postcode}
            autoComplete="postal-code"
            {...field('postcode')}
          />
        )}
      </div>
      {known.state !== 'none' && (
        <Select
          key={known.states[0]?.[1]}
          label={known.state === 'optional' ? <Optional>{labels.state}</Optional> : labels.state}
          autoComplete="address-level1"
          {...field('state')}
        >
          <option value="">{known.state === 'optional' ? 'None' : 'Choose one'}</option>
          {known.states.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </>
  );
}

function Optional({ children }: { children: string }) {
  return (
    <>
      <span>{`${children} `}</span>
      <span className="quiet">(optional)</span>
    </>
  );
}

interface SelectProps extends ReturnType<UseFormRegister<CustomerForm>> {
  label: ReactNode;
  autoComplete: string;
  error: string | undefined;
  children: ReactNode;
}

function Select({ label, error, children, ...select }: SelectProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="select full">
        <select id={id} aria-invalid={error ? true : undefined} aria-describedby={error && `${id}-e`} {...select}>
          {children}
        </select>
        <Icon name="down" />
      </span>
      {error && <FieldError id={`${id}-e`}>{error}</FieldError>}
    </div>
  );
}
