/** What a person decides on a difference: one side’s word is made the other’s, or both stay as they are. Owns what is refused. */
import type { BriefField } from '../../domain/handoff/brief.ts';
import type { Engine } from '../engine.ts';
import { HandOffWays } from '../handoff/ways.ts';
import { Refusal } from '../operations/operation.ts';
import type { Difference } from '../store-port.ts';
import { BEING } from './compare-contact.ts';
import { isField, makeAlike } from './make.ts';

/** Which difference, whose word counts, and who says so. */
export interface Decision {
  readonly workspaceId: string;
  readonly id: string;
  readonly side: 'ours' | 'crm' | 'neither';
  readonly by: string;
}

/** Decides. Errors: refusals `no-such-difference`, `difference-over`, `not-to-be-made`, `crm-unreachable`. */
export async function decideDifference(engine: Engine, decision: Decision): Promise<Difference> {
  const { workspaceId, id, side, by } = decision;
  const difference = await engine.store.reconcile.get(workspaceId, id);
  if (!difference) throw new Refusal('no-such-difference', `there is no difference ${id}`, 'rekindle reconcile show');
  if (difference.state !== 'open' && difference.state !== 'later') throw over(id);
  if (side !== 'neither') await make(engine, difference, side, by);
  const state = side === 'neither' ? 'left' : 'settled';
  const settled = { ...difference, state, settledAt: engine.clock.now(), settledBy: by, detail: null } as const;
  if (!(await engine.store.reconcile.settle(settled, difference.state))) throw over(id);
  return settled;
}

function over(id: string): Refusal {
  return new Refusal(
    'difference-over',
    `difference ${id} is decided`,
    'rekindle reconcile show tells those that are open',
  );
}

async function make(engine: Engine, difference: Difference, side: 'ours' | 'crm', by: string): Promise<void> {
  const { workspaceId, connection, contactId, field, ours, theirs, leadId } = difference;
  const impossible = whyNot(difference, side);
  if (impossible !== null) throw new Refusal('not-to-be-made', impossible, 'see to it by hand, then: --side neither');
  const workspace = await engine.store.workspaces.get(workspaceId);
  const ways = new HandOffWays(engine);
  try {
    const found = workspace && (await ways.find(workspace, connection));
    const book = found?.way?.book;
    const provider = found?.way ? found.connection?.provider : undefined;
    if (!book || !provider)
      throw unreachable(found && 'detail' in found ? found.detail : `there is no connection ${connection}`);
    if (side === 'ours' && isField(field) && !book.writes.has(field as BriefField))
      throw new Refusal('not-to-be-made', `${connection} does not take ${field}`, 'change it there by hand');
    const story = leadId === null ? null : await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
    const verdict = side === 'crm' ? 'take' : 'write';
    const making = { workspaceId, connection, provider, contactId, story, book, by };
    const reply = (await makeAlike(engine, making, [{ field, ours, theirs, verdict }])).get(field);
    if (reply && reply.kind !== 'sent') throw unreachable(reply.detail);
  } finally {
    await ways.close();
  }
}

function unreachable(detail: string): Refusal {
  return new Refusal('crm-unreachable', detail, 'try again, or see to it by hand and say --side neither');
}

/** Why one side’s word cannot be made the other’s; null = it can. */
function whyNot({ field, leadId, theirs, ours, because }: Difference, side: 'ours' | 'crm'): string | null {
  const isBeing = field === BEING;
  if (isBeing && leadId === null && side === 'crm') return 'who was erased here does not come back';
  if (isBeing && leadId !== null && side === 'ours')
    return 'a contact that was deleted there is made by a hand-off only';
  if (side === 'ours' && because === 'reconcile-yes-since')
    return 'what a CRM was told by others is lifted there alone';
  if (side === 'ours' && !isBeing && ours === null) return 'a field of a CRM is never emptied from here';
  if (side === 'crm' && theirs === null && (field === 'email' || field === 'phone'))
    return 'an address or a number is not taken from a lead by a CRM';
  return null;
}
