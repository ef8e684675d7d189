/**
 * How strongly two rows speak for being one company, in bits, on the scale of `evidence.ts`.
 * Owns the comparison of company names by their words; must never decide.
 */
import { addressBits, agreementBits, type Evidence, phoneBits, type Rates } from './evidence.ts';
import { slips } from './similarity.ts';
import type { Subject, Term } from './subject.ts';

const NAME: Rates = { same: 0.6, close: 0.3, other: 0.03, usual: 2 ** -11, rarest: 2 ** -14 };
const DOMAIN: Rates = { same: 0.7, close: 0, other: 0.2, usual: 2 ** -14, rarest: 2 ** -14 };
/** Of the weight of all words, the share that must be common for names to agree with error, or to neither agree nor differ. */
const MOSTLY = 0.6;
const PARTLY = 0.3;
const SHORTEST_FOR_SLIP = 5;

const wordBits = (word: Term, rows: number) => Math.log2((rows + 1) / word.rows);

function counterpart(word: Term, others: readonly Term[]): Term | undefined {
  return (
    others.find((other) => other === word) ??
    (word.text.length < SHORTEST_FOR_SLIP ? undefined : others.find((other) => slips(word.text, other.text, 1) === 1))
  );
}

/** Common words weigh little, so that `Pacific Dental Group` and `Pacific Dental` agree and `Group` alone does not. */
function nameBits(a: Subject, b: Subject, rows: number): number {
  if (a.company === null || b.company === null) return 0;
  if (a.company === b.company) return agreementBits(a.company, rows, NAME);
  let common = 0;
  let all = 0;
  for (const word of a.words) {
    const match = counterpart(word, b.words);
    const bits = wordBits(word, rows);
    all += bits;
    if (match !== undefined) common += Math.min(bits, wordBits(match, rows));
  }
  for (const word of b.words) if (counterpart(word, a.words) === undefined) all += wordBits(word, rows);
  const share = common / Math.max(all, 1);
  if (share >= MOSTLY) return Math.max(0, Math.min(common, -Math.log2(NAME.rarest)) + Math.log2(NAME.close));
  return share >= PARTLY ? 0 : Math.log2(NAME.other);
}

function domainBits(a: Term | null, b: Term | null, rows: number): number {
  if (a === null || b === null) return 0;
  return a === b ? agreementBits(a, rows, DOMAIN) : Math.log2(DOMAIN.other);
}

/**
 * Weighs two companies' rows. `rows` = rows of the file. `personal` is what the name says: an address or a telephone number may be
 * a whole building's.
 */
export function weighCompanies(a: Subject, b: Subject, rows: number): Evidence {
  const name = nameBits(a, b, rows);
  const domain = domainBits(a.domain, b.domain, rows);
  const phone = phoneBits(a, b, rows);
  const address = addressBits(a, b, rows);
  return {
    bits: name + domain + phone + address,
    personal: name + Math.max(0, domain),
    own: Math.max(name, domain),
    beyondName: Math.max(domain, phone, address),
  };
}
