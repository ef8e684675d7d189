/** Languages by code or name. Owns the names on file; must never guess a language from a country. */
import { foldText } from '../name.ts';

const NAMES: Readonly<Record<string, string>> = {
  ar: 'arabic arabe عربي',
  ca: 'catalan catala',
  cs: 'czech checo cestina',
  da: 'danish danes dansk',
  de: 'german aleman deutsch',
  el: 'greek griego',
  en: 'english ingles englisch anglais',
  es: 'spanish espanol castellano castilian spanisch espagnol',
  fi: 'finnish fines suomi',
  fr: 'french frances francais franzosisch',
  he: 'hebrew hebreo',
  hi: 'hindi',
  hu: 'hungarian hungaro magyar',
  id: 'indonesian indonesio',
  it: 'italian italiano italienisch',
  ja: 'japanese japones',
  ko: 'korean coreano',
  nb: 'norwegian noruego norsk',
  nl: 'dutch holandes neerlandes nederlands',
  pl: 'polish polaco polski',
  pt: 'portuguese portugues',
  ro: 'romanian rumano romana',
  ru: 'russian ruso',
  sv: 'swedish sueco svenska',
  th: 'thai tailandes',
  tr: 'turkish turco turkce',
  uk: 'ukrainian ucraniano',
  vi: 'vietnamese vietnamita',
  zh: 'chinese chino mandarin',
};
const CODES = new Map(Object.entries(NAMES).flatMap(([code, names]) => names.split(' ').map((name) => [name, code])));
const TAG = /^([a-z]{2})(?:[-_][a-z0-9]{2,8})*$/i;

/** BCP 47 primary language: `en-US` → `en`, `Español (México)` → `es`; null for a name that is not on file. */
export function readLanguage(text: string): string | null {
  const tag = TAG.exec(text);
  if (tag !== null) return tag[1]!.toLowerCase();
  return CODES.get(foldText(text).split(' ')[0]!) ?? null;
}
