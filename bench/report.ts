// What a benchmark says, the table on the terminal and out/bench.json.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from './shop.ts';

export interface Result {
  name: string; // with load and data set
  value: number;
  unit: string;
  yardstick: number | null;
  ratio: number | null;
  bar: string | null; // e.g. '<= 200'
  met: boolean;
}

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

const holds = (value: number, bar: string): boolean => {
  const [, sign, limit] = /^(<=|>=) ([\d.]+)/.exec(bar) ?? [];
  return sign === '<=' ? value <= Number(limit) : value >= Number(limit);
};

// A figure judged by itself.
export const figure = (name: string, value: number, unit: string, bar: string | null = null): Result => ({
  name,
  value,
  unit,
  yardstick: null,
  ratio: null,
  bar,
  met: bar === null || holds(value, bar),
});

// A figure judged by its ratio to a yardstick's of the same run.
export const compared = (name: string, value: number, unit: string, yardstick: number, bar: string | null): Result => ({
  name,
  value,
  unit,
  yardstick,
  ratio: value / yardstick,
  bar: bar === null ? null : `${bar}x`,
  met: bar === null || holds(value / yardstick, bar),
});

const short = (value: number | null): string =>
  value === null ? '' : value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(3);

export function print(result: Result): void {
  const red = process.stdout.isTTY && !result.met ? ['\x1b[31m', '\x1b[0m'] : ['', ''];
  const verdict = result.bar === null ? '' : result.met ? 'met' : 'MISSED';
  console.log(
    `${red[0]}${result.name.padEnd(74)} ${short(result.value).padStart(8)} ${result.unit.padEnd(8)} ${short(result.yardstick).padStart(8)} ` +
      `${short(result.ratio).padStart(7)}  ${(result.bar ?? '').padEnd(9)} ${verdict}${red[1]}`,
  );
}

export function header(): void {
  console.log(`${'what'.padEnd(74)} ${'value'.padStart(8)} ${'unit'.padEnd(8)} ${'yardst.'.padStart(8)} ${'ratio'.padStart(7)}  bar`);
}

export function save(results: Result[]): void {
  const system = /PRETTY_NAME="(.*)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${system}`;
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  mkdirSync(join(root, 'out'), { recursive: true });
  const document = { date: new Date().toISOString().slice(0, 10), commit, machine, results };
  writeFileSync(join(root, 'out/bench.json'), `${JSON.stringify(document, null, 2)}\n`);
  console.log(`\n${machine}; medians of 5 unless said. Written to out/bench.json`);
}
