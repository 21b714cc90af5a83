// Each `*` in a policy has its reason: here, and beside it in Terraform.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { reasons, wildcardsOf } from './checks/wildcards.ts';
import { canPlan, environments, readPlan, root } from './plan.ts';

describe.runIf(canPlan)("the plans' policies", () => {
  it('have the wildcards that are listed with their reasons, and no others', async () => {
    const plans = await Promise.all(
      (['bootstrap', ...environments] as const).map((name) => readPlan(inject('planned'), name, 'second')),
    );
    const found = new Set(plans.flatMap(wildcardsOf));
    expect([...found].sort()).toEqual([...reasons.keys()].sort());
  });
});

/** What has a `*` in quotes and is no policy: addresses, patterns of text, words to people. */
const noPolicy = /\bregex\(|error_message|startswith|api_paths|for_each|expression/;

/** A comment on the line, or the nearest above it within its paragraph. */
function hasReason(lines: string[], at: number): boolean {
  if (/"[^"]*" *[\])},]*.*# \S/.test(lines[at] ?? '')) return true;
  for (let above = at - 1; above >= 0; above--) {
    const line = (lines[above] ?? '').trim();
    if (line.startsWith('# ')) return true;
    if (line === '') return false;
  }
  return false;
}

it('each wildcard in Terraform has its reason beside it', () => {
  const files = readdirSync(join(root, 'infra'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tf') && !/\/(examples|tests|\.terraform)\//.test(name))
    .map((name) => ({ name, lines: readFileSync(join(root, 'infra', name), 'utf8').split('\n') }));
  const found = files.flatMap(({ name, lines }) =>
    lines.flatMap((line, at) =>
      /"[^"]*\*[^"]*"/.test(line.replace(/# .*/, '')) && !noPolicy.test(line) ? [{ name, lines, at }] : [],
    ),
  );
  expect(found.length).toBeGreaterThan(35);
  expect(found.filter(({ lines, at }) => !hasReason(lines, at)).map(({ name, at }) => `${name}:${at + 1}`)).toEqual([]);
});
