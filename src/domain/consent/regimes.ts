/**
 * The laws that say on what basis a person may be contacted, one row each.
 * Owns the table; what is done with a row is `permission.ts`. A row states what is enforced here, not all that the law
 * asks: registers, notices and records stay the user's duty.
 */
import type { Basis } from '../lead/lead.ts';

/** What a message leaves by, as far as permission goes. */
export type Channel = 'email' | 'sms' | 'voice' | 'ai-voice';

/** Bases a channel accepts, stated or not (`unstated`). */
export type AcceptedBases = readonly (Basis | 'unstated')[];

/** One law, or one family of laws that agree in what is asked here. */
export interface Regime {
  readonly name: string;
  /** ISO 3166-1 alpha-2; empty = every country that no other row names. */
  readonly countries: readonly string[];
  readonly email: AcceptedBases;
  /** Calls by a person. Text messages and calls by an artificial voice need an opt-in on record everywhere. */
  readonly voice: AcceptedBases;
  /** E-mail only: months for which a purchase (or contract) and an inquiry count as consent; null = no such rule. */
  readonly impliedMonths: { readonly business: number; readonly inquiry: number } | null;
  readonly source: string;
}

const CONSENT_OR_CONTRACT: AcceptedBases = ['consent', 'contract'];
const ANY_STATED: AcceptedBases = ['consent', 'contract', 'legitimate-interest'];

/** In order; the last row is for every other country, and for none. */
export const REGIMES: readonly Regime[] = [
  {
    name: 'CAN-SPAM and TCPA',
    countries: ['US'],
    email: [...ANY_STATED, 'none', 'unstated'],
    voice: ANY_STATED,
    impliedMonths: null,
    source: '15 U.S.C. 7701–7713; 16 CFR 316; 47 U.S.C. 227; 47 CFR 64.1200',
  },
  {
    name: 'CASL',
    countries: ['CA'],
    email: CONSENT_OR_CONTRACT,
    voice: ANY_STATED,
    impliedMonths: { business: 24, inquiry: 6 },
    source: 'S.C. 2010, c. 23, s. 6 and s. 10(9)–(10); CRTC Unsolicited Telecommunications Rules',
  },
  {
    name: 'ePrivacy, prior consent from companies too',
    countries: ['DE', 'AT', 'CH', 'DK', 'ES', 'IT', 'PL'],
    email: CONSENT_OR_CONTRACT,
    voice: CONSENT_OR_CONTRACT,
    impliedMonths: null,
    source:
      'Directive 2002/58/EC, art. 13; DE: § 7 UWG; AT: § 174 TKG 2021; CH: art. 3(1)(o) UWG; DK: § 10 markedsføringsloven; ' +
      'ES: art. 21 LSSI; IT: art. 130 Codice privacy; PL: art. 398 Prawo komunikacji elektronicznej',
  },
  {
    name: 'GDPR and ePrivacy',
    countries: [
      ...['BE', 'BG', 'CY', 'CZ', 'EE', 'FI', 'FR', 'GB', 'GR', 'HR', 'HU', 'IE', 'IS', 'LI'],
      ...['LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PT', 'RO', 'SE', 'SI', 'SK'],
    ],
    email: ANY_STATED,
    voice: ANY_STATED,
    impliedMonths: null,
    source:
      'Regulation (EU) 2016/679, art. 6(1) and recital 47; Directive 2002/58/EC, art. 13(5); GB: PECR 2003, reg. 22',
  },
  {
    name: 'elsewhere',
    countries: [],
    email: ANY_STATED,
    voice: ANY_STATED,
    impliedMonths: null,
    source: 'No law on file: a basis must be stated, as everywhere outside the United States',
  },
];

const BY_COUNTRY = new Map(REGIMES.flatMap((regime) => regime.countries.map((country) => [country, regime])));
const ELSEWHERE = REGIMES.at(-1)!;

/** The row of a country (ISO 3166-1 alpha-2, upper case); the last one where it has none or is not known. */
export function regimeOf(country: string | null): Regime {
  return BY_COUNTRY.get(country ?? '') ?? ELSEWHERE;
}
