/** Publishing a draft: its version into the database, and a campaign onto it. */
import { z } from 'zod';
import { canonicalJson } from '../../../domain/canonical-json.ts';
import { changeCampaign } from '../../campaigns.ts';
import { soundPlaybook, writtenPlaybook } from '../../drafts/draft.ts';
import { workspaceOf } from '../find.ts';
import { operation, Refusal } from '../operation.ts';
import { campaignBehind, checkFor, differencesOf, draftRef } from './shape.ts';

/** `draft publish`. */
export const draftPublish = operation({
  noun: 'draft',
  verb: 'publish',
  command: 'draft publish',
  summary:
    'Store a draft as a version, and put a campaign on it; passages under way end on the version they began with',
  kind: 'command',
  input: z.strictObject({
    playbook: draftRef,
    campaign: z.string().optional().describe('id or name of the campaign that is to run it; it keeps its settings'),
    revision: z.int().min(0).optional().describe('only if the draft is still this one'),
  }),
  output: z.object({
    playbook: z.string(),
    hash: z.string(),
    campaign: z.string().nullable(),
    from: z.string().nullable(),
    differences: z.array(z.string()),
  }),
  positional: ['playbook'],
  errors: [...['no-such-playbook', 'playbook-has-mistakes', 'no-such-campaign', 'wrong-state', 'changed-meanwhile']],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'draft publish acquisition --campaign spring', says: 'then: rekindle assess' }],
  async run(context, { playbook: ref, campaign: name, revision }) {
    const { engine, workspaceId } = context;
    await workspaceOf(context);
    const written = await writtenPlaybook(engine, workspaceId, ref);
    if (revision !== undefined && revision !== written.revision) throw notThatRevision(ref, written.revision);
    const behind = await campaignBehind(context, name);
    const checked = soundPlaybook(checkFor(engine, written, written.files, behind?.runs ?? null));
    const { playbook, contents } = checked;
    const content = canonicalJson(playbook);
    if (behind) await changeCampaign(engine, behind.campaign, { playbook, content, contents });
    else {
      const version = { workspaceId, hash: playbook.hash, name: playbook.name, content, contents };
      await engine.store.playbooks.put({ ...version, createdAt: engine.clock.now() });
    }
    const differences = differencesOf(behind?.runs ?? null, playbook);
    const campaign = behind?.campaign.name ?? null;
    return { playbook: playbook.name, hash: playbook.hash, campaign, from: behind?.runs.hash ?? null, differences };
  },
});

function notThatRevision(ref: string, revision: number): Refusal {
  return new Refusal(
    'changed-meanwhile',
    `the draft “${ref}” is at revision ${revision} by now`,
    'look at it anew, then publish',
  );
}
