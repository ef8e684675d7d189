/**
 * What STOP, START and HELP by text come to beside what every event does: the refusal that START takes back, and the one answer that is
 * owed where the provider gives none. Decides by `domain/conversation/keyword-answer` only.
 */
import {
  CONFIRMED_WITHIN_MS,
  isAnswered,
  keywordIn,
  keywordIntent,
  languageOfAnswer,
  liftedBefore,
  STOP_KEYWORD,
  templateOfAnswer,
} from '../../domain/conversation/keyword-answer.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { QueuedMessage } from '../../domain/message.ts';
import type { Engine } from '../engine.ts';
import type { EventOutcome, EventSubject, Lifting } from '../store-port.ts';

type Read = Pick<LeadEvent, 'kind' | 'why'>;

/** Whether an event is the keyword START, which takes a STOP back. */
export function isStart({ kind, why }: Read): boolean {
  return kind === 'opted-in' && keywordIn(why) === 'start';
}

/** Why the refusals of an event stand: its kind, but for a STOP that was the whole text. */
export function reasonOfRefusal({ kind, why }: Read): string {
  return kind === 'opted-out' && keywordIn(why) === 'stop' ? STOP_KEYWORD : kind;
}

/** What follows from the keyword of an event; nothing where it is none. `sharers`: workspaces that write by the same sender. */
export function afterKeyword(
  engine: Engine,
  event: LeadEvent,
  subject: EventSubject,
  sharers: ReadonlyMap<string, readonly string[]>,
): Pick<EventOutcome, 'lifted' | 'answer'> {
  if (keywordIn(event.why) === null) return {};
  return {
    lifted: isStart(event) ? liftedBy(engine, event, subject, sharers) : [],
    answer: answerTo(engine, event, subject),
  };
}

/**
 * When a CRM is told of a refusal, or of a yes: after the confirmation, which the CRM may be the one to send, and of a yes once what it lifts is
 * lifted. Null = it is not: none is connected, or the person has said nothing (an address at which mail bounces is no wish of theirs).
 */
export function tellAt(engine: Engine, { kind, workspaceId, recordedAt, answersKeyword }: LeadEvent): number | null {
  if (kind === 'bounced' || !engine.connections.tellsRefusals(workspaceId)) return null;
  const waits = (answersKeyword === true ? CONFIRMED_WITHIN_MS : 0) + (kind === 'opted-in' ? LIFTED_WITHIN_MS : 0);
  return recordedAt + waits;
}

/** A yes is written down before what it lifts is lifted, ms. */
const LIFTED_WITHIN_MS = 60_000;

/**
 * Of the number that it was said from and of that of now, here and where the same sender writes from; a lead without a number was refused by
 * itself, here alone.
 */
function liftedBy(
  engine: Engine,
  { workspaceId, at, ways }: LeadEvent,
  { lead }: EventSubject,
  sharers: ReadonlyMap<string, readonly string[]>,
): readonly Lifting[] {
  const { phone } = lead.values;
  const one = { channel: 'sms', reason: STOP_KEYWORD, until: liftedBefore(at) } as const;
  const here = { ...one, workspaceId, leadId: lead.id };
  const numbers = new Set([...(phone === null ? [] : [phone]), ...(ways?.phones ?? [])]);
  const lifted = [...numbers].flatMap((number) => {
    const keyHash = engine.keyring.hash('phone', number);
    const elsewhere = (sharers.get(workspaceId) ?? []).map((id) => ({ ...one, keyHash, workspaceId: id, leadId: '' }));
    return [{ ...here, keyHash }, ...elsewhere];
  });
  return phone === null ? [{ ...here, keyHash: engine.keyring.hash('lead', lead.id) }, ...lifted] : lifted;
}

/** In the name of whoever texted them last; whoever never had a text of ours has nobody to answer them. */
function answerTo(engine: Engine, event: LeadEvent, { lead, answering }: EventSubject): QueuedMessage | null {
  const keyword = keywordIn(event.why);
  const before = answering?.before ?? null;
  const { phone, language } = lead.values;
  if (!answering || keyword === null || before === null || phone === null) return null;
  const { workspaceId, id: eventId, recordedAt: now } = event;
  if (!isAnswered(keyword, event.at, now, answering.answered)) return null;
  const template = templateOfAnswer({ keyword, language: languageOfAnswer(event.text ?? '', language) });
  const { campaignId, playbookHash, decisionId, sender } = before;
  return {
    ...{ workspaceId, id: engine.ids.next('msg'), intentKey: keywordIntent(keyword, eventId), campaignId },
    ...{ enrollmentId: null, leadId: lead.id, channel: 'sms', lane: 0, template, playbookHash, decisionId },
    ...{ recipient: phone, sender, dueAt: now, createdAt: Math.min(event.at, now) },
  };
}
