// Starts `vitrine serve` for a test and ends it by its own process id.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const vitrine = process.env.VITRINE_BIN ?? join(root, 'out/bin/vitrine');

const readyLine = /^Vitrine is ready: (http:\/\/\S+)\s*$/m;

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Host {
  /** http://127.0.0.1:PORT */
  url: string;
  port: number;
  pid: number;
  data: string;
  /** What it has written to stdout and stderr. */
  output(): string;
  /** Its log, events and functions' lines alike. */
  log(): Promise<string>;
  ended: Promise<Ended>;
  /** SIGTERM, then SIGKILL if it takes more than ten seconds; removes the data folder unless it was given. */
  stop(): Promise<Ended>;
}

export interface HostOptions {
  /** Path of the app.yaml; the shop's by default. */
  app?: string;
  /** An existing data folder, which is then kept. */
  data?: string;
  /** Further arguments, like `--freeze`. */
  args?: readonly string[];
  readyWithin?: number;
  /** A free one by default. */
  port?: number;
  /** The most file descriptors it may have open. */
  descriptors?: number;
}

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'vitrine-test-'));

function watch(child: ChildProcess, logFile: string) {
  let text = '';
  const log = createWriteStream(logFile, { flags: 'a' });
  const listeners = new Set<() => void>();
  const take = (chunk: Buffer): void => {
    text += chunk.toString('utf8');
    log.write(chunk);
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      log.end();
      resolve({ code, signal });
    });
  });
  return { ended, listeners, output: () => text };
}

/** Runs `vitrine` to its end, for starts that must fail. */
export async function runVitrine(args: readonly string[], within = 15_000): Promise<Ended & { output: string }> {
  const child = spawn(vitrine, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const watched = watch(child, '/dev/null');
  const timer = setTimeout(() => child.kill('SIGKILL'), within);
  const ended = await watched.ended;
  clearTimeout(timer);
  return { ...ended, output: watched.output() };
}

export async function startHost(options: HostOptions = {}): Promise<Host> {
  const data = options.data ?? (await temporaryFolder());
  const args = ['serve', '--port', String(options.port ?? 0), '--data', data];
  if (options.app !== undefined) args.push('--app', options.app);
  args.push(...(options.args ?? []));
  // The shell becomes the host, so its process id is the host's.
  const limited = ['-c', `ulimit -n ${options.descriptors ?? 0} && exec "$0" "$@"`, vitrine, ...args];
  const [program, programArgs] = options.descriptors === undefined ? [vitrine, args] : ['bash', limited];
  const child = spawn(program, programArgs, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const watched = watch(child, `${data}.log`);

  const stop = async (): Promise<Ended> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    const ended = await watched.ended;
    clearTimeout(timer);
    if (options.data === undefined && process.env.VITRINE_KEEP === undefined) {
      await rm(data, { recursive: true, force: true });
      await rm(`${data}.log`, { force: true });
    }
    return ended;
  };

  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      fail('was not ready in time');
    }, options.readyWithin ?? 30_000);
    const fail = (why: string): void => {
      clearTimeout(timer);
      void stop();
      reject(new Error(`vitrine ${args.join(' ')} ${why}:\n${watched.output().slice(-4000)}`));
    };
    const look = (): void => {
      const found = readyLine.exec(watched.output());
      if (found?.[1] === undefined) return;
      clearTimeout(timer);
      watched.listeners.delete(look);
      resolve(found[1]);
    };
    watched.listeners.add(look);
    child.once('error', (error) => {
      fail(`could not be started (${error.message})`);
    });
    void watched.ended.then((ended) => {
      fail(`ended with ${String(ended.code ?? ended.signal)} before it was ready`);
    });
  });

  const log = async (): Promise<string> => await readFile(join(data, 'log/vitrine.clef'), 'utf8');
  const port = Number(new URL(url).port);
  const pid = child.pid;
  if (pid === undefined) throw new Error('the host has no process id');
  return { url: `http://127.0.0.1:${port}`, port, pid, data, output: watched.output, log, ended: watched.ended, stop };
}

/** Process ids of the children of a process, from /proc. */
export async function childrenOf(pid: number): Promise<number[]> {
  try {
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.trim().split(/\s+/).filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
