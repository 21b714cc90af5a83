// Each module stands alone: formatted, valid, its tests pass, and its README shows the example that they apply.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Copy, root, say, terraform } from './plan.ts';

let copy: Copy;
beforeAll(async () => {
  copy = await Copy.of(root);
});
afterAll(() => copy.remove());

it('is formatted', async () => {
  expect(await say(join(root, 'infra'), terraform, 'fmt', '-check', '-recursive')).toBe('');
});

describe.each(readdirSync(join(root, 'infra/modules')))('module %s', (name) => {
  it('shows the example that its tests apply', () => {
    const module = join(root, 'infra/modules', name);
    const example = readFileSync(join(module, 'examples/basic/main.tf'), 'utf8');
    expect(readFileSync(join(module, 'README.md'), 'utf8')).toContain(`\`\`\`hcl\n${example}\`\`\``);
  });

  it('is valid and passes its tests', async () => {
    const module = join(copy.folder, 'infra/modules', name);
    await say(module, terraform, 'init', '-backend=false', '-input=false', '-no-color');
    await say(module, terraform, 'validate', '-no-color');
    expect(await say(module, terraform, 'test', '-no-color')).toMatch(/Success! [1-9]\d* passed, 0 failed/);
  });
});
