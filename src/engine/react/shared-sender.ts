/**
 * STOP by text or phone in one workspace, as it reaches the others of the instance that write by the same sender: whoever said it to
 * a number cannot know who else writes from it. Owns who shares a sender, and which refusals go with it.
 */
import { SHARED_SENDER } from '../../domain/consent/suppression.ts';
import { EVERY_WAY, type LeadEvent } from '../../domain/event.ts';
import { LIMITS } from '../../domain/limits.ts';
import { isStopByPhone, type Refused } from '../../domain/sequence/reaction.ts';
import type { Engine } from '../engine.ts';
import type { RefusalElsewhere, Workspace } from '../store-port.ts';
import { isStart, reasonOfRefusal } from './keywords.ts';

/** What tells of an event whether it is such a STOP. */
type MayStop = Pick<LeadEvent, 'kind' | 'channel' | 'outcome' | 'origin'>;

/** Whether it was said by text or phone, of texts and calls or of every way. */
function isToldByNumber(event: MayStop): boolean {
  const { kind, channel, outcome } = event;
  if (kind !== 'opted-out' || (channel !== 'sms' && channel !== 'voice')) return false;
  return outcome === EVERY_WAY || isStopByPhone(event);
}

/** Other workspaces that share the sender of texts with one, by id; empty where none of these events is a STOP or takes one back. */
export async function sharersFor(
  engine: Engine,
  events: readonly (MayStop & Pick<LeadEvent, 'workspaceId' | 'why'>)[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const stopped = new Set(
    events.filter((event) => isToldByNumber(event) || isStart(event)).map(({ workspaceId }) => workspaceId),
  );
  if (stopped.size === 0) return new Map();
  const all = await engine.store.workspaces.list(LIMITS.workspaces);
  const senderOf = (one: Workspace | undefined) => one && engine.wayOut({ ...one, mode: 'live' }, 'sms')?.name;
  return new Map(
    [...stopped].map((id) => {
      const mine = senderOf(all.find((one) => one.id === id));
      return [id, all.filter((one) => one.id !== id && senderOf(one) === mine).map((one) => one.id)];
    }),
  );
}

/**
 * What is refused elsewhere: texts and calls to those numbers, nothing else. It does not say by whom it was told, nor in which
 * workspace: that is nobody else's to know.
 */
export function refusedElsewhere(
  engine: Engine,
  event: MayStop & Pick<LeadEvent, 'workspaceId' | 'at' | 'why'>,
  refused: readonly Refused[],
  sharers: ReadonlyMap<string, readonly string[]>,
): readonly RefusalElsewhere[] {
  if (!isToldByNumber(event)) return [];
  const said = { channel: 'sms', reason: reasonOfRefusal(event), origin: SHARED_SENDER, at: event.at } as const;
  return refused.flatMap(({ kind, value }) => {
    if (kind !== 'phone') return [];
    const suppression = { kind, value, keyHash: engine.keyring.hash(kind, value), ...said };
    return (sharers.get(event.workspaceId) ?? []).map((workspaceId) => ({ workspaceId, suppression }));
  });
}

/** The same for a STOP of somebody whom the workspace does not know: the lead may well be another's. */
export async function refuseElsewhere(engine: Engine, event: LeadEvent, refused: readonly Refused[]): Promise<void> {
  const elsewhere = refusedElsewhere(engine, event, refused, await sharersFor(engine, [event]));
  for (const { workspaceId, suppression } of elsewhere) {
    await engine.store.leads.suppress(workspaceId, [{ leadId: '', suppression }]);
  }
}
