/** What operations on drafts take and answer in common. */
import { z } from 'zod';
import type { Campaign } from '../../../domain/campaign/campaign.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { diffPlaybooks } from '../../../domain/playbook/diff.ts';
import type { Playbook, SettingValue } from '../../../domain/playbook/playbook.ts';
import { checkWritten, type DraftFiles, type WrittenPlaybook } from '../../drafts/draft.ts';
import type { Engine } from '../../engine.ts';
import { campaignOf } from '../find.ts';
import type { OperationContext } from '../operation.ts';

/** How a draft is named: as its playbook is. */
export const draftRef = z
  .string()
  .min(1, 'name a playbook')
  .describe('name of the draft, or of a built-in playbook that has none yet');

/** Its files. */
export const draftFiles = z
  .record(z.string().max(200), z.string().max(LIMITS.playbookFileBytes))
  .describe('path=text of each file: playbook.yaml, templates/hello.liquid, scenarios/story.yaml');

/** Files in place of those that are kept. */
export const unsavedFiles = draftFiles
  .optional()
  .describe('in place of what is kept, so that nothing need be saved to be tried');

/** A mistake, with its place and remedy. */
export const Finding = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  path: z.string(),
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
});

/** A campaign with the playbook that it runs. */
interface Behind {
  readonly campaign: Campaign;
  readonly runs: Playbook;
}

/** The campaign by which a draft is looked at; null = by none. Where it is wanted, the only one there is stands for what is not named. */
export async function campaignBehind(context: OperationContext, ref: string | undefined): Promise<Behind | null>;
export async function campaignBehind(
  context: OperationContext,
  ref: string | undefined,
  isWanted: true,
): Promise<Behind>;
export async function campaignBehind(context: OperationContext, ref: string | undefined, isWanted = false) {
  if (ref === undefined && !isWanted) return null;
  const campaign = await campaignOf(context, ref);
  await context.engine.playbooks.refresh();
  return { campaign, runs: context.engine.playbooks.get(campaign.playbookHash).playbook };
}

/** A draft as the campaign would run it: with its settings, as far as the draft still has them. */
export function checkFor(engine: Engine, written: WrittenPlaybook, files: DraftFiles, runs: Playbook | null) {
  const plain = checkWritten(engine, written, files);
  if (!runs || !plain.playbook || runs.name !== plain.playbook.name) return plain;
  const known = plain.playbook.settings;
  const kept = Object.entries(runs.settings).filter(([name, value]) => typeof known[name] === typeof value);
  return checkWritten(engine, written, files, Object.fromEntries(kept) as Record<string, SettingValue>);
}

/** In sentences. */
export function differencesOf(before: Playbook | null, after: Playbook | null): string[] {
  return before && after ? [...diffPlaybooks(before, after)] : [];
}
