/**
 * E-mail and calls to Europe (directives/gdpr-eprivacy.md): prior consent or an existing customer where a country asks
 * it of messages to companies too, else any stated basis, legitimate interest among them.
 * Source: Directive 2002/58/EC, art. 13; Regulation (EU) 2016/679, art. 6(1), 7, 21 and recital 47.
 */
import type { Permission } from '../permission.ts';
import { ANY_STATED, byAcceptedBases, CONSENT_OR_CONTRACT, type LawAsk } from './accepted.ts';

/**
 * Where companies are protected as people are: consent, or a contract.
 * Source: art. 13(1), and 13(2) for who has bought and may object; 13(5) lets a country protect companies alike.
 */
export function byPriorConsent(ask: LawAsk): Permission {
  return byAcceptedBases(ask, CONSENT_OR_CONTRACT, 'ePrivacy, prior consent from companies too');
}

/**
 * Where messages to companies go by the balance of interests: any stated basis.
 * Source: Regulation (EU) 2016/679, art. 6(1)(a), (b), (f) and recital 47; Directive 2002/58/EC, art. 13(5).
 */
export function byStatedBasis(ask: LawAsk): Permission {
  return byAcceptedBases(ask, ANY_STATED, 'GDPR and ePrivacy');
}

/**
 * Calls by a person to France: prior consent, or a running contract. The law protects consumers; who is one is not known
 * here, so it is kept for everybody.
 * Source: Code de la consommation, art. L. 223-1 as of 2026-08-11 (loi 2025-594 of 30 June 2025, art. 13).
 */
export function byFrenchCallRules(ask: LawAsk): Permission {
  return byAcceptedBases(ask, CONSENT_OR_CONTRACT, 'Code de la consommation, art. L. 223-1');
}
