/**
 * What is looked at before messages of a workspace leave for real: a way for mail, the public address with its opt-out page, and the
 * pre-flight of each campaign that was launched while the workspace is dry. Owns what bars the way and what is only said.
 */
import { LIMITS } from '../../domain/limits.ts';
import { type PreflightItem, preflight } from '../campaigns.ts';
import type { Engine } from '../engine.ts';
import type { Workspace } from '../store-port.ts';
import { publicAddress } from './doctor.ts';

/** What was found of a workspace that is to go live, in words. */
export interface Readiness {
  /** What nobody may pass by: empty = nothing is missing. */
  readonly missing: readonly string[];
  /** What a person may live with, knowing it. */
  readonly warnings: readonly string[];
}

/** Who writes, and where they are: no mail may leave without. */
const OWED: ReadonlySet<string> = new Set(['sender', 'postal address']);

/**
 * Looks at everything as if the workspace were live. Never rejects for what the outside does.
 * Why a public address that is not reached only warns: behind some routers a machine reaches its own last, and `serve` may begin later.
 */
export async function readiness(engine: Engine, workspace: Workspace): Promise<Readiness> {
  const live: Workspace = { ...workspace, mode: 'live' };
  await engine.connections.refresh();
  const canMail = engine.parts.channels.live !== null || engine.connections.has(workspace, 'email');
  const isPublic = engine.publicUrl?.startsWith('https://') ?? false;
  const missing = [
    ...(canMail ? [] : ['a mail server (rekindle connection add, or smtp in rekindle.yaml)']),
    ...(isPublic ? [] : ['publicUrl with https, so that the opt-out link can be reached']),
  ];
  if (missing.length > 0) return { missing, warnings: [] };
  const address = await publicAddress(engine, live);
  const failed = await failedOfCampaigns(engine, live);
  const told = (owed: boolean) => failed.flatMap(({ check, says }) => (OWED.has(check) === owed ? [says] : []));
  const unreached =
    address.verdict === 'bad' ? [`${address.says}: until it is, opt-out links of mails lead nowhere`] : [];
  return { missing: told(true), warnings: [...unreached, ...told(false)] };
}

/** What the launch of a live workspace would have told of campaigns that were launched in a dry one: sender, postal address, DNS. */
async function failedOfCampaigns(engine: Engine, live: Workspace): Promise<Pick<PreflightItem, 'check' | 'says'>[]> {
  const failed: Pick<PreflightItem, 'check' | 'says'>[] = [];
  const campaigns = await engine.store.campaigns.list(live.id, LIMITS.campaigns);
  for (const campaign of campaigns.filter(({ state }) => state === 'live' || state === 'paused')) {
    const { items } = await preflight(engine, live, campaign);
    const bad = items.filter(({ ok }) => !ok);
    failed.push(...bad.map(({ check, says }) => ({ check, says: `${campaign.name}, ${check}: ${says}` })));
  }
  return failed;
}
