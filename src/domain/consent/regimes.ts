/**
 * Which law is asked where: one row a law, or family of laws that agree in what is asked here.
 * Owns the table; what a law says is its file in `law/`, what is done with the answer `permission.ts`. A row states what
 * is enforced here, not all that the law asks: registers, notices and records stay the user's duty.
 */
import { ANY_STATED, byAcceptedBases, type LawRule } from './law/accepted.ts';
import { byCanSpam } from './law/can-spam.ts';
import { byCanadianCallRules, byCasl } from './law/casl.ts';
import { byFrenchCallRules, byPriorConsent, byStatedBasis } from './law/eprivacy.ts';
import { byTcpa } from './law/tcpa.ts';

/** What a message leaves by, as far as permission goes. */
export type Channel = 'email' | 'sms' | 'voice' | 'ai-voice';

/** One law, or one family of laws that agree in what is asked here. */
export interface Regime {
  readonly name: string;
  /** ISO 3166-1 alpha-2; empty = every country that no other row names. */
  readonly countries: readonly string[];
  readonly email: LawRule;
  /** Calls by a person. Text messages and calls by an artificial voice need a proven opt-in everywhere (`law/tcpa.ts`). */
  readonly voice: LawRule;
  readonly source: string;
}

const byNoLaw: LawRule = (ask) => byAcceptedBases(ask, ANY_STATED, 'elsewhere');
const EPRIVACY = 'Regulation (EU) 2016/679, art. 6(1) and recital 47; Directive 2002/58/EC, art. 13(5)';

/** In order; the last row is for every other country, and for none. */
export const REGIMES: readonly Regime[] = [
  {
    name: 'CAN-SPAM and TCPA',
    countries: ['US'],
    email: byCanSpam,
    voice: byTcpa,
    source: '15 U.S.C. 7701–7713; 16 CFR 316; 47 U.S.C. 227; 47 CFR 64.1200',
  },
  {
    name: 'CASL',
    countries: ['CA'],
    email: byCasl,
    voice: byCanadianCallRules,
    source: 'S.C. 2010, c. 23, s. 6 and s. 10(9)–(10); CRTC Unsolicited Telecommunications Rules',
  },
  {
    name: 'ePrivacy, prior consent from companies too',
    countries: ['DE', 'AT', 'CH', 'DK', 'ES', 'IT', 'PL'],
    email: byPriorConsent,
    voice: byPriorConsent,
    source:
      'Directive 2002/58/EC, art. 13; DE: § 7 UWG; AT: § 174 TKG 2021; CH: art. 3(1)(o) UWG; DK: § 10 markedsføringsloven; ' +
      'ES: art. 21 LSSI; IT: art. 130 Codice privacy; PL: art. 398 Prawo komunikacji elektronicznej',
  },
  {
    name: 'GDPR and ePrivacy, prior consent to calls',
    countries: ['FR'],
    email: byStatedBasis,
    voice: byFrenchCallRules,
    source: `${EPRIVACY}; FR: art. L. 223-1 Code de la consommation (loi 2025-594, art. 13, from 2026-08-11), art. L. 34-5 CPCE`,
  },
  {
    name: 'GDPR and ePrivacy',
    countries: [
      ...['BE', 'BG', 'CY', 'CZ', 'EE', 'FI', 'GB', 'GR', 'HR', 'HU', 'IE', 'IS', 'LI'],
      ...['LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PT', 'RO', 'SE', 'SI', 'SK'],
    ],
    email: byStatedBasis,
    voice: byStatedBasis,
    source: `${EPRIVACY}; GB: PECR 2003, reg. 21 and 22`,
  },
  {
    name: 'elsewhere',
    countries: [],
    email: byNoLaw,
    voice: byNoLaw,
    source: 'No law on file: a basis must be stated, as everywhere outside the United States',
  },
];

const BY_COUNTRY = new Map(REGIMES.flatMap((regime) => regime.countries.map((country) => [country, regime])));
const ELSEWHERE = REGIMES.at(-1)!;

/** The row of a country (ISO 3166-1 alpha-2, upper case); the last one where it has none or is not known. */
export function regimeOf(country: string | null): Regime {
  return BY_COUNTRY.get(country ?? '') ?? ELSEWHERE;
}
