/**
 * The query as text: `q=1e3` stays `1e3`, and who reads it parses it. Of a name that occurs twice the first counts.
 */
export function parseSearch(search: string): Record<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) if (!found.has(name)) found.set(name, value);
  return Object.fromEntries(found);
}

/** The inverse of `parseSearch`, with the question mark; undefined and null are left out. */
export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name, String(value)]],
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}
