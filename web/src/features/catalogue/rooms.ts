import { slugInWords } from '@/lib/words';

/** What stands over each room of the demo shop. Another shop's rooms do with their names. */
const TEXTS: Record<string, string> = {
  kitchen: 'Things that are used before breakfast and forgiven by supper.',
  instruments: 'Every one of them is quiet in here. What you do at home is your own affair.',
  desk: 'For whoever writes the list before doing what is on it.',
  garden: 'Some of it grows. The rest keeps it company.',
  toys: 'Tested by people who did not want to give them back.',
  travel: 'For leaving well, and for arriving with everything you left with.',
  pantry: 'What a Sunday evening is glad to find at the back of the shelf.',
};

/** How many niches stand beside each other, so that rows are alike: eight at most, and few are not made wide. */
export function nichesAcross(rooms: number): number {
  const rows = Math.max(1, Math.ceil(rooms / 8));
  return Math.max(5, Math.ceil(rooms / rows));
}

export const roomText = (slug: string): string | undefined => TEXTS[slug];
export const roomName = (slug: string): string => slugInWords(slug);
