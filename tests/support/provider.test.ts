// Which AWS provider the infrastructure suite gets, with stand-ins for Terraform and for the provider's own stand-in.
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root, temporaryFolder } from './host.ts';
import { run } from './run.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  for (const path of ['tools/setup/terraform.sh', 'infra/envs/prod/main.tf'])
    await cp(join(root, path), join(folder, path));
  await mkdir(join(folder, 'out/log'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function program(path: string, text: string): Promise<string> {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
  return file;
}

/** What need_provider names, with a Terraform whose `init` ends so. */
async function found(init: string, standIn: string): Promise<{ provider: string; skipped: string }> {
  const terraform = await program('bin/terraform', init);
  const words = 'need_go() { :; }; need_provider; printf "%s\\n%s\\n" "$VITRINE_PROVIDER" "$VITRINE_SKIPPED"';
  const { code, out, said } = await run('bash', ['-ec', `source tools/setup/terraform.sh; ${words}`], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', TERRAFORM: terraform, AWS_PROVIDER_STANDIN: standIn },
  });
  expect(code, said).toBe(0);
  const [provider = '', skipped = ''] = out.split('\n');
  return { provider, skipped };
}

test('where the stand-in is there it is used, and nothing is left out', async () => {
  await program('stand-in/setup', 'echo export TF_CLI_CONFIG_FILE=stand-in.tfrc');
  expect(await found('exit 1', 'stand-in')).toEqual({ provider: 'stand-in', skipped: '' });
});

test('where it is not, the real provider is fetched in the version that is applied, and what needs an account is told', async () => {
  expect(await found('exit 0', 'nowhere')).toEqual({
    provider: 'real',
    skipped: 'without an account the AWS provider plans nothing, and its stand-in is not in nowhere',
  });
  const version = /version = "[\d.]+"/.exec(await readFile(join(root, 'infra/envs/prod/main.tf'), 'utf8'))?.[0];
  expect(await readFile(join(folder, 'out/provider/versions.tf'), 'utf8')).toContain(version);
});

test('where neither is to be had that is told, and where to read why', async () => {
  expect(await found('echo no route to the registry >&2; exit 1', 'nowhere')).toEqual({
    provider: 'none',
    skipped: 'the AWS provider could not be fetched (out/log/provider.log), and its stand-in is not in nowhere',
  });
  expect(await readFile(join(folder, 'out/log/provider.log'), 'utf8')).toContain('no route to the registry');
});
