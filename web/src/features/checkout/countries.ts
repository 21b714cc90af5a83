import { ADDRESSES } from '@/generated/addresses';
import { countryName } from './country';

/** The countries the shop ships to, sorted by name. */
export const COUNTRIES = Object.keys(ADDRESSES)
  .map((code) => ({ code, name: countryName(code) }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** The region of the browser's languages (`en-GB`), if the shop ships there; '' otherwise. A language alone (`ca`) has none. */
export function likelyCountry(languages: readonly string[]): string {
  return languages.map(regionOf).find((code) => code !== undefined && code in ADDRESSES) ?? '';
}

function regionOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).region;
  } catch {
    return undefined; // no BCP 47 tag: some browsers say `C` or `en_US.UTF-8`
  }
}
