/** Operations on leads: add, show, list, explain; suppression; messages. */
import { z } from 'zod';
import type { MemberStage } from '../../domain/campaign/campaign.ts';
import { domainNamed, refusedBy } from '../../domain/consent/refused-row.ts';
import { EVERY_WORKSPACE, EVERYBODY } from '../../domain/consent/suppression.ts';
import { BY_HAND } from '../../domain/lead/change.ts';
import { draftOf } from '../../domain/lead/draft.ts';
import type { Filter } from '../../domain/list/filter.ts';
import { refuseUnlessEverywhere } from '../access/caller.ts';
import { mappingOf, unusable } from '../capture/by-hand.ts';
import { captureBatch } from '../capture/capture.ts';
import { explainLead, leadView, standingView, storyOf } from '../explain.ts';
import type { LeadFound, Suppression } from '../store-port.ts';
import { campaignOf, campaignOfLead, campaignOfLeadRef, leadIdOf, leadRef, workspaceOf } from './find.ts';
import {
  asksMore,
  cutInputs,
  cutTo,
  LIST_ERRORS,
  type ListWish,
  listInputs,
  listQuery,
  pageTold,
  Total,
} from './lists/asked.ts';
import { type OperationContext, operation, Refusal } from './operation.ts';
import { partsOf } from './people/parts.ts';
import { printExplanation, printLead } from './print/lead.ts';
import { columnsOf, printList } from './print/table.ts';

const STAGES = [
  'rejected',
  'review',
  'ready',
  'unrouted',
  'enrolled',
  'ended',
  'left',
] as const satisfies readonly MemberStage[];
const TIERS = ['hot', 'warm', 'cool', 'cold'] as const;
/** What a row of the list may be cut down to; `id` is always there. */
const FIELDS = [
  'name',
  'email',
  'phone',
  'title',
  'company',
  'country',
  'owner',
  'zone',
  'source',
  'basis',
  'refused',
  'standing',
] as const;

const page = {
  limit: z.int().min(1).max(1000).default(50).describe('how many'),
  after: z.string().nullable().default(null).describe('id of the last one of the page before'),
};

/** `lead add`: one lead by hand. */
export const leadAdd = operation({
  noun: 'lead',
  verb: 'add',
  command: 'lead add',
  summary: 'Add one lead by hand',
  kind: 'command',
  input: z.strictObject({
    set: z
      .record(z.string(), z.string())
      .describe('field=value; may be repeated: --set email=jane@acme.com --set "title=VP Sales"'),
    basis: z
      .enum(['consent', 'legitimate-interest', 'contract', 'none'])
      .nullable()
      .default(null)
      .describe('on what basis this person may be contacted'),
    source: z.string().min(1).default(BY_HAND).describe('where the lead comes from'),
    overwrite: z.boolean().default(false).describe('let these values win over what is known'),
  }),
  output: z.object({ leadId: z.string(), outcome: z.enum(['created', 'merged', 'unchanged']) }),
  positional: [],
  errors: ['unknown-field', 'empty-row', 'unusable-value'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [
    {
      command: 'lead add --set email=jane@acme.com --set firstName=Jane --basis consent',
      says: 'a known lead is merged, not doubled',
    },
  ],
  async run(context, { set, basis, source, overwrite }) {
    const { engine, workspaceId } = context;
    await workspaceOf(context);
    const headers = Object.keys(set);
    const reading = draftOf(Object.values(set), mappingOf(headers), { defaultCountry: null, basis });
    if (!reading.ok)
      throw new Refusal(reading.code, 'nothing is said of this lead', 'give at least one --set field=value');
    // Of a file such a cell is set aside; whoever types it is told at once.
    const lost = headers.find((header) => reading.notes.some(({ column }) => column === header));
    if (lost !== undefined) throw unusable(lost, set[lost] ?? '');
    const mode = overwrite ? 'overwrite' : 'fill';
    const drafts = [{ line: 1, draft: reading.draft }];
    const outcome = await captureBatch(engine, { workspaceId, source, importId: null, mode, drafts, progress: null });
    const [created] = outcome.created;
    if (created) return { leadId: created.lead.id, outcome: 'created' as const };
    if (outcome.basesKept > 0)
      context.note(
        'The basis of this lead stands as it was: lead change LEAD --set basis=…, or --overwrite, changes it.',
      );
    const [trace] = outcome.traces;
    return { leadId: trace?.leadId ?? '', outcome: trace?.outcome ?? 'unchanged' };
  },
});

/** `lead show`: everything known and decided of one lead. */
export const leadShow = operation({
  noun: 'lead',
  verb: 'show',
  command: 'lead show',
  summary: 'One lead: who it is, its score to the point, where it stands, what comes next and why not earlier',
  kind: 'query',
  input: z.strictObject({ lead: leadRef }),
  output: z.record(z.string(), z.unknown()),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'lead show jane@acme.com', says: 'everything known and decided, with reasons' }],
  async run({ engine, workspaceId }, { lead }) {
    const story = await storyOf(engine, workspaceId, await leadIdOf(engine, workspaceId, lead));
    return { ...(await leadView(engine, story)), parts: await partsOf(engine, story) };
  },
  print: printLead,
});

/** `lead list`. */
export const leadList = operation({
  noun: 'lead',
  verb: 'list',
  command: 'lead list',
  summary: 'Leads, oldest first: all, those of a name or company, or those of a campaign with where they stand',
  kind: 'query',
  input: z.strictObject({
    ...page,
    ...listInputs('lead'),
    search: z.string().max(200).default('').describe('words anywhere in address, name, company or domain'),
    campaign: z.string().optional().describe('only its audience, with where each stands'),
    stage: z.enum(STAGES).optional().describe('of the campaign: only in this stage'),
    tier: z.enum(TIERS).optional().describe('of the campaign: only of this tier'),
    ...cutInputs(FIELDS),
  }),
  output: z.object({
    leads: z.array(z.record(z.string(), z.unknown())),
    next: z.string().nullable(),
    total: Total,
  }),
  positional: [],
  errors: ['no-such-campaign', 'which-campaign', 'no-campaign', ...LIST_ERRORS],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    {
      command: `lead list --where 'country in ["DE", "AT"] && "vip" in tags' --sort company`,
      says: 'in CEL, as conditions are',
    },
    { command: 'lead list --limit 20', says: 'the first twenty' },
    { command: 'lead list --search acme', says: 'whoever is called so, or works there' },
    { command: 'lead list --fields email --fields owner --count', says: 'two columns, and how many there are' },
    { command: 'lead list --campaign spring --tier hot --stage review', says: 'hot leads that wait for a yes' },
  ],
  async run(context, { fields, count, ...wish }) {
    const { campaign, stage, tier } = wish;
    const inCampaign = campaign ?? (stage === undefined && tier === undefined ? null : undefined);
    const campaignId = inCampaign === null ? null : (await campaignOf(context, inCampaign)).id;
    const { rows, next, total } = await (asksMore(wish) ? askedLeads : searchedLeads)(context, { ...wish, campaignId });
    const leads = rows.map((one) => cutTo(fields, leadRow(one)));
    return count ? { leads, next, total: await total() } : { leads, next };
  },
  print({ leads, ...around }) {
    const [first = {}] = leads;
    // Those that were cut to the fields that somebody asked for show these.
    const isCut = Object.keys(LEAD_COLUMNS).some((name) => !name.startsWith('standing.') && !(name in first));
    const columns = isCut ? columnsOf(first) : LEAD_COLUMNS;
    return printList(leads, columns, { ...around, none: 'No lead is known that is so.' });
  },
});

/** Which of a lead's values are shown in a table. */
const LEAD_COLUMNS = {
  ...{
    name: 'NAME',
    email: 'E-MAIL',
    phone: 'PHONE',
    title: 'TITLE',
    company: 'COMPANY',
    country: 'COUNTRY',
    owner: 'OWNER',
  },
  ...{ 'standing.stage': 'STAGE', 'standing.tier': 'TIER', 'standing.score': 'SCORE', 'standing.sequence': 'SEQUENCE' },
  ...{ refused: 'REFUSED', id: 'ID' },
};

interface LeadWish extends ListWish {
  readonly search: string;
  readonly campaignId: string | null;
  readonly stage?: MemberStage | undefined;
  readonly tier?: (typeof TIERS)[number] | undefined;
}

async function searchedLeads({ engine, workspaceId }: OperationContext, wish: LeadWish) {
  const { after, limit, search: words, campaignId, stage = null, tier = null } = wish;
  const asked = { workspaceId, after, limit, words, campaignId, stage, tier };
  const rows = await engine.store.leads.search(asked, engine.suppressionKeys);
  const next = rows.length === limit ? (rows.at(-1)?.lead.id ?? null) : null;
  return { rows, next, total: () => engine.store.leads.count(asked) };
}

async function askedLeads(context: OperationContext, wish: LeadWish) {
  const { engine } = context;
  const query = listQuery(context, 'lead', wish, leadFlags(wish));
  const found = pageTold(await engine.store.lists.leads(query, engine.suppressionKeys), query.order);
  return { ...found, total: () => engine.store.lists.count('lead', query, engine.suppressionKeys) };
}

/** What the flags beside a filter ask, as parts of it. */
function leadFlags({ search, stage, tier }: LeadWish): Filter[] {
  const value = search.trim().toLowerCase();
  const called = CALLED.map((field): Filter => ({ field, is: 'contains', value, folded: true }));
  return [
    ...(value === '' ? [] : [{ any: called }]),
    ...(stage === undefined ? [] : [{ field: 'standing.stage', is: '==', value: stage } as const]),
    ...(tier === undefined ? [] : [{ field: 'standing.tier', is: '==', value: tier } as const]),
  ];
}

const CALLED = ['lead.email', 'lead.fullName', 'lead.company', 'lead.domain'] as const;

function leadRow({ lead, suppressions, member, enrollment, scoreBefore }: LeadFound) {
  const { id, values, source, basis } = lead;
  const { fullName, email, phone, title, company, country, owner, zone } = values;
  const refused = [...new Set(suppressions.map(({ channel }) => channel))];
  const who = { id, name: fullName, email, phone, title, company, country, owner, zone, source, basis, refused };
  if (member === null) return who;
  const before = scoreBefore === null ? null : scoreBefore / 1e6;
  return { ...who, standing: { ...standingView(member, enrollment), scoreBefore: before } };
}

/** `explain`: why, why not, and what comes next. */
export const explain = operation({
  noun: 'lead',
  verb: 'explain',
  command: 'explain',
  summary: 'Why this was, or was not, sent, and what comes next',
  kind: 'query',
  input: z.strictObject({
    lead: leadRef,
    campaign: campaignOfLeadRef,
    message: z.string().optional().describe('id of one message'),
  }),
  output: z.object({
    decision: z.string(),
    reasons: z.array(
      z.object({ code: z.string(), says: z.string(), remedy: z.string(), facts: z.record(z.string(), z.unknown()) }),
    ),
    facts: z.record(z.string(), z.unknown()),
    next: z.string(),
  }),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'no-campaign', 'which-campaign', 'no-such-message'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'explain jane@acme.com', says: 'the stored decision, in words' }],
  async run(context, { lead, campaign, message }) {
    const { engine, workspaceId } = context;
    const leadId = await leadIdOf(engine, workspaceId, lead);
    return explainLead(engine, leadId, await campaignOfLead(context, leadId, campaign), message ?? null);
  },
  print: printExplanation,
});

/** `suppress add`: a standing refusal. */
export const suppressAdd = operation({
  noun: 'suppression',
  verb: 'add',
  command: 'suppress add',
  summary: 'Never contact this address, number, domain, account, or anybody by a channel again',
  kind: 'command',
  input: z.strictObject({
    value: z.string().min(1).optional().describe('e-mail address, domain (@acme.com) or phone number'),
    account: z.string().min(1).optional().describe('everybody at this company, by its domain: acme.com'),
    everybody: z.boolean().default(false).describe('everybody; name the channel with --channel'),
    channel: z.enum(['email', 'sms', 'voice', 'all']).default('all').describe('which channel is refused'),
    everywhere: z.boolean().default(false).describe('in every workspace of this instance'),
    reason: z.string().min(1).default('manual').describe('why, for the record'),
  }),
  output: z.object({ kind: z.string(), value: z.string(), added: z.boolean() }),
  positional: ['value'],
  errors: ['not-an-address', 'which-refusal', 'whole-instance-only'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [
    { command: 'suppress add jane@acme.com', says: 'from the commit on nothing leaves to her' },
    { command: 'suppress add --account acme.com', says: 'nothing leaves to anybody at acme.com' },
    { command: 'suppress add --everybody --channel email', says: 'no e-mail leaves at all' },
  ],
  async run(context, { channel, reason, everywhere, ...target }) {
    const { engine, workspaceId } = context;
    if (everywhere) refuseUnlessEverywhere(context);
    await workspaceOf(context);
    const { kind, normal, keys } = readRefused(target);
    const suppression: Suppression = {
      keyHash: engine.keyring.hash(kind, normal),
      channel,
      kind,
      value: normal,
      reason,
      origin: 'manual',
      at: engine.clock.now(),
    };
    const holders = await engine.store.leads.find(workspaceId, '', keys);
    const refused = [{ leadId: holders[0] ?? '', suppression }];
    const added = await engine.store.leads.suppress(everywhere ? EVERY_WORKSPACE : workspaceId, refused);
    return { kind, value: normal, added: added > 0 };
  },
});

interface Target {
  readonly kind: Suppression['kind'];
  readonly normal: string;
  /** Of the leads that it is about, as far as they can be told at once. */
  readonly keys: readonly string[];
}

function readRefused(wish: {
  readonly value?: string | undefined;
  readonly account?: string | undefined;
  readonly everybody: boolean;
}): Target {
  const { value, account, everybody } = wish;
  const [only, ...others] = [
    ...(value === undefined ? [] : [() => readTarget(value)]),
    ...(account === undefined ? [] : [() => readAccount(account)]),
    ...(everybody ? [() => ({ kind: 'channel', normal: EVERYBODY, keys: [] }) as const] : []),
  ];
  if (only && others.length === 0) return only();
  throw new Refusal('which-refusal', 'name one: a value, --account or --everybody', 'suppress add jane@acme.com');
}

function readAccount(account: string): Target {
  const domain = domainNamed(account);
  if (domain) return { kind: 'account', normal: domain, keys: [] };
  throw new Refusal('not-an-address', `“${account}” is no domain`, 'an account is known by its domain: acme.com');
}

function readTarget(value: string): Target {
  const found = refusedBy(value, null);
  if (found) return { kind: found.kind, normal: found.value, keys: found.leadKey === null ? [] : [found.leadKey] };
  throw new Refusal(
    'not-an-address',
    `“${value}” is no e-mail address, domain or phone number`,
    'numbers begin with + and the country code',
  );
}
