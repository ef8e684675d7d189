/**
 * A campaign gets other settings, or another playbook, in place; a draft also another audience or sender. Nothing changes that was not asked
 * for.
 */
import { z } from 'zod';
import type { Campaign } from '../../../domain/campaign/campaign.ts';
import { canonicalJson } from '../../../domain/canonical-json.ts';
import { diffPlaybooks, fieldChanges } from '../../../domain/playbook/diff.ts';
import type { Playbook } from '../../../domain/playbook/playbook.ts';
import { brandOf } from '../../agency/brand.ts';
import { changeCampaign, EVERYBODY } from '../../campaigns.ts';
import { checkWritten, soundPlaybook, type WrittenPlaybook, writtenPlaybook } from '../../drafts/draft.ts';
import type { Engine } from '../../engine.ts';
import { campaignOf, campaignRef, workspaceOf } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';
import { playbookOf, typedSettings } from '../playbooks.ts';
import { checkFor } from './shape.ts';
import { audienceFrom, saysAudience, saysSender, senderFrom, whomInputs } from './whom.ts';

const input = z.strictObject({
  campaign: campaignRef,
  playbook: z.string().optional().describe('another playbook, or the folder of a changed one; the same one by default'),
  draft: z.string().optional().describe('in place of a playbook: a draft of one, as the editor shows it'),
  set: z.record(z.string(), z.string()).default({}).describe('setting=value of the playbook; may be repeated'),
  everybody: z
    .boolean()
    .default(false)
    .describe('of a draft: no import, tag or condition but those that are said with it'),
  ...whomInputs,
  dailyCap: whomInputs.dailyCap.describe('messages a day for each mailbox; as it is by default'),
});
type Wish = z.output<typeof input>;

/** `campaign change`. */
export const campaignChange = operation({
  noun: 'campaign',
  verb: 'change',
  command: 'campaign change',
  summary:
    'Change a campaign’s settings, playbook or daily cap, and of a draft whom it judges and who writes; leads are assessed anew, passages under way stay as they are',
  kind: 'command',
  input,
  output: z.object({ campaign: z.string(), from: z.string(), to: z.string(), differences: z.array(z.string()) }),
  positional: ['campaign'],
  errors: [
    ...['no-such-campaign', 'no-such-playbook', 'playbook-has-mistakes', 'unknown-setting', 'bad-setting'],
    ...['other-version', 'not-both', 'wrong-state', 'changed-meanwhile', 'bad-audience', 'bad-sender'],
  ],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [
    { command: 'campaign change spring --set targetCountries=US,GB', says: 'then: rekindle assess' },
    {
      command: 'campaign change spring --daily-cap 300',
      says: 'also while it is live; what waits for the cap is looked at anew',
    },
    { command: 'campaign change spring --everybody --tag autumn', says: 'while it is a draft: others are judged' },
  ],
  async run(context, wish) {
    const { engine } = context;
    const found = await campaignOf(context, wish.campaign);
    await engine.playbooks.refresh();
    const before = engine.playbooks.get(found.playbookHash).playbook;
    const whom = await whomFor(context, wish, found);
    const { playbook, contents } = await versionFor(context, wish, before, Object.keys(whom).length > 0);
    const { audience, sender } = await changeCampaign(
      engine,
      found,
      { playbook, content: canonicalJson(playbook), contents },
      whom,
    );
    return {
      campaign: found.name,
      from: before.hash,
      to: playbook.hash,
      differences: [
        ...diffPlaybooks(before, playbook),
        ...fieldChanges('Whom it judges', { ...found.audience }, { ...audience }),
        ...fieldChanges('Who writes', { ...found.sender }, { ...sender }),
      ],
    };
  },
});

/** What is said of whom and by whom, the rest as it is; nothing where nothing is said. */
async function whomFor(
  context: OperationContext,
  wish: Wish,
  { audience, sender: like }: Campaign,
): Promise<Partial<Pick<Campaign, 'audience' | 'sender'>>> {
  const brand = brandOf(await workspaceOf(context));
  const before = wish.everybody ? { ...EVERYBODY, frozen: audience.frozen } : audience;
  return {
    ...((wish.everybody || saysAudience(wish)) && { audience: audienceFrom(wish, before) }),
    ...(saysSender(wish) && { sender: senderFrom(context.engine, wish, { like, brand }) }),
  };
}

/** A playbook of the same name keeps the settings. Where others are judged or write and no more is asked for, what runs is not looked for. */
async function versionFor(
  context: OperationContext,
  { playbook: ref, draft, set }: Wish,
  runs: Playbook,
  isRedrawn: boolean,
) {
  const { engine, workspaceId } = context;
  const isAsked = ref !== undefined || draft !== undefined || Object.keys(set).length > 0;
  // The version is stored, with what comes with its mails.
  if (isRedrawn && !isAsked) return { playbook: runs, contents: [] };
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
