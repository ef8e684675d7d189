/**
 * Domains that are one slip of the fingers away from a large provider: gmial.com, gmail.con, yahooo.com.
 * Owns the guess, with a suggestion. Never corrects an address by itself, and never doubts a provider that exists.
 */
import { slips } from '../match/similarity.ts';
import { isFreeMail } from './domains.ts';

/** Providers that many people type by hand, and the endings each really has; the first is suggested for a wrong one. */
const PROVIDERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['gmail', ['com']],
  ['googlemail', ['com']],
  ['yahoo', ['com', 'co.uk', 'fr', 'de', 'it', 'es', 'ca', 'co.in', 'com.br', 'com.mx', 'com.au']],
  ['hotmail', ['com', 'co.uk', 'fr', 'de', 'it', 'es']],
  ['outlook', ['com', 'fr', 'de', 'es', 'com.br']],
  ['icloud', ['com']],
  ['protonmail', ['com']],
  ['comcast', ['net']],
  ['verizon', ['net']],
  ['bellsouth', ['net']],
  ['sbcglobal', ['net']],
  ['rocketmail', ['com']],
  ['btinternet', ['com']],
  ['wanadoo', ['fr']],
  ['laposte', ['net']],
  ['rediffmail', ['com']],
  ['aol', ['com']],
  ['live', ['com']],
  ['msn', ['com']],
  ['gmx', ['com', 'de', 'net', 'at', 'ch']],
  ['ymail', ['com']],
]);

/** The same by first letter: fingers slip later, hardly ever there. */
const BY_LETTER: ReadonlyMap<string, readonly (readonly [string, readonly string[]])[]> = Map.groupBy(
  PROVIDERS,
  ([provider]) => provider.charAt(0),
);

/** Endings that fingers make of `com` and `net`, and that no registry runs. */
const IMPOSSIBLE_ENDINGS: ReadonlySet<string> = new Set(
  'con cmo ocm vom xom cpm coom comm comn conm c0m ckm clm como ner nte nett'.split(' '),
);
/** Country endings that a slip turns `com` into: telling only after a name that is nobody else's. */
const UNLIKELY_ENDINGS: ReadonlySet<string> = new Set(['co', 'cm', 'om']);

/** Names of real companies and providers that lie one slip from a provider above. */
const REAL_NEIGHBOURS: ReadonlySet<string> = new Set(['gail', 'grail', 'gmall', 'yahoos', 'outlooks', 'iclouds']);

/** Below this length a name has too many real neighbours (aol – aon, live – like): only its ending is checked. */
const SHORTEST_FOR_SLIPS = 5;
/** From this length on two slips still point to one provider only. */
const SHORTEST_FOR_TWO_SLIPS = 9;

/**
 * The domain that was probably meant, or null. Input: a domain in ASCII, lower case, without subdomains of its own; a bare
 * provider's name (`gmail`) counts as one without its ending.
 */
export function lookAlikeOf(domain: string): string | null {
  if (isFreeMail(domain)) return null;
  const [name = '', ...rest] = domain.split('.');
  const ending = rest.join('.');
  for (const [provider, endings] of BY_LETTER.get(name.charAt(0)) ?? []) {
    const meant = meantEnding(ending, provider, endings, name === provider);
    if (meant !== null && (name === provider || isSlipOf(name, provider))) return `${provider}.${meant}`;
  }
  return null;
}

/** The ending meant by a written one: itself where the provider has it, else the provider's first where it is a slip. */
function meantEnding(ending: string, provider: string, endings: readonly string[], sameName: boolean): string | null {
  if (endings.includes(ending)) return ending;
  const slipped =
    ending === '' ||
    IMPOSSIBLE_ENDINGS.has(ending) ||
    (UNLIKELY_ENDINGS.has(ending) && provider.length >= SHORTEST_FOR_SLIPS) ||
    (sameName && provider === 'gmail');
  return slipped ? (endings[0] ?? null) : null;
}

function isSlipOf(name: string, provider: string): boolean {
  if (provider.length < SHORTEST_FOR_SLIPS || REAL_NEIGHBOURS.has(name)) return false;
  const most = provider.length >= SHORTEST_FOR_TWO_SLIPS ? 2 : 1;
  return slips(name, provider, most) <= most;
}
