/**
 * What a lead has refused, told to the CRMs of its workspace, so that nobody contacts it from there either. It is queued with the event that
 * brings the refusal, tried again as hand-offs are, and given up with a note on the lead. Owns the order; told is what stands at that time.
 */
import type { Connection } from '../../domain/connection/connection.ts';
import { providerNamed } from '../../domain/connection/providers.ts';
import { afterHandOff } from '../../domain/handoff/answer.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { HandOffReply } from '../crm-port.ts';
import type { Engine } from '../engine.ts';
import { recordEvents } from '../react.ts';
import { refusedWays } from '../reconcile/compare-contact.ts';
import type { LeadStory, Telling } from '../store-port.ts';
import { HandOffWays } from './ways.ts';

/** A workspace that is dry tells nobody: whether it still is, is looked at again after this, ms. */
const DRY_MS = 6 * 3_600_000;

/** Tells what is due, one lead after the other, after a stop none; the count of what was due. */
export async function tellRefusals(engine: Engine, signal?: AbortSignal): Promise<number> {
  if ((await engine.fence.closed()) !== null) return 0;
  const due = await engine.store.handOffs.tellings(engine.clock.now(), LIMITS.handOffsAtOnce);
  if (due.length === 0) return 0;
  const ways = new HandOffWays(engine);
  try {
    for (const one of due) if (!signal?.aborted) await tell(engine, ways, one);
  } finally {
    await ways.close();
  }
  return due.length;
}

async function tell(engine: Engine, ways: HandOffWays, telling: Telling): Promise<void> {
  const { workspaceId, leadId, attempts } = telling;
  const { store, clock } = engine;
  const workspace = await store.workspaces.get(workspaceId);
  const [id = leadId] = await store.leads.find(workspaceId, leadId, []);
  const story = await store.leads.story(workspaceId, id, engine.suppressionKeys);
  if (workspace === null || story === null) return void (await store.handOffs.settleTelling(telling, null));
  if (workspace.mode !== 'live') {
    const after = { state: 'queued', dueAt: clock.now() + DRY_MS, detail: 'the workspace is dry' } as const;
    return void (await store.handOffs.settleTelling({ ...telling }, after));
  }
  const replies: HandOffReply[] = [];
  for (const connection of await listening(engine, workspaceId)) {
    const { way } = await ways.find(workspace, connection.name);
    if (way?.tellRefusals) replies.push(await way.tellRefusals(toldOf(story)));
  }
  const failed = replies.find(({ kind }) => kind !== 'sent');
  if (failed === undefined) return void (await store.handOffs.settleTelling(telling, null));
  await putOff(engine, telling, failed, attempts + 1);
}

/** The same twice does no harm, so that one of which no answer came is told again. */
async function putOff(engine: Engine, telling: Telling, failed: HandOffReply, attempts: number): Promise<void> {
  const reply = failed.kind === 'unconfirmed' ? ({ ...failed, kind: 'retry', afterMs: null } as const) : failed;
  const { state, dueAt } = afterHandOff(reply, attempts, engine.clock.now());
  const detail = failed.detail.slice(0, LIMITS.handOffDetail);
  const gone = state === 'failed';
  const ours = await engine.store.handOffs.settleTelling(telling, { state: gone ? 'failed' : 'queued', dueAt, detail });
  if (ours && gone) await note(engine, telling, detail);
}

async function note(engine: Engine, { workspaceId, leadId, eventId }: Telling, detail: string): Promise<void> {
  const about = { workspaceId, leadId, campaignId: null, messageId: null };
  const text = `The CRM could not be told what the lead has refused; set it there by hand. ${detail}`;
  const told = { kind: 'note', at: engine.clock.now(), origin: 'refusal-telling', originId: eventId } as const;
  await recordEvents(engine, [{ ...about, ...told, verdict: 'machine', text }]);
}

async function listening(engine: Engine, workspaceId: string): Promise<readonly Connection[]> {
  const all = await engine.store.connections.list(workspaceId, LIMITS.connectionsOnRecord);
  return all.filter(({ provider }) => providerNamed(provider)?.hearsRefusals === true);
}

function toldOf(story: LeadStory) {
  const { email, phone } = story.lead.values;
  return { email, phone, refused: refusedWays(story) };
}
