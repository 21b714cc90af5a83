// ISO 4217's minor units, from the standard's own list as the package currency-codes has it: one table for the functions and the browser.
//   node tools/generate/currencies.ts FILE.inc|FILE.ts
// A step of both builds (services/shop/CMakeLists.txt, web/build/generate.mjs): what it writes is never committed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { write } from "./write.ts";

export interface Currency {
  code: string;
  /** digits after the point: 2 where 100 minor units make one */
  decimals: number;
}

/** Changes of the standard that are newer than the package's list. */
const amendments: readonly Currency[] = [
  { code: "XCG", decimals: 2 }, // amendment 176: Curaçao's and Sint Maarten's guilder from 2025-03-31
];

/** Every currency that has a minor unit, by code. Gold, the code for tests and their like have none: nothing is priced in them. */
export function currencies(
  list: string,
  amended: readonly Currency[] = amendments,
): Currency[] {
  const found = new Map<string, number>();
  for (const [, entry = ""] of list.matchAll(/<CcyNtry>(.*?)<\/CcyNtry>/gs)) {
    const code = /<Ccy>([A-Z]{3})<\/Ccy>/.exec(entry)?.[1];
    const units = /<CcyMnrUnts>(\d|N\.A\.)<\/CcyMnrUnts>/.exec(entry)?.[1];
    if (code === undefined && units === undefined) continue; // a country without a currency of its own
    if (code === undefined || units === undefined)
      throw new Error(`An entry of ISO 4217's list has a new form: ${entry}`);
    if (units === "N.A.") continue;
    if (found.has(code) && found.get(code) !== Number(units))
      throw new Error(`ISO 4217's list says two things about ${code}`);
    found.set(code, Number(units));
  }
  if (found.size < 100) throw new Error("This is not the list of ISO 4217.");
  for (const { code, decimals } of amended) {
    if (found.has(code))
      throw new Error(
        `The list knows ${code} now: take it out of the amendments.`,
      );
    found.set(code, decimals);
  }
  return [...found]
    .map(([code, decimals]) => ({ code, decimals }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

export const isoList = (): string =>
  readFileSync(
    createRequire(import.meta.url).resolve(
      "currency-codes/iso-4217-list-one.xml",
    ),
    "utf8",
  );

function cpp(all: readonly Currency[]): string {
  return all
    .map(({ code, decimals }) => `{"${code}", ${decimals}},\n`)
    .join("");
}

/** The browser never asks whether a currency exists, so the table leaves out the ones with two decimals. */
function typescript(all: readonly Currency[]): string {
  const others = all
    .filter(({ decimals }) => decimals !== 2)
    .map(({ code, decimals }) => `  ${code}: ${decimals},\n`);
  return `/** Decimals of the currencies that have not two. */\nexport const DECIMALS: Readonly<Record<string, number>> = {\n${others.join("")}};\n`;
}

if (import.meta.main)
  write("tools/generate/currencies.ts", {
    inc: () => cpp(currencies(isoList())),
    ts: () => typescript(currencies(isoList())),
  });
