/** Who there is: the leads of a simulated workspace, its campaigns and who writes. */
import { canonicalJson } from '../../../src/domain/canonical-json.ts';
import type { LeadDraft } from '../../../src/domain/lead/lead.ts';
import type { MergeMode } from '../../../src/domain/lead/merge.ts';
import type { Playbook } from '../../../src/domain/playbook/playbook.ts';
import { assessAll } from '../../../src/engine/assess/assess.ts';
import { createCampaign, EVERYBODY, launch } from '../../../src/engine/campaigns.ts';
import { captureBatch } from '../../../src/engine/capture/capture.ts';
import { setSendLimits } from '../../../src/engine/deliver/send-limits.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { routinesAt } from '../routines.ts';
import type { Settings } from '../settings.ts';
import { WORKSPACES } from '../stage.ts';

const PLACES = [
  { country: 'US', zone: 'America/New_York' },
  { country: 'DE', zone: 'Europe/Berlin' },
  { country: 'IN', zone: 'Asia/Kolkata' },
  { country: 'US', zone: 'America/Los_Angeles' },
] as const;
/** Colleagues share a firm: so many firms there are. */
const FIRMS = 4;

/** The lead of a number, as a source tells of it. */
export function draftOf(n: number): LeadDraft {
  const place = PLACES[n % PLACES.length] as (typeof PLACES)[number];
  const domain = `firm${n % FIRMS}.example`;
  return {
    values: { firstName: `Ann${n}`, lastName: `Lee${n}`, email: addressOf(n), domain, ...place },
    attributes: {},
    externalId: `ext${n}`,
    otherEmails: [],
    otherPhones: [],
    basis: 'consent',
    optOuts: [],
  };
}

/** The address that a lead comes with. */
export function addressOf(n: number): string {
  return `ann${n}@firm${n % FIRMS}.example`;
}

/** Takes leads in, as an import does. */
export function capture(
  engine: Engine,
  workspaceId: string,
  drafts: readonly LeadDraft[],
  mode: MergeMode = 'fill',
): Promise<unknown> {
  const lines = drafts.map((draft, line) => ({ line, draft }));
  return captureBatch(engine, { workspaceId, source: 'run', importId: null, mode, drafts: lines, progress: null });
}

/** Names of the campaigns of a workspace. */
export function campaignNames({ campaigns }: Settings): readonly string[] {
  return ['First', 'Second'].slice(0, campaigns);
}

/** The workspaces have their limits, leads and live campaigns. */
export async function setTheStage(engine: Engine, settings: Settings, playbook: Playbook): Promise<void> {
  for (const id of settings.routines ? WORKSPACES : []) {
    await engine.store.routines.ensure(routinesAt(id, settings.startsAt, settings.workspaces.includes(id)));
  }
  for (const id of settings.workspaces) {
    const workspace = await engine.store.workspaces.get(id);
    if (!workspace) throw new Error(`there is no workspace ${id}`);
    await setSendLimits(engine, workspace, settings.limits);
    const drafts = Array.from({ length: settings.leads }, (_, n) => draftOf(n));
    await capture(engine, id, drafts);
    for (const name of campaignNames(settings)) await launched(engine, id, name, settings, playbook);
  }
}

async function launched(
  engine: Engine,
  workspaceId: string,
  name: string,
  { dailyCap, seed }: Settings,
  playbook: Playbook,
): Promise<void> {
  // Two campaigns have a mailbox each, or share one.
  const sender = name === 'First' || seed % 2 === 0 ? 'sam' : 'sue';
  const campaign = await createCampaign(engine, {
    workspaceId,
    name,
    playbook,
    content: canonicalJson(playbook),
    audience: EVERYBODY,
    sender: {
      name: 'Sam',
      address: `${sender}@sender.example`,
      company: 'Sender',
      postalAddress: '1 Example Street',
      dailyCap,
    },
  });
  await assessAll(engine, campaign, {});
  const workspace = await engine.store.workspaces.get(workspaceId);
  if (workspace) await launch(engine, workspace, campaign, 'run', () => undefined);
}
