/** Finding what the user named: the workspace, a campaign, a lead. Each miss is a refusal that says what there is. */
import { z } from 'zod';
import type { Campaign, MemberStage } from '../../domain/campaign/campaign.ts';
import { ERASED } from '../../domain/person/erasure.ts';
import { reasonText } from '../../domain/reason.ts';
import { normaliseEmail } from '../../domain/verify/email-key.ts';
import { readPhone } from '../../domain/verify/phone.ts';
import type { Engine } from '../engine.ts';
import { erasureOf } from '../people/erase.ts';
import type { Workspace } from '../store-port.ts';
import { type OperationContext, Refusal } from './operation.ts';

/** Campaigns listed at most when one must be chosen. */
const CAMPAIGNS_SHOWN = 100;

/** How a campaign is named in an input. */
export const campaignRef = z.string().optional().describe('id or name; may be left out where there is one');

/** The same where a lead is named too. */
export const campaignOfLeadRef = z
  .string()
  .optional()
  .describe('id or name; may be left out where the lead stands in one');

/** How a lead is named in an input. */
export const leadRef = z.string().min(1, 'name a lead').describe('id, e-mail address or phone number');

/** The workspace of an operation; made where it is new. */
export async function workspaceOf({ engine, workspaceId }: OperationContext): Promise<Workspace> {
  return engine.store.workspaces.ensure(workspaceId, engine.clock.now());
}

/** The campaign named by id or name; where none is named, the only one. */
export async function campaignOf(context: OperationContext, ref: string | undefined): Promise<Campaign> {
  const { engine, workspaceId } = context;
  if (ref !== undefined) {
    const found = await engine.store.campaigns.get(workspaceId, ref);
    if (found) return found;
  }
  const all = await engine.store.campaigns.list(workspaceId, CAMPAIGNS_SHOWN);
  const names = all.map(({ name, state }) => `${name} (${state})`).join(', ');
  if (ref !== undefined) {
    throw new Refusal(
      'no-such-campaign',
      `there is no campaign “${ref}”`,
      names ? `there are: ${names}` : 'rekindle campaign create NAME makes one',
    );
  }
  const [only, ...others] = all;
  if (only && others.length === 0) return only;
  if (!only)
    throw new Refusal(
      'no-campaign',
      'there is no campaign yet',
      'rekindle campaign create NAME --playbook acquisition',
    );
  throw new Refusal('which-campaign', 'there are several campaigns', `choose with --campaign: ${names}`);
}

/**
 * The campaign named. Where none is named: the one in which the lead stands in this stage, else the live one in which it stands at all,
 * else the only one. Errors: refusal `which-campaign` names those in which the lead stands, where it stands in several.
 */
export async function campaignOfLead(
  context: OperationContext,
  leadId: string,
  ref: string | undefined,
  stage: MemberStage = 'enrolled',
): Promise<Campaign> {
  const { engine, workspaceId } = context;
  const status = ref === undefined && (await engine.store.leads.status(workspaceId, leadId, engine.suppressionKeys));
  if (!status) return campaignOf(context, ref);
  const inStage = status.standings.filter(({ member }) => member.stage === stage);
  const live = status.standings.filter(({ campaign }) => campaign.state === 'live');
  const [only, ...others] = [inStage, live, status.standings].find((some) => some.length > 0) ?? [];
  if (others.length === 0) return campaignOf(context, only?.campaign.name);
  const names = [only, ...others].flatMap((one) => (one ? [`${one.campaign.name} (${one.campaign.state})`] : []));
  throw new Refusal(
    'which-campaign',
    'the lead stands in several campaigns',
    `choose with --campaign: ${names.join(', ')}`,
  );
}

/** The id of the lead meant by an id (an alias too), an e-mail address or a phone number. */
export async function leadIdOf(engine: Engine, workspaceId: string, ref: string): Promise<string> {
  const email = ref.includes('@') ? normaliseEmail(ref) : null;
  const phone = /^[+0-9]/.test(ref) ? readPhone(ref, null) : null;
  const keys = [...(email ? [`e:${email}`] : []), ...(phone && 'e164' in phone ? [`p:${phone.e164}`] : [])];
  const [found, ...others] = await engine.store.leads.find(workspaceId, ref, keys);
  if (!found) await refuseErased(engine, workspaceId, ref);
  if (!found)
    throw new Refusal(
      'no-such-lead',
      `no lead is known as “${ref}”`,
      'give a lead id, an e-mail address or a phone number with +',
    );
  if (others.length > 0) {
    throw new Refusal(
      'several-leads',
      `several leads are known as “${ref}”`,
      `choose by id: ${[found, ...others].join(', ')}`,
    );
  }
  return found;
}

/** Who was erased is not simply unknown. Errors: refusal `erased`. */
async function refuseErased(engine: Engine, workspaceId: string, ref: string): Promise<void> {
  const erasure = await erasureOf(engine, workspaceId, ref);
  if (erasure === null) return;
  const { says, remedy } = reasonText(ERASED);
  throw new Refusal(
    ERASED,
    `“${ref}” was erased on ${new Date(erasure.at).toISOString()} (${erasure.id}). ${says}`,
    remedy,
  );
}

/** Input: the country of phone numbers of a file that name none, ISO alpha-2; null = none is said. */
export const countryOfNumbers = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'two letters, such as US')
  .transform((code) => code.toUpperCase())
  .nullable()
  .default(null);
