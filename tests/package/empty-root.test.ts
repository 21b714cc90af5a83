// Each function's artefact in an empty root: it has to find names and to judge certificates with nothing but itself.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test, type TestContext } from 'vitest';
import { temporaryFolder } from '../support/host.ts';
import { eventually } from '../support/eventually.ts';
import { Authority, Endpoint } from './endpoint.ts';
import { database, names, otherHost, program } from './functions.ts';
import { Lambda, type Setting } from './lambda.ts';
import type { Outcome } from './runtime-api.ts';
import { unzip } from './unzip.ts';
import { wake } from './wake.ts';

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

let folder: string;
let ours: Authority;
let others: Authority;
let identity: { key: Buffer; cert: Buffer };

beforeAll(async () => {
  folder = await temporaryFolder();
  ours = await Authority.found(folder);
  identity = await ours.certify(database);
  others = await Authority.found(await temporaryFolder());
});
afterAll(async () => {
  for (const made of [folder, others.folder]) await rm(made, { recursive: true, force: true });
});

interface World {
  lambda: Lambda;
  endpoint: Endpoint;
}

async function start(
  { onTestFinished }: TestContext,
  name: string,
  setting: Omit<Setting, 'endpoint'>,
): Promise<World> {
  const endpoint = await Endpoint.start(identity);
  const lambda = await Lambda.start(name, { ...setting, endpoint });
  onTestFinished(async () => {
    await lambda.stop();
    await endpoint.stop();
  });
  return { lambda, endpoint };
}

/** With little time, since it is not always to succeed. */
const woken = ({ lambda }: World, name: string): Promise<Outcome> => lambda.invoke(wake[name], 2_000);

describe.concurrent.each(names)('in an empty root %s', (name) => {
  test('finds its table by name, and trusts the authority it is told to trust', async (context) => {
    const world = await start(context, name, { authority: ours });
    const { error } = await woken(world, name);
    expect(error).toBeUndefined();
    expect(world.endpoint.requests, world.lambda.log).not.toEqual([]);
    expect(world.endpoint.refused).toBe(0);
    expect(world.lambda.names.asked).toContain(database);
  });

  test.for<[string, () => Omit<Setting, 'endpoint'>]>([
    ['of another authority', () => ({ authority: others })],
    ['for another host', () => ({ authority: ours, host: otherHost })],
    ['of an authority that is none of Amazon’s, where it is told of none', () => ({})],
  ])('sends nothing to an endpoint with a certificate %s', async ([, setting], context) => {
    const world = await start(context, name, setting());
    await woken(world, name);
    expect(world.endpoint.requests).toEqual([]);
    expect(world.endpoint.refused, world.lambda.log).toBeGreaterThan(0);
  });

  test('asks for the table at the region’s own endpoint where no variable names another', async (context) => {
    const world = await start(context, name, { authority: ours, unnamed: true });
    await eventually(() => (world.lambda.names.asked.has(database) ? true : undefined), `a question for ${database}`);
  });
});

test('the artefact is the program that was built: it starts no slower and no faster', async ({ onTestFinished }) => {
  for (const name of names) {
    const unpacked = await temporaryFolder();
    onTestFinished(() => rm(unpacked, { recursive: true, force: true }));
    await unzip(join(inject('packages')[0], `${name}.zip`), unpacked);
    const [packaged, built] = [join(unpacked, 'bootstrap'), program(name)].map(hashOf);
    expect(packaged, name).toBe(built);
  }
});
