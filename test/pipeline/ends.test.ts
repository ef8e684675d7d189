/** Providers that are asked how something ended: whoever does not tell keeps only its own waiting, and nobody falls over what one fails with. */
import { afterEach, expect, test } from 'vitest';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import { deliverBatch } from '../../src/engine/deliver/deliver.ts';
import { keepEnds } from '../../src/engine/deliver/ends/keep.ts';
import type { MailChannel, TextChannel } from '../../src/engine/ports.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const LEADS = [
  'First Name,Phone,Email,Country,State,Industry',
  'Ann,+12125550101,ann@acme.example,US,NY,Software',
  'Bob,+12125550102,bob@acme.example,US,NY,Software',
];
const CAMPAIGNS = [
  { lead: 'ann', step: '{ kind: sms, day: 0, template: sms-hello }' },
  { lead: 'bob', step: '{ kind: email, day: 0, template: day-0 }' },
];

/** A mail in doubt, about which the provider is asked by `ask`, and a text of which no end is told; both are to be asked about. */
async function open(ask: () => Promise<never>, outcome: () => Promise<null>): Promise<void> {
  const close = async () => undefined;
  const mails: MailChannel = {
    ...{ name: 'mails', concurrency: 2, recovery: 'lookup', lookup: { settleMs: 0, ask }, close },
    send: async () => ({ kind: 'unconfirmed', detail: '' }),
  };
  const text: TextChannel = {
    ...{ name: 'texts', concurrency: 2, recovery: 'held', outcome, close },
    send: async ({ id }) => ({ kind: 'sent', providerRef: id, detail: '' }),
  };
  stage = await openStage({ channels: { outbox: mails, live: mails, text }, publicUrl: 'https://go.sender.example' });
  await stage.run('workspace go-live', { yes: true });
  await stage.run('import', { file: stage.file('leads.csv', `${LEADS.join('\n')}\n`), basis: 'consent' });
  for (const { lead, step } of CAMPAIGNS) {
    await stage.run('event record', { kind: 'opted-in', channel: 'sms', text: 'ticked', lead: `${lead}@acme.example` });
    const playbook = writePlaybook(stage.folder, { name: lead, steps: [step] });
    const where = `lead.email.startsWith("${lead}")`;
    await stage.run('campaign create', { ...SENDER, name: lead, playbook, where });
    await stage.run('assess', { campaign: lead });
    await stage.run('campaign launch', { campaign: lead });
  }
  await advanceBatch(stage.engine);
  await deliverBatch(stage.engine, 100);
  stage.clock.moveTo(stage.clock.now() + 2 * 86_400_000);
}

/** Asks until `isOver`, then stops; rejects with what a strand fails with. */
async function askUntil(isOver: () => boolean): Promise<void> {
  const stop = new AbortController();
  const strands = Promise.all(keepEnds(stage.engine, stop.signal));
  await Promise.race([strands, expect.poll(isOver, { timeout: 5_000 }).toBe(true)]);
  stop.abort();
  await strands;
}

test('a provider of mails that never answers keeps no text from being asked about, and no stop waiting', async () => {
  let asked = 0;
  const outcome = async () => {
    asked += 1;
    return null;
  };
  await open(() => new Promise(() => undefined), outcome);
  await askUntil(() => asked > 0);
  expect(asked).toBe(1);
});

test('one that fails instead of answering is asked again later', async () => {
  const fail = async () => {
    throw new Error('not so');
  };
  await open(fail, fail);
  const waiting = () =>
    stage.count(
      `SELECT COUNT(*) FROM message WHERE due_at > ${stage.clock.now()} AND state IN ('unconfirmed', 'sent')`,
    );
  expect(waiting()).toBe(0);
  await askUntil(() => waiting() === 2);
});
