// docs/infrastructure.md shows what prod's plan deploys.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { document } from '../../tools/infra/document.ts';
import { canPlan, readPlan, root } from './plan.ts';

describe.runIf(canPlan)('docs/infrastructure.md', () => {
  it('is fresh; `node tools/infra/main.ts` writes it', async () => {
    const plan = await readPlan(inject('planned'), 'prod', 'second');
    expect(await readFile(join(root, 'docs/infrastructure.md'), 'utf8')).toBe(document(plan));
  });
});
