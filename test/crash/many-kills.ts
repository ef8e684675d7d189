/**
 * Ten thousand messages by real SMTP, sent by real worker processes of which one is killed with SIGKILL every so often:
 * `npm run test:kills -- --messages 10000 --kills 100 --workers 4 --database postgres://…`. At the end ledger and server are
 * compared message by message: none came twice, none that the ledger calls sent is missing, what is in doubt is shown. Exit code
 * 1 where one of these does not hold.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { ROOT } from '../tidy/tree.ts';
import { answerOf, type Place, seeded } from './command.ts';
import { makePlace, removePlace, WITHOUT_LIMITS } from './world.ts';

const CONNECTIONS = 4;
/** Longest life of a worker before it is killed, ms. */
const LIFE_MS = 1_500;
const LOOK_MS = 500;
const PAGE = 1_000;
/** Nothing leaves for so long: it is stuck. */
const PATIENCE_MS = 120_000;

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '100' },
    workers: { type: 'string', default: '1' },
    database: { type: 'string', default: 'rekindle.db' },
    seed: { type: 'string', default: '1' },
  },
});

/** What the server and the ledger say at the end. */
interface Found {
  readonly states: Readonly<Record<string, number>>;
  readonly kills: number;
  readonly arrived: number;
  readonly twice: number;
  /** Sent, says the ledger, and never arrived. */
  readonly lost: number;
  /** Arrived, and the ledger says neither sent nor unconfirmed. */
  readonly untold: number;
  readonly unconfirmedArrived: number;
}

async function ready(place: Place, messages: number): Promise<void> {
  const rows = Array.from(
    { length: messages },
    (_, i) => `Ann${i},ann${i}@firm${i % 500}.example,VP Sales,Firm ${i % 500},US,50`,
  );
  writeFileSync(
    join(place.folder, 'leads.csv'),
    `First Name,Email,Title,Company,Country,Employees\n${rows.join('\n')}\n`,
  );
  await answerOf(place, ['import', 'leads.csv', '--basis', 'legitimate-interest', '--quiet']);
  await answerOf(place, ['workspace', 'go-live', '--yes']);
  await answerOf(place, WITHOUT_LIMITS);
  await answerOf(place, [
    ...['campaign', 'create', 'spring', '--playbook', './always-open', '--daily-cap', '100000'],
    ...['--from-name', 'Ann Lee', '--from-address', 'ann@sender.example', '--postal-address', '1 Example Street'],
  ]);
  await answerOf(place, ['assess', '--quiet']);
  await answerOf(place, ['campaign', 'launch', 'spring', '--quiet']);
}

function startWorker({ folder, environment }: Place): ChildProcess {
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'rekindle.mjs'), 'worker', '--quiet'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: 'ignore',
  });
  return child;
}

/** Keeps so many workers alive and kills one now and then, until all kills are done and nothing waits to leave. */
async function live(place: Place, workers: number, kills: number, random: () => number): Promise<number> {
  const alive = new Set<ChildProcess>();
  let killed = 0;
  let quietSince = performance.now();
  let before = '';
  for (;;) {
    while (alive.size < workers) alive.add(startWorker(place));
    if (killed < kills) {
      await sleep(300 + LIFE_MS * random());
      const victims = [...alive];
      const victim = victims[Math.floor(random() * victims.length)]!;
      victim.kill('SIGKILL');
      if (victim.exitCode === null) await once(victim, 'exit');
      alive.delete(victim);
      killed += 1;
      continue;
    }
    await sleep(LOOK_MS);
    const states = await statesOf(place);
    if (!['queued', 'claimed', 'sending'].some((state) => (states[state] ?? 0) > 0)) break;
    const now = JSON.stringify(states);
    if (now !== before) quietSince = performance.now();
    before = now;
    if (performance.now() - quietSince > PATIENCE_MS) throw new Error(`nothing moves any more: ${now}`);
  }
  for (const worker of alive) worker.kill('SIGTERM');
  await Promise.all([...alive].map((worker) => (worker.exitCode === null ? once(worker, 'exit') : null)));
  return killed;
}

async function statesOf(place: Place): Promise<Record<string, number>> {
  const { messages } = (await answerOf(place, ['campaign', 'show', 'spring'])) as {
    messages: Record<string, number>;
  };
  return messages;
}

async function intentsOf(place: Place, state: string): Promise<Set<string>> {
  const keys = new Set<string>();
  for (let after: string | null = ''; after !== null; ) {
    const words = ['message', 'list', '--state', state, '--limit', String(PAGE), ...(after ? ['--after', after] : [])];
    const page = (await answerOf(place, words)) as { messages: { intentKey: string }[]; next: string | null };
    for (const { intentKey } of page.messages) keys.add(intentKey);
    after = page.next;
  }
  return keys;
}

async function main(): Promise<boolean> {
  const [messages, kills, workers] = [Number(values.messages), Number(values.kills), Number(values.workers)];
  const sink = await startSmtpSink();
  const place = makePlace({
    REKINDLE_DB: values.database,
    REKINDLE_SMTP_URL: `smtp://127.0.0.1:${sink.port}?from=ann@sender.example&secure=none`,
    REKINDLE_PUBLIC_URL: 'https://sender.example',
  });
  try {
    await ready(place, messages);
    const started = performance.now();
    const done = await live(place, workers, kills, seeded(Number(values.seed)));
    const [sent, unconfirmed] = [await intentsOf(place, 'sent'), await intentsOf(place, 'unconfirmed')];
    const arrived = new Set(sink.received.map(({ headers }) => headers.get('x-rekindle-intent') ?? ''));
    const found: Found = {
      states: await statesOf(place),
      kills: done,
      arrived: sink.total,
      twice: sink.duplicates().size,
      lost: [...sent].filter((key) => !arrived.has(key)).length,
      untold: [...arrived].filter((key) => !sent.has(key) && !unconfirmed.has(key)).length,
      unconfirmedArrived: [...unconfirmed].filter((key) => arrived.has(key)).length,
    };
    console.log(JSON.stringify({ ...found, seconds: Math.round((performance.now() - started) / 1_000) }, null, 2));
    return (
      found.twice === 0 &&
      found.lost === 0 &&
      found.untold === 0 &&
      sent.size + unconfirmed.size === messages &&
      unconfirmed.size <= done * CONNECTIONS
    );
  } finally {
    await sink.close();
    removePlace(place);
  }
}

process.exitCode = (await main()) ? 0 : 1;
