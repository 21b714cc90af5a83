// Each patch in mistakes/ is a mistake somebody could make; its first lines say with which words it fails, and what shows it:
//   Shown by: plan of prod            (the default) on the state of a shop whose aliases CodeDeploy has moved, judged by all checks
//   Shown by: CHECK of PATH           the module or example in infra/PATH, applied before and planned with the mistake, judged by one check
//   Shown by: calls of bootstrap      what the pipelines' roles may not do that the provider does for the environments' plans
//   Shown by: validate of PATH        Terraform's own word on infra/PATH
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { checks, judge } from './checks.ts';
import { refusedByRoles } from './checks/calls.ts';
import {
  type Environment,
  type Plan,
  canPlan,
  copyOf,
  discard,
  environments,
  init,
  pathOf,
  plan,
  readApp,
  readPlan,
  say,
  tf,
} from './plan.ts';

const folder = join(import.meta.dirname, 'mistakes');

interface Mistake {
  name: string;
  message: string;
  by: string;
  at: string;
}
const mistakes: Mistake[] = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const [, by = 'plan', at = 'prod'] = /^Shown by: (\S+) of (\S+)$/m.exec(text) ?? [];
  return { name, message: /^Fails with: (.+)$/m.exec(text)?.[1] ?? '', by, at };
});

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

const planned = new Map<string, Plan>();
const planOf = (environment: Environment): Plan => {
  const plan = planned.get(environment);
  if (plan === undefined) throw new Error(`${environment} was not planned`);
  return plan;
};

/** What Terraform or the checks say of a copy, on one line. */
async function verdict(copy: string, { by, at }: Pick<Mistake, 'by' | 'at'>): Promise<string> {
  try {
    if (by === 'validate') return await tf(join(copy, 'infra', at), 'validate').catch(toText);
    if (by === 'calls') {
      const bootstrap = await plan(pathOf(copy, 'bootstrap'), '-refresh=false');
      return refusedByRoles(bootstrap, planOf).join(' ');
    }
    if (by !== 'plan') {
      const check = checks[by as keyof typeof checks];
      const subject = { plan: await plan(join(copy, 'infra', at), '-refresh=false'), environment: 'prod' };
      return check({ ...subject, app: await readApp() }).join(' ');
    }
    const subject = { plan: await plan(pathOf(copy, 'prod'), '-refresh=false'), environment: 'prod' };
    return judge({ ...subject, app: await readApp() }).join(' ');
  } catch (error) {
    return toText(error);
  }
}
const toText = (error: unknown): string => (error as Error).message.replaceAll(/[\s│]+/g, ' ');

describe.runIf(canPlan)('mistakes', () => {
  beforeAll(async () => {
    for (const environment of environments)
      planned.set(environment, await readPlan(inject('planned'), environment, 'second'));
    moveAliases(join(pathOf(inject('planned'), 'prod'), 'terraform.tfstate'));
    const applied = new Set(
      mistakes.filter(({ by }) => by !== 'plan').map(({ by, at }) => `${by === 'validate'} ${at}`),
    );
    for (const [validate, at] of [...applied].map((one) => one.split(' ') as [string, string])) {
      const place = join(inject('planned'), 'infra', at);
      if (validate === 'true') await tf(place, 'init', '-backend=false');
      else {
        await init(place);
        await tf(place, 'apply', '-auto-approve');
      }
    }
  });

  const copied = async (work: (copy: string) => Promise<void>): Promise<void> => {
    const copy = await copyOf(inject('planned'));
    await work(copy).finally(() => discard(copy));
  };

  it.concurrent.each([
    { by: 'plan', at: 'prod' },
    ...new Map(
      mistakes.filter(({ by }) => !['plan', 'validate'].includes(by)).map((one) => [one.by + one.at, one]),
    ).values(),
  ])('$by of $at finds nothing where no mistake was made', async ({ by, at }) => {
    await copied(async (copy) => {
      expect(await verdict(copy, { by, at })).toBe('');
    });
  });

  it.concurrent.each(mistakes)('$name fails with its message', async (mistake) => {
    expect(mistake.message).not.toBe('');
    await copied(async (copy) => {
      await say(copy, 'patch', '-s', '-p1', '-i', join(folder, mistake.name));
      expect(await verdict(copy, mistake)).toContain(mistake.message);
    });
  });
});
