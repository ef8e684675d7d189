/**
 * The Liquid that templates are written in: liquidjs with everything taken out that reads files, a clock or chance, or that
 * hides what a template uses. Owns which tags and filters exist and how text is parsed; never renders anything itself.
 */
import { Liquid, type LiquidOptions, type Template as Node } from 'liquidjs';
import { LIMITS } from '../domain/limits.ts';

/** Where a piece of a template ends up: plain text is printed as it is, HTML is escaped. */
export type Medium = 'text' | 'html';

/** Tags that are left out, with the reason an author is given. */
const REFUSED_TAGS: Readonly<Record<string, string>> = {
  include: 'a template cannot load another file',
  render: 'a template cannot load another file',
  layout: 'a template cannot load another file',
  block: 'a template cannot load another file',
  increment: 'counters would change the facts that other templates see; use assign',
  decrement: 'counters would change the facts that other templates see; use assign',
  cycle: 'what it prints cannot be checked for missing facts; use if or case',
  tablerow: 'what it prints cannot be checked for missing facts; use for',
};

/** Filters that are left out, with the reason an author is given. */
const REFUSED_FILTERS: Readonly<Record<string, string>> = {
  sample: 'a template must give the same text each time',
  where_exp: 'what it uses cannot be checked; use where',
  reject_exp: 'what it uses cannot be checked; use reject',
  group_by_exp: 'what it uses cannot be checked; use group_by',
  has_exp: 'what it uses cannot be checked; use has',
  find_exp: 'what it uses cannot be checked; use find',
  find_index_exp: 'what it uses cannot be checked; use find_index',
  search_exp: 'what it uses cannot be checked; use search',
};

const DATE_FILTERS = ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string'];

/** A local time without zone, which JavaScript would read in the zone of the machine. */
const ZONELESS = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
/** Epoch seconds as text, which liquidjs takes for a date. */
const EPOCH_SECONDS = /^\d{1,12}$/;

const BASE: LiquidOptions = {
  strictFilters: true,
  ownPropertyOnly: true,
  parseLimit: LIMITS.templateCharacters,
  memoryLimit: LIMITS.templateMemory,
  templates: {},
  locale: 'en-US',
  timezoneOffset: 0,
};

/**
 * What a date filter is given: ISO dates and epoch seconds only, always read in UTC. Anything else comes back as null, and
 * is then printed as it was written.
 * Why: `'now' | date` reads the clock, and `Jan 5` means another instant on a machine in another zone.
 */
function readableDate(value: unknown): string | number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  if (EPOCH_SECONDS.test(value)) return value;
  if (!ISO_DATE.test(value)) return null;
  return ZONELESS.test(value) ? `${value.replace(' ', 'T')}Z` : value;
}

function lockDates(liquid: Liquid): void {
  for (const name of DATE_FILTERS) {
    const original = liquid.filters[name];
    if (typeof original !== 'function') throw new Error(`liquidjs has no filter ${name}`);
    liquid.registerFilter(name, function (this, value, ...args) {
      const date = readableDate(value);
      return date === null ? value : original.call(this, date, ...args);
    });
  }
}

function makeLiquid(medium: Medium): Liquid {
  const liquid = new Liquid(medium === 'html' ? { ...BASE, outputEscape: 'escape' } : BASE);
  for (const name of Object.keys(REFUSED_TAGS)) delete liquid.tags[name];
  for (const name of Object.keys(REFUSED_FILTERS)) liquid.unregisterFilter(name);
  lockDates(liquid);
  return liquid;
}

const ENGINES: Readonly<Record<Medium, Liquid>> = { text: makeLiquid('text'), html: makeLiquid('html') };

/**
 * The liquidjs that parses a medium, and whose own filters the compiled closures call.
 * Why: sharing its filters makes their bytes equal by construction; only expressions and tags are compiled.
 */
export function engineFor(medium: Medium): Liquid {
  return ENGINES[medium];
}

/**
 * Parses one piece of a template. Throws liquidjs's ParseError or TokenizationError, whose `token` tells where.
 * Limits: `LIMITS.templateCharacters` characters.
 */
export function parseLiquid(source: string, medium: Medium): readonly Node[] {
  return ENGINES[medium].parse(source);
}

/** Tags and filters an author may use, for suggestions after a typing mistake. */
export function knownWords(): { readonly tags: readonly string[]; readonly filters: readonly string[] } {
  return { tags: Object.keys(ENGINES.text.tags), filters: Object.keys(ENGINES.text.filters) };
}

/** Why a tag or filter of Liquid is not to be had here; null = it is no word of Liquid that we took out. */
export function refusedBecause(word: string): string | null {
  return REFUSED_TAGS[word] ?? REFUSED_FILTERS[word] ?? null;
}
