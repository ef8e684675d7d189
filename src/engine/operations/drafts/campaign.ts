/** A campaign is drafted: by a playbook, a draft of one, or as another campaign is. Nothing is sent. */
import { z } from 'zod';
import type { Audience, Campaign } from '../../../domain/campaign/campaign.ts';
import { canonicalJson } from '../../../domain/canonical-json.ts';
import type { AttachmentContent } from '../../../domain/playbook/attachment.ts';
import type { Playbook } from '../../../domain/playbook/playbook.ts';
import { brandOf } from '../../agency/brand.ts';
import { createCampaign, EVERYBODY } from '../../campaigns.ts';
import { checkWritten, soundPlaybook, writtenPlaybook } from '../../drafts/draft.ts';
import { campaignView } from '../campaigns.ts';
import { campaignOf, workspaceOf } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';
import { playbookOf, typedSettings } from '../playbooks.ts';
import { printCampaign } from '../print/campaign.ts';
import { checkFor } from './shape.ts';
import { audienceFrom, saysAudience, senderFrom, whomInputs } from './whom.ts';

const input = z.strictObject({
  name: z.string().min(1, 'name the campaign').max(120),
  playbook: z.string().optional().describe('name of a built-in playbook, or its folder; acquisition by default'),
  draft: z.string().optional().describe('in place of a playbook: a draft of one, as the editor shows it'),
  like: z
    .string()
    .optional()
    .describe('in place of a playbook: a campaign; what is not said is as it is there, its version and settings too'),
  set: z
    .record(z.string(), z.string())
    .default({})
    .describe('setting=value of the playbook; lists with commas; may be repeated'),
  ...whomInputs,
});
type Wish = z.output<typeof input>;

/** `campaign create`: a draft; nothing is sent. */
export const campaignCreate = operation({
  noun: 'campaign',
  verb: 'create',
  command: 'campaign create',
  summary: 'Set up a campaign: a playbook on an audience; nothing is sent',
  kind: 'command',
  input,
  output: z.record(z.string(), z.unknown()),
  positional: ['name'],
  errors: [
    ...['campaign-exists', 'bad-audience', 'bad-sender', 'no-such-playbook', 'playbook-has-mistakes'],
    ...['unknown-setting', 'bad-setting', 'no-such-campaign', 'not-both'],
  ],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: false,
  examples: [
    {
      command:
        'campaign create spring --playbook acquisition --from-name "Ann Lee" --from-address ann@acme.com --postal-address "1 Main St, Springfield"',
      says: 'a draft; see it first with: simulate',
    },
    { command: 'campaign create autumn --like spring --tag autumn', says: 'the same once more, to others' },
  ],
  async run(context, wish) {
    const { engine, workspaceId } = context;
    const brand = brandOf(await workspaceOf(context));
    const like = await likeOf(context, wish);
    const { playbook, contents } = await versionOf(context, wish, like);
    const made = await createCampaign(engine, {
      ...{ workspaceId, name: wish.name, playbook, content: canonicalJson(playbook), contents },
      audience: audienceOf(wish, like),
      sender: senderFrom(engine, wish, { like: like?.sender, brand }),
    });
    return campaignView(context, made);
  },
  print: printCampaign,
});

/** Errors: refusals `not-both`, `no-such-campaign`. */
async function likeOf(context: OperationContext, { playbook, draft, like, set }: Wish): Promise<Campaign | null> {
  if ([playbook, draft, like].filter((one) => one !== undefined).length > 1)
    throw new Refusal('not-both', 'a playbook, a draft and a campaign to copy are one too many', 'name one of them');
  if (like === undefined) return null;
  if (Object.keys(set).length > 0)
    throw new Refusal(
      'not-both',
      'a copy has the settings of what it is copied from',
      'change them afterwards: campaign change',
    );
  return campaignOf(context, like);
}

interface Version {
  readonly playbook: Playbook;
  readonly contents: readonly AttachmentContent[];
}

async function versionOf(context: OperationContext, wish: Wish, like: Campaign | null): Promise<Version> {
  const { engine, workspaceId } = context;
  if (like) {
    await engine.playbooks.refresh();
    // The version is stored, with what comes with its mails.
    return { playbook: engine.playbooks.get(like.playbookHash).playbook, contents: [] };
  }
  if (wish.draft === undefined) return playbookOf(engine, wish.playbook ?? 'acquisition', wish.set);
  const written = await writtenPlaybook(engine, workspaceId, wish.draft);
  const plain = soundPlaybook(checkFor(engine, written, written.files, null));
  if (Object.keys(wish.set).length === 0) return plain;
  const settings = typedSettings(plain.playbook, wish.set);
  return soundPlaybook(checkWritten(engine, written, written.files, settings));
}

/** As it is said, be it everybody; where nothing is, that of the campaign which is copied. */
function audienceOf(wish: Wish, like: Campaign | null): Audience {
  return audienceFrom(wish, like && !saysAudience(wish) ? like.audience : EVERYBODY);
}
