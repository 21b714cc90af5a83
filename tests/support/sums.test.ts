// What ./dev test says at its end: what was skipped is no success, and is seen.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from './host.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-sums-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const bash = (script: string, environment: Record<string, string> = {}, cwd = root): string =>
  execFileSync('bash', ['-euc', script], { cwd, encoding: 'utf8', env: { ...process.env, ...environment } }).trim();

/** The words for a suite that left these JUnit files. */
function words(...files: string[]): string {
  files.forEach((text, index) => {
    writeFileSync(join(folder, `${index}.xml`), text);
  });
  return bash(`source tools/dev/sums.sh; read -r a b c < <(sums_of '${folder}'); sum_in_words "$a" "$b" "$c"`);
}

describe('the sum', () => {
  test('of tests that all ran names no skipped ones', () => {
    expect(words('<testsuites name="vitest tests" tests="7" failures="2" errors="0" time="1">')).toBe(
      '5 passed, 2 failed',
    );
  });

  test.each([
    ['Vitest', '<testsuites tests="3" failures="0" errors="0">\n<testcase name="a">\n<skipped/>\n</testcase>'],
    ['GoogleTest', '<testsuites tests="3" failures="0"><testcase name="a"><skipped message="&#x0A;"><![CDATA[]]>'],
    ['Playwright', '<testsuites tests="3" failures="0" skipped="1" errors="0">\n<skipped>\n</skipped>'],
  ])('counts what %s skipped as skipped, not as passed', (_, file) => {
    expect(words(file)).toBe('2 passed, 0 failed, 1 skipped');
  });

  test('of several runners is that of all of them', () => {
    const plain = '<testsuites tests="4" failures="1" errors="1">\n';
    expect(words(plain, `${plain}<skipped/><skipped/>`)).toBe('2 passed, 4 failed, 2 skipped');
  });
});

test('infrastructure without any AWS provider is skipped, with the reason', () => {
  mkdirSync(join(folder, 'infra/stack'), { recursive: true });
  mkdirSync(join(folder, 'out/log'), { recursive: true });
  writeFileSync(join(folder, 'infra/stack/versions.tf'), '');
  const unreachable = join(folder, 'terraform');
  writeFileSync(unreachable, '#!/bin/sh\nexit 1\n');
  chmodSync(unreachable, 0o755);
  const script = `source ${root}/tools/setup/terraform.sh; need_provider; echo "$VITRINE_PROVIDER: $VITRINE_SKIPPED"`;
  expect(bash(script, { TERRAFORM: unreachable, AWS_PROVIDER_STANDIN: '/nowhere' }, folder)).toMatch(
    /^none: the AWS provider could not be fetched .* its stand-in is not in \/nowhere$/,
  );
});
