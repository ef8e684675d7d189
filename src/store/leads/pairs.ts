/** Pairs of leads that may be one person, waiting for somebody to say. */
import type { ReviewPair } from '../../engine/store-port.ts';
import { fromJson, toJson } from '../json.ts';
import { all, type Program, run, runEach } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const INSERT = insert(
  'review_pair',
  ['workspaceId', 'leadId', 'otherId', 'score', 'reasons', 'state', 'createdAt'],
  'ON CONFLICT DO NOTHING',
);
/** Pairs of leads that both still are. */
const OPEN = statement<SqlRow>(`
  SELECT p.lead_id, p.other_id, p.score, p.reasons FROM review_pair p WHERE p.workspace_id = :workspaceId AND p.state = 'open'
  AND EXISTS (SELECT 1 FROM lead l WHERE l.workspace_id = p.workspace_id AND l.id = p.lead_id)
  AND EXISTS (SELECT 1 FROM lead o WHERE o.workspace_id = p.workspace_id AND o.id = p.other_id)
  ORDER BY p.score DESC, p.lead_id DESC, p.other_id DESC LIMIT :limit`);
const SETTLE = statement(`
  UPDATE review_pair SET state = :state
  WHERE workspace_id = :workspaceId AND lead_id = :leadId AND other_id = :otherId`);

/** Adds pairs; one that is there, however it was settled, stays as it is. */
export function* addPairs(workspaceId: string, pairs: readonly ReviewPair[], now: number): Program<void> {
  yield* runEach(
    INSERT,
    pairs.map(({ leadId: one, otherId: two, score, reasons }) => {
      const [leadId, otherId] = ordered(one, two);
      return { workspaceId, leadId, otherId, score, reasons: toJson(reasons), state: 'open', createdAt: now };
    }),
  );
}

/** Open pairs, the most alike first. */
export function* openPairs(workspaceId: string, limit: number): Program<ReviewPair[]> {
  return (yield* all(OPEN, { workspaceId, limit })).map((row) => ({
    leadId: row.lead_id as string,
    otherId: row.other_id as string,
    score: row.score as number,
    reasons: fromJson(row.reasons),
  }));
}

/** Says what a pair is. A pair that nobody proposed is passed over. */
export function* settlePair(
  workspaceId: string,
  [one, two]: readonly [string, string],
  state: 'open' | 'merged' | 'distinct',
): Program<void> {
  const [leadId, otherId] = ordered(one, two);
  yield* run(SETTLE, { workspaceId, leadId, otherId, state });
}

function ordered(one: string, two: string): readonly [string, string] {
  return one < two ? [one, two] : [two, one];
}
