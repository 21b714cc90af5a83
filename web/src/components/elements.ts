import type { ReactElement } from 'react';

/** Children that are elements, never text: lint/bareText.ts says why. */
export type Elements = Slot | readonly Slot[];

type Slot = ReactElement | readonly ReactElement[] | false | null | undefined;
