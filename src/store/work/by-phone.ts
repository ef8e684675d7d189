/**
 * What is on record of texts and calls: opt-ins, which are events, whether a text has left before, how many calls a step has made.
 * Read for what leaves by phone alone; decides nothing.
 */
import type { Consent } from '../../domain/consent/permission.ts';
import { ARTIFICIAL_VOICE } from '../../domain/event.ts';
import { BY_HAND } from '../../domain/lead/change.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { ByPhone } from '../../engine/store-port.ts';
import { all, allEach, type Program, together } from '../program.ts';
import { HAS_LEFT } from '../rows/message-state.ts';
import { statement } from '../statement.ts';

interface OptIn {
  readonly channel: string | null;
  readonly outcome: string | null;
  readonly at: number;
  readonly text: string | null;
}

const OPT_INS = statement<OptIn>(`
  SELECT channel, outcome, at, text FROM event WHERE workspace_id = :workspaceId AND lead_id = :leadId AND kind = 'opted-in'
  ORDER BY id DESC LIMIT ${LIMITS.consents}`);
const TEXTED = statement<{ id: string }>(`
  SELECT id FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId AND channel = 'sms' AND ${HAS_LEFT}
  AND id <> :but ORDER BY intent_key LIMIT 1`);
const TYPED = statement<{ at: number | null }>(`
  SELECT MAX(at) AS at FROM lead_origin WHERE workspace_id = :workspaceId AND lead_id = :leadId
  AND source = '${BY_HAND}' AND fields LIKE '%,phone,%'`);
const CALLS = statement<{ intent_key: string }>(`
  SELECT intent_key FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId AND channel = 'voice' AND ${HAS_LEFT}
  AND enrollment_id = :enrollmentId ORDER BY intent_key LIMIT ${LIMITS.storyRows}`);

/** Whom it is asked of; `but`: the message that is about to leave, which is no earlier one. */
export interface PhoneAsk {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly but: string;
}

/** What is on record of each, in order. */
export function* byPhoneOf(asked: readonly PhoneAsk[]): Program<ByPhone[]> {
  if (asked.length === 0) return [];
  const leads = asked.map(({ workspaceId, leadId }) => ({ workspaceId, leadId }));
  const [optIns, typed, texts] = yield* together(
    allEach(OPT_INS, leads),
    allEach(TYPED, leads),
    allEach(
      TEXTED,
      asked.map(({ workspaceId, leadId, but }) => ({ workspaceId, leadId, but })),
    ),
  );
  return asked.map((_, i) => {
    const since = typed[i]?.[0]?.at ?? Number.NEGATIVE_INFINITY;
    const consents = (optIns[i] ?? []).flatMap(consentOf);
    return {
      // Whoever said yes said it for the number that they had: it does not go along to one that somebody typed since.
      consents: consents.filter(({ channel, at }) => channel === 'email' || at >= since),
      texted: (texts[i] ?? []).length > 0,
    };
  });
}

/** What was said of another way is none for the phone; whose words are not on record it cannot be shown to have been said. */
function consentOf({ channel, outcome, at, text }: OptIn): Consent[] {
  const told = { kind: 'opt-in', at, withdrawnAt: null, evidence: text ?? '' } as const;
  if (channel === 'voice') return [{ ...told, channel: outcome === ARTIFICIAL_VOICE ? 'ai-voice' : 'voice' }];
  return channel === 'sms' || channel === 'email' ? [{ ...told, channel }] : [];
}

/** Intent keys of the calls that a passage has made. */
export function* callsOf(workspaceId: string, leadId: string, enrollmentId: string): Program<string[]> {
  const rows = yield* all(CALLS, { workspaceId, leadId, enrollmentId });
  return rows.map(({ intent_key }) => intent_key);
}
