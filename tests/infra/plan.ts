// Terraform run on a copy of infra/, with a local state, and what its plan says.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { type Planned, type Resource, inside } from '../../tools/infra/plan.ts';
import { root } from '../support/host.ts';

export { type Attributes, resources } from '../../tools/infra/plan.ts';
export { root };

const run = promisify(execFile);
export const terraform = process.env.TERRAFORM ?? 'terraform';
export const account = '123456789012';
export const region = 'eu-central-1';
/** Without the stand-in for AWS's provider nothing can be planned: there is no account to ask. */
export const canPlan = process.env.VITRINE_PROVIDER === 'stand-in';
/** Without any provider even what is valid can't be said. */
export const canValidate = process.env.VITRINE_PROVIDER !== 'none';
export const environments = ['dev', 'staging', 'prod'] as const;
export type Environment = (typeof environments)[number];
export const pathOf = (copy: string, environment: Environment | 'bootstrap'): string =>
  join(copy, 'infra', environment === 'bootstrap' ? '' : 'envs', environment);

export interface Plan extends Planned {
  prior_state?: { values: Planned['planned_values'] };
  resource_changes: { address: string; type: string; change: { actions: string[] } }[];
}

export interface App {
  name: string;
  tables: Record<
    string,
    { key: Key; ttl?: string; stream?: string; indexes?: Record<string, Key & { projection?: string }> }
  >;
  functions: Record<
    string,
    {
      memory: number;
      timeout: number;
      environment: Record<string, string>;
      allow: { actions: string[]; on: string[] }[];
    }
  >;
  http: Record<string, string>;
  websocket: { path: string; select: string; routes: Record<string, string> };
  events: { stream: string; to: string; batch: number; retries: number; onFailure?: string; filters?: string[] }[];
  schedules?: { every: string; to: string }[];
  web: { originHeader: string; pages: string[]; headers: Record<string, string>; apiHeaders: Record<string, string> };
}
interface Key {
  partition: string;
  sort?: string;
}

export const readApp = async (): Promise<App> => parse(await readFile(join(root, 'app.yaml'), 'utf8')) as App;

/** Nobody's: whoever has real ones must not find a test's resources in their account. */
const nobody = {
  AWS_ACCESS_KEY_ID: 'nobody',
  AWS_SECRET_ACCESS_KEY: 'nobody',
  AWS_SESSION_TOKEN: '',
  AWS_PROFILE: '',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** Runs a program in a folder; what it said is the error's message when it fails. */
export async function say(folder: string, program: string, ...words: string[]): Promise<string> {
  try {
    const env = {
      ...process.env,
      ...nobody,
      GOGC: '400',
      AWS_REGION: region,
      TF_IN_AUTOMATION: '1',
      TF_VAR_account_id: account,
      TF_VAR_repository: 'someone/vitrine', // what bootstrap's pipelines release
    };
    return (await run(program, words, { cwd: folder, env, maxBuffer: 1 << 28, timeout: 170_000 })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${program} ${words.join(' ')}\n${stdout}\n${stderr}`, { cause: error });
  }
}

export const tf = (folder: string, verb: string, ...words: string[]): Promise<string> =>
  say(folder, terraform, verb, '-no-color', ...(verb === 'validate' ? [] : ['-input=false']), ...words);

/**
 * A copy of app.yaml and infra/ in a folder of its own, so that nothing is written beside the sources. `out` is a link. The real provider's
 * hashes stay behind: with them Terraform would refuse the stand-in.
 */
export async function copyOf(source: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-infra-'));
  for (const name of ['app.yaml', 'infra'])
    await cp(join(source, name), join(folder, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => source !== root || !file.endsWith('.terraform.lock.hcl'),
    });
  await symlink(join(root, 'out'), join(folder, 'out'));
  return folder;
}
export const discard = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** With a state on disk in place of the bucket. */
export async function init(folder: string): Promise<void> {
  await writeFile(join(folder, 'backend_override.tf'), 'terraform {\n  backend "local" {}\n}\n');
  await tf(folder, 'init');
}

/** The plan against the state there is. After an apply every value in it is known. */
export async function plan(folder: string, ...words: string[]): Promise<Plan> {
  await tf(folder, 'plan', '-lock=false', '-out=plan', ...words);
  return JSON.parse(await say(folder, terraform, 'show', '-json', 'plan')) as Plan;
}

/** What set-up-plans.ts left: the first plan of each environment and of bootstrap, and the plan once that is applied. */
export const readPlan = async (
  folder: string,
  environment: Environment | 'bootstrap',
  which: 'first' | 'second',
): Promise<Plan> => JSON.parse(await readFile(join(folder, `${environment}.${which}.json`), 'utf8')) as Plan;

/** What Terraform looks up. A plan after an apply knows all of it. */
export const lookedUp = (plan: Plan): Resource[] =>
  inside(plan.prior_state?.values.root_module ?? {}).filter(({ mode }) => mode === 'data');

export const changes = (plan: Plan): string[] =>
  plan.resource_changes
    .filter(({ change }) => !['no-op', 'read'].includes(change.actions.join()))
    .map(({ address }) => address);
