/** Operations on what is held of a person: show it, hand it out, take it away; and what was taken away. */
import { z } from 'zod';
import { erasePerson, erasureOf, tombstoneOf } from '../../people/erase.ts';
import { personDocument } from '../../people/export.ts';
import type { Erasure } from '../../store-port.ts';
import { leadIdOf, leadRef } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';

const Texts = z.array(z.string()).readonly();
const Rows = z.array(z.record(z.string(), z.unknown())).readonly();
const Counted = z.record(z.string(), z.number());
const Receipt = z.object({
  erasure: z.string(),
  at: z.string(),
  by: z.string(),
  gone: Counted.describe('rows that went, by kind'),
  stays: Counted.describe('rows that stay without the person, by kind'),
});

/** What no erasure in this database reaches. */
const ELSEWHERE = [
  'what was handed over to CRMs, chats and webhooks',
  'mails, texts and calls at the providers, and in the mailboxes they came to',
  'files that were imported, those of their rejected rows, and the outbox folder of a dry workspace',
  'other workspaces of this instance, and its own list of refusals',
  'backups made before: one that is brought back forgets the person when it is claimed, by the note beside the database (the .erased file)',
] as const;

/** `person show`: the preview of erasing. */
export const personShow = operation({
  noun: 'person',
  verb: 'show',
  command: 'person show',
  summary: 'How much is held of a person, by kind, and what would become of it if they were erased',
  kind: 'query',
  input: z.strictObject({ lead: leadRef }),
  output: z.object({
    lead: z.string(),
    alsoKnownAs: z.array(z.string()),
    goes: Counted,
    staysWithoutThem: Counted.describe('of messages and decisions: those that prove a touch; the others go'),
    onItsWay: z.number().describe('messages and hand-offs that leave at this moment; erasing waits for them'),
    elsewhere: z.array(z.string()).describe('what erasing does not reach'),
  }),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'erased'],
  role: 'manager',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'person show jane@acme.com', says: 'before: rekindle person erase' }],
  print: ({ lead, alsoKnownAs, goes, staysWithoutThem, onItsWay, elsewhere }) =>
    [
      `${lead}${alsoKnownAs.length > 0 ? `, also ${alsoKnownAs.join(', ')}` : ''}`,
      `would go: ${countsText(goes)}`,
      `would stay without them, where it proves a touch: ${countsText(staysWithoutThem)}`,
      ...(onItsWay > 0 ? [`on its way at this moment: ${onItsWay}`] : []),
      ...elsewhereLines(elsewhere),
    ].join('\n'),
  async run({ engine, workspaceId }, { lead }) {
    const person = await engine.store.people.held(workspaceId, await leadIdOf(engine, workspaceId, lead));
    if (!person) throw noSuchLead(lead);
    const counted = (fate: 'goes' | 'stays') =>
      Object.fromEntries(person.held.filter((one) => one.fate === fate).map(({ kind, rows }) => [kind, rows.length]));
    return {
      lead: person.lead.id,
      alsoKnownAs: person.ids.slice(1),
      goes: counted('goes'),
      staysWithoutThem: counted('stays'),
      onItsWay: person.underWay.messages + person.underWay.handOffs,
      elsewhere: [...ELSEWHERE],
    };
  },
});

/** `person export`. */
export const personExport = operation({
  noun: 'person',
  verb: 'export',
  command: 'person export',
  summary: 'Everything that is held of a person as one JSON document: for them, when they ask for it',
  kind: 'query',
  input: z.strictObject({ lead: leadRef }),
  output: z.object({
    lead: z.string(),
    workspace: z.string(),
    exportedAt: z.string(),
    alsoKnownAs: Texts,
    emails: Texts,
    phones: Texts,
    fields: z.array(z.object({ field: z.string(), value: z.unknown(), from: z.string() })).readonly(),
    consent: z.object({ basis: z.string().nullable(), since: z.string().nullable(), said: Rows }),
    refusals: Rows,
    held: z.record(z.string(), Rows),
    complete: z.boolean().describe('false = of some kind there are more rows than are told'),
  }),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'erased'],
  role: 'manager',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'person export jane@acme.com', says: 'all of it, reasons in words; into a file: > jane.json' }],
  async run({ engine, workspaceId }, { lead }) {
    const document = await personDocument(engine, workspaceId, await leadIdOf(engine, workspaceId, lead));
    if (!document) throw noSuchLead(lead);
    return document;
  },
  print: (document) => `${JSON.stringify(document, null, 2)}\n`,
});

/** `person erase`. */
export const personErase = operation({
  noun: 'person',
  verb: 'erase',
  command: 'person erase',
  summary:
    'Forget a person: everything goes but the proof of touches, without them, and hashes by which they stay refused',
  kind: 'command',
  input: z.strictObject({
    lead: leadRef,
    yes: z.boolean().default(false).describe('nothing brings it back'),
  }),
  output: Receipt.extend({
    before: z.boolean().describe('it was done before; nothing was changed'),
    elsewhere: z.array(z.string()).describe('what this does not reach'),
  }),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'not-confirmed', 'on-its-way'],
  role: 'admin',
  scope: 'workspace',
  effect: 'irreversible',
  idempotent: true,
  preview: 'person show',
  unwritten: ['lead'],
  examples: [
    { command: 'person erase jane@acme.com --yes', says: 'the receipt tells what went; show it with erasure list' },
  ],
  print: ({ erasure, at, by, gone, stays, before, elsewhere }) =>
    [
      `${before ? 'Erased before' : 'Erased'}: ${erasure}, ${at}, by ${by}`,
      `gone: ${countsText(gone)}`,
      `stays without them: ${countsText(stays)}`,
      ...elsewhereLines(elsewhere),
    ].join('\n'),
  async run(context, { lead, yes }) {
    const { engine, workspaceId, actor } = context;
    const found = await leadOrErasure(context, lead);
    if (typeof found !== 'string') {
      // Its note may have been lost with the power, right after it was done.
      await engine.parts.tombstones?.add(tombstoneOf(found));
      return { ...receiptOf(found), before: true, elsewhere: [...ELSEWHERE] };
    }
    if (!yes) {
      throw new Refusal(
        'not-confirmed',
        'nothing brings an erased person back',
        'look with rekindle person show, then say it with --yes',
      );
    }
    const erasure = await erasePerson(engine, { workspaceId, leadId: found, by: actor });
    return { ...receiptOf(erasure), before: false, elsewhere: [...ELSEWHERE] };
  },
});

/** `erasure list`: the receipts. */
export const erasureList = operation({
  noun: 'erasure',
  verb: 'list',
  command: 'erasure list',
  summary: 'People who were erased, newest first: when, by whom, what went and what stays; it names nobody',
  kind: 'query',
  input: z.strictObject({
    limit: z.int().min(1).max(1000).default(50).describe('how many'),
    after: z.string().nullable().default(null).describe('id of the last one of the page before'),
  }),
  output: z.object({ erasures: z.array(Receipt), next: z.string().nullable() }),
  positional: [],
  errors: [],
  role: 'manager',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'erasure list --limit 20', says: 'to show later that it was done' }],
  async run({ engine, workspaceId }, { limit, after }) {
    const found = await engine.store.people.erasures({ workspaceId, before: after, limit });
    return { erasures: found.map(receiptOf), next: found.length === limit ? (found.at(-1)?.id ?? null) : null };
  },
});

/** The id of the lead, or the erasure of who was known so. */
async function leadOrErasure({ engine, workspaceId }: OperationContext, lead: string): Promise<string | Erasure> {
  try {
    return await leadIdOf(engine, workspaceId, lead);
  } catch (error) {
    const erasure =
      error instanceof Refusal && error.code === 'erased' ? await erasureOf(engine, workspaceId, lead) : null;
    if (erasure) return erasure;
    throw error;
  }
}

function receiptOf({ id, at, by, counts }: Erasure): z.output<typeof Receipt> {
  const counted = (of: 'gone' | 'kept') =>
    Object.fromEntries(
      Object.entries(counts).flatMap(([kind, count]) => (count[of] > 0 ? [[kind, count[of]] as const] : [])),
    );
  return { erasure: id, at: new Date(at).toISOString(), by, gone: counted('gone'), stays: counted('kept') };
}

function countsText(counts: Readonly<Record<string, number>>): string {
  const told = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  return told.length === 0 ? 'nothing' : told.join(', ');
}

function elsewhereLines(elsewhere: readonly string[]): string[] {
  return ['Not reached by it:', ...elsewhere.map((place) => `  ${place}`), ''];
}

function noSuchLead(lead: string): Refusal {
  return new Refusal('no-such-lead', `no lead is known as “${lead}”`, 'it was merged or erased meanwhile');
}
