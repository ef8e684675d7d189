/**
 * Ten thousand messages by real SMTP, sent by real worker processes of which one is killed with SIGKILL every so often:
 * `npm run test:kills -- --messages 10000 --kills 100 --workers 4 --database postgres` (a server of its own; or `postgres://…`).
 * At the end ledger and server are compared message by message: none came twice, none that the ledger calls sent is missing, what is
 * in doubt is shown, and no worker ended but by our hand. Exit code 1 where one of these does not hold.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { ownServer } from '../postgres/own-server.ts';
import { ROOT } from '../tidy/tree.ts';
import { answerOf, type Place, seeded } from './command.ts';
import { makePlace, removePlace, WITHOUT_LIMITS } from './world.ts';

const CONNECTIONS = 4;
/** How often is looked whether it is time for the next kill, ms. */
const GLANCE_MS = 5;
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
  /** Workers that ended by themselves. */
  readonly died: number;
  readonly arrived: number;
  readonly twice: number;
  /** Sent, says the ledger, and never arrived. */
  readonly lost: number;
  /** Arrived, and the ledger says neither sent nor unconfirmed. */
  readonly untold: number;
  /** In doubt: those that the server has, and those that it never got. */
  readonly unconfirmedArrived: number;
  readonly unconfirmedNotArrived: number;
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

/** Workers that are kept alive: whoever ends is replaced. */
class Crew {
  readonly #place: Place;
  readonly #size: number;
  readonly #alive = new Set<ChildProcess>();
  #stopping = false;
  died = 0;

  constructor(place: Place, size: number) {
    this.#place = place;
    this.#size = size;
  }

  fill(): void {
    while (this.#alive.size < this.#size) {
      const worker = startWorker(this.#place);
      this.#alive.add(worker);
      worker.once('exit', (code) => {
        this.#alive.delete(worker);
        if (code !== null && !this.#stopping) this.died += 1;
      });
    }
  }

  async killOne(random: () => number): Promise<void> {
    const victim = [...this.#alive][Math.floor(random() * this.#alive.size)];
    if (!victim) return;
    const gone = once(victim, 'exit');
    victim.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const gone = [...this.#alive].map((worker) => once(worker, 'exit'));
    for (const worker of this.#alive) worker.kill('SIGTERM');
    await Promise.all(gone);
  }
}

/**
 * Kills one worker whenever a few more messages have arrived, until all kills are done; then lets them work until nothing waits to
 * leave. Why by messages and not by time: on a slow day a worker would be killed before it has begun.
 */
async function live(place: Place, crew: Crew, sink: SmtpSink, { messages, kills, random }: Plan): Promise<void> {
  for (let killed = 0; killed < kills; killed++) {
    const next = sink.total + 1 + random() * 1.5 * (messages / kills);
    let [before, since] = [sink.total, performance.now()];
    for (; sink.total < Math.min(next, messages); await sleep(GLANCE_MS)) {
      crew.fill();
      if (sink.total > before) [before, since] = [sink.total, performance.now()];
      if (performance.now() - since > PATIENCE_MS) throw await stuck(place, `nothing arrives after ${before}`);
    }
    await crew.killOne(random);
  }
  let quietSince = performance.now();
  for (let before = ''; ; ) {
    crew.fill();
    await sleep(LOOK_MS);
    const states = await statesOf(place);
    if (!['queued', 'claimed', 'sending'].some((state) => (states[state] ?? 0) > 0)) return crew.stop();
    const now = JSON.stringify(states);
    if (now !== before) quietSince = performance.now();
    before = now;
    if (performance.now() - quietSince > PATIENCE_MS) throw await stuck(place, 'nothing moves any more');
  }
}

async function stuck(place: Place, words: string): Promise<Error> {
  const { connections, halts } = await answerOf(place, ['instance', 'show']);
  return new Error(`${words}: ${JSON.stringify({ states: await statesOf(place), connections, halts })}`);
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

/** What is lived through. */
interface Plan {
  readonly messages: number;
  readonly kills: number;
  readonly random: () => number;
}

/** Compares what the ledger says with what the server has. */
async function compare(place: Place, sink: SmtpSink, kills: number, died: number): Promise<Found> {
  const [sent, unconfirmed] = [await intentsOf(place, 'sent'), await intentsOf(place, 'unconfirmed')];
  const arrived = new Set(sink.received.map(({ headers }) => headers.get('x-rekindle-intent') ?? ''));
  const unconfirmedArrived = [...unconfirmed].filter((key) => arrived.has(key)).length;
  return {
    states: await statesOf(place),
    kills,
    died,
    arrived: sink.total,
    twice: sink.duplicates().size,
    lost: [...sent].filter((key) => !arrived.has(key)).length,
    untold: [...arrived].filter((key) => !sent.has(key) && !unconfirmed.has(key)).length,
    unconfirmedArrived,
    unconfirmedNotArrived: unconfirmed.size - unconfirmedArrived,
  };
}

/** Whether it is as it must be. */
function isAsItMust({ states, twice, lost, untold, died, kills, arrived, ...found }: Found, messages: number): boolean {
  const { sent = 0, unconfirmed = 0 } = states;
  return (
    [twice, lost, untold, died].every((n) => n === 0) &&
    sent + unconfirmed === messages &&
    arrived === sent + found.unconfirmedArrived &&
    unconfirmed <= kills * CONNECTIONS
  );
}

async function main(database: string): Promise<boolean> {
  const [messages, kills, workers] = [Number(values.messages), Number(values.kills), Number(values.workers)];
  const sink = await startSmtpSink();
  const place = makePlace({
    REKINDLE_DB: database,
    REKINDLE_SMTP_URL: `smtp://127.0.0.1:${sink.port}?from=ann@sender.example&secure=none`,
    REKINDLE_PUBLIC_URL: 'https://sender.example',
  });
  const crew = new Crew(place, workers);
  try {
    await ready(place, messages);
    const started = performance.now();
    await live(place, crew, sink, { messages, kills, random: seeded(Number(values.seed)) });
    const found = await compare(place, sink, kills, crew.died);
    console.log(JSON.stringify({ ...found, seconds: Math.round((performance.now() - started) / 1_000) }, null, 2));
    return isAsItMust(found, messages);
  } finally {
    await crew.stop();
    await sink.close();
    removePlace(place);
  }
}

/** On a server of our own, where only its kind is named. */
async function onServer(): Promise<boolean> {
  const server = await ownServer();
  try {
    return await main(await server.createDatabase('kills'));
  } finally {
    await server.stop();
  }
}

process.exitCode = (await (values.database === 'postgres' ? onServer() : main(values.database))) ? 0 : 1;
