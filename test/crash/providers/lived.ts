/**
 * One provider lived through: so many messages to so many people, a twentieth of answers lost after they were taken, put off, and broken;
 * the process that sends is killed by SIGKILL again and again, and begun anew. At the end ledger and provider are compared.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openConnected } from '../../connections/stage.ts';
import { writePlaybook } from '../../pipeline/small-playbook.ts';
import { type Row, SENDER, type Stage, TUESDAY } from '../../pipeline/stage.ts';
import { seeded } from '../command.ts';
import { type Door, type DoorName, openDoor } from './doors.ts';

/** How much is lived through. */
export interface Plan {
  readonly messages: number;
  readonly kills: number;
  readonly seed: number;
}

/** How it ended. */
export interface Lived {
  readonly states: Readonly<Record<string, number>>;
  readonly kills: number;
  readonly arrived: number;
  readonly twice: number;
  /** Sent, says the ledger, and never arrived. */
  readonly lost: number;
  /** Arrived, and the ledger says neither sent nor unconfirmed. */
  readonly untold: number;
  /** Refused, says the ledger, as the provider did. */
  readonly refused: number;
  readonly unconfirmedArrived: number;
  readonly unconfirmedNotArrived: number;
  readonly faults: Readonly<Record<string, number>>;
}

const GLANCE_MS = 5;
/** Nothing arrives for so long: it is stuck. */
const PATIENCE_MS = 900_000;
/** What was compiled of the process that sends, for those after it. */
const COMPILED = mkdtempSync(join(tmpdir(), 'rekindle-compiled-'));
process.once('exit', () => rmSync(COMPILED, { recursive: true, force: true }));
/** A message that has arrived is in one of these. */
const TOLD: ReadonlySet<string> = new Set(['sent', 'delivered', 'unconfirmed']);

/** Lives through one provider. Errors: the process that sends fails, or nothing arrives any more. */
export async function liveThrough(name: DoorName, plan: Plan): Promise<Lived> {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-provider-'));
  const sender = new Sender(folder);
  const door = await openDoor(name, plan.seed, () => sender.now);
  try {
    await launch(folder, door, plan.messages);
    await kill(sender, door, plan);
    return await compare(folder, door, sender, plan);
  } finally {
    sender.end();
    await door.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The process that sends, and its time; begun anew it goes on from there. */
class Sender {
  now = TUESDAY;
  readonly #folder: string;
  #child: ChildProcess | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  begin(): ChildProcess {
    const child = spawn(
      process.execPath,
      ['--no-warnings', join(import.meta.dirname, 'worker-process.ts'), this.#folder, String(this.now)],
      { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, NODE_COMPILE_CACHE: COMPILED } },
    );
    child.on('message', ({ now }: { now: number }) => {
      this.now = Math.max(this.now, now);
    });
    this.#child = child;
    return child;
  }

  end(): void {
    this.#child?.kill('SIGKILL');
  }
}

/** Nobody goes live without a way out for mails; none leaves by it. */
const MAILS = {
  ...{ name: 'mails', provider: 'smtp', test: false },
  set: { host: '127.0.0.1', port: '9', secure: 'none', from: SENDER.fromAddress },
};

async function launch(folder: string, door: Door, messages: number): Promise<void> {
  const stage = await openConnected({ folder });
  try {
    await stage.run('connection add', { name: 'way', ...door.connection });
    if (!door.step.includes('email')) await stage.run('connection add', MAILS);
    const people = Array.from({ length: messages }, (_, n) => String(n).padStart(4, '0'));
    const rows = people.map((n) => `Ann${n},+1202200${n},p${n}@firm${n}.example,US,NY,Software`);
    const file = stage.file('leads.csv', `First Name,Phone,Email,Country,State,Industry\n${rows.join('\n')}\n`);
    await stage.run('import', { file, basis: 'consent' });
    if (!door.step.includes('email')) await optIn(stage, door, people);
    await stage.run('workspace go-live', { yes: true });
    const playbook = writePlaybook(stage.folder, { name: 'spring', days: [], steps: [door.step] });
    await stage.run('campaign create', { ...SENDER, dailyCap: 100_000, name: 'spring', playbook });
    await stage.run('assess', { campaign: 'spring' });
    await stage.run('campaign launch', { campaign: 'spring' });
  } finally {
    await stage.close();
  }
}

async function optIn(stage: Stage, { step }: Door, people: readonly string[]): Promise<void> {
  const isCall = step.includes('voice');
  if (isCall) await stage.run('workspace set-voice', { on: true });
  const proof = isCall ? { channel: 'voice', outcome: 'artificial-voice' } : { channel: 'sms' };
  for (const n of people)
    await stage.run('event record', { lead: `p${n}@firm${n}.example`, kind: 'opted-in', text: 'Form 7', ...proof });
}

/** Kills the sender whenever a few more have arrived; then lets it end by itself. */
async function kill(sender: Sender, door: Door, { messages, kills, seed }: Plan): Promise<void> {
  const random = seeded(seed);
  for (let killed = 0; killed < kills; killed++) {
    const before = door.arrived().length;
    const next = Math.min(
      before + 1 + Math.floor((random() * 1.5 * (messages - before)) / (kills - killed + 1)),
      messages - 1,
    );
    const child = sender.begin();
    const gone = once(child, 'exit');
    const began = performance.now();
    while (door.arrived().length < Math.max(next, 1) && !hasEnded(child)) {
      if (performance.now() - began > PATIENCE_MS) throw new Error(`nothing arrives after ${door.arrived().length}`);
      await sleep(GLANCE_MS);
    }
    if (hasEnded(child)) throw new Error(`the sender ended by itself after ${door.arrived().length}`);
    child.kill('SIGKILL');
    await gone;
  }
  const [code] = await once(sender.begin(), 'exit');
  if (code !== 0) throw new Error(`the sender ended with ${code}`);
}

async function compare(folder: string, door: Door, sender: Sender, { kills }: Plan): Promise<Lived> {
  const stage = await openConnected({ folder, start: sender.now });
  const rows: readonly Row[] = stage.sql('SELECT recipient, state FROM message');
  await stage.close();
  const got = door.arrived();
  const arrived = new Set(got);
  const of = (test: (state: string) => boolean) => rows.filter(({ state }) => test(String(state)));
  const has = ({ recipient }: Row) => arrived.has(String(recipient));
  const told = new Set(of((state) => TOLD.has(state)).map(({ recipient }) => String(recipient)));
  const doubtful = of((state) => state === 'unconfirmed');
  const states: Record<string, number> = {};
  for (const { state } of rows) states[String(state)] = (states[String(state)] ?? 0) + 1;
  return {
    ...{ states, kills, arrived: got.length, twice: got.length - arrived.size },
    lost: of((state) => state === 'sent' || state === 'delivered').filter((row) => !has(row)).length,
    untold: [...arrived].filter((one) => !told.has(one)).length,
    refused: of((state) => state === 'refused').filter(({ recipient }) => door.refuses?.test(String(recipient))).length,
    unconfirmedArrived: doubtful.filter(has).length,
    unconfirmedNotArrived: doubtful.filter((row) => !has(row)).length,
    faults: Object.fromEntries(door.faults),
  };
}

/** What is not as it must be; empty = all is. */
export function wrongIn(
  { states, twice, lost, untold, refused, arrived, unconfirmedArrived }: Lived,
  messages: number,
): string[] {
  const { sent = 0, delivered = 0, unconfirmed = 0 } = states;
  const all = sent + delivered + unconfirmed + refused;
  return [
    ...(twice > 0 ? [`${twice} came twice`] : []),
    ...(lost > 0 ? [`${lost} never came`] : []),
    ...(untold > 0 ? [`${untold} came untold`] : []),
    ...(all === messages
      ? []
      : [`${messages - all} are neither sent, refused by the provider, nor shown as unconfirmed`]),
    ...(arrived === sent + delivered + unconfirmedArrived ? [] : ['the sums differ']),
  ];
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
