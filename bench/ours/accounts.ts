/**
 * Accounts with long histories: what one step costs, decided and committed on its own, and what a campaign takes on disk. Lived through on
 * the virtual clock by the real engine, so that each history is one that a real account has.
 */
import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { startAccount } from '../../src/engine/accounts/acts.ts';
import { advanceAccounts } from '../../src/engine/accounts/advance.ts';
import { assessAll } from '../../src/engine/assess/assess.ts';
import { nextAt, untilIdle } from '../../src/engine/loop.ts';
import type { Measured } from '../runs/measure.ts';
import { type Instance, importLeads, liveCampaign, playbookNamed, START } from './instance.ts';

const WORKSPACE = 'main';
const CONTACTS = 10;
const TOUCHPOINTS = 20;
/** Looks of the clock at most: an account takes three for each touchpoint. */
const MOST_LOOKS = 2_000;
const TITLES = [
  'CEO',
  'CFO',
  'VP Sales',
  'VP Operations',
  'Director of IT',
  'Head of Support',
  'Sales Manager',
  'Team Lead',
  'Analyst',
  '',
];

/** Accounts of ten contacts each, imported, begun, and lived through until the last touchpoint but one was made. */
export async function writeAccounts(instance: Instance, db: string, count: number): Promise<Measured> {
  const { engine, clock } = instance;
  const csv = `${db}.csv`;
  writeFileSync(csv, leadsOf(count));
  await importLeads(instance, csv);
  const campaign = await liveCampaign(instance, playbookNamed('account-based', { touchpoints: TOUCHPOINTS }));
  await assessAll(engine, campaign, { note: () => undefined });
  for (let n = 0; n < count; n++) await begin(instance, campaign, n);
  const before = bytesOf(db);
  for (let look = 0; look < MOST_LOOKS && touchpoints(db) < count * (TOUCHPOINTS - 1); look++) {
    clock.moveTo((await nextAt(engine)) ?? clock.now());
    await untilIdle(engine);
  }
  // Until the moment before the last one is due.
  const due = await nextTouch(instance, db);
  return { items: touchpoints(db), ms: 0, bytes: bytesOf(db) - before, due };
}

async function begin({ engine }: Instance, campaign: Parameters<typeof startAccount>[2], n: number): Promise<void> {
  const id = domainOf(n);
  await engine.store.accounts.put({
    ...{ workspaceId: WORKSPACE, id, name: `Company ${n}`, owner: null, deal: null, customer: false },
    ...{ competitors: [], createdAt: START },
  });
  const leads = await engine.store.leads.find(WORKSPACE, '', [`e:p0@${id}`]);
  const others: string[] = [];
  for (let i = 1; i < CONTACTS; i++) others.push(...(await engine.store.leads.find(WORKSPACE, '', [`e:p${i}@${id}`])));
  await engine.store.accounts.addContacts(WORKSPACE, id, [...leads, ...others]);
  await startAccount(engine, { workspaceId: WORKSPACE, accountId: id }, campaign);
}

function leadsOf(count: number): string {
  const rows = Array.from({ length: count * CONTACTS }, (_, i) => {
    const [n, person] = [Math.floor(i / CONTACTS), i % CONTACTS];
    return `Person${person},Of${n},p${person}@${domainOf(n)},${TITLES[person]},Company ${n},US,NY`;
  });
  return ['First Name,Last Name,Email,Title,Company,Country,State', ...rows, ''].join('\n');
}

function domainOf(n: number): string {
  return `company${n}.example`;
}

function bytesOf(db: string): number {
  return numberOf(db, 'SELECT page_count * page_size AS n FROM pragma_page_count(), pragma_page_size()');
}

function touchpoints(db: string): number {
  return numberOf(db, "SELECT COUNT(*) AS n FROM message WHERE state = 'sent'");
}

function numberOf(path: string, query: string): number {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const { n } = db.prepare(query).get() as { n: number };
  db.close();
  return n;
}

/** When the last touchpoint is due: every account waits for its gap by then. */
async function nextTouch({ engine, clock }: Instance, db: string): Promise<number> {
  const waiting = "SELECT COUNT(*) AS n FROM account_enrollment WHERE reason LIKE '%account-gap%'";
  const all = numberOf(db, 'SELECT COUNT(*) AS n FROM account_enrollment');
  for (let look = 0; look < MOST_LOOKS && numberOf(db, waiting) < all; look++) {
    clock.moveTo((await nextAt(engine)) ?? clock.now());
    await untilIdle(engine);
  }
  return (await nextAt(engine)) ?? clock.now();
}

/**
 * Makes the last touchpoint of each account, one transaction each; of the times it took the hundredth part that is longest, ms,
 * and the same of the work of both cores: on a machine that others use as well the clock says little of it.
 */
export async function stepAccounts({ engine, clock }: Instance, due: number): Promise<Measured> {
  clock.moveTo(due);
  await engine.playbooks.refresh();
  const took: number[] = [];
  const worked: number[] = [];
  const began = performance.now();
  for (let taken = 1; taken > 0; ) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    taken = await advanceAccounts(engine, 1);
    const { user, system } = process.cpuUsage(before);
    if (taken === 0) break;
    took.push(performance.now() - start);
    worked.push((user + system) / 1_000);
  }
  const ms = performance.now() - began;
  return { items: took.length, ms, p99Ms: at(took, 0.99), medianMs: at(took, 0.5), cpuP99Ms: at(worked, 0.99) };
}

/** The value below which this share of them is. */
function at(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] as number;
}
