/** A campaign gets other settings, or another playbook, in place. What it runs changes by nothing that was not asked for. */
import { z } from 'zod';
import { canonicalJson } from '../../../domain/canonical-json.ts';
import { diffPlaybooks } from '../../../domain/playbook/diff.ts';
import type { Playbook } from '../../../domain/playbook/playbook.ts';
import { changePlaybook } from '../../campaigns.ts';
import { checkWritten, soundPlaybook, type WrittenPlaybook, writtenPlaybook } from '../../drafts/draft.ts';
import type { Engine } from '../../engine.ts';
import { campaignOf, campaignRef } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';
import { playbookOf, typedSettings } from '../playbooks.ts';
import { checkFor } from './shape.ts';

const input = z.strictObject({
  campaign: campaignRef,
  playbook: z.string().optional().describe('another playbook, or the folder of a changed one; the same one by default'),
  draft: z.string().optional().describe('in place of a playbook: a draft of one, as the editor shows it'),
  set: z.record(z.string(), z.string()).default({}).describe('setting=value of the playbook; may be repeated'),
});
type Wish = z.output<typeof input>;

/** `campaign change`. */
export const campaignChange = operation({
  noun: 'campaign',
  verb: 'change',
  command: 'campaign change',
  summary: 'Change a campaign’s settings or playbook; leads are assessed anew, passages under way stay as they are',
  kind: 'command',
  input,
  output: z.object({ campaign: z.string(), from: z.string(), to: z.string(), differences: z.array(z.string()) }),
  positional: ['campaign'],
  errors: [
    ...['no-such-campaign', 'no-such-playbook', 'playbook-has-mistakes', 'unknown-setting', 'bad-setting'],
    ...['other-version', 'not-both', 'wrong-state', 'changed-meanwhile'],
  ],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'campaign change spring --set targetCountries=US,GB', says: 'then: rekindle assess' }],
  async run(context, wish) {
    const { engine } = context;
    const found = await campaignOf(context, wish.campaign);
    await engine.playbooks.refresh();
    const before = engine.playbooks.get(found.playbookHash).playbook;
    const { playbook, contents } = await versionFor(context, wish, before);
    await changePlaybook(engine, found, { playbook, content: canonicalJson(playbook), contents });
    return {
      campaign: found.name,
      from: before.hash,
      to: playbook.hash,
      differences: [...diffPlaybooks(before, playbook)],
    };
  },
});

/** A playbook of the same name keeps the settings. */
async function versionFor(context: OperationContext, { playbook: ref, draft, set }: Wish, runs: Playbook) {
  const { engine, workspaceId } = context;
  if (ref !== undefined && draft !== undefined)
    throw new Refusal('not-both', 'a playbook and a draft are one too many', 'name one of them');
  if (draft !== undefined) return withSettings(engine, await writtenPlaybook(engine, workspaceId, draft), runs, set);
  if (ref !== undefined) return playbookOf(engine, ref, set, ref === runs.name ? runs.settings : {});
  return sameVersion(context, runs, set);
}

/**
 * What runs, with other settings: from its draft, or from what comes with Rekindle or lies in the folder. Where neither is that version,
 * whoever asks for other settings would get other steps as well. Errors: refusal `other-version`.
 */
async function sameVersion({ engine, workspaceId }: OperationContext, runs: Playbook, set: Wish['set']) {
  const { name, hash, settings } = runs;
  const draft = await engine.store.drafts.get(workspaceId, name);
  if (draft) {
    const written = await writtenPlaybook(engine, workspaceId, name);
    if (checkFor(engine, written, written.files, runs).playbook?.hash === hash)
      return withSettings(engine, written, runs, set);
  }
  if (engine.sources.readPlaybook(name, settings).playbook?.hash === hash)
    return playbookOf(engine, name, set, settings);
  throw new Refusal(
    'other-version',
    `the campaign runs a version of “${name}” that is neither its draft nor what comes with Rekindle`,
    `say what it is to run: --draft ${name}, or --playbook ${name}`,
  );
}

function withSettings(engine: Engine, written: WrittenPlaybook, runs: Playbook, set: Wish['set']) {
  const plain = soundPlaybook(checkFor(engine, written, written.files, runs));
  if (Object.keys(set).length === 0) return plain;
  const settings = { ...plain.playbook.settings, ...typedSettings(plain.playbook, set) };
  return soundPlaybook(checkWritten(engine, written, written.files, settings));
}
