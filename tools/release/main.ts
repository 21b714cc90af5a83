// ./dev release's steps in texts: `check VERSION` prints the notes and changes nothing; `files` names those that change,
// `write VERSION` changes them; `sbom VERSION FILE` writes the bill of materials.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { checkVersion, cutChangelog, Refused, versioned, withVersion } from './release.ts';
import { bill, debianComponents, linkedPackages, type Lock, npmComponents } from './sbom.ts';

const [step = '', version = '', file = ''] = process.argv.slice(2);
const text = (path: string): string => readFileSync(path, 'utf8');
const said = (program: string, ...words: string[]): string =>
  execFileSync(program, words, { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });

/** Every file that changes, as it will be. All of them are made before the first is written. */
function changed(): { files: Record<string, string>; notes: string } {
  checkVersion(version, said('git', 'tag', '--list').split('\n'));
  const date = new Date().toISOString().slice(0, 10);
  const { changelog, notes } = cutChangelog(text('CHANGELOG.md'), version, date);
  const files = Object.fromEntries(Object.keys(versioned).map((path) => [path, withVersion(path, text(path), version)]));
  return { files: { ...files, 'CHANGELOG.md': changelog }, notes };
}

function sbom(): string {
  const npm = npmComponents(JSON.parse(text('package-lock.json')) as Lock);
  const form = '${Package}\\t${Version}\\t${Architecture}\\t${source:Package}\\n';
  const names = linkedPackages(text('tools/setup/debian-packages.txt'));
  const debian = debianComponents(said('dpkg-query', '--show', `--showformat=${form}`, ...names));
  return bill([...npm, ...debian], version, said('git', 'rev-parse', 'HEAD').trim());
}

try {
  if (step === 'check') {
    process.stdout.write(changed().notes);
  } else if (step === 'write') {
    for (const [path, content] of Object.entries(changed().files)) writeFileSync(path, content);
  } else if (step === 'files') {
    console.log(['CHANGELOG.md', ...Object.keys(versioned)].join('\n'));
  } else if (step === 'sbom') {
    writeFileSync(file, sbom());
  } else {
    throw new Refused(`'${step}' is no step of a release`);
  }
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(`./dev release: ${error.message}`);
  process.exitCode = 1;
}
