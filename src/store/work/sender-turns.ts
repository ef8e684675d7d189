/**
 * Turns of the mailboxes of campaigns that write from several: how many threads each was given, and who began the thread of a lead. Costs
 * nothing where a campaign has one mailbox.
 */
import { LIMITS } from '../../domain/limits.ts';
import type { DueSubject, SenderTurn, SenderTurns } from '../../engine/store-port.ts';
import { allEach, type Program, runEach, together } from '../program.ts';
import { insert, statement } from '../statement.ts';

const GIVEN = statement<{ sender: string; given: number }>(`
  SELECT sender, given FROM sender_turn WHERE workspace_id = :workspaceId AND campaign_id = :campaignId LIMIT :limit`);
const MESSAGES = statement<{ id: string; sender: string }>(`
  SELECT id, sender FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId AND campaign_id = :campaignId
  AND channel = 'email' AND lane = 1 LIMIT :limit`);
const JOIN = insert(
  'sender_turn',
  ['workspaceId', 'campaignId', 'sender', 'given'],
  'ON CONFLICT (workspace_id, campaign_id, sender) DO NOTHING',
);
const RAISE = statement(`
  UPDATE sender_turn SET given = given + :threads
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND sender = :sender`);

/** What the mailboxes of these subjects' campaigns were given, and by whom each lead was written to before. */
export function* senderTurns(subjects: readonly DueSubject[]): Program<SenderTurns> {
  const several = subjects.filter(({ campaign }) => (campaign.sender.more?.length ?? 0) > 0);
  if (several.length === 0) return { given: new Map(), kept: new Map() };
  const campaigns = [...new Map(several.map(({ campaign }) => [keyOf(campaign), campaign])).values()];
  const [given, messages] = yield* together(
    allEach(
      GIVEN,
      campaigns.map(({ workspaceId, id }) => ({ workspaceId, campaignId: id, limit: LIMITS.campaignSenders })),
    ),
    allEach(
      MESSAGES,
      several.map(({ enrollment: { workspaceId, leadId, campaignId } }) => ({
        ...{ workspaceId, leadId, campaignId, limit: LIMITS.storyRows },
      })),
    ),
  );
  return {
    given: new Map(
      campaigns.map((one, i) => [keyOf(one), new Map((given[i] ?? []).map((row) => [row.sender, row.given]))]),
    ),
    kept: new Map(several.flatMap(({ enrollment }, i) => latestOf(enrollment.id, messages[i] ?? []))),
  };
}

function keyOf({ workspaceId, id }: DueSubject['campaign']): string {
  return `${workspaceId} ${id}`;
}

/** Ids are in the order of time. */
function latestOf(enrollmentId: string, rows: readonly { id: string; sender: string }[]): [string, string][] {
  const last = rows.reduce((latest, row) => (row.id > latest.id ? row : latest), { id: '', sender: '' });
  return last.sender === '' ? [] : [[enrollmentId, last.sender]];
}

/** Counts the turns of a batch. One that joins is put where it begins once, however many workers see it join. */
export function* writeSenderTurns(turns: readonly SenderTurn[]): Program<void> {
  if (turns.length === 0) return;
  // In one order, so that no two workers wait for each other.
  const ordered = turns.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  yield* runEach(
    JOIN,
    ordered.map(({ workspaceId, campaignId, sender, from }) => ({ workspaceId, campaignId, sender, given: from })),
  );
  yield* runEach(
    RAISE,
    ordered.map(({ workspaceId, campaignId, sender, threads }) => ({ workspaceId, campaignId, sender, threads })),
  );
}

function orderOf({ workspaceId, campaignId, sender }: SenderTurn): string {
  return `${workspaceId} ${campaignId} ${sender}`;
}
