/**
 * The due loop: enrollments whose time has come are decided and moved on, messages enter the ledger, all in one
 * transaction per batch. Owns the order; each decision is `domain/sequence/advance`.
 */
import { createHash } from 'node:crypto';
import { type Halt, haltOf } from '../../domain/delivery/queue.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { QueuedMessage } from '../../domain/message.ts';
import type { MessageStep, Playbook } from '../../domain/playbook/playbook.ts';
import { chooseVariant } from '../../domain/playbook/variant.ts';
import { type AdvanceResult, advance } from '../../domain/sequence/advance.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import { paused, pauseOfLead } from '../../domain/sequence/pause.ts';
import type { Engine } from '../engine.ts';
import { gateAtDeciding, haltReason } from '../gate.ts';
import { handOffMaker } from '../handoff/open.ts';
import { park } from '../instance/parked.ts';
import type { AdvanceOutcome, DueSubject, SenderTurns, TaskRecord } from '../store-port.ts';
import { BatchSenders } from './senders.ts';
import { standingFacts } from './standing.ts';

/** What one batch did. */
export interface AdvanceReport {
  /** Enrollments looked at; 0 = nothing was due. */
  readonly taken: number;
  readonly queued: number;
  readonly held: number;
  readonly ended: number;
  readonly tasks: number;
}

/** Decides one batch of what is due now, at most `limit` steps. */
export async function advanceBatch(engine: Engine, limit: number = LIMITS.advanceBatchSteps): Promise<AdvanceReport> {
  await engine.playbooks.refresh();
  const now = engine.clock.now();
  // Of a version that was stored since, nothing is asked: its leads are parked as they are decided, and the others go on.
  const running = (hash: string) => engine.playbooks.find(hash);
  const { taken, outcome } = await engine.store.work.advance({
    now,
    limit,
    suppressionKeys: engine.suppressionKeys,
    needsFacts: ({ playbookHash, sequence }) => running(playbookHash)?.conditions.hasAny(sequence) ?? false,
    usesPhone: ({ playbookHash, sequence }) => usesPhone(running(playbookHash)?.playbook, sequence),
    asksWritten: ({ playbookHash, sequence }) => running(playbookHash)?.conditions.asksConversation(sequence) ?? false,
    handOffs: handOffMaker(engine),
    decide: (subjects, halts, turns) => decideAll(engine, subjects, { halts, turns }, now),
  });
  if (outcome) engine.parts.onlooker?.advanced(outcome);
  const states = outcome?.enrollments ?? [];
  return {
    taken,
    queued: outcome?.messages.length ?? 0,
    held: states.filter(({ state }) => state === 'waiting').length,
    ended: states.filter(({ state }) => state === 'ended').length,
    tasks: outcome?.tasks.length ?? 0,
  };
}

/**
 * Decides as many batches side by side as the store takes: due ones are claimed, so that no two take the same. Errors: the first one, once
 * all have ended.
 */
export async function advanceSideBySide(engine: Engine): Promise<AdvanceReport> {
  const batches = Array.from({ length: engine.store.work.batchesAtOnce }, () => advanceBatch(engine));
  await Promise.allSettled(batches);
  return (await Promise.all(batches)).reduce(sumOf);
}

function sumOf(one: AdvanceReport, other: AdvanceReport): AdvanceReport {
  return {
    taken: one.taken + other.taken,
    queued: one.queued + other.queued,
    held: one.held + other.held,
    ended: one.ended + other.ended,
    tasks: one.tasks + other.tasks,
  };
}

/** Asked for each due enrollment: found once for each sequence. */
const BY_PHONE = new WeakMap<object, boolean>();

function usesPhone(playbook: Playbook | undefined, name: string): boolean {
  const sequence = playbook?.sequences[name];
  if (!sequence) return false;
  const known = BY_PHONE.get(sequence);
  if (known !== undefined) return known;
  const uses = sequence.steps.some(({ kind }) => kind === 'sms' || kind === 'voice');
  BY_PHONE.set(sequence, uses);
  return uses;
}

function decideAll(
  engine: Engine,
  subjects: readonly DueSubject[],
  { halts, turns }: { readonly halts: readonly Halt[]; readonly turns: SenderTurns },
  now: number,
): AdvanceOutcome {
  const senders = new BatchSenders(turns, halts);
  const messages: QueuedMessage[] = [];
  const enrollments: Enrollment[] = [];
  const tasks: TaskRecord[] = [];
  for (const subject of subjects) {
    const { result, message } = decidedOrParked(engine, subject, { halts, senders }, now);
    if (message) messages.push(message);
    tasks.push(...result.tasks.map((task) => taskOf(engine, subject, task, now)));
    enrollments.push(message ? { ...result.enrollment, lastMessageId: message.id } : result.enrollment);
  }
  return { messages, enrollments, tasks, turns: senders.written };
}

interface Decided {
  readonly result: AdvanceResult;
  readonly message: QueuedMessage | null;
}

/** What breaks while one lead's step is decided keeps that lead alone waiting. */
function decidedOrParked(
  engine: Engine,
  subject: DueSubject,
  { halts, senders }: { readonly halts: readonly Halt[]; readonly senders: BatchSenders },
  now: number,
): Decided {
  const { enrollment } = subject;
  try {
    const result = decideOne(engine, subject, haltOf(halts, enrollment.workspaceId, null), now);
    return { result, message: result.send && messageOf(engine, subject, { send: result.send, senders }, now) };
  } catch (error) {
    const { reason, until } = park(engine, { enrollment: enrollment.id, workspace: enrollment.workspaceId }, error);
    const parked: Enrollment = { ...enrollment, state: 'waiting', reason, dueAt: until };
    return { result: { enrollment: parked, send: null, tasks: [], skipped: [] }, message: null };
  }
}

function decideOne(engine: Engine, subject: DueSubject, halt: Halt | null, now: number): AdvanceResult {
  const { enrollment, recipient, campaign } = subject;
  // Enrolled while somebody paused the lead, who could not see it yet.
  const under = subject.pause ? paused(enrollment, pauseOfLead(subject.pause)) : enrollment;
  if (under !== enrollment) return { enrollment: under, send: null, tasks: [], skipped: [] };
  const { playbook, conditions } = engine.playbooks.get(enrollment.playbookHash);
  const sequence = playbook.sequences[enrollment.sequence];
  if (!sequence) throw new Error(`playbook ${playbook.name} has no sequence ${enrollment.sequence}`);
  return advance({
    enrollment,
    sequence,
    now,
    country: recipient.country,
    region: recipient.region,
    campaignState: campaign.state,
    halted: halt && haltReason(halt),
    lastMessage: subject.lastMessage,
    gate: (channel) => gateAtDeciding(subject, channel, now),
    condition: (step) =>
      conditions.ask(enrollment.sequence, step.id, subject.facts, (known) =>
        standingFacts(playbook, subject, known, now),
      ),
  });
}

function messageOf(
  engine: Engine,
  subject: DueSubject,
  { send, senders }: { readonly send: NonNullable<AdvanceResult['send']>; readonly senders: BatchSenders },
  now: number,
): QueuedMessage {
  const { enrollment, recipient, campaign } = subject;
  const byMail = send.step.kind === 'email';
  return {
    workspaceId: enrollment.workspaceId,
    id: engine.ids.next('msg'),
    intentKey: send.intentKey,
    campaignId: campaign.id,
    enrollmentId: enrollment.id,
    leadId: enrollment.leadId,
    channel: send.step.kind,
    lane: 1,
    template: wordingOf(send.step, enrollment),
    playbookHash: enrollment.playbookHash,
    decisionId: enrollment.decisionId,
    recipient: (byMail ? recipient.email : recipient.phone) ?? '',
    // Texts and calls leave from the number of their connection.
    sender: byMail ? senders.next(subject) : '',
    dueAt: now,
    scoreMillionths: enrollment.scoreMillionths,
    createdAt: now,
  };
}

/**
 * The wording of a step: the only one, or the one that the hash of who it is for picks, the same for ever.
 * Why not the intent key: it holds the id of the enrollment, which a simulation does not share with the launch after it.
 */
export function wordingOf(
  step: MessageStep,
  of: Pick<Enrollment, 'campaignId' | 'leadId' | 'generation' | 'visit'>,
): string {
  const [only, ...others] = step.variants;
  if (only && others.length === 0) return only.template;
  const { campaignId, leadId, generation, visit } = of;
  const hash = createHash('sha256').update(`${campaignId}:${leadId}:${generation}:${step.id}:${visit}`);
  return chooseVariant(hash.digest('hex'), step.variants).template;
}

function taskOf(engine: Engine, subject: DueSubject, task: AdvanceResult['tasks'][number], now: number): TaskRecord {
  const { enrollment } = subject;
  const { step, intentKey } = task;
  return {
    workspaceId: enrollment.workspaceId,
    id: engine.ids.next('task'),
    intentKey,
    campaignId: enrollment.campaignId,
    enrollmentId: enrollment.id,
    leadId: enrollment.leadId,
    kind: step.kind,
    title: step.kind === 'task' ? step.title : `Hand off to ${step.to}`,
    outcomes: step.kind === 'task' ? step.outcomes : [],
    state: 'open',
    outcome: null,
    dueAt: now,
    doneBy: null,
    doneAt: null,
    ...(step.kind === 'task' ? {} : { team: step.to }),
  };
}
