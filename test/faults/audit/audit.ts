/**
 * What must always hold, asked after every commit of the changes in it. A breach is thrown with its words; the run adds seed
 * and time. Reads the database past our own code; pace, queue and routines have files of their own.
 */
import { mailboxOf } from '../../../src/domain/consent/suppression.ts';
import { EVENT_KINDS } from '../../../src/domain/event.ts';
import { type MessageState, mayMove } from '../../../src/domain/message.ts';
import { REASONS } from '../../../src/domain/reason.ts';
import type { Change } from '../ground.ts';
import type { Actor } from '../turns.ts';
import { type Audited, type Leaving, leaving } from './audited.ts';
import { Breach } from './breach.ts';
import { localTime } from './local-time.ts';
import { PaceAudit } from './pace.ts';
import { connectionOf, QueueAudit } from './queue.ts';
import { RoutineAudit } from './routines.ts';

const CHANGES = 'SELECT * FROM sim_log WHERE seq > ? ORDER BY seq';
/** After these a message that was made before and has not left never leaves: the sequence stops or waits. */
const TAKES_BACK: readonly (string | null)[] = ['replied', 'booked', 'clicked'];
const TOUCHES: readonly (string | null)[] = ['human-touch', 'tool-touch'];
/** After these nobody is in a sequence any more. */
const ENDS: readonly (string | null)[] = ['replied', 'booked', 'bounced', 'opted-out', 'complained'];
/** What waits without an end of its own says what it waits for. */
const OPEN_HOLD = /^(task-open|halted|campaign-paused|paused|lead-paused|held-.*)$/;

/** Reasons for which an event ends a sequence. */
const BY_EVENT: ReadonlySet<unknown> = new Set([...EVENT_KINDS, 'goal-reached', 'signal-rose']);

/** The audit of one run. */
export class Audit {
  readonly pace: PaceAudit;
  readonly queue: QueueAudit;
  readonly #routines: RoutineAudit;
  readonly #run: Audited;
  readonly #suppressed = new Set<string>();
  /** Leads of whom an opt-out, a bounce or a complaint is stored. */
  readonly #refusing = new Set<string>();
  readonly #events = new Map<string, number>();
  readonly #attempts = new Map<string, number>();
  /** When a message was made, and when something happened after which it may not leave: places in the log. */
  readonly #madeAt = new Map<string, number>();
  readonly #takenBackAt = new Map<string, { readonly seq: number; readonly kind: string }>();
  #seq = 0;
  /** Changes seen since somebody last asked. */
  #fresh = 0;

  constructor(run: Audited) {
    this.#run = run;
    this.pace = new PaceAudit(run);
    this.queue = new QueueAudit(run);
    this.#routines = new RoutineAudit(run);
  }

  /** Looks at what the latest commit of this actor changed. */
  afterCommit(actor: Actor): void {
    const changes = this.#run.ground.rows<Change>(CHANGES, this.#seq);
    if (changes.length === 0) return;
    this.#seq = changes.at(-1)?.seq ?? this.#seq;
    this.#fresh += changes.length;
    for (const change of changes) this.#look(change, actor);
    if (actor.verb === 'work.claim') this.queue.afterClaim(changes, actor);
    // What this commit refused or stopped counts from the next one on.
    for (const change of changes) {
      this.queue.follow(change);
      if (change.kind === 'suppression' && (change.t === 'email' || change.t === 'all')) {
        this.#suppressed.add(`${change.x} ${change.id}`);
      }
    }
  }

  /** Count of changes since it was last asked. */
  takeFresh(): number {
    const fresh = this.#fresh;
    this.#fresh = 0;
    return fresh;
  }

  /** Times that a message left: its attempts. */
  attemptsOf(message: string): number {
    return this.#attempts.get(message) ?? 0;
  }

  /** Whether a refusal of this address is stored. */
  hasRefused(workspace: string, address: string): boolean {
    return this.#suppressed.has(`${workspace} ${this.#run.keyring.hash('address', mailboxOf(address))}`);
  }

  /** Origin ids of events with how often each was stored. */
  get storedEvents(): ReadonlyMap<string, number> {
    return this.#events;
  }

  #look(change: Change, actor: Actor): void {
    const { kind, id, f, t } = change;
    if (f !== t) this.#run.tell(`${kind} ${id}: ${f ?? 'nothing'} → ${t}`);
    if (kind === 'message') this.#lookAtMessage(change, actor);
    else if (kind === 'enrollment') this.#lookAtEnrollment(change);
    else if (kind === 'event') this.#lookAtEvent(change);
    else if (kind === 'release') this.pace.released(id);
    else this.#routines.look(change, actor);
  }

  #lookAtMessage(change: Change, actor: Actor): void {
    const { seq, id, f, t, v: dueAt, w: reason } = change;
    if (f === null) this.#madeAt.set(id, seq);
    if (f === null || f === t) return;
    const [from, to] = [f as MessageState, t as MessageState];
    if (!isLegal(from, to, change.z === 1)) throw new Breach('legal moves', `message ${id} went from ${from} to ${to}`);
    if (from === 'claimed' || from === 'sending') this.#checkFence(change, actor);
    // A command that stood still goes by the clock that it read before; what it holds is looked at again at once.
    const hasTime = Number(dueAt) > (actor.kind === 'errand' ? actor.cameAt : this.#run.wall());
    if (to === 'held' && !(String(reason) in REASONS && hasTime)) {
      throw new Breach('holds', `${id} is held for ${reason} until ${dueAt}, which is no reason or no time`);
    }
    // A person does not know either; a provider that was asked does.
    if (from === 'unconfirmed' && to === 'queued') this.#run.doubts.add(id);
    if (to === 'sending') this.#depart(id, actor);
  }

  #checkFence({ id, f: from, t: to, x: owner, y: leaseUntil }: Change, actor: Actor): void {
    if (actor.verb === 'work.deliverTurn' && owner !== actor.name) {
      throw new Breach('fence', `${actor.name} moved ${id} from ${from} to ${to}, which ${owner} has claimed`);
    }
    if (actor.verb !== 'work.recoverLeases') return;
    const over = Number(leaseUntil) <= Math.max(this.#run.wall(), actor.cameAt) || this.#run.isGone(String(owner));
    if (!over) throw new Breach('fence', `${id} was taken from ${owner} before its lease was over`);
    this.#run.doubts.add(id);
  }

  #depart(id: string, actor: Actor): void {
    const one = leaving(this.#run, id);
    this.#checkAllowed(one);
    this.#checkConnections(actor);
    if (!one.isReply) this.#checkWindow(one);
    this.pace.depart(one);
    this.#attempts.set(id, this.attemptsOf(id) + 1);
  }

  #checkAllowed({ id, workspace, lead, isReply, row }: Leaving): void {
    const { recipient, e_state, e_reason, c_state, paused_at } = row;
    const address = this.#run.keyring.hash('address', mailboxOf(String(recipient)));
    for (const key of [`${workspace} ${address}`, `${workspace} lead:${lead}`]) {
      if (this.#suppressed.has(key)) throw new Breach('suppression', `${id} leaves to ${recipient}, who has refused`);
    }
    if (this.queue.isStopped(workspace)) throw new Breach('halt', `${id} leaves while ${workspace} is stopped`);
    if (c_state !== 'live') throw new Breach('pause', `${id} leaves while its campaign is ${c_state}`);
    if (e_state === 'ended' && e_reason !== 'completed') {
      throw new Breach('ended', `${id} leaves although its enrollment ended: ${e_reason}`);
    }
    if (paused_at !== null) throw new Breach('pause', `${id} leaves while its lead is paused`);
    if (e_state === 'waiting' && /^(paused|lead-paused)$/.test(String(e_reason))) {
      throw new Breach('pause', `${id} leaves while its enrollment waits: ${e_reason}`);
    }
    if (e_state === 'waiting' && String(e_reason).startsWith('held-')) {
      throw new Breach('reaction', `${id} leaves while its enrollment is held: ${e_reason}`);
    }
    const back = this.#takenBackAt.get(lead);
    if (!isReply && back && back.seq > (this.#madeAt.get(id) ?? 0)) {
      throw new Breach('reaction', `${id} leaves, which was made before ${lead} ${back.kind}`);
    }
  }

  /** A kill leaves no more in doubt than there are connections. */
  #checkConnections({ name }: Actor): void {
    const sql = "SELECT workspace_id FROM message WHERE state = 'sending' AND lease_owner = ?";
    const sending = this.#run.ground.rows<{ workspace_id: string }>(sql, name);
    for (const [connection, { length: n }] of Map.groupBy(sending, (row) => connectionOf(row.workspace_id))) {
      if (n <= this.#run.settings.concurrency) continue;
      throw new Breach('connections', `${name} has ${n} sending at once by ${connection}`);
    }
  }

  #checkWindow({ id, wall, zone }: Leaving): void {
    const { weekday, minute, date } = localTime(wall, zone);
    const { days, fromMinute, toMinute } = this.#run.window;
    if (days.includes(weekday) && minute >= fromMinute && minute < toMinute) return;
    throw new Breach('window', `${id} leaves on ${date} at minute ${minute} in ${zone}`);
  }

  /** Whoever has answered or refused is in no sequence any more, from the very commit of the event on. */
  #lookAtEvent({ seq, id, t: kind, y: leadId, z: at }: Change): void {
    this.#events.set(id, (this.#events.get(id) ?? 0) + 1);
    if (leadId === null) return;
    const lead = String(leadId);
    if (kind === 'complained') this.pace.complained(lead);
    const isTouch = TOUCHES.includes(kind);
    if (isTouch) this.pace.touched(lead, Number(at));
    // One playbook leaves touches to the limits.
    if (TAKES_BACK.includes(kind) || (isTouch && this.#run.settings.playbook !== 'plain'))
      this.#takeBack(lead, seq, String(kind));
    if (!ENDS.includes(kind)) return;
    if (kind !== 'replied' && kind !== 'booked') this.#refusing.add(lead);
    const [open] = this.#run.ground.rows("SELECT id FROM enrollment WHERE lead_id = ? AND state <> 'ended'", lead);
    if (open) throw new Breach('ended', `enrollment ${open.id} goes on after ${id}`);
  }

  /** What is leaving in this very moment, or is in doubt, may come back to the queue, and leave once the sequence goes on. */
  #takeBack(lead: string, seq: number, kind: string): void {
    this.#takenBackAt.set(lead, { seq, kind });
    for (const { id } of this.#run.ground.rows(
      "SELECT id FROM message WHERE lead_id = ? AND state IN ('sending','unconfirmed')",
      lead,
    )) {
      this.#madeAt.set(String(id), seq);
    }
  }

  #lookAtEnrollment({ id, f, t, x: lastBefore, y: last, z: reason, v: dueAt, w: before }: Change): void {
    if (f === null && this.#refusing.has(String(lastBefore))) {
      throw new Breach('suppression', `enrollment ${id} begins after its lead has refused`);
    }
    // Since when touches are watched may be set anew: its last message may still wait. Which event ended it may be told late.
    if (f === 'ended' && (t !== f || (reason !== before && !isRetold(before, reason)) || last !== lastBefore))
      throw new Breach('legal moves', `enrollment ${id} was over and was changed`);
    if (reason !== null && !(String(reason) in REASONS)) throw new Breach('reasons', `${reason} has no words`);
    if (f === null) return;
    if (t === 'waiting' && (reason === null || (dueAt === null && !OPEN_HOLD.test(String(reason))))) {
      throw new Breach('holds', `enrollment ${id} waits for ${reason} until ${dueAt}`);
    }
    if (last === null || last === lastBefore) return;
    const [found] = this.#run.ground.rows('SELECT id FROM message WHERE id = ?', last);
    if (!found)
      throw new Breach('one per intent', `enrollment ${id} takes ${last} for sent, which is not in the ledger`);
  }
}

/** Both are reasons of events, and not a last step, a person or a rule. */
function isRetold(before: Change['w'], reason: Change['z']): boolean {
  return BY_EVENT.has(before) && BY_EVENT.has(reason);
}

/** What was heard of a message on its way out is where it goes when its own result comes: sent, and delivered, in one. */
function isLegal(from: MessageState, to: MessageState, mayHaveLeft: boolean): boolean {
  return mayMove(from, to, mayHaveLeft) || (from === 'sending' && (to === 'delivered' || to === 'bounced'));
}
