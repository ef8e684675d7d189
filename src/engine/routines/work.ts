/**
 * What each routine does. The stages of the pipeline are the engine's own verbs, batch by batch, each batch one transaction; an own
 * routine is an operation by its name. Owns the counts; when a routine runs is decided elsewhere.
 */

import { EVERY_PLACE } from '../../domain/access/role.ts';
import { isOver } from '../../domain/campaign/campaign.ts';
import { LIMITS } from '../../domain/limits.ts';
import { forgetBefore } from '../../domain/retention.ts';
import { forgetAsOf } from '../../domain/retention-pace.ts';
import {
  type AlertSubject,
  backlogStatus,
  changeOf,
  LATE_AFTER_MS,
  UNCONFIRMED_AFTER_MS,
} from '../../domain/routine/alert.ts';
import { type BuiltInName, isBuiltIn, type RoutineSettings } from '../../domain/routine/routine.ts';
import { type AssessReport, assessAll } from '../assess/assess.ts';
import { harvest } from '../capture/harvest.ts';
import { sourcesOf } from '../capture/sources.ts';
import { confirmBatch } from '../deliver/ends/confirm.ts';
import { underWay } from '../deliver/under-way.ts';
import { wayTaken } from '../deliver/way-out.ts';
import type { Engine } from '../engine.ts';
import { untilIdle } from '../loop.ts';
import { type Progress, Refusal } from '../operations/operation.ts';
import { runOperation } from '../operations/run.ts';
import { decaySignals } from '../react/signals.ts';
import { comparedConnections, reconcile } from '../reconcile/reconcile.ts';
import { keepCurrent } from '../senders/dns.ts';
import { watchSenders } from '../senders/watch.ts';
import type { RoutineRecord } from '../store-port.ts';
import { lastForgetting } from './forgetting.ts';

/** What an attempt came to: rows, and what it says of itself. */
export interface WorkReport {
  readonly processed: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly details: Readonly<Record<string, unknown>>;
  /** There was nothing that it could do: a reason code. */
  readonly skipped?: string;
  /** It broke, in whole or in part; what it did stands. */
  readonly error?: string;
}

/** A wish for work. */
export interface WorkOrder {
  readonly engine: Engine;
  readonly workspaceId: string;
  readonly settings: RoutineSettings;
  /** Seen between two batches. */
  readonly signal: AbortSignal;
  /** Told between two batches, where there are some. */
  progress(progress: Progress): void;
}

const DAY_MS = 86_400_000;

/** Campaigns of one workspace that are looked at. */
const MOST_CAMPAIGNS = 1_000;

/** Does a routine's work. Errors: what its verbs fail with; `Refusal` where an operation refuses. */
export function workOf(routine: RoutineRecord, order: WorkOrder): Promise<WorkReport> {
  if (routine.operation !== null) return operate(routine, routine.operation, order);
  if (isBuiltIn(routine.name)) return WORK[routine.name](order);
  throw new Error(`routine ${routine.name} has no work`);
}

const WORK: Readonly<Record<BuiltInName, (order: WorkOrder) => Promise<WorkReport>>> = {
  harvest: fetchLeads,
  score: (order) => judge(order, ({ assessed, tiers }) => ({ assessed, tiers })),
  qualify: (order) =>
    judge(order, ({ assessed, qualified, rejected, review }) => ({ assessed, qualified, rejected, review })),
  route: (order) => judge(order, ({ assessed, routed, held, enrolled }) => ({ assessed, routed, held, enrolled })),
  nurture,
  purge,
  decay,
  recover,
  watch,
  reconcile: compareCrms,
};

async function fetchLeads({ engine, workspaceId, settings, signal, progress }: WorkOrder): Promise<WorkReport> {
  const home = workspaceId === (engine.parts.homeWorkspace ?? 'main');
  if ((await sourcesOf(engine, workspaceId, home)).length === 0) {
    return { ...NOTHING, skipped: 'no-source-configured' };
  }
  const wish = { workspaceId, home, limit: settings.mostRows ?? Number.MAX_SAFE_INTEGER, pageRows: settings.batchSize };
  const report = await harvest(engine, { ...wish, sources: [] }, { progress, signal });
  const { tried, discovered, rejected, errors, ...details } = report;
  const broken = new Set(report.sources.filter(({ state }) => state === 'failed').map(({ source }) => source));
  const error = errors
    .filter(({ source }) => broken.has(source))
    .map(({ source, message }) => `${source}: ${message}`)
    .join('; ');
  return {
    processed: discovered + rejected,
    succeeded: discovered,
    failed: rejected,
    details: { tried, ...details, errors: errors.slice(0, LIMITS.routineErrors) },
    // What the others gave is in; that one is broken off must not look like a day on which it had nothing.
    ...(broken.size > 0 ? { error } : {}),
  };
}

const NOTHING: WorkReport = { processed: 0, succeeded: 0, failed: 0, details: {} };

/** One pass of judging over every campaign that is not finished. One that breaks off is told; its leads wait, the others go on. */
async function judge(order: WorkOrder, part: (of: AssessReport) => WorkReport['details']): Promise<WorkReport> {
  const { engine, workspaceId, settings } = order;
  const details: Record<string, unknown> = {};
  const broken: string[] = [];
  let assessed = 0;
  for (const campaign of await engine.store.campaigns.list(workspaceId, MOST_CAMPAIGNS)) {
    const enough = settings.mostRows !== null && assessed >= settings.mostRows;
    if (isOver(campaign) || enough || order.signal.aborted) continue;
    const rest = (settings.mostRows ?? Number.POSITIVE_INFINITY) - assessed;
    try {
      const report = await assessAll(engine, campaign, bounded(order, assessed, rest));
      assessed += report.assessed;
      details[campaign.name] = part(report);
    } catch (error) {
      engine.log.error('a campaign could not be judged', { campaign: campaign.id, error: stackOf(error) });
      broken.push(`${campaign.name}: ${String(error)}`);
    }
  }
  const counts = { processed: assessed, succeeded: assessed, failed: 0, details };
  return broken.length === 0 ? counts : { ...counts, error: broken.join('; ') };
}

/** Hooks that end an assessment between two pages once it has judged `most` leads; `before` were judged in other campaigns. */
function bounded({ settings, signal, progress }: WorkOrder, before: number, most: number) {
  const enough = new AbortController();
  return {
    pageLeads: settings.batchSize,
    signal: AbortSignal.any([signal, enough.signal]),
    progress: (told: Progress) => {
      progress({ ...told, done: before + told.done });
      if (told.done >= most) enough.abort();
    },
  };
}

/** The error with its stack, for the log. */
export function stackOf(error: unknown): string {
  return (error as Error).stack ?? String(error);
}

async function nurture({ engine, settings, signal }: WorkOrder): Promise<WorkReport> {
  const { batchSize: batch, mostRows } = settings;
  const bound = { batch, most: mostRows ?? Number.POSITIVE_INFINITY };
  const { advanced, delivered } = await untilIdle(engine, signal, bound);
  const { sent, refused } = delivered;
  return { processed: advanced, succeeded: sent, failed: refused, details: { advanced, ...delivered } };
}

async function purge({ engine, workspaceId }: WorkOrder): Promise<WorkReport> {
  const now = engine.clock.now();
  const asOf = forgetAsOf(now, (await lastForgetting(engine, workspaceId))?.asOf ?? null);
  if (asOf < now)
    engine.log.error('the purge is behind the clock', { workspace: workspaceId, days: (now - asOf) / DAY_MS });
  await engine.store.makeRoom(now);
  await engine.store.access.forgetOld(asOf);
  const purged = await engine.store.purge(workspaceId, { ...forgetBefore(asOf), routine: 'purge' });
  const removed = purged.events + purged.decisions + purged.audits + purged.others;
  return { processed: removed, succeeded: removed, failed: 0, details: { ...purged, asOf } };
}

/** Falls whose time has come, batch by batch: the index ends it. */
async function decay({ engine, settings: { batchSize, mostRows }, signal, progress }: WorkOrder): Promise<WorkReport> {
  const most = mostRows ?? Number.POSITIVE_INFINITY;
  let fell = 0;
  while (!signal.aborted && fell < most) {
    const limit = Math.min(batchSize, most - fell);
    const taken = await decaySignals(engine, limit);
    fell += taken;
    progress({ stage: 'decay', done: fell, total: null, unit: 'signals' });
    if (taken < limit) break;
  }
  return { processed: fell, succeeded: fell, failed: 0, details: { fell } };
}

/** What dead workers had in hand; then what is in doubt, where a provider can be asked. */
async function recover({ engine, settings }: WorkOrder): Promise<WorkReport> {
  const { requeued, unconfirmed } = await engine.store.work.recoverLeases({
    leaseNow: await engine.store.now(),
    limit: settings.batchSize,
    isGone: engine.peers.isGone,
    holds: (id) => underWay(engine).holds(id),
    isRepeatable: (workspace, message) => wayTaken(engine, workspace, message)?.recovery === 'idempotent',
  });
  const asked = await confirmBatch(engine);
  const succeeded = requeued + asked.sent + asked.requeued;
  const details = { requeued, unconfirmed, confirmed: asked.sent, neverArrived: asked.requeued };
  return { processed: succeeded + unconfirmed, succeeded, failed: unconfirmed, details };
}

/** Where a CRM stops, the next run goes on there. */
async function compareCrms({ engine, workspaceId, signal }: WorkOrder): Promise<WorkReport> {
  if ((await comparedConnections(engine, workspaceId)).length === 0) return { ...NOTHING, skipped: 'no-crm-compared' };
  const reports = await reconcile(engine, { workspaceId, connections: [], signal });
  const sum = (name: 'compared' | 'later') => reports.reduce((all, one) => all + one[name], 0);
  const stopped = reports.filter(({ state }) => state === 'stopped' && !signal.aborted);
  const details = Object.fromEntries(reports.map(({ connection, ...report }) => [connection, report]));
  const counts = {
    processed: sum('compared'),
    succeeded: sum('compared') - sum('later'),
    failed: sum('later'),
    details,
  };
  const error = stopped.map(({ connection, says }) => `${connection}: ${says}`).join('; ');
  return error === '' ? counts : { ...counts, error };
}

/** Looks at what waits too long and at what comes back of senders' mails, and has somebody told where that has changed. */
async function watch({ engine, workspaceId }: WorkOrder): Promise<WorkReport> {
  const { store, clock, ids, parts } = engine;
  const at = clock.now();
  const before = { due: at - LATE_AFTER_MS, unconfirmed: at - UNCONFIRMED_AFTER_MS, limit: LIMITS.backlogLooked };
  const backlog = await store.routines.backlog(workspaceId, before);
  const { oldestDueAt, unconfirmed } = backlog;
  const facts = { ageSeconds: oldestDueAt === null ? 0 : Math.round((at - oldestDueAt) / 1_000), unconfirmed };
  const targets = (parts.alerts ?? []).map(({ name }) => name);
  let told = 0;
  for (const [key, status] of Object.entries(backlogStatus(backlog))) {
    const subject = key as AlertSubject;
    await store.alerts.raise({ workspaceId, subject }, targets, (last) => {
      const change = changeOf(last, status);
      if (change) told += 1;
      return change && { workspaceId, id: ids.next('alert'), subject, at, facts, ...change };
    });
  }
  const stopped = await watchSenders(engine, workspaceId);
  const asked = await keepCurrent(engine, workspaceId);
  const more = { ...(stopped.length > 0 && { stopped }), ...(asked.length > 0 && { asked }) };
  return { processed: 2, succeeded: 2, failed: 0, details: { ...facts, told, ...more } };
}

async function operate(
  { workspaceId, name, input }: RoutineRecord,
  command: string,
  { engine, signal, progress }: WorkOrder,
): Promise<WorkReport> {
  const operation = engine.parts.operations?.().find((one) => one.command === command);
  if (!operation) throw new Refusal('no-such-operation', `there is no operation “${command}”`, 'set another one');
  const context = {
    engine,
    workspaceId,
    actor: `routine ${name}`,
    // A routine never reaches beyond its workspace, but by an operation that is of the instance.
    caller: { role: 'admin', workspaceId: operation.scope === 'instance' ? EVERY_PLACE : workspaceId } as const,
    signal,
    progress,
    note: (sentence: string) => engine.log.info(sentence, { routine: name }),
  };
  const output = await runOperation(context, operation, input);
  const details = { output };
  if (!operation.failed?.(output)) return { processed: 1, succeeded: 1, failed: 0, details };
  return { processed: 1, succeeded: 0, failed: 1, details, error: `${command} ran, and says that it failed` };
}
