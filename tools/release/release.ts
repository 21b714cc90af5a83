// What a release changes in texts, as functions: its version, the changelog, and the places that say the version.

/** What is wrong with the release that was asked for: shown as it is, without a stack. */
export class Refused extends Error {}

type Version = [major: number, minor: number, patch: number];

function parseVersion(text: string): Version {
  const parts = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text);
  if (parts === null) throw new Refused(`'${text}' is no version: MAJOR.MINOR.PATCH, such as 1.4.0`);
  const [, major, minor, patch] = parts;
  return [Number(major), Number(minor), Number(patch)];
}

const compare = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** Refuses a version that is malformed, or not above every release that there is (`v1.2.3`, other tags are passed over). */
export function checkVersion(version: string, tags: string[]): void {
  const wanted = parseVersion(version);
  const released = tags.filter((tag) => /^v\d+\.\d+\.\d+$/.test(tag)).map((tag) => tag.slice(1));
  const newest = released.sort((a, b) => compare(parseVersion(b), parseVersion(a)))[0];
  if (newest !== undefined && compare(wanted, parseVersion(newest)) <= 0)
    throw new Refused(`${version} is not above ${newest}, the newest release`);
}

export interface Cut {
  /** The changelog with a section for this version, and an empty one for what comes next. */
  changelog: string;
  notes: string;
}

/** Makes [Unreleased] the section of this version. */
export function cutChangelog(changelog: string, version: string, date: string): Cut {
  const heading = '## [Unreleased]\n';
  const start = changelog.indexOf(`\n${heading}`) + 1;
  if (start === 0) throw new Refused("CHANGELOG.md has no section '## [Unreleased]'");
  if (changelog.includes(`\n## [${version}]`)) throw new Refused(`CHANGELOG.md has a section for ${version} already`);
  const rest = changelog.slice(start + heading.length);
  const next = rest.search(/^## /m);
  const body = (next < 0 ? rest : rest.slice(0, next)).trim();
  if (!/^- /m.test(body)) throw new Refused('CHANGELOG.md says of nothing that it changed: [Unreleased] has no line');
  const older = next < 0 ? '' : `\n${rest.slice(next)}`;
  return {
    changelog: `${changelog.slice(0, start)}${heading}\n## [${version}] - ${date}\n\n${body}\n${older}`,
    notes: `# Vitrine ${version}\n\n${body}\n`,
  };
}

/** The files that say which version this is, each in one place. */
export const versioned: Record<string, RegExp> = {
  'services/functions/catalog/CMakeLists.txt': /(?<=-DNUMBER=)\d+\.\d+\.\d+/g,
  'api/openapi.yaml': /(?<=^ {2}version: )\d+\.\d+\.\d+$/gm,
  'api/asyncapi.yaml': /(?<=^ {2}version: )\d+\.\d+\.\d+$/gm,
};

export function withVersion(path: string, text: string, version: string): string {
  const place = versioned[path];
  const places = place === undefined ? 0 : [...text.matchAll(place)].length;
  if (place === undefined || places !== 1) throw new Refused(`${path} says its version in ${places} places, not in one`);
  return text.replace(place, version);
}
