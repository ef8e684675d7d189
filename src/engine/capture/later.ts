/**
 * What a source tells later: numbers that were asked for and come minutes afterwards, by a call or when they are asked after. They fill what
 * the leads lack that they are about; whoever is not known any more is left alone. Told twice it counts once.
 */
import type { LeadDraft } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import type { LeadSource } from '../source-port.ts';
import type { Spend } from '../store-port.ts';
import { captureBatch } from './capture.ts';

/** Asks after everything of a source that is still to come. What cannot be asked now is asked with the next run. */
export async function takeLater(engine: Engine, workspaceId: string, source: LeadSource): Promise<void> {
  const { store } = engine;
  for (const spend of await store.sources.waiting(workspaceId, source.name, LIMITS.sourceWaits)) {
    const told = await source.later?.(spend.request ?? '');
    if (told?.kind === 'told') await takeTold(engine, spend, told);
    else if (told?.kind === 'gone') await settled(engine, spend, 0);
    else if (told?.kind === 'failed') return;
  }
}

/** Takes in what was told: values first, so that a kill in between has it told again. The count of leads that changed. */
export async function takeTold(
  engine: Engine,
  spend: Spend,
  { drafts, credits }: { readonly drafts: readonly LeadDraft[]; readonly credits: number },
): Promise<number> {
  const { workspaceId, vendor } = spend;
  const about: { line: number; draft: LeadDraft; leadId: string }[] = [];
  for (const draft of drafts.slice(0, LIMITS.enrichedAtOnce)) {
    const keys = draft.externalId === null ? [] : [`x:${vendor}|${draft.externalId}`];
    const [leadId] = await engine.store.leads.find(workspaceId, '', keys);
    if (leadId !== undefined) about.push({ line: about.length + 1, draft, leadId });
  }
  const wish = { workspaceId, source: vendor, importId: null, mode: 'fill', drafts: about, progress: null } as const;
  const changed = about.length === 0 ? 0 : (await captureBatch(engine, wish)).changed.length;
  await settled(engine, spend, credits);
  return changed;
}

/** What was set aside for it beside what was told before goes back, but for what it cost. */
async function settled({ store }: Engine, spend: Spend, credits: number): Promise<void> {
  const { workspaceId, id, most, request } = spend;
  await store.sources.settle({ workspaceId, id, from: 'waiting', to: 'settled', credits, most, request });
}
