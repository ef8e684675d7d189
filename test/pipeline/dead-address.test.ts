/** Addresses of which a server says at once, as it is handed the mail, that nobody is there: what follows is what follows from a bounce. */
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_LIMITS, NO_LIMITS, type SendLimits } from '../../src/domain/consent/pace/send-limits.ts';
import type { MailChannel, SendResult } from '../../src/engine/ports.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const DAY_MS = 86_400_000;
const NOBODY: SendResult = {
  ...{ kind: 'refused', code: 'mailbox-unknown', blame: 'recipient' },
  detail: '550 5.1.1 no such user',
};
const FULL: SendResult = { ...NOBODY, code: 'mailbox-refused', detail: '552 5.2.2 mailbox full' };

interface Wish {
  readonly limits?: SendLimits;
  readonly people?: number;
  readonly days?: readonly number[];
  /** What the server says of the address of the i-th. */
  readonly says: (i: number) => SendResult | null;
}

/** A launched campaign to so many people, each of a company of their own; whom it was tried to write to. */
async function launch({ limits = NO_LIMITS, people = 1, days = [0], says }: Wish): Promise<string[]> {
  const tried: string[] = [];
  const channel: MailChannel = {
    ...{ name: 'smtp', concurrency: 10, recovery: 'held', close: async () => undefined },
    async send({ to: { address }, id }) {
      tried.push(address);
      return says(Number(/\d+/.exec(address)?.[0])) ?? { kind: 'sent', providerRef: id, detail: '' };
    },
  };
  stage = await openStage({ channels: { outbox: channel, live: channel }, limits });
  const rows = Array.from({ length: people }, (_, i) => `Ann${i},ann${i}@firm${i}.example,US,Software`).join('\n');
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry\n${rows}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  return tried;
}

const live = (days: number) => stage.liveUntil(stage.clock.now() + days * DAY_MS);

test('it is tried once: the sequence ends as by a bounce, the address is refused, the message keeps the server’s words', async () => {
  const tried = await launch({ days: [0, 2, 4], says: () => NOBODY });
  await live(10);
  expect(tried).toEqual(['ann0@firm0.example']);
  expect(stage.sql('SELECT state, reason_code AS code, sent_at FROM message')).toEqual([
    { state: 'refused', code: 'channel-refused', sent_at: null },
  ]);
  expect(stage.sql('SELECT state, reason_code AS code FROM enrollment')).toEqual([{ state: 'ended', code: 'bounced' }]);
  expect(stage.sql('SELECT kind, value, channel, reason FROM suppression')).toEqual([
    { kind: 'address', value: 'ann0@firm0.example', channel: 'email', reason: 'bounced' },
  ]);
  expect(stage.sql('SELECT kind, outcome, text FROM event')).toEqual([
    { kind: 'bounced', outcome: 'hard', text: '550 5.1.1 no such user' },
  ]);
});

test('a mailbox that is full costs its message alone, and the next step is tried', async () => {
  const tried = await launch({ days: [0, 2], says: () => FULL });
  await live(10);
  expect(tried).toHaveLength(2);
  expect(stage.sql('SELECT kind FROM event')).toEqual([]);
  expect(stage.sql('SELECT value FROM suppression')).toEqual([]);
});

test('a list of which nobody exists stops with the first messages of its campaign', async () => {
  const limits = { ...DEFAULT_LIMITS, jitter: null, warmUp: null };
  const tried = await launch({ limits, people: 60, says: () => NOBODY });
  await live(2);
  expect(tried.length).toBeLessThanOrEqual(25);
  expect(stage.sql("SELECT DISTINCT reason_code AS code FROM message WHERE state = 'held'")).toEqual([
    { code: 'canary-bounces' },
  ]);
});

test('one in ten that does not exist stops the mailbox', async () => {
  await launch({ people: 60, says: (i) => (i % 10 === 0 ? NOBODY : null) });
  await stage.run('work');
  expect(stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'")).toBe(54);
  stage.clock.moveTo(stage.clock.now() + 1_000);
  await stage.run('routine run', { name: 'watch' });
  const { senders } = (await stage.run('sender list')) as { senders: Row[] };
  const why = '6 of 60 e-mails of the last 7 days came back (10.0 %)';
  expect(senders).toMatchObject([
    { sender: 'sender.example', stopped: null },
    { sender: 'sam@sender.example', stopped: { why } },
  ]);
});
