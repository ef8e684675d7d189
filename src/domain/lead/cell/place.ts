/**
 * Countries and regions by the names people give them. Owns the way from a name to an ISO code; must never guess a country
 * from a city, nor a region without knowing its country unless only one country on file has it.
 */
import places from '../../calendar/data/places.json' with { type: 'json' };
import { LIMITS } from '../../limits.ts';
import countries from '../data/countries.json' with { type: 'json' };
import { foldText } from '../name.ts';

const LINKS = /\b(?:and|y|the|et|und|e|en|of|de)\b/g;

/** Folded, words that only link left out: `Trinidad & Tobago` is `Trinidad and Tobago`; a name of such words alone stays. */
function countryKey(name: string): string {
  const folded = foldText(name);
  return folded.replace(LINKS, '').replace(/ +/g, ' ').trim() || folded;
}

const COUNTRIES = new Map<string, string>();
for (const code of Object.keys(countries)) COUNTRIES.set(code.toLowerCase(), code);
for (const [code, names] of Object.entries(countries)) {
  for (const name of names) {
    const key = countryKey(name);
    if (!COUNTRIES.has(key)) COUNTRIES.set(key, code);
  }
}

/** `U.K.`, `U.S.A.` */
const DOTTED = /^(?:[A-Z]\.)+$/i;

/** A file names the same few countries in each of its rows. */
const readBefore = new Map<string, string>();

/**
 * ISO 3166-1 alpha-2 code of a country: `Germany`, `Alemania`, `DEU`, `de`, `U.S.A.` → `DE`, `DE`, `DE`, `DE`, `US`.
 * Null for a name that no country has.
 */
export function readCountry(text: string): string | null {
  const remembered = readBefore.get(text);
  if (remembered !== undefined) return remembered;
  const bare = text.trim();
  const name = DOTTED.test(bare) ? bare.replaceAll('.', '') : bare;
  const code = COUNTRIES.get(name.length === 2 ? name.toLowerCase() : countryKey(name)) ?? null;
  if (code !== null && readBefore.size < LIMITS.countriesRemembered) readBefore.set(text, code);
  return code;
}

/** Countries whose regions are known by name where no country is said. */
const REGIONS_WITHOUT_COUNTRY = ['US', 'CA', 'AU'];

const REGIONS = new Map<string, Map<string, string>>();
for (const [country, groups] of Object.entries(places.regions)) {
  const names = new Map<string, string>();
  for (const region of groups.flatMap((group) => group.regions)) {
    const blank = region.indexOf(' ');
    const code = region.slice(0, blank);
    names.set(code.toLowerCase(), code);
    for (const name of region.slice(blank + 1).split('/')) names.set(foldText(name), code);
  }
  REGIONS.set(country, names);
}

/**
 * A state or province: its ISO 3166-2 code where the country's regions are on file (`California`, `ca` → `CA`), else as given.
 * Inputs: the region's text; the country's alpha-2 code, or null where it is not known (then only full names are read).
 */
export function readRegion(text: string, country: string | null): string {
  const bare = text.trim();
  const key = foldText(bare).replace(/^(?:us|ca|au|mx|br|es) (?=\S)/, '');
  if (country !== null) return REGIONS.get(country)?.get(key) ?? bare;
  if (key.length <= 3) return bare;
  const codes = REGIONS_WITHOUT_COUNTRY.map((code) => REGIONS.get(code)?.get(key)).filter((code) => code !== undefined);
  return codes.length === 1 ? codes[0]! : bare;
}

/** A place in one cell taken apart; parts that are not said are null. */
export interface Place {
  readonly city: string | null;
  readonly region: string | null;
  readonly country: string | null;
}

const isRegionOf = (country: string, name: string): boolean => REGIONS.get(country)?.has(foldText(name)) === true;

/** The one country that has a region of this full name, and is no country's name itself: `Maine` → US. */
function countryOfRegion(name: string): string | null {
  if (foldText(name).length <= 3) return null;
  const having = REGIONS_WITHOUT_COUNTRY.filter((country) => isRegionOf(country, name));
  return having.length === 1 ? having[0]! : null;
}

/**
 * The country that the last part of a place tells. Behind a city `CA`, `DE`, `IN` and `Georgia` are states and countries: such a part is a
 * state where `home` has it, a country where it is `home`, and else neither.
 */
function countryOfLast(
  last: string,
  isAlone: boolean,
  home: string | null,
): { country: string | null; isRegion: boolean } {
  const country = readCountry(last);
  const mayBeRegion = !isAlone && REGIONS_WITHOUT_COUNTRY.some((other) => isRegionOf(other, last));
  if (!mayBeRegion || (country !== null && country === home)) return { country, isRegion: false };
  if (home !== null && isRegionOf(home, last)) return { country: home, isRegion: true };
  return { country: country === null ? countryOfRegion(last) : null, isRegion: true };
}

/**
 * `Austin, Texas, United States` → `{city: Austin, region: TX, country: US}`, `Portland, Maine` → `{Portland, ME, US}`; one part alone is a
 * country or a city. `home`: the alpha-2 code of the country that the row or its file is of, null where none is known; without it
 * `Athens, GA` has no country.
 */
export function readPlace(text: string, home: string | null): Place {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) return { city: null, region: null, country: null };
  const { country, isRegion } = countryOfLast(parts.at(-1)!, parts.length === 1, home);
  const rest = country === null || isRegion ? parts : parts.slice(0, -1);
  const region = rest.length > 1 ? readRegion(rest.at(-1)!, country) : null;
  return { city: rest[0] ?? null, region, country };
}
