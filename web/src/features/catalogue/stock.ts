/** From this stock down the number left is shown. */
export const LOW_STOCK = 3;

/** A text about low stock; null while there is plenty. */
export function stockNote(available: number): string | null {
  if (available === 0) return 'Sold out, for now';
  if (available === 1) return 'The last one';
  return available <= LOW_STOCK ? `${available} left` : null;
}
