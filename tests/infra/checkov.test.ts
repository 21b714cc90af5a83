// checkov's rules on everything that is deployed. Where one is not followed, the line beside it says why.
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './plan.ts';

interface Report {
  results: { failed_checks: { check_id: string; check_name: string; resource: string }[]; parsing_errors: string[] };
  summary: { passed: number };
}

/** It exits with 1 where it finds something, and says the same in its report. */
const report = (): Promise<Report> =>
  new Promise((resolve, reject) => {
    const leftOut = ['examples', 'envs/dev', 'envs/staging'].flatMap((path) => ['--skip-path', path]);
    const words = ['-d', join(root, 'infra'), ...leftOut, '--framework', 'terraform', '--skip-download', '-o', 'json'];
    const program = process.env.VITRINE_CHECKOV ?? 'checkov';
    execFile(program, words, { cwd: root, maxBuffer: 1 << 28, timeout: 150_000 }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as Report);
      } catch {
        reject(new Error(`${error?.message ?? ''}\n${stderr}`));
      }
    });
  });

it('finds nothing', async () => {
  const { results, summary } = await report();
  expect(results.parsing_errors).toEqual([]);
  expect(results.failed_checks.map((one) => `${one.check_id} ${one.resource}: ${one.check_name}`)).toEqual([]);
  expect(summary.passed).toBeGreaterThan(100);
});

it('is left out nowhere without a reason', async () => {
  const files = (await readdir(join(root, 'infra'), { recursive: true })).filter((name) => name.endsWith('.tf'));
  const texts = await Promise.all(files.map((name) => readFile(join(root, 'infra', name), 'utf8')));
  const skips = texts.flatMap((text) => [...text.matchAll(/#checkov:skip=(.*)/g)].map(([, skip]) => skip ?? ''));
  expect(skips.filter((skip) => !/^CKV2?_AWS_\d+:\S.{15,}\.$/.test(skip))).toEqual([]);
  expect(skips.length).toBeGreaterThan(0);
});
