/** ISO 3166-1 alpha-2 codes of where the shop sends to, by name. */
const CODES =
  'AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT JP KR LI LT LU LV MT MX NL NO NZ PL PT RO SE SG SI SK TR UA US ZA'.split(
    ' ',
  );

const names = new Intl.DisplayNames(['en'], { type: 'region' });

export const countryName = (code: string): string => names.of(code) ?? code;

export const COUNTRIES = CODES.map((code) => ({ code, name: countryName(code) })).sort((a, b) =>
  a.name.localeCompare(b.name, 'en'),
);

/** The country this browser's language hints at, if the shop sends there. */
export function likelyCountry(languages: readonly string[]): string {
  const hinted = languages.map((language) => language.split('-').at(-1)?.toUpperCase());
  return hinted.find((code): code is string => code !== undefined && CODES.includes(code)) ?? 'DE';
}
