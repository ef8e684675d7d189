/**
 * Canaries: which messages of a campaign were its first, and how they fared. They are named when they leave; all else is
 * read from the ledger and from events, so that nothing can disagree with these.
 */
import type { CanaryCount, CanaryRelease, ClaimedMessage } from '../../engine/store-port.ts';
import { allEach, type Program, run, runEachLater, together } from '../program.ts';
import { HAS_LEFT } from '../rows/message-state.ts';
import { insert, statement } from '../statement.ts';

interface CanaryRow {
  readonly left_count: number;
  readonly last_at: number | null;
  readonly bounced: number | null;
  readonly complained: number | null;
}

/**
 * A mail that the server did not take since there is no such mailbox: it came back at once. Why counted: a server that is asked whether
 * there is any reads all events first.
 */
const CAME_BACK = `(m.state = 'refused' AND (SELECT COUNT(*) FROM event b WHERE b.workspace_id = m.workspace_id
  AND b.lead_id = m.lead_id AND b.message_id = m.id AND b.kind = 'bounced') > 0)`;
/** A message that came back to the queue, since the server was down say, has not left yet; one that is in doubt counts. */
const FIRST = statement<CanaryRow>(`
  SELECT COUNT(*) AS left_count, MAX(c.left_at) AS last_at, SUM(CASE WHEN m.state = 'bounced' OR ${CAME_BACK} THEN 1 ELSE 0 END) AS bounced,
    SUM(CASE WHEN EXISTS (SELECT 1 FROM event v WHERE v.workspace_id = m.workspace_id AND v.lead_id = m.lead_id
      AND v.kind = 'complained' AND v.recorded_at >= c.left_at) THEN 1 ELSE 0 END) AS complained
  FROM canary_message c JOIN message m ON m.workspace_id = c.workspace_id AND m.id = c.message_id
  WHERE c.workspace_id = :workspaceId AND c.campaign_id = :campaignId AND (${HAS_LEFT} OR m.may_have_left = 1 OR ${CAME_BACK})`);
/** Only a message that may have left already can be one of the first and ask again. */
const IS_FIRST = statement<{ message_id: string }>(`SELECT message_id FROM canary_message
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND message_id = :messageId`);
const RELEASED = statement<{ at: number }>(
  'SELECT at FROM canary_release WHERE workspace_id = :workspaceId AND campaign_id = :campaignId',
);
const ADD = insert(
  'canary_message',
  ['workspaceId', 'campaignId', 'messageId', 'leftAt'],
  'ON CONFLICT (workspace_id, campaign_id, message_id) DO UPDATE SET left_at = excluded.left_at',
);
const RELEASE = insert(
  'canary_release',
  ['workspaceId', 'campaignId', 'at', 'by'],
  'ON CONFLICT (workspace_id, campaign_id) DO NOTHING',
);

/** The canaries of one turn. */
export class Canaries {
  /** By campaign; null = a person let it go on. One that nobody asked about is absent. */
  readonly #byCampaign: Map<string, CanaryCount | null>;
  /** Messages of the first that may have left, and are about to leave again. */
  readonly #again: ReadonlySet<string>;
  readonly #now: number;
  readonly #added: { workspaceId: string; campaignId: string; messageId: string; leftAt: number }[] = [];

  constructor(byCampaign: Map<string, CanaryCount | null>, again: ReadonlySet<string>, now: number) {
    this.#byCampaign = byCampaign;
    this.#again = again;
    this.#now = now;
  }

  /** The canary as this message meets it: it does not wait for itself. */
  of(claimed: ClaimedMessage): CanaryCount | null {
    const count = this.#byCampaign.get(keyOf(claimed)) ?? null;
    return count && this.#again.has(claimed.message.id) ? { ...count, left: count.left - 1 } : count;
  }

  /** The message leaves as one of the first; one that leaves again is watched from now on. */
  depart(claimed: ClaimedMessage): void {
    const { workspaceId, id: messageId, campaignId } = claimed.message;
    const before = this.of(claimed);
    if (before === null || campaignId === null) return;
    this.#byCampaign.set(keyOf(claimed), { ...before, left: before.left + 1, lastAt: this.#now });
    this.#added.push({ workspaceId, campaignId, messageId, leftAt: this.#now });
  }

  *write(): Program<void> {
    yield* runEachLater(ADD, this.#added);
  }
}

function keyOf({ message: { workspaceId, campaignId } }: ClaimedMessage): string {
  return `${workspaceId} ${campaignId ?? ''}`;
}

/** Reads the canaries of these messages' campaigns, each once. */
export function* readCanaries(asking: readonly ClaimedMessage[], now: number): Program<Canaries> {
  const keys = new Map<string, { workspaceId: string; campaignId: string }>();
  for (const claimed of asking) {
    const { workspaceId, campaignId } = claimed.message;
    if (campaignId !== null) keys.set(keyOf(claimed), { workspaceId, campaignId });
  }
  const campaigns = [...keys.values()];
  const again = asking.flatMap(({ message: { workspaceId, campaignId, id: messageId, mayHaveLeft } }) =>
    mayHaveLeft && campaignId !== null ? [{ workspaceId, campaignId, messageId }] : [],
  );
  const [released, first, members] = yield* together(
    allEach(RELEASED, campaigns),
    allEach(FIRST, campaigns),
    allEach(IS_FIRST, again),
  );
  const counts = [...keys.keys()].map((key, i): [string, CanaryCount | null] => [
    key,
    released[i]?.length === 0 ? countOf(first[i]?.[0]) : null,
  ]);
  const firstAgain = new Set(members.flatMap((rows) => rows.map(({ message_id }) => message_id)));
  return new Canaries(new Map(counts), firstAgain, now);
}

function countOf(row: CanaryRow | undefined): CanaryCount {
  return {
    left: row?.left_count ?? 0,
    lastAt: row?.last_at ?? null,
    bounced: row?.bounced ?? 0,
    complained: row?.complained ?? 0,
  };
}

/** A person lets a campaign go on, whatever its first messages came to; false = somebody did before. */
export function* releaseCanary(release: CanaryRelease): Program<boolean> {
  return (yield* run(RELEASE, { ...release })) === 1;
}
