/**
 * Signals of leads: what an event adds to them, and the fall of those that faded. Owns the order and the ids; what points are worth
 * and when a signal turns is `domain/signal`.
 */
import type { LeadEvent } from '../../domain/event.ts';
import { THOUSANDTHS, thousandthsAt } from '../../domain/signal/decay.ts';
import { type Evidence, evidenceOf, withEvidence } from '../../domain/signal/evidence.ts';
import type { SignalRule } from '../../domain/signal/rule.ts';
import { standingOf, type Turn, turnsSince } from '../../domain/signal/standing.ts';
import type { Engine } from '../engine.ts';
import type { EventSubject, Passage, SignalChange, SignalOutcome, SignalRecord } from '../store-port.ts';

/** What an event did to the signals of a lead. */
export interface SignalsAfter extends SignalOutcome {
  /** Signals that rose by it and are up. */
  readonly rises: readonly Pick<SignalRecord, 'campaignId' | 'name'>[];
}

/** What an event does to the signals of a lead, in each campaign by the version that the lead's latest passage there is on. */
export function signalsAfter(
  engine: Engine,
  event: LeadEvent,
  { lead, passages, signals }: EventSubject,
): SignalsAfter {
  const records: SignalRecord[] = [];
  const changes: SignalChange[] = [];
  for (const { enrollment } of latestByCampaign(passages)) {
    const { campaignId, playbookHash } = enrollment;
    for (const rule of engine.playbooks.get(playbookHash).playbook.signals) {
      const more = evidenceOf(event, rule);
      if (more === null) continue;
      const fresh = freshSignal({
        workspaceId: event.workspaceId,
        leadId: lead.id,
        campaignId,
        name: rule.name,
        playbookHash,
      });
      const known = signals.find((one) => one.campaignId === campaignId && one.name === rule.name) ?? fresh;
      const heard = { ...known, playbookHash, evidence: withEvidence(known.evidence, more) };
      const turned = turn(engine, heard, rule, event.recordedAt);
      records.push(turned.record);
      changes.push(...turned.changes);
    }
  }
  const rises = records.filter(({ name, campaignId, state }) => state === 'up' && rose(changes, name, campaignId));
  return { records, changes, rises };
}

function rose(changes: readonly SignalChange[], name: string, campaignId: string): boolean {
  return changes.some((change) => change.name === name && change.campaignId === campaignId && change.state === 'up');
}

/** The passage of a lead in each campaign that began last. */
export function latestByCampaign(passages: readonly Passage[]): readonly Passage[] {
  return [...new Map(passages.map((passage) => [passage.enrollment.campaignId, passage])).values()];
}

function freshSignal(
  key: Pick<SignalRecord, 'workspaceId' | 'leadId' | 'campaignId' | 'name' | 'playbookHash'>,
): SignalRecord {
  return { ...key, state: 'down', changedAt: null, fallsAt: null, evidence: [] };
}

/** Where a signal stands now, with every turn since it was last noted. */
function turn(
  engine: Engine,
  record: SignalRecord,
  rule: SignalRule,
  now: number,
): { readonly record: SignalRecord; readonly changes: readonly SignalChange[] } {
  const { state, changedAt, evidence } = record;
  const standing = standingOf(evidence, rule, now);
  const turns = turnsSince(changedAt === null ? null : { to: state, at: changedAt }, standing, now);
  return {
    record: {
      ...record,
      state: standing.isUp ? 'up' : 'down',
      changedAt: turns.at(-1)?.at ?? changedAt,
      fallsAt: standing.fallsAt,
    },
    changes: turns.map((one) => changeOf(engine, record, rule, one, now)),
  };
}

function changeOf(engine: Engine, record: SignalRecord, rule: SignalRule, { to, at }: Turn, now: number): SignalChange {
  const { workspaceId, leadId, campaignId, name } = record;
  const evidence = record.evidence.filter((piece) => piece.at <= at);
  const key = { workspaceId, leadId, id: engine.ids.next('sig'), campaignId, name };
  return { ...key, state: to, at, noticedAt: now, points: pointsAt(evidence, rule, at), evidence };
}

function pointsAt(evidence: readonly Evidence[], rule: SignalRule, at: number): number {
  return Math.floor(thousandthsAt(evidence, rule, at) / THOUSANDTHS);
}

/** Writes down the fall of signals whose time has come, by now; the count looked at, 0 = none is due. Finds them by index. */
export async function decaySignals(engine: Engine, limit: number): Promise<number> {
  await engine.playbooks.refresh();
  const now = engine.clock.now();
  return engine.store.signals.decay({
    now,
    limit,
    decide(due) {
      const turned = due.map((record) => turn(engine, record, ruleOf(engine, record), now));
      return { records: turned.map(({ record }) => record), changes: turned.flatMap(({ changes }) => changes) };
    },
  });
}

function ruleOf(engine: Engine, { playbookHash, name }: SignalRecord): SignalRule {
  const { playbook } = engine.playbooks.get(playbookHash);
  const rule = playbook.signals.find((one) => one.name === name);
  if (!rule) throw new Error(`playbook ${playbook.name} has no signal ${name}`);
  return rule;
}

/** A signal as faces show it: worked out for this moment, whether or not its fall is written down yet. */
export function signalView(engine: Engine, record: SignalRecord, now: number) {
  const rule = ruleOf(engine, record);
  const { isUp, points, fallsAt, turns } = standingOf(record.evidence, rule, now);
  const since = turns.at(-1)?.at ?? null;
  return {
    signal: record.name,
    state: isUp ? ('up' as const) : ('down' as const),
    points,
    since: since === null ? null : iso(since),
    fallsAt: fallsAt === null ? null : iso(fallsAt),
    because: record.evidence.map(({ event, kind, at, points: earned }) => ({
      event,
      kind,
      at: iso(at),
      points: earned,
    })),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
