/** The store, put together: each verb of the port is one program in one transaction on the database it was opened on. */
import type { Store } from '../engine/store-port.ts';
import { advanceDue, nextDueAt } from './advance.ts';
import { assessPage } from './assess.ts';
import * as campaigns from './campaigns.ts';
import { capture, writeSuppressions } from './capture.ts';
import { StoreError } from './errors.ts';
import { recordEvents } from './events.ts';
import * as housekeeping from './housekeeping.ts';
import * as imports from './imports.ts';
import * as listing from './listing.ts';
import * as messages from './messages.ts';
import { SQLITE } from './migrations/dialect.ts';
import { migrations } from './migrations/migrations.ts';
import { all, type Database } from './program.ts';
import * as review from './review.ts';
import { openSqlite, type SqliteOptions } from './sqlite.ts';
import { statement } from './statement.ts';
import * as story from './story.ts';

const VERSION = statement<{ user_version: number }>('PRAGMA user_version', { scans: 'not a table' });

/**
 * Opens a store on SQLite and brings it to the newest schema.
 * Errors: `StoreError` with code `newer-schema` where a newer Rekindle has written the file, and those of `openSqlite`.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const database = openSqlite(options);
  try {
    const steps = migrations(SQLITE);
    const newest = steps.at(-1)?.version ?? 0;
    const [at] = await database.read(() => all(VERSION, {}));
    if ((at?.user_version ?? 0) > newest) {
      throw new StoreError(
        'newer-schema',
        'this database was written by a newer Rekindle; update Rekindle, nothing was changed',
      );
    }
    if ((at?.user_version ?? 0) < newest) await database.migrate(steps);
    return storeOn(database, openScratch);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openScratch(): Promise<Database> {
  const database = openSqlite({ path: ':memory:' });
  await database.migrate(migrations(SQLITE));
  return database;
}

/** The port over a database. `scratch` opens an empty one at the same migration, for copies. */
export function storeOn(db: Database, scratch: () => Promise<Database>): Store {
  return {
    workspaces: {
      ensure: (id, now) => db.write(() => campaigns.ensureWorkspace(id, now)),
      get: (id) => db.read(() => campaigns.workspaceById(id)),
      save: (workspace) => db.write(() => campaigns.saveWorkspace(workspace)),
    },
    imports: {
      begin: (wish, lease) => db.write(() => imports.beginImport(wish, lease)),
      finish: (workspaceId, id, owner, now) => db.write(() => imports.finishImport(workspaceId, id, owner, now)),
      get: (workspaceId, id) => db.read(() => imports.importById(workspaceId, id)),
      list: (workspaceId, limit) => db.read(() => imports.listImports(workspaceId, limit)),
      undo: (workspaceId, id, now) => undoImport(db, workspaceId, id, now),
    },
    leads: {
      capture: (batch) => db.write(() => capture(batch)),
      find: (workspaceId, id, keys) => db.read(() => story.leadIdsByKeys(workspaceId, id, keys)),
      list: ({ workspaceId, after, limit }) => db.read(() => story.listLeads(workspaceId, after, limit)),
      story: (workspaceId, id, keys) => db.read(() => story.leadStory(workspaceId, id, keys)),
      suppress: (workspaceId, list) => db.write(() => writeSuppressions(workspaceId, list)),
      openPairs: (workspaceId, limit) => db.read(() => review.openPairs(workspaceId, limit)),
      settlePair: (workspaceId, pair, state) => db.write(() => review.settlePair(workspaceId, pair, state)),
      merge: (merge, now) => db.write(() => review.mergeLeads(merge, now)),
      unmerge: (workspaceId, aliasId, now) => db.write(() => review.unmergeLeads(workspaceId, aliasId, now)),
    },
    playbooks: {
      put: (playbook) => db.write(() => campaigns.putPlaybook(playbook)),
      get: (workspaceId, hash) => db.read(() => campaigns.playbookByHash(workspaceId, hash)),
      list: (workspaceId, limit) => db.read(() => campaigns.listPlaybooks(workspaceId, limit)),
    },
    campaigns: {
      add: (campaign) => db.write(() => campaigns.addCampaign(campaign)),
      save: (campaign, expected) => db.write(() => campaigns.saveCampaign(campaign, expected)),
      get: (workspaceId, ref) => db.read(() => campaigns.campaignById(workspaceId, ref)),
      list: (workspaceId, limit) => db.read(() => campaigns.listCampaigns(workspaceId, limit)),
      count: (workspaceId, id) => db.read(() => campaigns.countMembers(workspaceId, id)),
      assess: (page) => db.write(() => assessPage(page)),
      domainsToCheck: (workspaceId, id, now, limit) =>
        db.read(() => housekeeping.domainsToCheck(workspaceId, id, now, limit)),
      putRoutes: (routes) => db.write(() => housekeeping.putRoutes(routes)),
      inReview: (workspaceId, id, limit) => db.read(() => review.membersInReview(workspaceId, id, limit)),
      answerReview: (key, answer, by, now) => db.write(() => review.answerReview(key, answer, by, now)),
      wake: (workspaceId, id, now, limit) => db.write(() => listing.wakeParked(workspaceId, id, now, limit)),
      reasons: (workspaceId, id) => db.read(() => listing.countReasons(workspaceId, id)),
      openEnrollments: (workspaceId, id) => db.read(() => listing.countOpenEnrollments(workspaceId, id)),
    },
    work: {
      advance: (batch) => db.write(() => advanceDue(batch)),
      recoverLeases: (leaseNow, limit) => db.write(() => messages.recoverLeases(leaseNow, limit)),
      claim: (now, lease) => db.write(() => messages.claimMessages(now, lease)),
      deliverTurn: (finished, candidates, gate) => db.write(() => messages.deliverTurn(finished, candidates, gate)),
      record: (batch) => db.write(() => recordEvents(batch)),
      nextAt: () => db.read(nextAt),
    },
    messages: {
      get: (workspaceId, id) => db.read(() => story.messageById(workspaceId, id)),
      list: (query) => db.read(() => listing.listMessages(query)),
      count: (workspaceId, campaignId) => db.read(() => listing.countMessages(workspaceId, campaignId)),
    },
    audit: (entry) => db.write(() => listing.writeAudit(entry)),
    purge: (workspaceId, before) => purge(db, workspaceId, before),
    copy: async () => {
      const target = await scratch();
      await housekeeping.copyDatabase(db, target);
      return storeOn(target, scratch);
    },
    close: () => db.close(),
  };
}

function* nextAt() {
  const enrollment = yield* nextDueAt();
  const message = yield* messages.nextMessageAt();
  return enrollment === null || message === null ? (enrollment ?? message) : Math.min(enrollment, message);
}

async function undoImport(db: Database, workspaceId: string, id: string, now: number) {
  const total = { restored: 0, removed: 0, kept: 0 };
  for (let more = true; more; ) {
    const page = await db.write(() => imports.undoMerges(workspaceId, id, now));
    total.restored += page.restored;
    more = page.more;
  }
  // Ids are time-ordered, and an import's leads are younger than the import itself.
  let after = `lead_${id.slice(id.indexOf('_') + 1)}`;
  for (let more = true; more; ) {
    const from = after;
    const page = await db.write(() => imports.undoCreations(workspaceId, id, from));
    total.removed += page.removed;
    total.kept += page.kept;
    after = page.after;
    more = page.more;
  }
  await db.write(() => imports.markUndone(workspaceId, id, now));
  return total;
}

async function purge(db: Database, workspaceId: string, before: { event: number; decision: number; other: number }) {
  const removed = { event: 0, decision: 0 };
  for (const kind of ['event', 'decision'] as const) {
    let after: { leadId: string; id: string } | null = null;
    do {
      const from: { leadId: string; id: string } | null = after;
      const page: housekeeping.PurgePage = await db.write(() =>
        housekeeping.purgePage(kind, workspaceId, before[kind], from),
      );
      removed[kind] += page.removed;
      after = page.after;
    } while (after !== null);
  }
  await db.write(() => housekeeping.purgeExpired(workspaceId, before.other));
  return { events: removed.event, decisions: removed.decision, audits: 0, others: 0 };
}
