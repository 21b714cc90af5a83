// ./dev release, the parts that only make texts of texts.
import { describe, expect, test } from 'vitest';
import { checkVersion, cutChangelog, versioned, withVersion } from '../../tools/release/release.ts';
import { bill, debianComponents, linkedPackages, type Lock, npmComponents } from '../../tools/release/sbom.ts';
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
        scope: 'required',
        properties: [{ name: 'vitrine:source', value: 'openssl' }],
      },
    ]);
    expect(() => debianComponents('libssl-dev\n')).toThrow("dpkg-query said 'libssl-dev'");
  });

  const lock: Lock = {
    packages: {
      '': { version: '0.0.0' },
      web: { version: '0.0.0' },
      'node_modules/@vitrine/web': { link: true, resolved: 'web' },
      'node_modules/react': { version: '19.3.1', integrity: 'sha512-AAEC', license: 'MIT' },
      'node_modules/vite': { version: '8.3.8', dev: true, license: 'MIT' },
      'node_modules/workbox-core': { version: '7.4.1', dev: true },
      'node_modules/vite/node_modules/@scope/a': { version: '1.0.0', dev: true },
      'node_modules/@scope/a': { version: '1.0.0' },
    },
  };

  test('has every package of the lock file once, and says which of them ship', () => {
    expect(npmComponents(lock).map(({ purl, scope }) => `${purl} ${scope}`)).toEqual([
      'pkg:npm/react@19.3.1 required',
      'pkg:npm/vite@8.3.8 excluded',
      'pkg:npm/workbox-core@7.4.1 required',
      'pkg:npm/%40scope/a@1.0.0 required',
    ]);
    expect(npmComponents(lock)[0]).toMatchObject({
      hashes: [{ alg: 'SHA-512', content: '000102' }],
      licenses: [{ license: { name: 'MIT' } }],
    });
  });

  test('is of the release and its commit, and the same whatever order it is made in', () => {
    const parts = [...npmComponents(lock), ...debianComponents('zlib1g-dev\t1:1.2.13\tamd64\tzlib\n')];
    const text = bill(parts, '1.0.0', 'abc');
    expect(bill(parts.toReversed(), '1.0.0', 'abc')).toBe(text);
    expect(JSON.parse(text)).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { version: '1.0.0', properties: [{ value: 'abc' }] } },
    });
    expect(text).toContain('pkg:deb/debian/zlib1g-dev@1%3A1.2.13?arch=amd64&distro=debian-12');
  });
});
