/** What people do with hand-offs: claim one, say that it is done, have a sending tried again. Owns what is refused. */
import type { HandOffSend } from '../../domain/handoff/handoff.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import { doTask } from '../steer/tasks.ts';
import type { HandOffOf } from '../store-port.ts';

/** Which hand-off, and who acts. */
export interface HandOffAct {
  readonly workspaceId: string;
  readonly id: string;
  readonly by: string;
}

/** The hand-off of this id. Errors: refusal `no-such-hand-off`. */
export async function handOffOfId(engine: Engine, { workspaceId, id }: Omit<HandOffAct, 'by'>): Promise<HandOffOf> {
  return (await engine.store.handOffs.get(workspaceId, id)) ?? unknown(id);
}

function unknown(id: string): never {
  throw new Refusal('no-such-hand-off', `there is no hand-off ${id}`, 'rekindle handoff list shows them');
}

/** Somebody sees to it: its clock stops. `owner`: whose it is from now on; null = as it was, or of whoever claims. */
export async function claimHandOff(engine: Engine, act: HandOffAct, owner: string | null): Promise<HandOffOf> {
  const { workspaceId, id, by } = act;
  const claimedAt = engine.clock.now();
  const after = await engine.store.handOffs.change({
    workspaceId,
    id,
    decide({ handOff, sends }) {
      if (handOff.state === 'done') throw new Refusal('hand-off-over', `hand-off ${id} is done`, '');
      if (handOff.state === 'claimed')
        throw new Refusal('hand-off-claimed', `${handOff.claimedBy} claimed it`, 'rekindle handoff show tells when');
      const claimed = { state: 'claimed', claimedBy: by, claimedAt, escalateAt: null } as const;
      return { handOff: { ...handOff, ...claimed, owner: owner ?? handOff.owner }, sends };
    },
  });
  return after ?? unknown(id);
}

/** It is done, and so is its task. Errors: refusals `no-such-hand-off`, `task-over`. */
export async function endHandOff(engine: Engine, act: HandOffAct): Promise<HandOffOf> {
  const { handOff } = await handOffOfId(engine, act);
  await doTask(engine, { workspaceId: act.workspaceId, taskId: handOff.taskId, outcome: null, by: act.by });
  return handOffOfId(engine, act);
}

/** Which sendings a person settles, and how. */
export interface SendsSettled extends HandOffAct {
  /** Null = all that are dead or in doubt. */
  readonly target: string | null;
  /** What is in doubt has arrived, as the person saw; else it is tried again. */
  readonly arrived: boolean;
}

/** Has what is dead or in doubt tried again, or takes a person's word that it arrived. Errors: refusal `nothing-to-retry`. */
export async function retryHandOff(engine: Engine, settled: SendsSettled): Promise<HandOffOf> {
  const { workspaceId, id, target, arrived, by } = settled;
  const now = engine.clock.now();
  const after = await engine.store.handOffs.change({
    workspaceId,
    id,
    decide({ handOff, sends }) {
      const meant = sends.filter((send) => isStuck(send, arrived) && (target === null || send.target === target));
      if (meant.length === 0)
        throw new Refusal(
          'nothing-to-retry',
          'nothing of it is dead or in doubt',
          'rekindle handoff show tells where it is',
        );
      return { handOff, sends: meant.map((send) => moved(send, arrived, by, now)) };
    },
  });
  if (!after) return unknown(id);
  return handOffOfId(engine, settled);
}

function isStuck({ state }: HandOffSend, arrived: boolean): boolean {
  return state === 'unconfirmed' || (state === 'failed' && !arrived);
}

/** What was begun without an answer is forgotten by a person's word alone where the other side cannot be asked: it may come twice. */
function moved(send: HandOffSend, arrived: boolean, by: string, now: number): HandOffSend {
  if (arrived) return { ...send, state: 'sent', askAt: null, code: null, detail: `${by} saw that it arrived` };
  const { doing: _, ...receipt } = send.receipt;
  return { ...send, state: 'queued', attempts: 0, dueAt: now, askAt: null, code: null, detail: null, receipt };
}
