/**
 * What providers tell us: whether a call is believed, whose lead and which message it is about, and its events stored before it
 * is answered. Owns these questions; what a call says is its adapter's, what follows from an event the domain's.
 */
import { readEvent } from '../../domain/conversation/reply-event.ts';
import type { EventChannel, Ways } from '../../domain/event.ts';
import { LIMITS } from '../../domain/limits.ts';
import { reactionTo } from '../../domain/sequence/reaction.ts';
import { normaliseEmail } from '../../domain/verify/email-key.ts';
import { readPhone } from '../../domain/verify/phone.ts';
import { isAsKnown } from '../booking/told.ts';
import { OWN_CALL } from '../deliver/ends/calls.ts';
import { OWN_TEXT, textEndId } from '../deliver/ends/texts.ts';
import type { Engine } from '../engine.ts';
import type { HookAnswer, HookCall, HookConnection, HookEvent, HookReading, HookRequest } from '../hook-port.ts';
import { passes } from '../instance/patience.ts';
import { type EventReport, suppressionOf } from '../react.ts';
import { readBookingToken } from '../tokens/booking.ts';
import { FormPace, takeLeads } from './hook-leads.ts';
import { takeProgress } from './hook-progress.ts';
import { type HookTally, tallyOf } from './hook-tally.ts';
import { saidYes } from './opt-out.ts';
import { isOfSomeMail, mailToldOf, ownMessage } from './own-message.ts';
import { refuseElsewhere } from './shared-sender.ts';
import { recordTogether } from './together.ts';

/** How soon a call that found the desk full may come again, ms. */
const AGAIN_MS = 10_000;

/** Takes calls for these connections; every other address is unknown. */
export function hookDesk(
  engine: Engine,
  connections: readonly HookConnection[],
): (call: HookCall) => Promise<HookAnswer> {
  const desks = new Map(
    connections.map((one) => [`${one.adapter.provider}/${one.name}`, { connection: one, tally: tallyOf(engine, one) }]),
  );
  let inHand = 0;
  const served = async (call: HookCall): Promise<HookAnswer> => {
    const desk = desks.get(`${call.provider}/${call.connection}`) ?? (await deskOnRecord(engine, call));
    if (desk === null) return { kind: 'unknown' };
    if (inHand >= LIMITS.hooksAtOnce) return LATER;
    inHand += 1;
    try {
      return await take(engine, desk.connection, desk.tally, call);
    } finally {
      inHand -= 1;
    }
  };
  return (call) => served(call).catch((error: unknown) => ourFault(engine, call, error));
}

const LATER: HookAnswer = { kind: 'later', afterMs: AGAIN_MS };

/** Some call again after this answer alone (HighLevel), and none fails to: what is told while the database is away is not lost. */
function ourFault({ log }: Engine, { provider, connection }: HookCall, error: unknown): HookAnswer {
  const stack = error instanceof Error ? error.stack : String(error);
  log.error('a call of a provider could not be taken in; it is asked to come again', { provider, connection, stack });
  return LATER;
}

/** Where a connection on record is told; one that is given another secret is told by another object. */
async function deskOnRecord(engine: Engine, { provider, connection: id }: HookCall): Promise<Desk | null> {
  await engine.connections.refresh();
  const connection = engine.connections.hook(provider, id);
  if (connection === null) return null;
  const desk = DESKS.get(connection) ?? { connection, tally: tallyOf(engine, connection) };
  DESKS.set(connection, desk);
  return desk;
}

interface Desk {
  readonly connection: HookConnection;
  readonly tally: HookTally;
}

/** Of this process: whoever calls several has as many from each. */
const PACES = new WeakMap<Engine, FormPace>();

const DESKS = new WeakMap<HookConnection, Desk>();

async function take(engine: Engine, connection: HookConnection, tally: HookTally, call: HookCall): Promise<HookAnswer> {
  const { adapter, secrets } = connection;
  const { path, provider: _, connection: __, ...said } = call;
  const request: HookRequest = { ...said, url: `${engine.publicUrl ?? ''}${path}` };
  const wait = adapter.isOpen?.(request) ? paceOf(engine).wait(call.from ?? '', engine.clock.now()) : 0;
  if (wait > 0) return { kind: 'later', afterMs: wait };
  const verdict = await adapter.verify(request, secrets, engine.clock.now());
  const reading = verdict.kind === 'genuine' ? adapter.read(request) : null;
  if (reading === null) {
    const code = verdict.kind === 'refused' ? verdict.code : 'hook-unreadable';
    tally.refused(code);
    // That is our trouble, not the caller's.
    return code === 'hook-no-certificate' ? LATER : { kind: 'refused', code };
  }
  await takeLeads(engine, connection, reading);
  tally.took(reading, await store(engine, connection, reading));
  return { kind: 'taken', ...(reading.thanks !== undefined && { thanks: reading.thanks }) };
}

function paceOf(engine: Engine): FormPace {
  const pace = PACES.get(engine) ?? new FormPace();
  PACES.set(engine, pace);
  return pace;
}

/** What became of the events of a call. `nobody`: about people whom we do not know. */
export interface HookStored {
  readonly recorded: number;
  readonly nobody: number;
}

async function store(engine: Engine, connection: HookConnection, reading: HookReading): Promise<HookStored> {
  const { events, accepted = [] } = reading;
  for (const id of accepted.slice(0, LIMITS.hookEvents)) await settleTaken(engine, connection, id);
  const broken: unknown[] = [];
  let recorded = 0;
  let nobody = 0;
  for (let from = 0; from < events.length; from += LIMITS.hookBatchEvents) {
    const reports: EventReport[] = [];
    for (const told of events.slice(from, from + LIMITS.hookBatchEvents)) {
      const came = await orBroken(broken, () => taken(engine, connection, told));
      if (came === 'nobody') nobody += 1;
      else if (came === 'done') recorded += 1;
      else if (came !== null) reports.push(came);
    }
    recorded += (await orBroken(broken, () => recordTogether(engine, reports))) ?? 0;
  }
  // It is told again whole; what is stored of it by now is not stored twice.
  if (broken.length > 0) throw broken[0];
  return { recorded, nobody };
}

/** One event that cannot be taken in holds up none of the others of its call; a database that is away holds up all. Null = it broke. */
async function orBroken<T>(broken: unknown[], take: () => Promise<T>): Promise<T | null> {
  try {
    return await take();
  } catch (error) {
    if (passes(error)) throw error;
    broken.push(error);
    return null;
  }
}

/** What there is to be recorded of an event; `done`: it is written down; null = nothing is. */
async function taken(
  engine: Engine,
  connection: HookConnection,
  told: HookEvent,
): Promise<EventReport | 'nobody' | 'done' | null> {
  const { event, about } = await resolved(engine, connection, told);
  if (about === null) {
    await refuseUnknown(engine, connection, event);
    return 'nobody';
  }
  if (event.progress !== undefined) {
    const done = { ...event, progress: event.progress };
    return (await takeProgress(engine, connection, done, about.leadId)) ? 'done' : null;
  }
  if (isOurOwn(event, about)) {
    await settleTaken(engine, connection, about.messageId);
    return null;
  }
  const report = await recurring(engine, event, reportOf(engine, connection, event, about));
  return (await isAsKnown(engine, report)) ? null : report;
}

/** A refusal that has no id of its own: one after a yes to that way is another one than that before, and one before it is told late. */
async function recurring(engine: Engine, { mayRecur }: HookEvent, report: EventReport): Promise<EventReport> {
  if (mayRecur !== true) return report;
  const { workspaceId, leadId, channel = null, at, originId } = report;
  const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
  const yes = saidYes((story?.events ?? []).filter((one) => one.at <= at && isOfWay(one.channel, channel)));
  return yes === null ? report : { ...report, originId: `${originId}:${yes}` };
}

/** Whether a yes by one channel is one to another; null = every way. */
function isOfWay(yes: EventChannel | null, refused: EventChannel | null): boolean {
  return refused === null || (yes === 'email') === (refused === 'email');
}

/** A message of which nobody knew whether it arrived is there. One that still waits for its answer is told by it, or asked about. */
async function settleTaken(engine: Engine, { workspaceId }: HookConnection, id: string): Promise<void> {
  const message = await engine.store.messages.get(workspaceId, id);
  if (message?.state !== 'unconfirmed') return;
  const one = { workspaceId, campaignId: '', id, code: null, reason: null, after: '', limit: 1 };
  await engine.store.messages.settle({ ...one, from: 'unconfirmed', to: 'sent', now: engine.clock.now() });
}

/** The lead that an event is about, and the message, where it can be told. */
type About = Pick<EventReport, 'leadId' | 'messageId' | 'campaignId'>;

/**
 * The event, and whom it is about. Some providers name who texts us, or refuses there, by their own id alone: where we do not know it they are asked,
 * so that no STOP goes unheard. Not for what goes out: whoever sends thousands from there would have us ask for each.
 */
async function resolved(engine: Engine, connection: HookConnection, event: HookEvent) {
  const about = await whoAndWhat(engine, connection, event);
  const { contactId, phone, email } = event.about;
  const isText = event.channel === 'sms' && event.direction === 'in';
  const isRefusal = event.kind === 'opted-out' && email === null;
  if (about !== null || contactId === null || phone !== null || !(isText || isRefusal)) return { event, about };
  const person = await connection.whoIs?.(contactId).catch((error: unknown) => {
    // An answer of nobody known may be passed over; STOP may not, and is told again when they can be asked.
    if (meaningOf(engine, event).kind === 'opted-out') throw error;
    return null;
  });
  if (!person) return { event, about };
  const named = { ...event, about: { ...event.about, ...person } };
  return { event: named, about: await whoAndWhat(engine, connection, named) };
}

/** By the id of ours that came back; else by address, number or the provider's id of the person. */
async function whoAndWhat(
  engine: Engine,
  { workspaceId, adapter }: HookConnection,
  event: HookEvent,
): Promise<About | null> {
  const { about } = event;
  const { ours } = about;
  const message = ours === null ? null : await engine.store.messages.get(workspaceId, ours);
  if (message) return { leadId: message.leadId, messageId: message.id, campaignId: message.campaignId };
  const booking = ours === null ? null : readBookingToken(engine.keyring.secret, ours);
  if (booking !== null && booking.workspaceId === workspaceId)
    return { leadId: booking.leadId, messageId: null, campaignId: booking.campaignId || null };
  const [leadId] = await engine.store.leads.find(workspaceId, ours ?? '', keysOf(about, adapter.provider));
  if (leadId === undefined) return null;
  return messageOf(engine, workspaceId, leadId, event);
}

function keysOf({ email, phone, contactId }: HookEvent['about'], provider: string): readonly string[] {
  const { address, number } = waysTo({ email, phone });
  return [
    ...(address === null ? [] : [`e:${address}`]),
    ...(number === null ? [] : [`p:${number}`]),
    ...(contactId === null ? [] : [`x:${provider}|${contactId}`]),
  ];
}

function waysTo({ email, phone }: Pick<HookEvent['about'], 'email' | 'phone'>) {
  const read = phone === null ? null : readPhone(phone, null);
  return {
    address: email === null ? null : normaliseEmail(email),
    number: read !== null && 'e164' in read ? read.e164 : null,
  };
}

function waysOf(about: HookEvent['about']): Ways {
  const { address, number } = waysTo(about);
  return { emails: address === null ? [] : [address], phones: number === null ? [] : [number] };
}

async function messageOf(engine: Engine, workspaceId: string, leadId: string, event: HookEvent): Promise<About> {
  const { ours, providerRef, mailId, email } = event.about;
  const isNamed = providerRef !== null || mailId !== null;
  const isMeant = !isNamed && (ours === null || ours === leadId) && isOfSomeMail(event);
  const story = isNamed || isMeant ? await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys) : null;
  const meant = () => story && mailToldOf(story, email, event.at ?? engine.clock.now());
  const message = isMeant ? meant() : story && ownMessage(story, event);
  return { leadId, messageId: message?.id ?? null, campaignId: message?.campaignId ?? null };
}

/** A provider tells of all that it sends: what we had it send is no touch by somebody else. */
function isOurOwn({ kind }: HookEvent, about: About): about is About & { readonly messageId: string } {
  return about.messageId !== null && (kind === 'tool-touch' || kind === 'human-touch');
}

function originOf({ adapter, name }: HookConnection): string {
  return `${adapter.provider}:${name}`;
}

function reportOf(engine: Engine, connection: HookConnection, event: HookEvent, about: About): EventReport {
  const { originId, direction, channel, text } = event;
  return {
    workspaceId: connection.workspaceId,
    ...about,
    ...meaningOf(engine, event),
    at: event.at ?? engine.clock.now(),
    ...(ownEnd(event, about) ?? { origin: originOf(connection), originId }),
    direction,
    channel,
    text,
    ways: waysOf(event.about),
    ...(event.meeting && { meeting: { ...event.meeting, origin: originOf(connection) } }),
    ...(isOursToAnswer(engine, connection, event) && { answersKeyword: true }),
  };
}

/** Whoever answers a keyword does so by the way that it was told on; what the provider has obeyed it has answered. */
function isOursToAnswer(engine: Engine, { answersBy, workspaceId }: HookConnection, event: HookEvent): boolean {
  if (answersBy === undefined || event.obeyed !== undefined || event.channel !== 'sms' || event.direction !== 'in')
    return false;
  const live = { id: workspaceId, mode: 'live' } as const;
  const { connections, parts } = engine;
  const way = connections.has(live, 'sms') ? connections.wayOut(live, 'sms') : parts.channels.text;
  return way?.name === answersBy;
}

/** Ends of our own calls and texts, so that each is one event, whether it is told or was asked for; null = it is none. */
function ownEnd({ kind, direction, channel }: HookEvent, { messageId }: About) {
  if (messageId === null || direction === 'in') return null;
  if (kind === 'call-completed') return direction === 'out' ? { origin: OWN_CALL, originId: messageId } : null;
  return channel === 'sms' && TEXT_ENDS.has(kind) ? { origin: OWN_TEXT, originId: textEndId(messageId, kind) } : null;
}

const TEXT_ENDS: ReadonlySet<HookEvent['kind']> = new Set(['delivered', 'bounced', 'opted-out']);

/** An answer is read for what it means; a mail is not, since what came is often the whole thread. */
function meaningOf(
  { clock, parts }: Engine,
  event: HookEvent,
): Pick<EventReport, 'kind' | 'outcome' | 'verdict' | 'why' | 'holdUntil'> {
  const { kind, outcome, verdict, channel, obeyed, text } = event;
  if (obeyed !== undefined) {
    const why = [{ code: 'reply-keyword', facts: { intent: obeyed, words: text ?? '' } }];
    return { kind, outcome, verdict, why };
  }
  if (kind !== 'replied' || outcome !== null || channel === 'email') return { kind, outcome, verdict };
  const { reading: _, ...read } = readEvent(event, {
    now: Math.min(event.at ?? clock.now(), clock.now()),
    zone: parts.zone ?? 'UTC',
  });
  return read;
}

/** A refusal by somebody whom we do not know stands before we do: a file that is imported tomorrow may hold them. */
async function refuseUnknown(engine: Engine, connection: HookConnection, event: HookEvent): Promise<void> {
  const { address, number } = waysTo(event.about);
  const about = { leadId: '', messageId: null, campaignId: null };
  const recordedAt = engine.clock.now();
  const told = {
    ...{ direction: null, channel: null, outcome: null },
    ...reportOf(engine, connection, event, about),
    id: '',
    recordedAt,
  };
  const { refused } = reactionTo(told, { id: '', email: address, phone: number, mailedTo: null }, []);
  const known = refused.filter(({ kind }) => kind !== 'lead');
  if (known.length === 0) return;
  await engine.store.leads.suppress(
    connection.workspaceId,
    known.map((refusal) => suppressionOf(engine, told, '', refusal)),
  );
  await refuseElsewhere(engine, told, known);
}
