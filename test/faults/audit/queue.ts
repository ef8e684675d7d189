/** Who is served next: replies before all else, a fair share for each, nothing by a connection that rests. Asked after each claim. */
import type { Change } from '../ground.ts';
import type { Actor } from '../turns.ts';
import type { Audited } from './audited.ts';
import { Breach } from './breach.ts';

interface Waiting {
  readonly workspace_id: string;
  readonly campaign_id: string;
  readonly lane: number;
}

/** Whether a message `m` belongs to a campaign that is paused, and is no answer. */
export const IN_PAUSED = `(m.lane = 1 AND EXISTS (SELECT 1 FROM campaign c
  WHERE c.workspace_id = m.workspace_id AND c.id = m.campaign_id AND c.state = 'paused'))`;
const HELD_BY = "SELECT workspace_id, campaign_id, lane FROM message WHERE state = 'claimed' AND lease_owner = ?";
const CLAIMED = 'SELECT workspace_id, campaign_id, lane FROM message WHERE id = ?';
const LEFT = `
  SELECT workspace_id, campaign_id, lane FROM message m WHERE state = 'queued' AND due_at <= ? AND NOT ${IN_PAUSED}`;

/** The audit of the queue. */
export class QueueAudit {
  readonly #run: Audited;
  /** Stops that stand, as `workspace/channel`; '' = all of them. */
  readonly #halts = new Set<string>();
  /** When the rest of a connection is over. */
  readonly #rests = new Map<string, number>();

  constructor(run: Audited) {
    this.#run = run;
  }

  /** Whether an e-mail of this workspace is stopped. */
  isStopped(workspace: string): boolean {
    return ['', workspace].some((of) => ['', 'email'].some((channel) => this.#halts.has(`${of}/${channel}`)));
  }

  /** What a commit changed counts from the next one on. */
  follow({ kind, id, t, x }: Change): void {
    if (kind === 'halt') this.#halts.add(`${id}/${t}`);
    else if (kind === 'lift') this.#halts.delete(`${id}/${t}`);
    else if (kind === 'rest' && x === null) this.#rests.delete(id);
    else if (kind === 'rest') this.#rests.set(id, Number(x));
  }

  /** A claim is committed. */
  afterClaim(changes: readonly Change[], actor: Actor): void {
    const ids = changes.filter(({ kind, t }) => kind === 'message' && t === 'claimed').map(({ id }) => id);
    if (ids.length === 0) return;
    const claimed = ids.flatMap((id) => this.#run.ground.rows<Waiting>(CLAIMED, id));
    this.#checkRests(claimed, Math.max(this.#run.wall(), actor.cameAt));
    const asked = Math.min(this.#run.wall(), actor.cameAt);
    const left = this.#run.ground
      .rows<Waiting>(LEFT, asked)
      .filter((one) => this.#mayLeave(one) && !this.#hasEnough(one, actor));
    if (left.length === 0) return;
    const orphans = changes.filter(({ kind, f, t }) => kind === 'message' && f === 'queued' && t !== 'claimed').length;
    this.#checkLanes(claimed, left);
    this.#checkShares(claimed, left, orphans);
  }

  #checkRests(claimed: readonly Waiting[], now: number): void {
    for (const [connection, until] of this.#rests) {
      const mine = claimed.filter(({ workspace_id }) => connectionOf(workspace_id) === connection).length;
      if (until === 0 || mine === 0) continue;
      if (now < until) throw new Breach('rest', `${mine} are claimed for ${connection}, which rests`);
      if (mine > 1) throw new Breach('rest', `${mine} try ${connection} at once after its rest`);
    }
  }

  #mayLeave({ workspace_id }: Waiting): boolean {
    return !this.isStopped(workspace_id) && !this.#rests.get(connectionOf(workspace_id));
  }

  /** A worker that goes on while messages leave takes no more for a slow connection than two for each of its lines. */
  #hasEnough({ workspace_id, lane }: Waiting, { name }: Actor): boolean {
    if (lane === 0 || !this.#run.settings.flows) return false;
    const held = this.#run.ground.rows<Waiting>(HELD_BY, name);
    const same = held.filter((one) => connectionOf(one.workspace_id) === connectionOf(workspace_id));
    return same.length >= 2 * this.#run.settings.concurrency;
  }

  #checkLanes(claimed: readonly Waiting[], left: readonly Waiting[]): void {
    if (claimed.some(({ lane }) => lane === 1) && left.some(({ lane }) => lane === 0)) {
      throw new Breach('lanes', 'a campaign’s message is claimed before a reply that is due');
    }
  }

  /** Whoever got less than its part of what was given out had no more. */
  #checkShares(claimed: readonly Waiting[], left: readonly Waiting[], orphans: number): void {
    if (claimed.length + orphans < this.#run.settings.batch) {
      throw new Breach('fair share', `${left.length} that are due are left although there was room`);
    }
    for (const lane of new Set(claimed.map((one) => one.lane))) {
      const inLane = (one: Waiting) => one.lane === lane;
      const [given, over] = [claimed.filter(inLane), left.filter(inLane)];
      checkParts(given, over, given.length - orphans, ({ workspace_id }) => workspace_id);
    }
  }
}

function checkParts(
  given: readonly Waiting[],
  left: readonly Waiting[],
  total: number,
  partOf: (one: Waiting) => string,
): void {
  const parts = new Set([...given, ...left].map(partOf));
  for (const part of new Set(left.map(partOf))) {
    const mine = given.filter((one) => partOf(one) === part).length;
    if (mine < Math.floor(total / parts.size)) {
      throw new Breach('fair share', `${part} got ${mine} of ${total} shared by ${parts.size}, and more are due`);
    }
  }
}

/** The connection that a workspace sends by. */
export function connectionOf(workspace: string): string {
  return workspace === 'main' ? 'live' : 'outbox';
}
