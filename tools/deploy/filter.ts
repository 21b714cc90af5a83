// The part of Lambda's event filters that app.yaml uses: values, prefix, anything-but, exists, in any of a list.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html

export type Pattern = { [key: string]: Pattern | Rule[] };
type Rule = string | number | boolean | null | { prefix: string } | { 'anything-but': unknown[] } | { exists: boolean };

function takes(rule: Rule, value: unknown): boolean {
  if (rule === null || typeof rule !== 'object') return value === rule;
  if ('exists' in rule) return (value !== undefined) === rule.exists;
  if ('prefix' in rule) return typeof value === 'string' && value.startsWith(rule.prefix);
  if ('anything-but' in rule) return value !== undefined && !rule['anything-but'].includes(value);
  throw new Error(`tools/deploy/filter.ts does not know the rule ${JSON.stringify(rule)}`);
}

/** Does an event have everything the pattern asks for? */
export function fits(event: unknown, pattern: Pattern): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    const value = (event as Record<string, unknown> | undefined)?.[key];
    return Array.isArray(wanted) ? wanted.some((rule) => takes(rule, value)) : fits(value, wanted);
  });
}
