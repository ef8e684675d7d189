/** What an act on many leads is asked with: what is done, and to whom. Owns what is refused before anything is looked at. */
import { z } from 'zod';
import { BULK_ACTS } from '../../../domain/bulk/act.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { Filter } from '../../../domain/list/filter.ts';
import type { BulkWish } from '../../store-port.ts';
import { campaignOf } from '../find.ts';
import { type OperationContext, Refusal } from '../operation.ts';
import { filterOf, listInputs } from './asked.ts';

/** To whom, and why. */
export const BulkTo = {
  where: listInputs('lead').where,
  leads: z
    .array(z.string().min(1).max(100))
    .min(1)
    .max(LIMITS.bulkNamed)
    .optional()
    .describe(`only these, by their ids: ${LIMITS.bulkNamed} at most`),
  campaign: z.string().optional().describe('only of its audience'),
  why: z.string().max(500).default('').describe('for those who find it so'),
  everybody: z.boolean().default(false).describe('all leads, where no filter is given'),
};
const Value = z.string().max(200).default('');
/** What is started by one operation: nothing leaves by it. */
export const BulkStarted = {
  act: z
    .enum(BULK_ACTS)
    .exclude(['enroll'])
    .describe('tag and untag: with --value; assign: to --value, nobody without one; pause; suppress'),
  ...BulkTo,
  value: Value.describe('the tag, or the owner'),
};
/** What is previewed. */
export const BulkAsked = {
  act: z
    .enum(BULK_ACTS)
    .describe('tag and untag: with --value; assign: to --value, nobody without one; pause; suppress; enroll: --value'),
  ...BulkTo,
  value: Value.describe('the tag, the owner, or the campaign to enroll in'),
};
/** What they may be refused for. */
export const BULK_WISH_ERRORS = ['bad-filter', 'bulk-everybody', 'bulk-value', 'no-such-campaign', 'wrong-state'];

interface Wished {
  readonly act: BulkWish['act'];
  readonly where: string;
  readonly leads?: readonly string[] | undefined;
  readonly value: string;
  readonly campaign?: string | undefined;
  readonly why: string;
  readonly everybody: boolean;
}

/** The input of `bulk enroll`. */
export interface BulkEnrolled extends Omit<Wished, 'act' | 'value'> {
  readonly into: string;
}

/** The wish. Errors: refusals `bad-filter`, `bulk-everybody`, `bulk-value`, `no-such-campaign`, `wrong-state`. */
export async function bulkWishOf(context: OperationContext, wished: Wished): Promise<BulkWish> {
  const { engine, workspaceId } = context;
  const { act, where, why, everybody, campaign, leads } = wished;
  const value = wished.value.trim();
  if (where.trim() === '' && campaign === undefined && leads === undefined && !everybody) {
    throw new Refusal(
      'bulk-everybody',
      'no filter is given',
      'give --where, --leads or --campaign; all leads are --everybody',
    );
  }
  refuseValue(act, value);
  const campaignId = campaign === undefined ? null : (await campaignOf(context, campaign)).id;
  const written = filterOf('lead', where, campaignId !== null, engine.clock.now());
  const filter = leads === undefined ? written : amongNamed([...new Set(leads)].sort(), written);
  const into = act === 'enroll' ? await liveCampaign(context, value) : null;
  return { workspaceId, act, value: into ?? value, why, campaignId, asked: where.trim(), filter };
}

function refuseValue(act: BulkWish['act'], value: string): void {
  const takesValue = act === 'tag' || act === 'untag' || act === 'assign' || act === 'enroll';
  if (takesValue ? value !== '' || act === 'assign' : value === '') return;
  const remedy = takesValue ? 'give it with --value' : 'leave --value out';
  const needs = act === 'enroll' ? 'enroll needs a campaign' : `${act} needs a tag`;
  throw new Refusal('bulk-value', takesValue ? needs : `${act} takes no value`, remedy);
}

/** The id of the campaign to enroll in. Errors: refusals `no-such-campaign`, `wrong-state`. */
async function liveCampaign(context: OperationContext, ref: string): Promise<string> {
  const { id, name, state } = await campaignOf(context, ref);
  if (state === 'live') return id;
  const remedy = state === 'paused' ? `rekindle campaign resume ${name}` : `rekindle campaign launch ${name}`;
  throw new Refusal('wrong-state', `campaign “${name}” is ${state}, and enrolls nobody`, remedy);
}

function amongNamed(leads: readonly string[], written: Filter | null): Filter {
  const these: Filter = { field: 'lead.id', is: 'in', value: leads };
  return { all: written === null ? [these] : [these, written] };
}
