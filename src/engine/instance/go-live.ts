/**
 * What is looked at before messages of a workspace leave for real: a way for mail, the public address with its opt-out page, and the
 * pre-flight of each campaign that was launched while the workspace is dry. Owns what bars the way and what is only said.
 */
import { LIMITS } from '../../domain/limits.ts';
import { preflight } from '../campaigns.ts';
import type { Engine } from '../engine.ts';
import type { Workspace } from '../store-port.ts';
import { publicAddress } from './doctor.ts';

/** What was found of a workspace that is to go live. */
export interface Readiness {
  /** What nobody may pass by: empty = nothing is missing. */
  readonly missing: readonly string[];
  /** Why the public address is not reached from this machine, and what mends it; null = it is, or nobody could ask. */
  readonly unreached: { readonly says: string; readonly remedy: string } | null;
  /** What may be lived with, in words. */
  readonly warnings: readonly string[];
}

/** Looks at everything as if the workspace were live. Never rejects for what the outside does. */
export async function readiness(engine: Engine, workspace: Workspace): Promise<Readiness> {
  const live: Workspace = { ...workspace, mode: 'live' };
  await engine.connections.refresh();
  const canMail = engine.parts.channels.live !== null || engine.connections.has(workspace, 'email');
  const isPublic = engine.publicUrl?.startsWith('https://') ?? false;
  const missing = [
    ...(canMail ? [] : ['a mail server (rekindle connection add, or smtp in rekindle.yaml)']),
    ...(isPublic ? [] : ['publicUrl with https, so that the opt-out link can be reached']),
  ];
  if (missing.length > 0) return { missing, unreached: null, warnings: [] };
  const address = await publicAddress(engine, live);
  const failed = await failedOfCampaigns(engine, live);
  return {
    missing: failed.filter(({ blocks }) => blocks).map(({ says }) => says),
    unreached: address.verdict === 'bad' ? address : null,
    warnings: failed.filter(({ blocks }) => !blocks).map(({ says }) => says),
  };
}

/** What the launch of a live workspace would have told of campaigns that were launched in a dry one: sender, postal address, DNS. */
async function failedOfCampaigns(
  engine: Engine,
  live: Workspace,
): Promise<readonly { blocks: boolean; says: string }[]> {
  const campaigns = await engine.store.campaigns.list(live.id, LIMITS.campaigns);
  const failed: { blocks: boolean; says: string }[] = [];
  for (const campaign of campaigns.filter(({ state }) => state === 'live' || state === 'paused')) {
    const { items } = await preflight(engine, live, campaign);
    const bad = items.filter(({ ok }) => !ok);
    failed.push(...bad.map(({ blocks, check, says }) => ({ blocks, says: `${campaign.name}, ${check}: ${says}` })));
  }
  return failed;
}
