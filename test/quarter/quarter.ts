/** One virtual quarter from its first morning to its audit: the figures, the digest of all that is stored, what is broken. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { audit, type Broken } from './audit.ts';
import { openGround, type Wish } from './ground.ts';
import { type Lived, live } from './life.ts';
import { type Told, tellEverything } from './told.ts';

/** What came of it. */
export interface Quarter {
  /** Of every row of every table but those that name files. */
  readonly digest: string;
  /** Rows and digest by table. */
  readonly tables: Readonly<Record<string, string>>;
  readonly lived: Lived;
  readonly told: Told;
  readonly broken: readonly Broken[];
  /** Messages that left, by campaign and channel. */
  readonly sent: readonly string[];
  /** Milliseconds of each part. */
  readonly ms: Readonly<Record<string, number>>;
}

/** Tables that name files of the stage's own folder. */
const TELL_PATHS: ReadonlySet<string> = new Set(['audit', 'import']);
const SENT = `
  SELECT COALESCE(c.name, 'no campaign') || ' by ' || m.channel || ': ' || COUNT(*) AS line FROM message m
  LEFT JOIN campaign c ON c.workspace_id = m.workspace_id AND c.id = m.campaign_id
  WHERE m.sent_at IS NOT NULL GROUP BY c.name, m.channel ORDER BY line`;

/** Lives through a quarter. */
export async function liveQuarter(wish: Wish, days: number): Promise<Quarter> {
  const ms: Record<string, number> = {};
  const timed = async <Result>(part: string, run: () => Promise<Result>): Promise<Result> => {
    const began = performance.now();
    const result = await run();
    ms[part] = Math.round(performance.now() - began);
    return result;
  };
  const ground = await timed('begin', () => openGround(wish));
  try {
    const lived = await timed('live', () => live(ground, wish, days));
    const told = await timed('explain', () => tellEverything(ground));
    const copy = join(ground.stage.folder, 'quarter.db');
    const { tables } = await timed('digest', () => ground.stage.engine.store.copyTo(copy, { token: 'copy' }));
    const db = new DatabaseSync(copy, { readOnly: true });
    const broken = await timed('audit', async () => audit(db, lived));
    const sent = db
      .prepare(SENT)
      .all()
      .map(({ line }) => String(line));
    db.close();
    const kept = tables.filter(({ table }) => !TELL_PATHS.has(table));
    const digests = Object.fromEntries(kept.map(({ table, rows, digest }) => [table, `${rows} ${digest}`]));
    const digest = createHash('sha256').update(JSON.stringify(digests)).digest('hex');
    return { digest, tables: digests, lived, told, broken: [...told.broken, ...broken], sent, ms };
  } finally {
    await ground.stage.close();
  }
}
