// Runs out/bin/shop, a client that never gives up and counts at the end. `--long` of ./dev test arrives as VITRINE_LONG.
import { join } from 'node:path';
import { root } from '../support/host.ts';
import { run } from '../support/run.ts';

const program = process.env.SHOP_BIN ?? join(root, 'out/bin/shop');

/** What the short form takes, or the long one. */
export const sized = <Size>(short: Size, long: Size): Size => (process.env.VITRINE_LONG === undefined ? short : long);

export interface Told {
  code: number | null;
  /** The line of JSON that it prints. */
  summary: Record<string, number>;
  complaints: string;
}

export async function shop(
  verb: string,
  url: string,
  options: Record<string, number | string | true> = {},
): Promise<Told> {
  const args = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, String(value)],
  );
  const { code, out, said } = await run(program, [verb, '--url', url, ...args], { cwd: root });
  let complaints = said;
  let summary: Record<string, number> = {};
  try {
    summary = JSON.parse(out.trim().split('\n').at(-1) ?? '') as Record<string, number>;
  } catch {
    complaints += out;
  }
  // For docs/testing.md, where the figures of the long form stand.
  if (process.env.VITRINE_LONG !== undefined) console.log(`shop ${verb}: ${out.trim()}`);
  return { code, summary, complaints };
}
