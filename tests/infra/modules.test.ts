// Each module stands alone: formatted, valid, its tests pass, and its README shows the example that they apply.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canPlan, canValidate, copyOf, discard, environments, init, root, say, terraform, tf } from './plan.ts';

const nameIn = (text: string): string | undefined => /^\s*name\s+= "([^"]+)"/m.exec(text)?.[1];

/** The names that a module is given by the runs that apply it: by themselves, by the file, or by the example. */
function namesMade(module: string): string[] {
  const [shared = '', ...runs] = readFileSync(join(module, 'tests/example.tftest.hcl'), 'utf8').split(/^run /m);
  const example = readFileSync(join(module, 'examples/basic/main.tf'), 'utf8');
  return runs
    .filter((run) => !run.includes('command = plan'))
    .flatMap((run) => (run.includes('./examples/basic') ? nameIn(example) : (nameIn(run) ?? nameIn(shared))) ?? []);
}

let copy: string;
beforeAll(async () => {
  copy = await copyOf(root);
});
afterAll(() => discard(copy));

it('is formatted', async () => {
  expect(await say(join(root, 'infra'), terraform, 'fmt', '-check', '-recursive')).toBe('');
});

it('plans every environment and bootstrap with one version of the provider, which every module takes', () => {
  const versionIn = (path: string): string =>
    /source\s+= "hashicorp\/aws"\s+version = "([^"]+)"/.exec(readFileSync(join(root, 'infra', path), 'utf8'))?.[1] ??
    '';
  const roots = [...environments.map((name) => `envs/${name}/main.tf`), 'bootstrap/main.tf'].map(versionIn);
  expect(new Set(roots).size).toBe(1);
  expect(roots[0]).toMatch(/^\d+\.\d+\.\d+$/);
  const [major = '', minor = ''] = roots[0]?.split('.') ?? [];
  const modules = readdirSync(join(root, 'infra/modules')).map((name) => `modules/${name}/versions.tf`);
  expect(new Set([...modules, 'stack/versions.tf'].map(versionIn))).toEqual(new Set([`~> ${major}.${minor}`]));
});

it.runIf(canValidate).concurrent.each([...environments.map((name) => `envs/${name}`), 'bootstrap'])(
  '%s is valid',
  async (path) => {
    const folder = join(copy, 'infra', path);
    await init(folder);
    expect(await tf(folder, 'validate').catch(String)).toContain('Success');
  },
);

describe.concurrent.each(readdirSync(join(root, 'infra/modules')))('module %s', (name) => {
  let initialised: Promise<string> | undefined;
  const moduleThere = async (): Promise<string> => {
    const module = join(copy, 'infra/modules', name);
    await (initialised ??= tf(module, 'init', '-backend=false'));
    return module;
  };

  it('shows the example that its tests apply', () => {
    const module = join(root, 'infra/modules', name);
    const example = readFileSync(join(module, 'examples/basic/main.tf'), 'utf8');
    expect(readFileSync(join(module, 'README.md'), 'utf8')).toContain(`\`\`\`hcl\n${example}\`\`\``);
  });

  it('makes nothing twice in its tests: what a run made is there until all are over', () => {
    const names = namesMade(join(root, 'infra/modules', name));
    expect(names.filter((one, at) => names.indexOf(one) !== at)).toEqual([]);
  });

  it.runIf(canValidate)('is valid', async () => {
    expect(await tf(await moduleThere(), 'validate')).toContain('Success');
  });

  it.runIf(canPlan)('passes its tests', async () => {
    expect(await say(await moduleThere(), terraform, 'test', '-no-color')).toMatch(
      /Success! [1-9]\d* passed, 0 failed/,
    );
  });
});
