/** From here down the shop says how many are left. */
export const FEW = 3;

/** What the window says about stock: nothing while there is plenty. */
export function stockNote(available: number): string | null {
  if (available === 0) return 'Sold out, for now';
  if (available === 1) return 'The last one';
  return available <= FEW ? `${available} left` : null;
}
