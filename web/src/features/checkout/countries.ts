import { ADDRESSES } from '@/generated/addresses';
import { countryName } from './country';

/** Where the shop sends to, by name. */
export const COUNTRIES = Object.keys(ADDRESSES)
  .map((code) => ({ code, name: countryName(code) }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** The country that this browser's languages hint at, if the shop sends there; a language alone (`ca`) is none. */
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
