import type { ReactElement } from 'react';

/** What may stand beside something else: elements, never text (lint/bareText.ts says why). */
export type Elements = Slot | readonly Slot[];

type Slot = ReactElement | readonly ReactElement[] | false | null | undefined;
