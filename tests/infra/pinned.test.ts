// What a build and a deployment fetch is named by what it holds, and not by a word that can be moved.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { canPlan, environments, readPlan, resources, root } from './plan.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe("AWS's provider", () => {
  const roots = ['infra/bootstrap', ...environments.map((name) => `infra/envs/${name}`)];

  it.each(roots)('of %s has the hashes of its packages in version control', (folder) => {
    const lock = read(`${folder}/.terraform.lock.hcl`);
    const version = /version = "(\d+\.\d+\.\d+)"/.exec(read(`${folder}/main.tf`))?.[1];
    expect(/provider "(.+)" \{\n {2}version +=\ "(.+)"/.exec(lock)?.slice(1)).toEqual([
      'registry.terraform.io/hashicorp/aws',
      version,
    ]);
    expect(lock.match(/"zh:[0-9a-f]{64}"/g)?.length).toBeGreaterThanOrEqual(14);
    expect(lock).toBe(read(`${roots[0]}/.terraform.lock.hcl`));
  });
});

describe('packages of Python', () => {
  it.each([
    ['tools/setup/checkov/requirements.txt', 'tools/setup/checkov.sh'],
    ['tools/setup/go/requirements.txt', 'tools/setup/terraform.sh'],
    ['tests/requirements.txt', 'tests/support/set-up-python.ts'],
  ])('of %s have hashes, without which they are not installed', (list, by) => {
    const wanted = read(list)
      .replaceAll('\\\n', '')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter((line) => !/^\S+==\S+ .*--hash=sha256:[0-9a-f]{64}/.test(line))).toEqual([]);
    expect(read(by)).toContain('--require-hashes');
    expect(read(by).match(/['"]?install['"]? ?,? ?['"]?--quiet/g)).toHaveLength(1);
  });
});

it('packages of Node have hashes, without which npm ci does not install them', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { integrity?: string; link?: boolean; resolved?: string; inBundle?: boolean }>;
  };
  const fetched = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  expect(fetched.length).toBeGreaterThan(100);
  expect(
    fetched
      .filter(([, { integrity, inBundle }]) => !inBundle && !integrity?.startsWith('sha512-'))
      .map(([path]) => path),
  ).toEqual([]);
});

it.runIf(canPlan)('builds run in an image of a digest', async () => {
  const plan = await readPlan(inject('planned'), 'bootstrap', 'second');
  const images = resources(plan, 'aws_codebuild_project').map(
    ({ values }) => (values.environment as { image: string }[])[0]?.image,
  );
  expect(images.length).toBeGreaterThan(8);
  expect(images.filter((image) => !/@sha256:[0-9a-f]{64}$/.test(image ?? ''))).toEqual([]);
});
