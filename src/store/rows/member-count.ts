/**
 * Members of campaigns, counted: one row for each stage, tier and reason, kept in the transaction that moves a member. Only
 * `rows/member.ts` moves members. Why: counting a million rows takes seconds, and an index for it a tenth of assessing (measured).
 */
import type { Member } from '../../domain/campaign/campaign.ts';
import { type Program, run } from '../program.ts';
import { insert, statement } from '../statement.ts';

/** Where a member is counted. */
export type Counted = Pick<Member, 'workspaceId' | 'campaignId' | 'stage' | 'tier' | 'reasonCode'>;

const ADD = insert(
  'member_count',
  ['workspaceId', 'campaignId', 'stage', 'tier', 'reasonCode', 'leads'],
  `ON CONFLICT (workspace_id, campaign_id, stage, tier, reason_code)
   DO UPDATE SET leads = member_count.leads + excluded.leads`,
);
/** A count never falls below nothing: the constraint says so loudly. */
const TAKE = statement(`
  UPDATE member_count SET leads = leads + :leads WHERE workspace_id = :workspaceId AND campaign_id = :campaignId
  AND stage = :stage AND tier = :tier AND reason_code = :reasonCode`);

/** What counts nothing is no row, whatever was counted in which batch: the same story leaves the same bytes. */
const FORGET = statement(`
  DELETE FROM member_count WHERE workspace_id = :workspaceId AND campaign_id = :campaignId
  AND stage = :stage AND tier = :tier AND reason_code = :reasonCode AND leads = 0`);

/** Moves of members that are to be counted. */
export class MemberCounts {
  readonly #changes = new Map<string, { readonly of: Counted; leads: number }>();

  /** A member that stood at `before` stands at `after` now; null = it was not there, or is gone. */
  moved(before: Counted | null, after: Counted | null): void {
    if (before) this.#change(before, -1);
    if (after) this.#change(after, 1);
  }

  #change(of: Counted, by: number): void {
    const key = `${of.workspaceId} ${of.campaignId} ${of.stage} ${of.tier} ${of.reasonCode}`;
    const known = this.#changes.get(key);
    if (known) known.leads += by;
    else this.#changes.set(key, { of, leads: by });
  }

  /** Writes what changed, in one order for all, so that no two transactions wait for each other. Last in its transaction. */
  *write(): Program<void> {
    const changes = [...this.#changes].filter(([, { leads }]) => leads !== 0);
    for (const [, { of, leads }] of changes.sort(([a], [b]) => (a < b ? -1 : 1))) {
      const { workspaceId, campaignId, stage, tier, reasonCode } = of;
      const key = { workspaceId, campaignId, stage, tier, reasonCode };
      yield* run(leads > 0 ? ADD : TAKE, { ...key, leads });
      if (leads < 0) yield* run(FORGET, key);
    }
    this.#changes.clear();
  }
}
