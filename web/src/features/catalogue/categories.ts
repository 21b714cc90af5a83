import { titleOfSlug } from '@/lib/words';

/** The subtitles of the demo shop's categories. Other categories have none. */
const TEXTS: Record<string, string> = {
  kitchen: 'Things that are used before breakfast and forgiven by supper.',
  instruments: 'Every one of them is quiet in here. What you do at home is your own affair.',
  desk: 'For whoever writes the list before doing what is on it.',
  garden: 'Some of it grows. The rest keeps it company.',
  toys: 'Tested by people who did not want to give them back.',
  travel: 'For leaving well, and for arriving with everything you left with.',
  pantry: 'What a Sunday evening is glad to find at the back of the shelf.',
};

/** Tiles per row, so that all rows are of similar length: at most 8, at least 5 so that few tiles do not become wide. */
export function tilesPerRow(count: number): number {
  const rows = Math.max(1, Math.ceil(count / 8));
  return Math.max(5, Math.ceil(count / rows));
}

export const categoryText = (slug: string): string | undefined => TEXTS[slug];
export const categoryName = (slug: string): string => titleOfSlug(slug);
