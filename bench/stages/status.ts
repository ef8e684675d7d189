/**
 * Where a lead stands, asked over HTTP of the real server, against a bare Fastify route that does the same reads; alone, and beside a
 * campaign under way: the same one beside both routes, in a process of its own.
 */
import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { belowFinding, type Finding, ratioFinding, toldFinding } from '../findings.ts';
import { type Load, load } from '../load.ts';
import { SECRET } from '../ours/instance.ts';
import { median } from '../rounds.ts';
import { assessed, type StageInput } from './prepared.ts';

const CLI = join(import.meta.dirname, '../../bin/rekindle.mjs');
const ONE_RUN = join(import.meta.dirname, '../one-run.ts');
const BARE = join(import.meta.dirname, '../status-floor-process.ts');
const LEADS = 200_000;
const ASKED = 2_000;
const CONNECTIONS = 10;
const SECONDS = 3;
const ROUNDS = 5;
/** Both are warm by then, and the server has looked at what was due when its campaign was paused. */
const WARM_UP = 2;
const AT_LEAST = 0.6;
const P99_MS = 15;
const READY_MS = 60_000;

/** Alone with the campaign paused, then with its steps decided and sent meanwhile. */
export async function statusStage({ bench }: StageInput): Promise<Finding[]> {
  const db = bench.fresh((await assessed(bench, LEADS)).ours);
  const server = new Server(bench.folder, db);
  try {
    await server.begin();
    const alone = await server.compared();
    server.run('campaign', 'resume');
    server.work();
    const [before, began] = [decidedOn(db), performance.now()];
    const beside = await server.compared();
    const decided = ((decidedOn(db) - before) * 1_000) / (performance.now() - began);
    const [aloneName, besideName] = ['lead status over HTTP', 'lead status beside a running campaign'];
    return [
      ratioFinding(aloneName, 'answers/s', alone, AT_LEAST),
      belowFinding(`${aloneName}: p99`, 'ms', alone.p99Ms, P99_MS, alone.bareP99Ms),
      ratioFinding(besideName, 'answers/s', beside, AT_LEAST),
      belowFinding(`${besideName}: p99`, 'ms', beside.p99Ms, P99_MS, beside.bareP99Ms),
      toldFinding('steps that the campaign made meanwhile', 'steps/s', decided),
    ];
  } finally {
    server.end();
  }
}

/** `rekindle serve` on a database, and the bare route on the same. */
class Server {
  readonly #folder: string;
  readonly #db: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #processes: ChildProcess[] = [];
  #ports = { ours: 0, bare: 0 };
  #headers = '';
  #ids: readonly string[] = [];

  constructor(folder: string, db: string) {
    this.#folder = folder;
    this.#db = db;
    this.#env = { ...process.env, REKINDLE_KEY: SECRET.toString('hex'), REKINDLE_DB: db };
  }

  async begin(): Promise<void> {
    const port = await freePort();
    writeFileSync(join(this.#folder, 'rekindle.yaml'), `listen: { port: ${port} }\n`);
    this.#ids = leadIds(this.#db);
    this.run('campaign', 'pause');
    const { key } = JSON.parse(this.run('key', 'create', 'bench', '--role', 'viewer', '--json')) as { key: string };
    this.#headers = `Authorization: Bearer ${key}\r\n`;
    const bare = fork(BARE, [this.#db], { execArgv: ['--no-warnings'] });
    this.#processes.push(bare);
    const [{ port: barePort }] = (await once(bare, 'message')) as [{ port: number }];
    this.#ports = { ours: port, bare: barePort };
    this.#processes.push(
      spawn(process.execPath, [CLI, 'serve'], { cwd: this.#folder, env: this.#env, stdio: 'ignore' }),
    );
    await ready(`http://127.0.0.1:${port}/readyz`);
  }

  /** Has the campaign's steps decided and sent, day after day as fast as it goes, whatever day it is today. */
  work(): void {
    const run = ['--no-warnings', ONE_RUN, 'delivery ours', JSON.stringify({ db: this.#db })];
    this.#processes.push(spawn(process.execPath, run, { stdio: 'ignore' }));
  }

  /** A command beside the server; what it says. Errors: it failed. */
  run(...args: readonly string[]): string {
    return execFileSync(process.execPath, [CLI, ...args], { cwd: this.#folder, env: this.#env, encoding: 'utf8' });
  }

  /** Both routes in turns. Answers a second; the median of the ratios and of what 99 of 100 came within. */
  async compared() {
    const rounds: { readonly bare: Load; readonly ours: Load }[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round++)
      rounds.push({ bare: await this.#bare(), ours: await this.#ours() });
    const counted = rounds.slice(WARM_UP);
    return {
      floor: median(counted.map(({ bare }) => bare.rate)),
      ours: median(counted.map(({ ours }) => ours.rate)),
      ratio: median(counted.map(({ bare, ours }) => ours.rate / bare.rate)),
      p99Ms: median(counted.map(({ ours }) => ours.p99Ms)),
      bareP99Ms: median(counted.map(({ bare }) => bare.p99Ms)),
    };
  }

  #bare(): Promise<Load> {
    return this.#load(this.#ports.bare, '/leads');
  }

  #ours(): Promise<Load> {
    return this.#load(this.#ports.ours, '/api/v1/leads');
  }

  #load(port: number, under: string): Promise<Load> {
    const paths = this.#ids.map((id) => `${under}/${id}/status`);
    return load({ port, paths, headers: this.#headers, connections: CONNECTIONS, seconds: SECONDS });
  }

  end(): void {
    for (const process of this.#processes) process.kill('SIGKILL');
  }
}

/** Messages of all states that there are. */
function decidedOn(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true });
  const row = db.prepare('SELECT COUNT(*) AS n FROM message').get();
  db.close();
  return Number(row?.n ?? 0);
}

/** Spread over the file, so that no page of it is asked for twice in a row. */
function leadIds(path: string): string[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare('SELECT id FROM lead ORDER BY email LIMIT ?').all(ASKED);
  db.close();
  return rows.map(({ id }) => String(id));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function ready(url: string): Promise<void> {
  const until = performance.now() + READY_MS;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    if (performance.now() > until) throw new Error(`${url} did not answer`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
