/**
 * The feed is told what happens in the transaction in which it happens. Owns the rows that have no place yet; waits for nothing.
 */
import { type Program, run, runEachLater } from '../program.ts';
import { insert, statement } from '../statement.ts';

/** The same again is told anew, the same once more is not. */
const AGAIN = `ON CONFLICT (workspace_id, kind, id) DO UPDATE SET version = excluded.version, position = NULL, at = NULL
  WHERE feed.version <> excluded.version`;
const TELL = insert('feed', ['workspaceId', 'kind', 'id', 'leadId', 'version'], AGAIN);
const ENDS = ['sent', 'delivered', 'bounced', 'refused', 'failed', 'unconfirmed'] as const;
const kindOf = (state: string) => `WHEN '${state}' THEN 'message.${state}'`;
/** Of a message what it has come to, whoever moved it; or what was heard of it while it was still on its way out. */
const TELL_MESSAGE = statement(`
  INSERT INTO feed (workspace_id, kind, id, lead_id, version)
  SELECT workspace_id, CASE state ${ENDS.map(kindOf).join(' ')} ELSE CASE heard WHEN 'delivered' THEN 'message.delivered' ELSE 'message.bounced' END END,
    id, '', fence
  FROM message WHERE workspace_id = :workspaceId AND id = :id
    AND (${ENDS.map((state) => `state = '${state}'`).join(' OR ')} OR (state = 'sending' AND heard IS NOT NULL))
  ${AGAIN}`);

const UNTELL = statement('DELETE FROM feed WHERE workspace_id = :workspaceId AND kind = :kind AND id = :id');

/** One thing that happened. */
export interface Told {
  readonly workspaceId: string;
  readonly kind: string;
  readonly id: string;
  /** '' = it is found without its lead. */
  readonly leadId: string;
  readonly version: number;
}

/** Tells what happened. */
export function* tell(told: readonly Told[]): Program<void> {
  if (told.length > 0)
    yield* runEachLater(
      TELL,
      told.map((one) => ({ ...one })),
    );
}

/** What was told must not be known any more, and is told to nobody who has not heard of it. */
export function* untell({ workspaceId, kind, id }: Pick<Told, 'workspaceId' | 'kind' | 'id'>): Program<void> {
  yield* run(UNTELL, { workspaceId, kind, id });
}

/** Tells where messages stand now, of those that have come to something. */
export function* tellMessages(keys: readonly { readonly workspaceId: string; readonly id: string }[]): Program<void> {
  if (keys.length > 0)
    yield* runEachLater(
      TELL_MESSAGE,
      keys.map(({ workspaceId, id }) => ({ workspaceId, id })),
    );
}
