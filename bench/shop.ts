// Starts and ends the shipped programs for the benchmarks.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

export const root = resolve(import.meta.dirname, '..');
const program = (name: string): string => join(root, 'out/bench', name);

export interface Shop {
  url: string;
  data: string;
  pid: number;
  readyAfter: number; // ms from exec to the line that says ready
  stop(): Promise<void>;
}

function firstLine(child: ChildProcess, pattern: RegExp): Promise<RegExpMatchArray> {
  return new Promise((found, lost) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const match = pattern.exec(text);
      if (match) found(match);
    });
    child.once('exit', (code) => lost(new Error(`ended with ${code ?? 'a signal'} before it was ready: ${text}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
}

// An app.yaml whose paths do not depend on where it lies, seeded from another file.
export function topology(items: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-bench-app-'));
  const text = readFileSync(join(root, 'app.yaml'), 'utf8')
    .replace(/^seed: .*$/m, `seed: ${items}`)
    .replaceAll(/: out\//g, `: ${root}/out/`);
  const file = join(folder, 'app.yaml');
  writeFileSync(file, text);
  return file;
}

export async function startShop(options: { app?: string; data?: string; extra?: string[] } = {}): Promise<Shop> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
  const app = options.app ?? join(root, 'app.yaml');
  const begun = performance.now();
  const child = spawn(join(root, 'out/bin/vitrine'), ['serve', '--port', '0', '--data', data, '--app', app, ...(options.extra ?? [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [, url] = await firstLine(child, /Vitrine is ready: (http:\/\/\S+)\n/);
  const readyAfter = performance.now() - begun;
  return {
    url: url ?? '',
    data,
    pid: child.pid ?? 0,
    readyAfter,
    stop: async () => {
      await end(child);
      if (options.data === undefined) rmSync(data, { recursive: true });
    },
  };
}

export async function startHello(): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(program('yardstick_hello'), { stdio: ['ignore', 'pipe', 'inherit'] });
  const [, port] = await firstLine(child, /(\d+)\n/);
  return { url: `http://127.0.0.1:${port}/`, stop: () => end(child) };
}

// One line of JSON from the load program.
export function load<T>(...parameters: string[]): T {
  return JSON.parse(execFileSync(program('vitrine_load'), parameters, { encoding: 'utf8' })) as T;
}

export function sendsPerSecond(sockets: number): number {
  return Number(execFileSync(program('yardstick_sends'), [String(sockets), '100'], { encoding: 'utf8' }));
}

// Resident memory in MB of a process, from the kernel.
export function memory(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

// The processes of a shop's functions by name.
export function functionsOf(pid: number): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))?.[1];
      if (Number(parent) !== pid) continue;
      const name = /AWS_LAMBDA_FUNCTION_NAME=([^\0]*)/.exec(readFileSync(`/proc/${entry}/environ`, 'utf8'))?.[1];
      if (name !== undefined) found.set(name, [...(found.get(name) ?? []), Number(entry)]);
    } catch {
      continue; // it ended meanwhile
    }
  }
  return found;
}
