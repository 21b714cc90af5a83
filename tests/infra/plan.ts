// Terraform run on a copy of infra/, with a local state, and what its plan says. Nothing is written beside the sources.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';

const run = promisify(execFile);
export const root = resolve(import.meta.dirname, '../..');
export const terraform = process.env.TERRAFORM ?? 'terraform';
export const account = '123456789012';
export type Environment = 'dev' | 'staging' | 'prod';

/** A resource as a plan or a state gives it; its attributes are the provider's. */
export interface Resource {
  address: string;
  mode: 'managed' | 'data';
  type: string;
  index?: string | number;
  values: Attributes;
}
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the provider's schema has a thousand shapes
export type Attributes = Record<string, any>;

interface Module {
  resources?: Resource[];
  child_modules?: Module[];
}
export interface Plan {
  planned_values: { root_module: Module };
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
  web: { originHeader: string; headers: Record<string, string> };
}
interface Key {
  partition: string;
  sort?: string;
}

export const readApp = async (): Promise<App> => parse(await readFile(join(root, 'app.yaml'), 'utf8')) as App;

/** Runs a program in a folder; what it said is the error's message when it fails. */
export async function say(folder: string, program: string, ...words: string[]): Promise<string> {
  try {
    const env = { ...process.env, AWS_REGION: 'eu-central-1', TF_IN_AUTOMATION: '1', TF_VAR_account_id: account };
    return (await run(program, words, { cwd: folder, env, maxBuffer: 1 << 28, timeout: 120_000 })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${program} ${words.join(' ')}\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** A copy of app.yaml and infra/ in a folder of its own, whose environments keep their state beside them. */
export class Copy {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async of(source: string): Promise<Copy> {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-infra-'));
    for (const name of ['app.yaml', 'infra'])
      await cp(join(source, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
    await symlink(join(root, 'out'), join(folder, 'out'));
    return new Copy(folder);
  }

  environment(name: Environment): string {
    return join(this.folder, 'infra/envs', name);
  }

  /** Initialised, with a state on disk in place of the bucket. */
  async init(name: Environment): Promise<void> {
    await writeFile(join(this.environment(name), 'backend_override.tf'), 'terraform {\n  backend "local" {}\n}\n');
    await say(this.environment(name), terraform, 'init', '-no-color', '-input=false');
  }

  apply = (name: Environment) =>
    say(this.environment(name), terraform, 'apply', '-no-color', '-input=false', '-auto-approve');

  /** The plan against the state there is. After an apply every value in it is known. */
  async plan(name: Environment): Promise<Plan> {
    const folder = this.environment(name);
    await say(folder, terraform, 'plan', '-no-color', '-input=false', '-out=plan');
    return JSON.parse(await say(folder, terraform, 'show', '-json', 'plan')) as Plan;
  }

  remove = () => rm(this.folder, { recursive: true, force: true });
}

const inside = (module: Module): Resource[] => [
  ...(module.resources ?? []),
  ...(module.child_modules ?? []).flatMap(inside),
];
export const resources = (plan: Plan, type?: string): Resource[] =>
  inside(plan.planned_values.root_module).filter(
    (one) => one.mode === 'managed' && (type === undefined || one.type === type),
  );
export const changes = (plan: Plan): string[] =>
  plan.resource_changes
    .filter(({ change }) => !['no-op', 'read'].includes(change.actions.join()))
    .map(({ address }) => address);
