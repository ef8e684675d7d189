/**
 * One act on all leads that fit: previewed, begun, done batch by batch, cut off and gone on with, taken back. Owns the order and the lease;
 * what becomes of a lead is `domain/bulk/act`, and preview and performance ask it through the same function.
 */
import { type BulkAct, type BulkEntry, bulkOutcome, isUndoable, undoSkip } from '../../domain/bulk/act.ts';
import { refusedBy } from '../../domain/consent/refused-row.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Filter } from '../../domain/list/filter.ts';
import { namedIds } from '../../domain/list/named-ids.ts';
import { askRoutes, entering } from '../assess/assess.ts';
import type { Engine } from '../engine.ts';
import { type Progress, Refusal } from '../operations/operation.ts';
import { endingOne, lifting, pausingLead } from '../steer/passages.ts';
import type {
  AssessOutcome,
  BulkDecision,
  BulkLead,
  BulkLease,
  BulkRecord,
  BulkWish,
  LeadSuppression,
} from '../store-port.ts';

const LEASE_MS = 60_000;
const PREVIEW_PAGE = 1_000;

/** While it goes on. */
export interface BulkHooks {
  progress(progress: Progress): void;
  readonly signal: AbortSignal;
  /** Told of each lead that a preview finds would be changed, in the order of their ids. */
  changes?(leadId: string): void;
}

/** What an act would come to. */
export interface BulkPreview {
  readonly fits: number;
  readonly changes: number;
  readonly skips: Readonly<Record<string, number>>;
  /** False = more fit than a preview looks at. */
  readonly whole: boolean;
}

/** Who does it, and what they tell of it. */
interface By {
  readonly actor: string;
  readonly act: BulkAct;
  readonly value: string;
  readonly why: string;
}

/** Decides about a lead as the act will. */
function deciding(engine: Engine, { actor, act, value, why }: By): (of: BulkLead) => BulkDecision {
  const now = engine.clock.now();
  const enter = act === 'enroll' ? entering(engine, value) : null;
  return ({ lead, pause, refusals, entry: into }) => {
    const targets = act === 'suppress' ? refusalsOf(engine, lead, why, now) : [];
    const standing = new Set(refusals.filter(({ channel }) => channel === 'all').map(({ keyHash }) => keyHash));
    const isRefused = targets.every(({ suppression }) => standing.has(suppression.keyHash));
    const entered = enter && into ? enter(into.subject, into.campaign) : null;
    const entry = entered && into ? entryOf(into, entered) : null;
    const outcome = bulkOutcome(act, value, { values: lead.values, isPaused: pause !== null, isRefused, entry });
    if ('skip' in outcome) return outcome;
    const pausing =
      act === 'pause'
        ? { pausing: (of: Parameters<typeof pausingLead>[0]) => pausingLead(of, now, { by: actor, why }) }
        : { pausing: null };
    return { values: outcome.values, refusals: targets, ...pausing, entry: entered };
  };
}

/** How a lead stands before it is enrolled, told by what judging it came to. */
function entryOf({ subject, campaign }: NonNullable<BulkLead['entry']>, outcome: AssessOutcome): BulkEntry {
  const mine = subject.enrollments.filter(({ campaignId }) => campaignId === campaign.id);
  const isIn = mine.some(({ state }) => state !== 'ended');
  const obstacle = outcome.enrollments.length > 0 ? null : (outcome.members[0]?.reasonCode ?? 'qualified');
  return { isLive: campaign.state === 'live', isIn, wasIn: mine.length > 0, obstacle };
}

/** Asks the DNS for the next leads of an act that enrolls: judging them looks at what it says. */
async function askAhead(engine: Engine, wish: BulkWish, after: string | null, limit: number): Promise<void> {
  if (wish.act !== 'enroll' || !engine.resolver) return;
  await askRoutes(
    engine,
    await engine.store.bulk.domains({
      ...wish,
      after,
      limit,
      now: engine.clock.now(),
      suppressionKeys: engine.suppressionKeys,
    }),
  );
}

/** Refusals of all by which a lead can be reached. */
function refusalsOf({ keyring }: Engine, { id, values }: Lead, why: string, now: number): LeadSuppression[] {
  return [values.email, values.phone].flatMap((told) => {
    const found = told === null ? null : refusedBy(told, values.country);
    if (!found) return [];
    const { kind, value } = found;
    const reason = why === '' ? 'manual' : why;
    const suppression = {
      keyHash: keyring.hash(kind, value),
      channel: 'all',
      kind,
      value,
      reason,
      origin: 'manual',
      at: now,
    } as const;
    return [{ leadId: id, suppression }];
  });
}

/** What it would come to, counted by the code that would do it; writes nothing. */
export async function previewBulk(
  engine: Engine,
  wish: BulkWish,
  actor: string,
  hooks: BulkHooks,
): Promise<BulkPreview> {
  await engine.playbooks.refresh();
  const judge = deciding(engine, { ...wish, actor });
  const decide = (of: BulkLead) => {
    const decision = judge(of);
    if (!('skip' in decision)) hooks.changes?.(of.lead.id);
    return decision;
  };
  const skips: Record<string, number> = {};
  let [fits, changes] = [0, 0];
  let after: string | null = null;
  do {
    const page = { ...wish, after, limit: PREVIEW_PAGE, suppressionKeys: engine.suppressionKeys, decide };
    await askAhead(engine, wish, after, PREVIEW_PAGE);
    const looked = await engine.store.bulk.look(page);
    const skipped = Object.entries(looked.reasons);
    for (const [code, n] of skipped) skips[code] = (skips[code] ?? 0) + n;
    changes += looked.changed;
    fits += looked.changed + skipped.reduce((sum, [, n]) => sum + n, 0);
    after = looked.next;
    hooks.progress({ stage: 'preview', done: fits, total: null, unit: 'leads' });
  } while (after !== null && fits < LIMITS.bulkPreviewed && !hooks.signal.aborted);
  return { fits, changes, skips, whole: after === null };
}

/** Begins it and does all of it, or goes on with the one of the same key. Errors: refusals `bulk-key-taken`, `bulk-busy`. */
export async function startBulk(
  engine: Engine,
  wish: BulkWish,
  by: { readonly actor: string; readonly key: string | null },
  hooks: BulkHooks,
): Promise<BulkRecord> {
  const fits = await engine.store.lists.count('lead', wish, engine.suppressionKeys);
  const begun: Omit<BulkRecord, 'untilId'> = {
    ...wish,
    ...{ id: engine.ids.next('blk'), key: by.key, state: 'running', position: '', fits },
    ...{ changed: 0, skipped: 0, restored: 0, kept: 0, reasons: {} },
    ...{ startedBy: by.actor, startedAt: engine.clock.now(), finishedAt: null },
  };
  const record = await engine.store.bulk.begin(begun, await leaseOf(engine));
  const isSame = (['act', 'value', 'why', 'asked', 'campaignId'] as const).every((name) => record[name] === wish[name]);
  if (!isSame || String(namedLeads(record.filter)) !== String(namedLeads(wish.filter))) {
    throw new Refusal('bulk-key-taken', `this key is of ${record.id}, which is another act`, 'give a key of its own');
  }
  return record.state === 'running' ? await goOnBulk(engine, record, hooks) : record;
}

/** The leads that an act names; null = it is of all that fit. */
export function namedLeads(filter: Filter | null): readonly string[] | null {
  return filter === null ? null : namedIds(filter, 'lead.id');
}

/** Goes on with an act of the workspaces that was cut off, whichever way it went; false = there is none. Errors: what it fails with; it is tried again after its lease. */
export async function goOnWithCutOff(engine: Engine, signal: AbortSignal): Promise<boolean> {
  const now = await engine.store.now();
  const [record] = await engine.store.bulk.cutOff({ now, isGone: engine.peers.isGone }, LIMITS.bulkCutOff);
  if (!record) return false;
  const hooks = { progress: () => undefined, signal };
  engine.log.info('an act on many leads was cut off, and goes on', { act: record.id });
  try {
    await (record.state === 'undoing' ? undoBulk(engine, record, hooks) : goOnBulk(engine, record, hooks));
  } catch (error) {
    // Another process was faster, or somebody who is erased took it along.
    if (!(error instanceof Refusal)) throw error;
  }
  return true;
}

/** Goes on with an act that was cut off. Errors: refusal `bulk-busy`. */
export async function goOnBulk(engine: Engine, record: BulkRecord, hooks: BulkHooks): Promise<BulkRecord> {
  await inHand(engine, record, false);
  await engine.playbooks.refresh();
  const decide = deciding(engine, { ...record, actor: record.startedBy });
  let { position } = record;
  return batches(engine, record, hooks, async (lease) => {
    await askAhead(engine, record, position === '' ? null : position, lease.limit);
    const after = await engine.store.bulk.step({ ...lease, suppressionKeys: engine.suppressionKeys, decide });
    position = after?.position ?? position;
    return after;
  });
}

/** Takes an act back. Errors: refusals `not-undoable`, `bulk-runs`, `bulk-busy`. */
export async function undoBulk(engine: Engine, record: BulkRecord, hooks: BulkHooks): Promise<BulkRecord> {
  const { act, state } = record;
  if (state === 'undone') return record;
  if (!isUndoable(act)) {
    const hint = 'rekindle suppress lift ends a refusal by its proof';
    throw new Refusal('not-undoable', 'a refusal is not taken back with others', hint);
  }
  if (state === 'running') {
    throw new Refusal('bulk-runs', `${record.id} is not over`, `rekindle bulk cancel ${record.id} ends it where it is`);
  }
  await inHand(engine, record, true);
  await engine.playbooks.refresh();
  return batches(engine, record, hooks, (lease) =>
    engine.store.bulk.undoStep({
      ...lease,
      judge: (lead) => undoSkip(act, lead && { ...lead, isOurPause: isOurs(record, lead.pause) }),
      lifting: (of) => lifting(engine, of, engine.clock.now()),
      ending: (enrollmentId) => (of) =>
        endingOne(of, enrollmentId, engine.clock.now(), { by: record.startedBy, why: `${record.id} was taken back` }),
    }),
  );
}

/** The pause of the act: laid by whoever began it, since it began. */
function isOurs({ startedBy, startedAt, why }: BulkRecord, pause: BulkLead['pause']): boolean {
  return pause?.kind === 'person' && pause.by === startedBy && pause.why === why && pause.at >= startedAt;
}

async function inHand(engine: Engine, { workspaceId, id }: BulkRecord, undo: boolean): Promise<void> {
  if (await engine.store.bulk.take(workspaceId, id, await leaseOf(engine), undo)) return;
  throw new Refusal(
    'bulk-busy',
    `${id} is over, or another process has it in hand`,
    `rekindle bulk show ${id} tells how far it is`,
  );
}

async function leaseOf({ store, peers }: Engine): Promise<BulkLease> {
  const now = await store.now();
  return { owner: peers.self, now, until: now + LEASE_MS, isGone: peers.isGone };
}

interface Lease {
  readonly workspaceId: string;
  readonly id: string;
  readonly owner: string;
  readonly leaseUntil: number;
  readonly now: number;
  readonly limit: number;
}

/** Batch after batch until it is over, cancelled, in other hands, or told to stop: then it can be gone on with. */
async function batches(
  engine: Engine,
  { workspaceId, id, fits }: BulkRecord,
  { progress, signal }: BulkHooks,
  step: (lease: Lease) => Promise<BulkRecord | null>,
): Promise<BulkRecord> {
  const owner = engine.peers.self;
  for (let isOver = false; !isOver && !signal.aborted; ) {
    const leaseUntil = (await engine.store.now()) + LEASE_MS;
    const now = engine.clock.now();
    const record = await step({ workspaceId, id, owner, leaseUntil, now, limit: LIMITS.bulkBatchLeads });
    isOver = record === null || (record.state !== 'running' && record.state !== 'undoing');
    if (record) progress({ stage: record.act, done: doneOf(record), total: fits, unit: 'leads' });
  }
  await engine.store.bulk.release(workspaceId, id, owner);
  const record = await engine.store.bulk.get(workspaceId, id);
  // Whoever was erased meanwhile took it with them, where it named them.
  if (!record) throw new Refusal('no-such-bulk', `there is no act ${id} any more`, 'rekindle bulk list shows them');
  return record;
}

function doneOf({ state, changed, skipped, restored, kept }: BulkRecord): number {
  return state === 'undoing' || state === 'undone' ? restored + kept : changed + skipped;
}
