import { Icon } from './Icon';

export interface StepperProps {
  value: number;
  min?: number;
  max?: number;
  /** What is counted, for screen readers. */
  label: string;
  slim?: boolean;
  onChange(value: number): void;
}

/** Two buttons and a number between them. */
export function Stepper({ value, min = 1, max = 99, label, slim = false, onChange }: StepperProps) {
  return (
    <span className={slim ? 'stepper slim' : 'stepper'} role="group" aria-label={label}>
      <button type="button" aria-label="One fewer" disabled={value <= min} onClick={() => onChange(value - 1)}>
        <Icon name="minus" />
      </button>
      <output>{value}</output>
      <button type="button" aria-label="One more" disabled={value >= max} onClick={() => onChange(value + 1)}>
        <Icon name="plus" />
      </button>
    </span>
  );
}
