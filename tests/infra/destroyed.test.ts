// What a destroy that is refused leaves of a bucket: everything. The AWS CLI, which is asked what a bucket holds, is a stand-in.
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canPlan, copyOf, discard, root, say, terraform, tf } from './plan.ts';

const settings = [
  'aws_s3_bucket.this',
  'aws_s3_bucket_lifecycle_configuration.this',
  'aws_s3_bucket_ownership_controls.this',
  'aws_s3_bucket_policy.this',
  'aws_s3_bucket_public_access_block.this',
  'aws_s3_bucket_server_side_encryption_configuration.this',
  'aws_s3_bucket_versioning.this',
];

let copy: string;
let module: string;
const path = process.env.PATH;

/** From here on the AWS CLI says this, and writes down what it was asked. */
async function awsSays(words: string, code = 0): Promise<void> {
  const program = join(copy, 'bin/aws');
  await mkdir(join(copy, 'bin'), { recursive: true });
  await writeFile(program, `#!/bin/sh\necho "$@" >>'${copy}/asked'\necho '${words}'\nexit ${code}\n`);
  await chmod(program, 0o755);
}
const asked = (): Promise<string> => readFile(join(copy, 'asked'), 'utf8').catch(() => '');
const there = async (): Promise<string[]> =>
  (await say(module, terraform, 'state', 'list').catch(() => ''))
    .split('\n')
    .filter((line) => line.startsWith('aws_'))
    .sort();
const destroy = (force: boolean): Promise<string> =>
  tf(
    module,
    'destroy',
    '-auto-approve',
    '-refresh=false',
    '-var',
    `force_destroy=${force}`,
    '-var',
    'name=shop-states',
  );
const applied = (force: boolean): Promise<string> =>
  tf(module, 'apply', '-auto-approve', '-var', `force_destroy=${force}`, '-var', 'name=shop-states');

describe.runIf(canPlan)('a destroy of a bucket', () => {
  beforeAll(async () => {
    copy = await copyOf(root);
    module = join(copy, 'infra/modules/bucket');
    process.env.PATH = `${join(copy, 'bin')}${delimiter}${path}`;
    await tf(module, 'init', '-backend=false');
  });
  afterAll(async () => {
    process.env.PATH = path;
    await discard(copy);
  });
  beforeEach(async () => {
    await rm(join(copy, 'asked'), { force: true });
    await applied(false);
    expect(await there()).toEqual(settings);
  });
  afterEach(async () => {
    await applied(true);
    await destroy(true);
  });

  it('that holds something is refused before anything is taken off it', async () => {
    await awsSays('orders/1.json');
    await expect(destroy(false)).rejects.toThrow(/the bucket shop-states holds orders\/1\.json, so it stays as it is/);
    expect(await there()).toEqual(settings);
    expect(await asked()).toContain('s3api list-object-versions --bucket shop-states --region eu-central-1');
  });

  it('of which nobody can say what it holds is refused, too', async () => {
    await awsSays('An error occurred (AccessDenied)', 254);
    await expect(destroy(false)).rejects.toThrow(/could not be asked, so it stays as it is: .*AccessDenied/);
    expect(await there()).toEqual(settings);
  });

  it.each([
    ['is empty', 'None', 0],
    ['somebody deleted by hand', 'An error occurred (NoSuchBucket)', 254],
  ])('that %s takes everything away', async (_, words, code) => {
    await awsSays(words, code);
    await destroy(false);
    expect(await there()).toEqual([]);
  });

  it('that goes with what is in it asks nobody', async () => {
    await applied(true);
    await awsSays('orders/1.json');
    await destroy(true);
    expect(await there()).toEqual([]);
    expect(await asked()).toBe('');
  });

  it('whose name changes is refused as well, while it holds something', async () => {
    await awsSays('orders/1.json');
    await expect(
      tf(module, 'apply', '-auto-approve', '-var', 'force_destroy=false', '-var', 'name=shop-others'),
    ).rejects.toThrow(/the bucket shop-states holds/);
    expect(await there()).toEqual(settings);
  });
});
