// Each patch in mistakes/ is a mistake somebody could make. Planned on the state of a shop whose aliases CodeDeploy has moved, each has to
// fail with the words its first line names.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { judge } from './checks.ts';
import { Copy, type Plan, readApp, root, say, terraform } from './plan.ts';

const folder = join(import.meta.dirname, 'mistakes');
let copy: Copy;

interface State {
  serial: number;
  resources: { type: string; name: string; instances: { attributes: { function_version: string } }[] }[];
}

/** As a release leaves it: the aliases stand on versions that Terraform did not choose. */
function moveAliases(file: string): void {
  const state = JSON.parse(readFileSync(file, 'utf8')) as State;
  const aliases = state.resources.filter(({ type, name }) => type === 'aws_lambda_alias' && name === 'gradual');
  for (const { attributes } of aliases.flatMap(({ instances }) => instances)) attributes.function_version = '7';
  writeFileSync(file, JSON.stringify({ ...state, serial: state.serial + 1 }));
}

/** What Terraform or the checks say, on one line. */
async function verdict(): Promise<string> {
  const environment = copy.environment('prod');
  try {
    await say(environment, terraform, 'plan', '-refresh=false', '-input=false', '-no-color', '-out=plan');
    const plan = JSON.parse(await say(environment, terraform, 'show', '-json', 'plan')) as Plan;
    return judge({ plan, app: await readApp(), environment: 'prod' }).join(' ');
  } catch (error) {
    return (error as Error).message.replaceAll(/[\s│]+/g, ' ');
  }
}

beforeAll(async () => {
  copy = await Copy.of(root);
  await copy.init('prod');
  await copy.apply('prod');
  moveAliases(join(copy.environment('prod'), 'terraform.tfstate'));
});
afterAll(() => copy.remove());

it('finds nothing where no mistake was made, though a release moved the aliases', async () => {
  expect(await verdict()).toBe('');
});

it.each(readdirSync(folder))('%s fails with its message', async (name) => {
  const patch = join(folder, name);
  const message = /^Fails with: (.+)$/m.exec(readFileSync(patch, 'utf8'))?.[1];
  await say(copy.folder, 'patch', '-s', '-p1', '-i', patch);
  try {
    expect(await verdict()).toContain(message);
  } finally {
    await say(copy.folder, 'patch', '-s', '-R', '-p1', '-i', patch);
  }
});
