// ./dev release, the parts that only make texts of texts.
import { describe, expect, test } from 'vitest';
import { checkVersion, cutChangelog, versioned, withVersion } from '../../tools/release/release.ts';
import { type Bom, debianComponents, linkedPackages, merged } from '../../tools/release/sbom.ts';
import { read } from './documents.ts';

describe('a version', () => {
  test.each([
    ['1.0.0', []],
    ['1.2.4', ['v1.2.3']],
    ['1.10.0', ['v1.9.9']],
    ['2.0.0', ['v1.9.9', 'release-candidate', 'v3']],
  ])('%s may follow %j', (version, tags) => {
    expect(() => {
      checkVersion(version, tags);
    }).not.toThrow();
  });

  test.each(['', '1', '1.0', 'v1.0.0', '1.0.0-rc.1', '01.0.0', '1.0.0 ', '1.0.0\n', '1.x.0', '-1.0.0'])(
    'is refused where it is none: %j',
    (version) => {
      expect(() => {
        checkVersion(version, []);
      }).toThrow('is no version');
    },
  );

  test.each([
    ['1.2.3', ['v1.2.3']],
    ['1.2.2', ['v1.2.3', 'v1.2.1']],
    ['1.9.0', ['v1.9.9', 'v1.10.0']],
  ])('%s is refused after %j', (version, tags) => {
    expect(() => {
      checkVersion(version, tags);
    }).toThrow(/is not above 1\.(2\.3|10\.0)/);
  });
});

describe('the changelog', () => {
  const head = '# Changelog\n\nWhat others would notice.\n\n';
  const older = '## [1.0.0] - 2026-01-01\n\n### Added\n- All.\n';

  test('keeps what is older, and has an empty section for what comes next', () => {
    const { changelog, notes } = cutChangelog(
      `${head}## [Unreleased]\n\n### Fixed\n- A hole.\n\n${older}`,
      '1.0.1',
      '2026-02-03',
    );
    expect(changelog).toBe(`${head}## [Unreleased]\n\n## [1.0.1] - 2026-02-03\n\n### Fixed\n- A hole.\n\n${older}`);
    expect(notes).toBe('# Vitrine 1.0.1\n\n### Fixed\n- A hole.\n');
  });

  test('may have no release yet', () => {
    const { changelog } = cutChangelog(`${head}## [Unreleased]\n\n### Added\n- All.\n`, '1.0.0', '2026-02-03');
    expect(changelog).toBe(`${head}## [Unreleased]\n\n## [1.0.0] - 2026-02-03\n\n### Added\n- All.\n`);
  });

  test("is the repository's own, and loses no line", () => {
    const own = read('CHANGELOG.md');
    const { changelog } = cutChangelog(own, '999.0.0', '2026-02-03');
    const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
    expect(lines(changelog).filter((line) => line !== '## [999.0.0] - 2026-02-03')).toEqual(lines(own));
  });

  test.each([
    ['it has no such section', '1.0.1', `${head}${older}`, 'no section'],
    ['nothing changed', '1.0.1', `${head}## [Unreleased]\n\n${older}`, 'no line'],
    ['only words without a change stand there', '1.0.1', `${head}## [Unreleased]\n\nSoon.\n\n${older}`, 'no line'],
    ['it has that version already', '1.0.0', `${head}## [Unreleased]\n\n- A.\n\n${older}`, 'already'],
  ])('is refused where %s', (_, version, text, words) => {
    expect(() => cutChangelog(text, version, '2026-02-03')).toThrow(words);
  });
});

describe('the places of the version', () => {
  test.each(Object.keys(versioned))('%s has one', (path) => {
    const text = read(path);
    const changed = withVersion(path, text, '12.34.56');
    const [line] = changed.split('\n').filter((one, at) => one !== text.split('\n')[at]);
    expect(line).toContain('12.34.56');
    expect(changed.split('\n').length).toBe(text.split('\n').length);
  });

  test('is refused where there is none, or two', () => {
    expect(() => withVersion('api/openapi.yaml', 'info:\n', '1.0.0')).toThrow('in 0 places');
    expect(() => withVersion('api/openapi.yaml', '  version: 1.0.0\n  version: 1.0.0\n', '1.0.0')).toThrow(
      'in 2 places',
    );
    expect(() => withVersion('README.md', '1.0.0', '1.0.0')).toThrow('in 0 places');
  });
});

describe('the bill of materials', () => {
  test("has the libraries that are linked: Debian's of the stage build, and the compiler's", () => {
    const linked = linkedPackages(read('tools/setup/debian-packages.txt'));
    expect(linked).toEqual(expect.arrayContaining(['libssl-dev', 'zlib1g-dev', 'libc6-dev', 'libstdc++-12-dev']));
    expect(linked).not.toContain('libgtest-dev');
    expect(linked).not.toContain('cmake');
  });

  test("names a package as the forge's scanners look for it", () => {
    expect(debianComponents('libssl-dev\t3.0.17-1~deb12u2\tamd64\topenssl\n')).toEqual([
      {
        type: 'library',
        name: 'libssl-dev',
        version: '3.0.17-1~deb12u2',
        purl: 'pkg:deb/debian/libssl-dev@3.0.17-1~deb12u2?arch=amd64&distro=debian-12',
        'bom-ref': 'pkg:deb/debian/libssl-dev@3.0.17-1~deb12u2?arch=amd64&distro=debian-12',
        properties: [{ name: 'vitrine:source', value: 'openssl' }],
      },
    ]);
    expect(() => debianComponents('libssl-dev\n')).toThrow("dpkg-query said 'libssl-dev'");
  });

  test("is npm's with those in it, under the release's name", () => {
    const npm: Bom = {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      metadata: { component: { name: 'folder' } },
      components: [{ 'bom-ref': 'react@19' }],
    };
    const bom = merged(npm, debianComponents('zlib1g-dev\t1:1.2.13\tamd64\tzlib\n'), '1.0.0');
    expect(bom.metadata.component).toEqual({ name: 'vitrine', version: '1.0.0' });
    expect(bom.components.map((component) => component['bom-ref'])).toEqual([
      'react@19',
      'pkg:deb/debian/zlib1g-dev@1%3A1.2.13?arch=amd64&distro=debian-12',
    ]);
    expect(() => merged({ ...npm, bomFormat: 'SPDX' }, [], '1.0.0')).toThrow('not CycloneDX');
  });
});
