/**
 * Makes both sides alike, as it was decided: what is taken over is written here, what is told is written in the CRM. Everything of it may be
 * done twice. Owns the order; decides nothing.
 */
import { THIS_CHANNEL } from '../../domain/event.ts';
import { identityKeys } from '../../domain/lead/identity.ts';
import type { Lead, LeadValues } from '../../domain/lead/lead.ts';
import { mergeInto } from '../../domain/lead/merge.ts';
import type { CrmBook, HandOffReply } from '../crm-port.ts';
import type { Engine } from '../engine.ts';
import { recordEvents } from '../react.ts';
import { pauseLead } from '../steer/passages.ts';
import type { LeadStory } from '../store-port.ts';
import { BEING, type Finding, REFUSAL, refusedWays } from './compare-contact.ts';

/** Whom it is about, and by which book. */
export interface Making {
  readonly workspaceId: string;
  readonly connection: string;
  /** Its provider, of whom values are that are taken over. */
  readonly provider: string;
  readonly contactId: string;
  readonly story: LeadStory | null;
  readonly book: CrmBook;
  /** Who has it made. */
  readonly by: string;
}

type Made = Pick<Finding, 'field' | 'ours' | 'theirs'> & { readonly verdict: 'take' | 'write' };

const DONE: HandOffReply = { kind: 'sent', detail: '' };

/** Makes what was found of one lead: of each what came of it. */
export async function makeAlike(
  engine: Engine,
  making: Making,
  found: readonly Made[],
): Promise<ReadonlyMap<string, HandOffReply>> {
  const replies = new Map<string, HandOffReply>();
  const all = (verdict: Made['verdict'], is: (field: string) => boolean) =>
    found.filter((one) => one.verdict === verdict && is(one.field));
  const settle = (ones: readonly Made[], reply: HandOffReply) => {
    for (const { field } of ones) replies.set(field, reply);
  };
  const [takes, writes] = [all('take', isField), all('write', isField)];
  const [refusals, told] = [all('take', isRefusal), all('write', isRefusal)];
  if (takes.length > 0) settle(takes, await takeValues(engine, making, takes));
  for (const one of refusals) settle([one], await refuseHere(engine, making, one.field.slice(REFUSAL.length)));
  for (const one of all('take', isBeing)) settle([one], await pause(engine, making));
  if (writes.length > 0) settle(writes, await making.book.write(making.contactId, oursOf(writes)));
  if (told.length > 0) settle(told, await making.book.refuse(making.contactId, waysOf(making)));
  for (const one of all('write', isBeing)) settle([one], await making.book.remove(making.contactId));
  return replies;
}

const isBeing = (field: string) => field === BEING;
const isRefusal = (field: string) => field.startsWith(REFUSAL);
/** Whether it is a value, neither a refusal nor whether somebody is there. */
export const isField = (field: string) => !isBeing(field) && !isRefusal(field);

function oursOf(writes: readonly Made[]): Record<string, string> {
  return Object.fromEntries(writes.flatMap(({ field, ours }) => (ours === null ? [] : [[field, ours] as const])));
}

function waysOf({ story }: Making): readonly string[] {
  return story === null ? [] : refusedWays(story);
}

/** Values of the CRM become the lead’s, as a record that overwrites would make them; one that a person empties is emptied. */
async function takeValues(engine: Engine, making: Making, takes: readonly Made[]): Promise<HandOffReply> {
  const { workspaceId, provider, story } = making;
  if (story === null) return DONE;
  const { id, values } = story.lead;
  const keys = keysOf(values);
  await engine.store.leads.capture({
    ...{ workspaceId, source: provider, now: engine.clock.now(), progress: null },
    rows: [{ line: 1, keys, content: null }],
    decide(known) {
      const nothing = { created: [], changed: [], traces: [], suppressions: [], reviews: [] };
      if (!keys.some((key) => known.holders(key).includes(id))) return nothing;
      const lead = overlaid(known.lead(id), takes);
      const held = new Set(keys);
      return {
        ...nothing,
        traces: [{ line: 1, leadId: id, outcome: 'merged', change: null, fields: takes.map(({ field }) => field) }],
        changed: [
          {
            lead: { ...lead, changedAt: engine.clock.now() },
            newKeys: keysOf(lead.values).filter((key) => !held.has(key)),
          },
        ],
      };
    },
  });
  return DONE;
}

function overlaid(lead: Lead, takes: readonly Made[]): Lead {
  const said = Object.fromEntries(takes.flatMap(({ field, theirs }) => (theirs === null ? [] : [[field, theirs]])));
  const emptied = Object.fromEntries(takes.flatMap(({ field, theirs }) => (theirs === null ? [[field, null]] : [])));
  const merged = mergeInto(lead.values, lead.attributes, { values: said, attributes: {}, optOuts: [] }, 'overwrite');
  return { ...lead, values: { ...(merged.changed ? merged.values : lead.values), ...emptied } };
}

function keysOf(values: Partial<LeadValues>): string[] {
  const { email, phone, person } = identityKeys(values, null, '');
  return [
    ...(email === undefined ? [] : [`e:${email}`]),
    ...(phone === undefined ? [] : [`p:${phone}`]),
    ...(person === undefined ? [] : [`n:${person}`]),
  ];
}

/** As the CRM would have told it by webhook: what goes on to the lead ends at once, and its story says so. */
async function refuseHere(engine: Engine, making: Making, channel: string): Promise<HandOffReply> {
  const { workspaceId, connection, contactId, story } = making;
  if (story === null) return DONE;
  const at = engine.clock.now();
  await recordEvents(engine, [
    {
      ...{ workspaceId, leadId: story.lead.id, campaignId: null, messageId: null, kind: 'opted-out', verdict: 'human' },
      ...{ at, origin: connection, originId: `reconcile:${contactId}:${channel}:${at}` },
      ...{ channel: channel as 'email', outcome: channel === 'email' ? THIS_CHANNEL : null },
      text: 'refused in the CRM',
    },
  ]);
  return DONE;
}

async function pause(engine: Engine, { workspaceId, story, connection, by }: Making): Promise<HandOffReply> {
  if (story === null) return DONE;
  const why = `the contact was deleted in ${connection}`;
  await pauseLead(engine, { workspaceId, leadId: story.lead.id, campaignId: null, enrollmentId: null, by, why });
  return DONE;
}
