/** Operations on accounts: add one, say who belongs to it and what is known of it, look. */

import { z } from 'zod';
import { ACCOUNT_STAGES } from '../../../domain/account/stage/stage.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { isFreeMail } from '../../../domain/verify/domains.ts';
import { noSuchAccount } from '../../accounts/acts.ts';
import { accountSubject, accountView } from '../../accounts/view.ts';
import type { AccountRecord } from '../../store-port.ts';
import { leadIdOf, leadRef, workspaceOf } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';
import { accountRef, ConflictShown, CoverageShown, HealthShown, ReasonShown, TouchpointsShown } from './shape.ts';

const Known = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  deal: z.string().nullable(),
  customer: z.boolean(),
  competitors: z.array(z.string()),
});

function known({ id, name, owner, deal, customer, competitors }: AccountRecord): z.output<typeof Known> {
  return { id, name, owner, deal, customer, competitors: [...competitors] };
}

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** `account add`: with the leads of its domain as contacts. */
export const accountAdd = operation({
  noun: 'account',
  verb: 'add',
  command: 'account add',
  summary:
    'Make an account of a company; known leads of its domain become its contacts, in the order in which they came',
  kind: 'command',
  input: z.strictObject({
    account: accountRef,
    name: z.string().min(1).max(200).optional().describe('as messages call it; the id where left out'),
    // Whoever has an address at a provider of free mail belongs to no company by it.
    domain: z
      .string()
      .regex(/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/, 'not a domain')
      .optional()
      .describe('whose leads are its contacts; the id where it is a domain'),
    lead: z.array(leadRef).max(LIMITS.accountContacts).default([]).describe('first of all these leads'),
  }),
  output: z.object({ account: Known, contacts: z.number(), elsewhere: z.array(z.string()) }),
  positional: ['account'],
  errors: ['no-such-lead', 'several-leads', 'too-many-contacts'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [
    { command: 'account add acme.com --name Acme', says: 'all leads of acme.com are its contacts' },
    {
      command: 'account add A-1007 --name Acme --lead jane@acme.com --lead joe@acme.com',
      says: 'the first is the primary one',
    },
  ],
  async run(context, { account: id, name, domain, lead }) {
    const { engine, workspaceId } = context;
    await workspaceOf(context);
    const before = await engine.store.accounts.get(workspaceId, id);
    const account = before ? { ...before, name: name ?? before.name } : fresh(context, id, name ?? id);
    await engine.store.accounts.put(account);
    const named: string[] = [];
    for (const ref of lead) named.push(await leadIdOf(engine, workspaceId, ref));
    const from = domain?.toLowerCase() ?? (DOMAIN.test(id) ? id : null);
    const found =
      from === null || isFreeMail(from)
        ? []
        : await engine.store.accounts.leadsOfDomain(workspaceId, from, LIMITS.accountContacts);
    const elsewhere = await addContacts(context, id, [...named, ...found]);
    return { account: known(account), contacts: await countContacts(context, id), elsewhere: [...elsewhere] };
  },
});

function fresh({ engine, workspaceId }: OperationContext, id: string, name: string): AccountRecord {
  const nothing = { owner: null, deal: null, customer: false, competitors: [] };
  return { workspaceId, id, name, ...nothing, createdAt: engine.clock.now() };
}

async function countContacts({ engine, workspaceId }: OperationContext, accountId: string): Promise<number> {
  const ask = { workspaceId, accountId, campaignId: null, suppressionKeys: engine.suppressionKeys };
  return (await engine.store.accounts.subject(ask))?.contacts.length ?? 0;
}

async function addContacts(
  context: OperationContext,
  accountId: string,
  leadIds: readonly string[],
): Promise<readonly string[]> {
  const { engine, workspaceId } = context;
  const asked = [...new Set(leadIds)];
  const room = LIMITS.accountContacts - (await countContacts(context, accountId));
  if (asked.length > room) {
    const most = `an account has ${LIMITS.accountContacts} contacts at most`;
    throw new Refusal('too-many-contacts', most, 'take one out first: account contact --remove');
  }
  return engine.store.accounts.addContacts(workspaceId, accountId, asked);
}

/** `account contact`: who belongs to it. */
export const accountContact = operation({
  noun: 'account',
  verb: 'contact',
  command: 'account contact',
  summary: 'Make a lead a contact of an account, or take it out',
  kind: 'command',
  input: z.strictObject({ account: accountRef, lead: leadRef, remove: z.boolean().default(false) }),
  output: z.object({ account: z.string(), leadId: z.string(), contacts: z.number(), changed: z.boolean() }),
  positional: ['account', 'lead'],
  errors: ['no-such-account', 'no-such-lead', 'several-leads', 'too-many-contacts', 'of-another-account'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'account contact',
  examples: [{ command: 'account contact acme.com joe@acme.com', says: 'comes after the contacts that it has' }],
  async run(context, { account, lead, remove }) {
    const { engine, workspaceId } = context;
    if (!(await engine.store.accounts.get(workspaceId, account))) throw noSuchAccount(account);
    const leadId = await leadIdOf(engine, workspaceId, lead);
    const before = await countContacts(context, account);
    if (remove) await engine.store.accounts.removeContact(workspaceId, account, leadId);
    else if ((await addContacts(context, account, [leadId])).length > 0) throw ofAnother(lead);
    const contacts = await countContacts(context, account);
    return { account, leadId, contacts, changed: contacts !== before };
  },
});

function ofAnother(lead: string): Refusal {
  return new Refusal(
    'of-another-account',
    `“${lead}” is a contact of another account`,
    'take it out there first: account contact --remove',
  );
}

/** `account mark`: what is known of it. */
export const accountMark = operation({
  noun: 'account',
  verb: 'mark',
  command: 'account mark',
  summary:
    'Say what is known of an account: a deal that is open, that it is a customer, who looks after it, with whom it competes',
  kind: 'command',
  input: z.strictObject({
    account: accountRef,
    deal: z.string().max(200).optional().describe('name of the deal that is open; "" = none is'),
    customer: z.enum(['yes', 'no']).optional(),
    owner: z.string().max(200).optional().describe('who looks after it; "" = nobody in particular'),
    competitor: z
      .array(accountRef)
      .max(LIMITS.accountCompetitors)
      .optional()
      .describe('accounts that it competes with; in place of those noted'),
  }),
  output: z.object({ account: Known }),
  positional: ['account'],
  errors: ['no-such-account'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'account mark',
  examples: [
    { command: 'account mark acme.com --deal "Renewal 2027"', says: 'its campaign pauses before its next touchpoint' },
    { command: 'account mark acme.com --competitor bolt.com', says: 'both are not worked at the same time' },
  ],
  async run({ engine, workspaceId }, input) {
    const before = await engine.store.accounts.get(workspaceId, input.account);
    if (!before) throw noSuchAccount(input.account);
    const account: AccountRecord = {
      ...before,
      deal: input.deal === undefined ? before.deal : input.deal || null,
      customer: input.customer === undefined ? before.customer : input.customer === 'yes',
      owner: input.owner === undefined ? before.owner : input.owner || null,
      competitors: input.competitor?.filter((id) => id !== before.id) ?? before.competitors,
    };
    await engine.store.accounts.put(account);
    return { account: known(account) };
  },
});

/** A contact of an account, who is turned to first before the others. */
const ContactRow = z.object({
  leadId: z.string(),
  name: z.string().nullable(),
  title: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  role: z.string(),
  points: z.number(),
  ways: z.array(z.string()),
  touched: z.number(),
  answered: z.boolean(),
  held: ReasonShown.nullable(),
});
/** A touchpoint or the try of one, in their order. */
const TouchRow = z.object({
  id: z.string(),
  leadId: z.string(),
  by: z.string(),
  state: z.string(),
  decidedAt: z.string().nullable(),
  at: z.string().nullable(),
  intentKey: z.string(),
});

/** `account show`. */
export const accountShow = operation({
  noun: 'account',
  verb: 'show',
  command: 'account show',
  summary:
    'One account: contacts in their rank, touchpoints, what stands against it, coverage, health, and what comes next',
  kind: 'query',
  input: z.strictObject({ account: accountRef }),
  output: z.object({
    account: Known,
    campaign: z.string().nullable(),
    status: z.string(),
    stage: z.enum(ACCOUNT_STAGES).describe('at which of them it stands'),
    stages: z.array(z.enum(ACCOUNT_STAGES)),
    outcome: z.string().nullable(),
    reason: ReasonShown.nullable(),
    startedAt: z.string().nullable(),
    nextLookAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    touchpoints: TouchpointsShown,
    ways: z.array(z.string()),
    coverage: CoverageShown,
    health: HealthShown,
    contacts: z.array(ContactRow),
    touches: z.array(TouchRow),
    conflicts: z.array(ConflictShown),
  }),
  positional: ['account'],
  errors: ['no-such-account'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'account show acme.com', says: 'who was touched, who answered, what holds it' }],
  async run({ engine, workspaceId }, { account }) {
    return accountView(engine, await accountSubject(engine, { workspaceId, accountId: account }, null));
  },
});
