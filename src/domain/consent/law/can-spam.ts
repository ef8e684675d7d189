/**
 * E-mail to the United States (directives/can-spam.md): it may be sent until the person objects. What the message must
 * carry is `mail-identity.ts`; that an objection ends it at once is `suppression.ts`.
 * Source: 15 U.S.C. 7701–7713 (CAN-SPAM Act), 16 CFR 316.
 */
import type { Permission } from '../permission.ts';
import { type AcceptedBases, ANY_STATED, byAcceptedBases, type LawAsk } from './accepted.ts';

/** Source: 15 U.S.C. 7704(a)(3)–(5) forbids what follows an objection, and asks for no consent before it. */
const ACCEPTED: AcceptedBases = [...ANY_STATED, 'none', 'unstated'];

/** Whether an e-mail may be sent to somebody in the United States. */
export function byCanSpam(ask: LawAsk): Permission {
  return byAcceptedBases(ask, ACCEPTED, 'CAN-SPAM');
}
