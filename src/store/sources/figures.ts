/** What each source brought and what became of it, counted when somebody asks. A lead counts where it first came from. */
import type { SourceFigures } from '../../engine/store-port.ts';
import { all, type Program, run } from '../program.ts';
import { insert, statement } from '../statement.ts';

const REPORT = 'a report that a person asks for: it counts what a workspace holds';
const OF_LEAD = 'JOIN lead l ON l.workspace_id = x.workspace_id AND l.id = x.lead_id';
const TALLIES = statement<Tally>(`
  SELECT source, created, merged, unchanged, rejected, first_at, last_at FROM source_tally
  WHERE workspace_id = :workspaceId ORDER BY source LIMIT :limit`);
const LEADS = statement<Count>(
  `SELECT source, COUNT(*) AS n FROM lead WHERE workspace_id = :workspaceId GROUP BY source ORDER BY source LIMIT :limit`,
  { scans: REPORT },
);
const QUALIFIED = statement<Count>(
  `SELECT l.source, COUNT(DISTINCT x.lead_id) AS n FROM campaign_member x ${OF_LEAD}
   WHERE x.workspace_id = :workspaceId AND x.stage IN ('ready','unrouted','enrolled','ended') GROUP BY l.source LIMIT :limit`,
  { scans: REPORT },
);
const SENT = statement<Count & { people: number }>(
  `SELECT l.source, COUNT(*) AS n, COUNT(DISTINCT x.lead_id) AS people FROM message x ${OF_LEAD}
   WHERE x.workspace_id = :workspaceId AND x.state IN ('sent','delivered','bounced') GROUP BY l.source LIMIT :limit`,
  { scans: REPORT },
);
const EVENTS = statement<Count & { kind: string }>(
  `SELECT l.source, x.kind, COUNT(DISTINCT x.lead_id) AS n FROM event x ${OF_LEAD}
   WHERE x.workspace_id = :workspaceId AND x.verdict = 'human' AND x.kind IN ('replied','booked','converted','opted-out')
   GROUP BY l.source, x.kind LIMIT :limit`,
  { scans: REPORT },
);
const TALLY = insert(
  'source_tally',
  ['workspaceId', 'source', 'created', 'merged', 'unchanged', 'rejected', 'firstAt', 'lastAt'],
  `ON CONFLICT (workspace_id, source) DO UPDATE SET created = source_tally.created + excluded.created,
   merged = source_tally.merged + excluded.merged, unchanged = source_tally.unchanged + excluded.unchanged,
   rejected = source_tally.rejected + excluded.rejected, last_at = excluded.last_at`,
);

interface Count {
  readonly source: string;
  readonly n: number;
}

interface Tally {
  readonly source: string;
  readonly created: number;
  readonly merged: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly first_at: number;
  readonly last_at: number;
}

/** Kinds of events that are counted. */
const KINDS = 4;

/** What became of records that came together. */
export type Taken = Readonly<Record<'created' | 'merged' | 'unchanged' | 'rejected', number>>;

/** Adds to what is counted of a source. */
export function* addToTally(workspaceId: string, source: string, taken: Taken, at: number): Program<void> {
  yield* run(TALLY, { workspaceId, source, ...taken, firstAt: at, lastAt: at });
}

/** All sources that brought anything, by name. */
export function* sourceFigures(workspaceId: string, limit: number): Program<SourceFigures[]> {
  const key = { workspaceId, limit };
  const tallies = new Map((yield* all(TALLIES, key)).map((row) => [row.source, row]));
  const leads = countsOf(yield* all(LEADS, key));
  const qualified = countsOf(yield* all(QUALIFIED, key));
  const sent = yield* all(SENT, key);
  const events = yield* all(EVENTS, { workspaceId, limit: limit * KINDS });
  const names = [...new Set([...tallies.keys(), ...leads.keys()])].sort();
  return names.map((source) => ({
    source,
    taken: takenOf(tallies.get(source)),
    leads: leads.get(source) ?? 0,
    qualified: qualified.get(source) ?? 0,
    contacted: sent.find((row) => row.source === source)?.people ?? 0,
    sent: sent.find((row) => row.source === source)?.n ?? 0,
    ...eventsOf(events.filter((row) => row.source === source)),
  }));
}

function countsOf(rows: readonly Count[]): Map<string, number> {
  return new Map(rows.map(({ source, n }) => [source, n]));
}

function takenOf(tally: Tally | undefined): SourceFigures['taken'] {
  if (!tally) return null;
  const { created, merged, unchanged, rejected, first_at: firstAt, last_at: lastAt } = tally;
  return { created, merged, unchanged, rejected, firstAt, lastAt };
}

function eventsOf(rows: readonly { readonly kind: string; readonly n: number }[]) {
  const count = (kind: string) => rows.find((row) => row.kind === kind)?.n ?? 0;
  return {
    replied: count('replied'),
    booked: count('booked'),
    converted: count('converted'),
    optedOut: count('opted-out'),
  };
}
