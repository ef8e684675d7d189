/** Events as providers bring them: of messages that left, by the hundred or one by one, three in ten told before. */
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { EventKind } from '../../src/domain/event.ts';
import { recordTogether } from '../../src/engine/react/together.ts';
import type { EventReport } from '../../src/engine/react.ts';
import { isPostgresAddress } from '../../src/store/postgres/settings.ts';
import type { Measured } from '../runs/measure.ts';
import { type Instance, START } from './instance.ts';

const BATCH_EVENTS = 100;
/** Of ten events so many were told before. */
const REPEATED = 3;
/** Told one by one, so many are under way at once: a server answers several webhooks. */
const AT_ONCE = 8;
const KINDS: readonly EventKind[] = ['delivered', 'opened', 'clicked'];
const MINUTE_MS = 60_000;
const MESSAGES = 'SELECT id, lead_id, campaign_id FROM message ORDER BY id';
const COUNT = 'SELECT COUNT(*) AS n FROM event';

interface Sent {
  readonly id: string;
  readonly lead_id: string;
  readonly campaign_id: string;
}

/** Records `count` events; beside the time how many were acknowledged as new, and how many SQL counts. */
export async function recordMany(
  { engine, clock }: Instance,
  db: string,
  count: number,
  way: 'batches' | 'singly',
): Promise<Measured> {
  const messages = (await rowsOf(db, MESSAGES)) as unknown as Sent[];
  const before = await countOf(db);
  clock.moveTo(START + 2 * 1_440 * MINUTE_MS);
  await engine.playbooks.refresh();
  const size = way === 'batches' ? BATCH_EVENTS : 1;
  let [next, acknowledged] = [0, 0];
  const line = async () => {
    while (next < count) {
      const from = next;
      next += size;
      const fresh = await recordTogether(
        engine,
        Array.from({ length: size }, (_, i) => reportOf(from + i, messages)),
      );
      acknowledged += fresh;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: way === 'batches' ? 1 : AT_ONCE }, line));
  const ms = performance.now() - start;
  return { items: count, ms, acknowledged, stored: (await countOf(db)) - before };
}

/** Event `number`; of ten the last three are earlier ones of the same ten again. */
function reportOf(number: number, messages: readonly Sent[]): EventReport {
  const at = number % 10 >= 10 - REPEATED ? number - 5 : number;
  const { id, lead_id: leadId, campaign_id: campaignId } = messages[at % messages.length] as Sent;
  const kind = KINDS[Math.floor(at / messages.length) % KINDS.length] as EventKind;
  return {
    workspaceId: 'main',
    leadId,
    campaignId,
    messageId: id,
    kind,
    at: START + 1_440 * MINUTE_MS + at,
    origin: 'bench',
    originId: `event-${at}`,
    verdict: 'unknown',
    text: null,
  };
}

async function countOf(db: string): Promise<number> {
  return Number((await rowsOf(db, COUNT))[0]?.n);
}

async function rowsOf(db: string, text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  if (!isPostgresAddress(db)) {
    const file = new DatabaseSync(db, { readOnly: true });
    const rows = file.prepare(text).all();
    file.close();
    return rows;
  }
  const client = new Client({ connectionString: db });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}
