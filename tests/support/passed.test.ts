// What the unit suite does not run again: a runner that passed, as long as nothing below its paths has changed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from './host.ts';

const PASSED = '<testsuites tests="2" failures="0"><testcase name="a"/></testsuites>\n';
const FAILED =
  '<testsuites tests="2" failures="1"><testcase name="a"><failure message="no"/></testcase></testsuites>\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-passed-'));
  for (const name of ['web/src', 'out/test/unit']) mkdirSync(join(folder, name), { recursive: true });
  source('web/src/page.ts', -60);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const path = (name: string) => join(folder, name);

/** Writes a file as old as this many seconds from now. */
function source(name: string, seconds: number): void {
  writeFileSync(path(name), '');
  utimesSync(path(name), Date.now() / 1000 + seconds, Date.now() / 1000 + seconds);
}

/** One run of a runner that does something meanwhile, leaves this file and ends with this status; what it printed. */
function run(file: string, status = 0, meanwhile = ':'): string {
  writeFileSync(path('result.xml'), file);
  const script = `source ${root}/tools/dev/common.sh; source ${root}/tools/dev/passed.sh
    runner() { echo ran; ${meanwhile}; cp result.xml "$1"; return ${status}; }
    unless_passed web web runner || true`;
  return execFileSync('bash', ['-euc', script], { cwd: folder, encoding: 'utf8' }).trim();
}

describe('a runner', () => {
  test('that passed is not run again, and still counts', () => {
    expect(run(PASSED)).toBe('ran');
    rmSync(path('out/test/unit/web.xml'));
    expect(run(FAILED)).toBe('web: unchanged since it passed');
    expect(readFileSync(path('out/test/unit/web.xml'), 'utf8')).toBe(PASSED);
  });

  test('runs again once a file of its own is newer', () => {
    run(PASSED);
    source('web/src/page.ts', 60);
    expect(run(PASSED)).toBe('ran');
  });

  test.each([
    ['a test failed', FAILED, 0],
    ['it broke after its tests', PASSED, 1],
    ['it left an empty file', '', 0],
  ])('runs again when %s', (_, file, status) => {
    run(file, status);
    expect(existsSync(path('out/passed/web.xml'))).toBe(false);
    expect(run(PASSED)).toBe('ran');
  });

  test('counts as of its start: what was saved while it ran was not tried', () => {
    run(PASSED, 0, 'touch -d "+1 second" web/src/page.ts');
    expect(run(PASSED)).toBe('ran');
  });
});
