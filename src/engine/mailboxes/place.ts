/**
 * From a mail to events: read, its direction settled, its lead and message found, by the surest trace. Owns who is asked for what; the
 * rule is directives/mail-match.md. Writes nothing but refusals of people whom nobody knows yet.
 */

import { hash } from 'node:crypto';
import { mailboxesOf } from '../../domain/campaign/senders.ts';
import { startOf } from '../../domain/conversation/answer.ts';
import { type ClassifiedMail, classifyMail } from '../../domain/conversation/mail/classify.ts';
import { eventOfMail } from '../../domain/conversation/mail/mail-event.ts';
import { type ReceivedMail, valueIn } from '../../domain/conversation/mail/received.ts';
import { threadOf } from '../../domain/conversation/mail/thread.ts';
import {
  type FolderHolds,
  type MailTrace,
  type MailTraces,
  sentTo,
  tracesOf,
} from '../../domain/conversation/mail/traces.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Reason } from '../../domain/reason.ts';
import { reactionTo } from '../../domain/sequence/reaction.ts';
import { normaliseEmail } from '../../domain/verify/email-key.ts';
import { isOf, leadNamedBy } from '../deliver/message-id.ts';
import type { Engine } from '../engine.ts';
import { optOutByAddress } from '../react/opt-out.ts';
import { type EventReport, suppressionOf } from '../react.ts';
import { readReturnTag } from '../tokens/return-path.ts';

/** Origin of what was read in mails, by whatever way they came: the same mail in two folders is one event. */
const ORIGIN = 'mail';
const ID_DIGITS = 32;

/** Where a mail was found. */
export interface MailPlace {
  readonly workspaceId: string;
  /** Addresses that we send from, in lower case. */
  readonly own: ReadonlySet<string>;
  readonly holds: FolderHolds;
}

/** What a mail comes to. */
export interface PlacedMail {
  /** Of what it is, wherever it lies. */
  readonly id: string;
  readonly read: ClassifiedMail;
  readonly reports: readonly EventReport[];
  /** Why it comes to nothing although somebody may look for it; null = it came to something, or nobody will miss it. */
  readonly aside: 'mail-unplaced' | null;
  readonly subject: string | null;
}

/** Whose a mail is, and by what. */
interface Found {
  readonly leadId: string;
  readonly messageId: string | null;
  readonly campaignId: string | null;
  /** Where it is not the one of the mailbox. */
  readonly workspaceId?: string;
  readonly by: MailTrace;
}

/** Reads a mail and finds whose it is. */
export async function placeMail(engine: Engine, place: MailPlace, mail: ReceivedMail): Promise<PlacedMail> {
  const now = engine.clock.now();
  const zone = engine.parts.zone ?? 'UTC';
  const read = classifyMail(mail, { own: place.own, now: Math.min(mail.writtenAt ?? now, now), zone });
  const traces = tracesOf(mail, read, place.holds);
  const id = idOf(mail, read, traces);
  const of = { id, read, subject: valueIn(mail.headers, 'subject')?.slice(0, LIMITS.evidenceCharacters) ?? null };
  const at = Math.min(mail.writtenAt ?? now, now);
  return traces.direction === 'out'
    ? { ...of, aside: null, reports: await touches(engine, place, traces, { id, read, at }) }
    : { ...of, ...(await answers(engine, place, traces, { id, read, at }, mail)) };
}

/** The same mail has it in every folder and under every number: servers on the way change neither of these. */
function idOf(mail: ReceivedMail, read: ClassifiedMail, { messageId }: MailTraces): string {
  const parts = [messageId, read.from, mail.writtenAt, valueIn(mail.headers, 'subject'), mail.text];
  return hash('sha256', JSON.stringify(parts)).slice(0, ID_DIGITS);
}

/** A mail that was read, as its events tell of it. */
interface Told {
  readonly id: string;
  readonly read: ClassifiedMail;
  readonly at: number;
}

/** What a mail to us comes to. */
async function answers(
  engine: Engine,
  { workspaceId }: MailPlace,
  { traces }: MailTraces,
  { id, read, at }: Told,
  mail: ReceivedMail,
): Promise<Pick<PlacedMail, 'reports' | 'aside'>> {
  const optOut = await optOutByAddress(engine, sentTo(mail));
  if (optOut !== null) return { reports: [optOut], aside: null };
  const event = eventOfMail(read);
  if (event === null) return { reports: [], aside: null };
  const found = await firstFound(engine, workspaceId, traces);
  const told = {
    ...{ workspaceId, at, origin: ORIGIN, originId: id, ...event },
    ...{ direction: 'in' as const, channel: 'email' as const, text: read.text === '' ? null : read.text },
    thread: threadOf(mail),
    ways: { emails: writersIn(traces), phones: [] },
  };
  if (found === null) {
    await refuseUnknown(engine, { ...told, leadId: '', messageId: null, campaignId: null });
    return { reports: [], aside: 'mail-unplaced' };
  }
  const holdUntil = read.holdUntil === null ? null : startOf(read.holdUntil, engine.parts.zone ?? 'UTC');
  const reportOf = ({ by, ...about }: Found): EventReport => {
    const why = [...read.reasons, placedBy(by)];
    return { ...told, ...about, why, holdUntil };
  };
  const writer = event.kind === 'opted-out' ? await otherWriter(engine, workspaceId, traces, found) : null;
  const theirs = writer && { ...reportOf(writer), originId: `${id}.${writer.leadId}` };
  return { reports: [reportOf(found), ...(theirs ? [theirs] : [])], aside: null };
}

/** Who says no in a thread with somebody else says it for themselves as well; null = it is who was found, or nobody whom we know. */
async function otherWriter(
  engine: Engine,
  workspaceId: string,
  traces: readonly MailTrace[],
  found: Found,
): Promise<Found | null> {
  const writer = await firstFound(
    engine,
    workspaceId,
    traces.filter(({ by }) => by === 'address'),
  );
  return writer === null || writer.leadId === found.leadId ? null : writer;
}

/** Addresses of whoever writes; of a report that of whom we wrote to. */
function writersIn(traces: readonly MailTrace[]): readonly string[] {
  return traces.flatMap(({ by, value }) => (by === 'address' ? (normaliseEmail(value) ?? []) : []));
}

function placedBy({ by, value }: MailTrace): Reason {
  return { code: 'mail-placed', facts: { by, value } };
}

async function firstFound(engine: Engine, workspaceId: string, traces: readonly MailTrace[]): Promise<Found | null> {
  for (const trace of traces) {
    const found = await leadBy(engine, workspaceId, trace);
    if (found !== null) return found;
  }
  return null;
}

/** Null = nobody, or several: nothing is laid on one of two people by guessing. */
async function leadBy(engine: Engine, workspaceId: string, trace: MailTrace): Promise<Found | null> {
  if (trace.by === 'return-path') return byReturnPath(engine, trace);
  if (trace.by === 'thread') return inThread(engine, workspaceId, trace);
  const email = trace.by === 'address' ? normaliseEmail(trace.value) : null;
  if (trace.by === 'address' && email === null) return null;
  const found = await engine.store.leads.find(
    workspaceId,
    trace.by === 'lead' ? trace.value : '',
    email === null ? [] : [`e:${email}`],
  );
  const [leadId, ...others] = found;
  return leadId === undefined || others.length > 0 ? null : { leadId, messageId: null, campaignId: null, by: trace };
}

/** By the return path of a message of ours, whatever workspace’s it is; one that we did not make names nobody. */
async function byReturnPath({ store, keyring }: Engine, trace: MailTrace): Promise<Found | null> {
  const workspaces = (await store.workspaces.list(LIMITS.workspaces)).map(({ id }) => id);
  const tag = readReturnTag(keyring.secret, trace.value, workspaces);
  const message = tag && (await store.messages.get(tag.workspaceId, tag.messageId));
  if (!message) return null;
  const { workspaceId, id: messageId, campaignId } = message;
  // A lead that was merged meanwhile is found under its new id.
  const [leadId] = await store.leads.find(workspaceId, message.leadId, []);
  return leadId === undefined ? null : { workspaceId, leadId, messageId, campaignId, by: trace };
}

/** By a Message-ID of ours: it names the lead, and its hash the message. */
async function inThread(engine: Engine, workspaceId: string, trace: MailTrace): Promise<Found | null> {
  const named = leadNamedBy(trace.value);
  const [leadId] = named === null ? [] : await engine.store.leads.find(workspaceId, named, []);
  if (leadId === undefined) return null;
  const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
  const message = story?.messages.find((one) => isOf(trace.value, one));
  return message ? { leadId, messageId: message.id, campaignId: message.campaignId, by: trace } : null;
}

/** A mail from us: a copy of what the engine sent, or a touch of everybody it went to. */
async function touches(
  engine: Engine,
  { workspaceId }: MailPlace,
  { traces, messageId, marked }: MailTraces,
  { id, read, at }: Told,
): Promise<EventReport[]> {
  if (marked) return [];
  if (messageId !== null && (await inThread(engine, workspaceId, { by: 'thread', value: messageId })) !== null)
    return [];
  const reports: EventReport[] = [];
  for (const trace of traces) {
    const found = await leadBy(engine, workspaceId, trace);
    if (found === null || reports.some(({ leadId }) => leadId === found.leadId)) continue;
    const { by, ...about } = found;
    reports.push({
      ...{ workspaceId, ...about, kind: 'human-touch', verdict: 'human', at, origin: ORIGIN },
      ...{ originId: `${id}.${about.leadId}`, direction: 'out', channel: 'email' },
      ...{ text: read.text === '' ? null : read.text, why: [...read.reasons, placedBy(by)] },
    });
  }
  return reports;
}

/** A refusal by somebody whom we do not know, or who may be one of several, stands before we do: a file that is imported tomorrow may hold them. */
async function refuseUnknown(engine: Engine, report: EventReport): Promise<void> {
  const told = {
    ...{ direction: null, channel: null, outcome: null, ...report },
    ...{ id: '', recordedAt: engine.clock.now() },
  };
  const { refused } = reactionTo(told, { id: '', email: null, phone: null, mailedTo: null }, []);
  const known = refused.filter(({ kind }) => kind !== 'lead');
  if (known.length === 0) return;
  await engine.store.leads.suppress(
    report.workspaceId,
    known.map((refusal) => suppressionOf(engine, told, '', refusal)),
  );
}

/** Addresses that a workspace sends from, by its campaigns, in lower case. */
export async function ownAddresses(engine: Engine, workspaceId: string): Promise<string[]> {
  const campaigns = await engine.store.campaigns.list(workspaceId, LIMITS.storyRows);
  return campaigns.flatMap(({ sender }) => mailboxesOf(sender).map(({ address }) => address.toLowerCase()));
}
