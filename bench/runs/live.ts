/** Runs of what goes in and out while the engine lives: mails by SMTP, events, waiting, the lag between due and sent. */
import { sendMails } from '../floors/mails.ts';
import { stepAccounts, writeAccounts } from '../ours/accounts.ts';
import { recordMany } from '../ours/events.ts';
import { idleFor, lagOf } from '../ours/idle.ts';
import { deliverBySmtp } from '../ours/mails.ts';
import { writeWaiting } from '../ours/waiting.ts';
import { onInstance, type Runs, timed } from './measure.ts';

const DAY_MS = 86_400_000;

/** By the names that stages know them by. */
export const LIVE_RUNS: Runs = {
  'mails floor': ({ port = 0, connections = 1, count = 0 }) => timed(() => sendMails(count, port, connections)),
  'mails ours': ({ db, port = 0, connections = 1 }) => deliverBySmtp(db, port, connections),
  'events ours': ({ db, count = 0 }) => onInstance(db, (instance) => recordMany(instance, db, count, 'batches')),
  'single events ours': ({ db, count = 0 }) => onInstance(db, (instance) => recordMany(instance, db, count, 'singly')),
  'accounts ours': ({ db, count = 0 }) => onInstance(db, (instance) => writeAccounts(instance, db, count)),
  'account steps ours': ({ db, count = 0 }) => onInstance(db, (instance) => stepAccounts(instance, count)),
  'idle waiting ours': async ({ db, count = 0 }) => {
    await writeWaiting(db, count, 0, Date.now() + DAY_MS);
    return { items: count, ms: 0 };
  },
  'idle ours': ({ db, seconds = 20 }) => idleFor(db, seconds),
  'lag ours': ({ db, count = 300 }) => lagOf(db, count),
};
