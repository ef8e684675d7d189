/**
 * Keeping the mailboxes beside the loop: one process at a time reads each, as long as it has the right to; a connection that is lost
 * is opened anew, after waits that grow up to a bound. Owns the waiting; what is read is `read.ts`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../engine.ts';
import { passes, waitOutUntil } from '../instance/patience.ts';
import { type Mailbox, MailboxFault } from '../ports.ts';
import { MailboxTaken, type Reading, readFolders } from './read.ts';

/** How long the right to read is good, ms: a process that dies is followed by another after this at the latest. */
const LEASE_MS = 60_000;
/** How often it is prolonged, and how often others look whether it is free, ms. */
const KEEP_MS = 15_000;
/** First and longest wait before another connection, ms. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;

/** Keeps all mailboxes until told to stop: those of the configuration, and those on record, which come and go. */
export async function keepMailboxes(engine: Engine, signal: AbortSignal): Promise<void> {
  const kept = new Map<Mailbox, { readonly stop: AbortController; readonly done: Promise<void> }>();
  do {
    await waitOutUntil(engine, signal, () => engine.connections.refresh());
    const wanted = new Set(mailboxesOf(engine));
    for (const [mailbox, { stop, done }] of kept) {
      if (wanted.has(mailbox)) continue;
      stop.abort();
      kept.delete(mailbox);
      await done;
    }
    for (const mailbox of wanted) {
      if (kept.has(mailbox)) continue;
      const stop = new AbortController();
      kept.set(mailbox, { stop, done: keepMailbox(engine, mailbox, AbortSignal.any([signal, stop.signal])) });
    }
    await sleep(KEEP_MS, signal);
  } while (!signal.aborted);
  await Promise.all([...kept.values()].map(({ done }) => done));
}

/** All mailboxes, as far as the shelf of connections was refreshed. */
export function mailboxesOf(engine: Engine): readonly Mailbox[] {
  return [...(engine.parts.mailboxes ?? []), ...engine.connections.mailboxes()];
}

async function keepMailbox(engine: Engine, mailbox: Mailbox, signal: AbortSignal): Promise<void> {
  const reading = readingOf(engine, mailbox, signal);
  let lost = 0;
  while (!signal.aborted) {
    const wait = await heldBack(reading, () => {
      lost = 0;
    });
    if (wait === 'taken') await sleep(KEEP_MS, signal);
    if (wait === 'lost') await sleep(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(lost++, 20)), signal);
  }
  await release(reading);
}

/** A reading by this process. */
function readingOf(engine: Engine, mailbox: Mailbox, signal: AbortSignal): Reading {
  const { workspaceId, name } = mailbox;
  const owner = engine.peers.self;
  return {
    ...{ engine, mailbox, owner, signal, excused: new Set<string>() },
    async keep() {
      const now = await engine.store.now();
      const isGone = (other: string) => engine.peers.isGone(other);
      const lease = { workspaceId, mailbox: name, owner, now, until: now + LEASE_MS, isGone };
      if (!(await engine.store.mailboxes.lease(lease))) throw new MailboxTaken('another process reads this mailbox');
    },
  };
}

/** Gives the right back; where the database is away it runs out by itself. */
async function release({ engine, mailbox: { workspaceId, name }, owner }: Reading): Promise<void> {
  await engine.store.mailboxes.release({ workspaceId, mailbox: name }, owner).catch(() => undefined);
}

/** Reads until something is in the way, and says what; a fault is written down. `seen` is called whenever all is read. */
async function heldBack(reading: Reading, seen: () => void): Promise<'stopped' | 'taken' | 'lost'> {
  const { engine, mailbox, signal } = reading;
  try {
    await reading.keep();
    await readAndWait(reading, seen);
    return 'stopped';
  } catch (error) {
    if (error instanceof MailboxTaken) return 'taken';
    const code = error instanceof MailboxFault ? error.code : passes(error) ? 'database' : 'mailbox-broken';
    const message = error instanceof Error ? error.message : String(error);
    if (!signal.aborted) {
      const bug = code === 'mailbox-broken' && error instanceof Error ? { stack: error.stack } : {};
      engine.log.error('a mailbox cannot be read; it is tried again', { mailbox: mailbox.name, code, message, ...bug });
      await note(reading, `${code}: ${message}`).catch(() => undefined);
    }
    return 'lost';
  }
}

/** Over one connection: reads what is there, waits for more, looks into the other folders now and then. */
async function readAndWait(reading: Reading, seen: () => void): Promise<void> {
  const { mailbox, signal } = reading;
  const session = await mailbox.connect();
  try {
    while (!signal.aborted) {
      const { missing } = await readFolders(reading, session);
      await note(reading, faultOf(missing));
      seen();
      await session.waitForNews(Math.min(mailbox.pollMs, KEEP_MS), signal);
      await reading.keep();
    }
  } finally {
    await session.close();
  }
}

async function note({ engine, mailbox: { workspaceId, name } }: Reading, fault: string | null): Promise<void> {
  await engine.store.mailboxes.note({ workspaceId, mailbox: name }, fault, engine.clock.now());
}

function faultOf(missing: readonly string[]): string | null {
  return missing.length === 0 ? null : `mailbox-folder: there is no folder ${missing.join(', ')}`;
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}

/** Reads a mailbox once to its end, for a person who asks; events that were new. Errors: `MailboxFault`, `MailboxTaken`. */
export async function readOnce(engine: Engine, mailbox: Mailbox, signal: AbortSignal): Promise<number> {
  const reading = readingOf(engine, mailbox, signal);
  await reading.keep();
  try {
    const session = await mailbox.connect();
    try {
      const { fresh, missing } = await readFolders(reading, session);
      await note(reading, faultOf(missing));
      return fresh;
    } finally {
      await session.close();
    }
  } finally {
    await release(reading);
  }
}
