/** An instance with all four jobs on it: people taken in, permissions told, five campaigns live, accounts begun. */
import { join } from 'node:path';
import type { Campaign } from '../../src/domain/campaign/campaign.ts';
import { DEFAULT_LIMITS, type SendLimits } from '../../src/domain/consent/pace/send-limits.ts';
import type { Course } from '../../src/domain/course/course.ts';
import type { Lead } from '../../src/domain/lead/lead.ts';
import { startAccount } from '../../src/engine/accounts/acts.ts';
import { coursesOf } from '../../src/engine/classes/courses.ts';
import { allOperations } from '../../src/engine/operations/table.ts';
import { type EventReport, recordEvents } from '../../src/engine/react.ts';
import { type Left, simulatedChannels } from '../../src/engine/simulate/ways-out.ts';
import type { Store } from '../../src/engine/store-port.ts';
import { openStage, SENDER, type Stage } from '../pipeline/stage.ts';
import { ROOT } from '../tidy/tree.ts';
import { drawsOf } from './chance.ts';
import { accountDomain, accountsOf, fileOf, JOBS, type Job } from './people.ts';

/** The workspace. */
export const WORKSPACE = 'main';
/** Monday, 2 March 2026, 9 in the morning in New York: summer time begins within the week there, and Easter comes. */
const START = Date.parse('2026-03-02T14:00:00Z');
const BATCH = 250;

/** Limits of a new workspace but for those that stretch a quarter over years: warm-up, minutes between mails, caps of a mailbox. */
const LIMITS_OF_QUARTER: SendLimits = {
  ...DEFAULT_LIMITS,
  email: { ...DEFAULT_LIMITS.email, senderDay: null, sendingDomainDay: null, recipientDomainDay: null },
  warmUp: null,
  jitter: null,
  canary: null,
};

/** What a quarter is lived on. */
export interface Ground {
  readonly stage: Stage;
  readonly campaigns: ReadonlyMap<Job, Campaign>;
  readonly course: Course;
  /** What left since it was last looked at; whoever looks takes it out. */
  readonly left: Left[];
}

/** What a quarter is made of. */
export interface Wish {
  readonly leads: number;
  readonly seed: number;
  /** How often the worker looks, minutes. */
  readonly stepMinutes: number;
  /** When what is by itself done every few minutes is done: recovering, watching, fading. */
  readonly upkeep: string;
  /** Where it is lived; absent = a SQLite file. */
  readonly store?: Store;
}

/** Opens the instance and brings it to its first morning. */
export async function openGround({ leads, seed, upkeep, store }: Wish): Promise<Ground> {
  const left: Left[] = [];
  const channels = simulatedChannels({
    leave: async (one) => void left.push(one),
    end: (intentKey) => callEnd(seed, intentKey),
  });
  const stage = await openStage({
    ...{ start: START, limits: LIMITS_OF_QUARTER, channels, operations: allOperations },
    publicUrl: 'https://class.sender.example',
    ...(store && { store }),
  });
  await stage.run('workspace set-voice', { on: true });
  for (const name of ['recover', 'watch', 'decay']) await stage.run('routine set', { name, cron: upkeep });
  for (const job of JOBS)
    await stage.run('import', { file: stage.file(`${job}.csv`, fileOf(job, leads)), basis: 'consent' });
  await tellPermissions(stage, seed);
  for (const job of JOBS) await launch(stage, job);
  const campaigns = new Map<Job, Campaign>();
  for (const job of JOBS) campaigns.set(job, (await stage.engine.store.campaigns.get(WORKSPACE, job)) as Campaign);
  await beginAccounts(stage, campaigns.get('account-based') as Campaign, leads);
  const [course] = await coursesOf(stage.engine, WORKSPACE);
  return { stage, campaigns, course: course as Course, left };
}

function callEnd(seed: number, intentKey: string) {
  const drawn = drawsOf(seed, `${intentKey}:end`)(0);
  if (drawn < 0.25) return { outcome: 'answered', reason: 'user_hangup', endedAt: null };
  if (drawn < 0.65) return { outcome: 'voicemail', reason: 'voicemail_reached', endedAt: null };
  return { outcome: 'no-answer', reason: 'dial_no_answer', endedAt: null };
}

async function launch({ run }: Stage, job: Job): Promise<void> {
  const playbook = join(ROOT, 'playbooks', job);
  await run('campaign create', { ...SENDER, dailyCap: 100_000, name: job, playbook, tag: [job] });
  await run('assess', { campaign: job });
  await run('campaign launch', { campaign: job });
}

/** Every lead of a workspace, page by page. */
export async function* everyLead(store: Store): AsyncGenerator<Lead, void, void> {
  for (let after: string | null = null; ; ) {
    const page: Lead[] = await store.leads.list({ workspaceId: WORKSPACE, after, limit: BATCH });
    yield* page;
    after = page.at(-1)?.id ?? null;
    if (page.length < BATCH) return;
  }
}

/** Whoever has a phone has said yes to texts, and one in three to calls by an artificial voice. */
async function tellPermissions({ engine }: Stage, seed: number): Promise<void> {
  let told: EventReport[] = [];
  for await (const lead of everyLead(engine.store)) {
    if (lead.values.phone === null) continue;
    told.push(optIn(lead.id, 'sms', engine.clock.now()));
    if (drawsOf(seed, `${lead.values.email}`)(0) < 1 / 3) told.push(optIn(lead.id, 'voice', engine.clock.now()));
    if (told.length < BATCH) continue;
    await recordEvents(engine, told);
    told = [];
  }
  await recordEvents(engine, told);
}

function optIn(leadId: string, channel: 'sms' | 'voice', at: number): EventReport {
  const key = { workspaceId: WORKSPACE, leadId, campaignId: null, messageId: null };
  const how = { origin: 'form', originId: `${leadId}:${channel}`, verdict: 'human', direction: 'in' } as const;
  const outcome = channel === 'voice' ? 'artificial-voice' : null;
  return { ...key, ...how, kind: 'opted-in', channel, outcome, at, text: 'Signed, form 7' };
}

async function beginAccounts({ engine }: Stage, campaign: Campaign, leads: number): Promise<void> {
  const { accounts } = engine.store;
  const contacts = new Map<string, string[]>();
  for await (const { id, values } of everyLead(engine.store)) {
    if (values.tags?.[0] !== campaign.name) continue;
    const domain = values.email?.split('@')[1] ?? '';
    contacts.set(domain, [...(contacts.get(domain) ?? []), id]);
  }
  const nothing = { owner: null, deal: null, customer: false, competitors: [], createdAt: engine.clock.now() };
  for (let n = 0; n < accountsOf(leads); n++) {
    const id = accountDomain(n);
    await accounts.put({ workspaceId: WORKSPACE, id, name: `Company ${n}`, ...nothing });
    await accounts.addContacts(WORKSPACE, id, contacts.get(id) ?? []);
    await startAccount(engine, { workspaceId: WORKSPACE, accountId: id }, campaign);
  }
}
