/**
 * The one table of reason codes. Every verdict, hold, refusal and skip names codes from here and nowhere else;
 * the docs page is made from it. Each area keeps its rows beside its rule (`<area>/reasons.ts`); this file joins them.
 */

import { ACCESS_REASONS } from './access/reasons.ts';
import { ACCOUNT_REASONS } from './account/reasons.ts';
import { AGENT_REASONS } from './agent/reasons.ts';
import { BOOKING_REASONS } from './booking/reasons.ts';
import { BULK_REASONS } from './bulk/reasons.ts';
import { CALENDAR_REASONS } from './calendar/reasons.ts';
import { CONSENT_REASONS } from './consent/reasons.ts';
import { CONVERSATION_REASONS } from './conversation/reasons.ts';
import { CLASS_REASONS } from './course/reasons.ts';
import { DELIVERABILITY_REASONS } from './deliverability/reasons.ts';
import { DELIVERY_REASONS } from './delivery/reasons.ts';
import { ENGAGEMENT_REASONS } from './engagement/reasons.ts';
import { FACT_REASONS } from './facts/reasons.ts';
import { HAND_OFF_REASONS } from './handoff/reasons.ts';
import { HOOK_REASONS } from './hook/reasons.ts';
import { INSTANCE_REASONS } from './instance/reasons.ts';
import { IDENTITY_REASONS } from './lead/reasons-identity.ts';
import { IMPORT_REASONS } from './lead/reasons-import.ts';
import { PERSON_REASONS } from './person/reasons.ts';
import { PLAYBOOK_REASONS } from './playbook/reasons.ts';
import { QUALIFICATION_REASONS } from './qualification/reasons.ts';
import { QUALIFY_REASONS } from './qualify/reasons.ts';
import { RECONCILE_REASONS } from './reconcile/reasons.ts';
import { ROUTE_REASONS } from './route/reasons.ts';
import { ROUTINE_REASONS } from './routine/reasons.ts';
import { SCORE_REASONS } from './score/reasons.ts';
import { SEQUENCE_REASONS } from './sequence/reasons.ts';
import { SIGNAL_REASONS } from './signal/reasons.ts';
import { SOURCE_REASONS } from './source/reasons.ts';
import { VALUATION_REASONS } from './valuation/reasons.ts';
import { VERIFY_REASONS } from './verify/reasons.ts';
import { WEBHOOK_REASONS } from './webhook/reasons.ts';

/** What a code means to a person, and what they can do about it. */
export interface ReasonText {
  /** One sentence, present tense, no full code names. */
  readonly says: string;
  /** The remedy; empty where there is nothing to do. */
  readonly remedy: string;
}

/** A reason as stored with a decision: the code, and the facts that made it true. Canonical JSON, short keys. */
export interface Reason {
  readonly code: string;
  /** Facts used, by name; small scalars only. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
}

/** A table of codes; `satisfies ReasonTable` keeps the keys literal. */
export type ReasonTable = Readonly<Record<string, ReasonText>>;

const NO_TEXT: ReasonText = { says: '', remedy: '' };

/** All codes. */
export const REASONS: ReasonTable = {
  ...ACCOUNT_REASONS,
  ...ACCESS_REASONS,
  ...BOOKING_REASONS,
  ...BULK_REASONS,
  ...AGENT_REASONS,
  ...CALENDAR_REASONS,
  ...CONSENT_REASONS,
  ...CONVERSATION_REASONS,
  ...CLASS_REASONS,
  ...DELIVERY_REASONS,
  ...DELIVERABILITY_REASONS,
  ...ENGAGEMENT_REASONS,
  ...FACT_REASONS,
  ...HAND_OFF_REASONS,
  ...RECONCILE_REASONS,
  ...HOOK_REASONS,
  ...IDENTITY_REASONS,
  ...IMPORT_REASONS,
  ...INSTANCE_REASONS,
  ...PERSON_REASONS,
  ...PLAYBOOK_REASONS,
  ...QUALIFICATION_REASONS,
  ...QUALIFY_REASONS,
  ...ROUTE_REASONS,
  ...ROUTINE_REASONS,
  ...SCORE_REASONS,
  ...SEQUENCE_REASONS,
  ...SIGNAL_REASONS,
  ...SOURCE_REASONS,
  ...VALUATION_REASONS,
  ...VERIFY_REASONS,
  ...WEBHOOK_REASONS,
};

/** The words of a code; a code without words shows itself. */
export function reasonText(code: string): ReasonText {
  return REASONS[code] ?? { ...NO_TEXT, says: code };
}
