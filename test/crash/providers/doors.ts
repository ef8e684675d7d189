/** The providers' servers on the loopback, each with the connection that leads to it, and who arrived there. */
import { faultLine, type SendFault } from '../../../src/testing/providers/api-server.ts';
import { startHighLevelServer } from '../../../src/testing/providers/highlevel-server.ts';
import { startRetellServer } from '../../../src/testing/providers/retell-server.ts';
import { startTwilioServer } from '../../../src/testing/providers/twilio-server.ts';
import { startSmtpSink } from '../../../src/testing/smtp-sink.ts';
import { environment } from '../../connections/stage.ts';
import { SENDER } from '../../pipeline/stage.ts';

/** A provider, as the run sees it. */
export interface Door {
  readonly connection: Readonly<Record<string, unknown>>;
  readonly step: string;
  /** What a number or address was reached by, in order; one that is there twice was reached twice. */
  arrived(): readonly string[];
  /** Whom it refuses for good, so that nothing ever arrives there; nobody where absent. */
  readonly refuses?: RegExp;
  /** What befell sends: how many answers were lost after they were taken, and how many were refused for now. */
  readonly faults: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Names of those that are tried. */
export const DOORS = ['smtp', 'twilio', 'highlevel-texts', 'highlevel-mails', 'retell'] as const;
/** One of them. */
export type DoorName = (typeof DOORS)[number];

const ACCOUNT = `AC${'0'.repeat(32)}`;
const PERCENT = { 'lose-answer': 5, busy: 5, broken: 2.5, 'broken-accepted': 2.5 };
/** Messages are listed this much later, ms. */
const LAG_MS = 30_000;
const FAST = { calls: 1_000_000, intervalMs: 100, day: 100_000_000 };
const SECRET = 'secret-of-the-provider';

/** Opens one; `now` is the time of whoever sends. */
export async function openDoor(name: DoorName, seed: number, now: () => number): Promise<Door> {
  const faults = new Map<string, number>();
  const line = faultLine(seed, PERCENT);
  const fault = (): SendFault => {
    const next = line();
    if (next !== null) faults.set(next, (faults.get(next) ?? 0) + 1);
    return next;
  };
  environment.SECRET = SECRET;
  return { faults, ...(await OPEN[name](fault, now)) };
}

type Opened = Omit<Door, 'faults'>;
type Open = (fault: () => SendFault, now: () => number) => Promise<Opened>;

const OPEN: Readonly<Record<DoorName, Open>> = {
  smtp: openSmtp,
  twilio: openTwilio,
  'highlevel-texts': (fault, now) => openHighLevel('texts', fault, now),
  'highlevel-mails': (fault, now) => openHighLevel('mails', fault, now),
  retell: openRetell,
};

const MAIL = '{ kind: email, day: 0, template: day-0 }';
const TEXT = '{ kind: sms, day: 0, template: sms-hello }';

async function openTwilio(fault: () => SendFault, now: () => number): Promise<Opened> {
  const server = await startTwilioServer({ accountSid: ACCOUNT, authToken: SECRET, fault, now, lagMs: LAG_MS });
  const set = { accountSid: ACCOUNT, from: '+12025550100', baseUrl: server.url };
  return {
    connection: { provider: 'twilio', set, env: { authToken: 'SECRET' } },
    step: TEXT,
    arrived: () => server.taken.map(({ to }) => to),
    close: () => server.close(),
  };
}

async function openHighLevel(sends: string, fault: () => SendFault, now: () => number): Promise<Opened> {
  const takes = (token: string) => token === SECRET;
  const server = await startHighLevelServer({ takes, location: 'loc', fault, now, lagMs: LAG_MS, limits: FAST });
  const set = { location: 'loc', sends, baseUrl: server.url };
  return {
    connection: { provider: 'highlevel', set, env: { token: 'SECRET' } },
    step: sends === 'mails' ? MAIL : TEXT,
    arrived: () => server.taken.map(({ to }) => to),
    close: () => server.close(),
  };
}

async function openRetell(fault: () => SendFault, now: () => number): Promise<Opened> {
  const ends = () => ({ status: 'ended', reason: 'user_hangup', seconds: 21 });
  const server = await startRetellServer({ apiKey: SECRET, fault, ends, now, lagMs: LAG_MS });
  const set = { from: '+12025550100', baseUrl: server.url };
  return {
    connection: { provider: 'retell', set, env: { apiKey: 'SECRET' } },
    step: '{ kind: voice, id: call, day: 0, agent: agent_1, template: voice-hello, tries: 1, again: 24h }',
    arrived: () => server.placed.map(({ to_number }) => to_number),
    close: () => server.close(),
  };
}

/** By address, since a mail server knows no line of faults: a twentieth each. What is put off is put off once. */
const EACH = {
  lost: /(03|23|43|63|83)@/,
  busy: /(07|27|47|67|87)@/,
  broken: /(11|31|51|71|91)@/,
  refused: /(15|35|55|75|95)@/,
};

async function openSmtp(): Promise<Opened> {
  const sink = await startSmtpSink({
    behaviours: [
      { kind: 'lose-answer', to: EACH.lost },
      { kind: 'greylist', to: EACH.busy },
      { kind: 'cut', to: EACH.broken, times: 10 },
      { kind: 'refuse', to: EACH.refused, code: 554, text: '5.6.0 Not this content' },
    ],
  });
  const set = { host: '127.0.0.1', port: String(sink.port), secure: 'none', from: SENDER.fromAddress };
  return {
    connection: { provider: 'smtp', set },
    step: MAIL,
    refuses: EACH.refused,
    arrived: () => sink.received.flatMap(({ envelope }) => envelope.to),
    close: () => sink.close(),
  };
}
