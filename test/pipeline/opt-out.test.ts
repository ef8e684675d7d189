/** People who say no, on the whole engine: by the page, by mail, to one of several campaigns, and who say yes again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Mail } from '../../src/domain/message.ts';
import type { MailChannel } from '../../src/engine/ports.ts';
import { optOutByAddress } from '../../src/engine/react/opt-out.ts';
import { type EventReport, recordEvents } from '../../src/engine/react.ts';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const DAY_MS = 86_400_000;
const STEPS = ['{ kind: email, day: 0, template: hello }', '{ kind: email, day: 2, template: again }'];

/** A lead in these campaigns, who got the first mail of each. */
async function begin(names: readonly string[] = ['spring']): Promise<{ mails: Mail[] }> {
  const mails: Mail[] = [];
  const live: MailChannel = {
    name: 'mails',
    concurrency: 2,
    recovery: 'held',
    send: async (mail) => {
      mails.push(mail);
      return { kind: 'sent', providerRef: mail.id, detail: '' };
    },
    close: async () => undefined,
  };
  stage = await openStage({ channels: { outbox: live, live }, publicUrl: 'https://go.sender.example' });
  await stage.run('workspace go-live', { yes: true });
  const row = 'Ann,ann@acme.example,+12125550101,US,NY,Software';
  const file = stage.file('leads.csv', `First Name,Email,Phone,Country,State,Industry\n${row}\n`);
  await stage.run('import', { file, basis: 'consent' });
  for (const name of names) {
    const playbook = writePlaybook(stage.folder, { name, steps: STEPS });
    const path = join(playbook, 'playbook.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('conflictsWith: ["*"]', 'conflictsWith: []'));
    await stage.run('campaign create', { ...SENDER, name, playbook });
    await stage.run('assess', { campaign: name });
    await stage.run('campaign launch', { campaign: name });
  }
  await stage.run('work');
  return { mails };
}

const house = () => publicHouse(stage.engine, () => true);
const tokenOf = (mail: Mail | undefined) => mail?.unsubscribeUrl?.split('/u/')[1] ?? '';
const passages = () =>
  stage.sql(
    `SELECT c.name, e.state, e.reason_code AS code FROM enrollment e JOIN campaign c ON c.id = e.campaign_id ORDER BY c.name`,
  );
const refusals = () =>
  stage.sql('SELECT workspace_id AS workspace, kind, channel, origin FROM suppression ORDER BY 1, 2, 3');

test('who leaves one campaign gets the others all the same', async () => {
  const { mails } = await begin(['autumn', 'spring']);
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  expect(mails).toHaveLength(2);
  const spring = mails.find(
    ({ id }) =>
      stage.count(
        `SELECT COUNT(*) FROM message m JOIN campaign c ON c.id = m.campaign_id WHERE m.id = '${id}' AND c.name = 'spring'`,
      ) === 1,
  );
  expect(await house().describe?.(tokenOf(spring))).toMatchObject({ by: 'email', ofCampaign: true });
  for (const _ of [1, 2]) expect(await house().unsubscribe(tokenOf(spring), 'page', 'campaign')).toBe('campaign');
  expect(passages()).toEqual([
    { name: 'autumn', state: 'due', code: null },
    { name: 'spring', state: 'ended', code: 'opted-out' },
  ]);
  expect(refusals()).toEqual([]);
  await stage.run('assess', { campaign: 'spring' });
  await stage.liveUntil(stage.clock.now() + 10 * DAY_MS);
  expect(mails).toHaveLength(3);
  expect(stage.count("SELECT COUNT(*) FROM event WHERE kind = 'opted-out'")).toBe(1);
});

test.each([
  ['email', [{ kind: 'address', channel: 'email' }], 'ended'],
  ['phone', [{ kind: 'phone', channel: 'sms' }], 'due'],
  [
    'everything',
    [
      { kind: 'address', channel: 'all' },
      { kind: 'lead', channel: 'all' },
      { kind: 'phone', channel: 'all' },
    ],
    'ended',
  ],
] as const)('who chooses %s has refused that', async (choice, expected, state) => {
  const { mails } = await begin();
  expect(await house().unsubscribe(tokenOf(mails[0]), 'page', choice)).toBe(choice);
  expect(refusals()).toEqual(expected.map((one) => ({ workspace: 'main', ...one, origin: 'unsubscribe-page' })));
  expect(passages()).toMatchObject([{ state }]);
  expect(stage.count('SELECT COUNT(*) FROM lead_pause')).toBe(0);
  await stage.liveUntil(stage.clock.now() + 10 * DAY_MS);
  expect(mails).toHaveLength(state === 'due' ? 2 : 1);
});

test('a mail to the address of the header opts out whom it names, whoever sends it', async () => {
  const { mails } = await begin();
  const to = `Stop <stop+${mails[0]?.optOutTag}@sender.example>`;
  expect(await optOutByAddress(stage.engine, ['sam@sender.example', to.replace('.', '.0')])).toBeNull();
  const eml = `From: Other <other@acme.example>\r\nTo: ${to}\r\nSubject: unsubscribe\r\nMessage-ID: <1@acme.example>\r\n\r\n\r\n`;
  const file = stage.file('stop.eml', eml);
  await stage.run('mail record', { file });
  expect(refusals()).toEqual([{ workspace: 'main', kind: 'address', channel: 'email', origin: 'unsubscribe-page' }]);
  expect(stage.sql('SELECT value FROM suppression')).toEqual([{ value: 'ann@acme.example' }]);
  await house().unsubscribe(tokenOf(mails[0]), 'one-click', null);
  expect(stage.count("SELECT COUNT(*) FROM event WHERE kind = 'opted-out'")).toBe(1);
});

const YES = { lead: 'ann@acme.example', way: 'email', proof: 'Form on sender.example/join: yes, please' };

test('a later yes, with its proof, lifts what she refused; the next no counts again', async () => {
  const { mails } = await begin();
  const token = tokenOf(mails[0]);
  await house().unsubscribe(token, 'page', 'everything');
  const before = new Date(stage.clock.now() - 1).toISOString();
  expect(await stage.run('suppress lift', { ...YES, saidAt: before })).toMatchObject({
    lifted: [],
    stays: [{}, {}, {}],
  });
  expect(refusals()).toHaveLength(3);
  stage.clock.moveTo(stage.clock.now() + DAY_MS);
  const tomorrow = new Date(stage.clock.now() + DAY_MS).toISOString();
  await expect(stage.run('suppress lift', { ...YES, saidAt: tomorrow })).rejects.toMatchObject({
    code: 'said-in-future',
  });
  const now = new Date(stage.clock.now()).toISOString();
  expect(await stage.run('suppress lift', { ...YES, saidAt: now })).toMatchObject({ lifted: [{}, {}, {}], stays: [] });
  const left = (channel: string) =>
    ['address', 'lead', 'phone'].map((kind) => expect.objectContaining({ kind, channel }));
  expect(refusals()).toEqual(left('sms'));
  expect(stage.sql("SELECT channel, text FROM event WHERE kind = 'opted-in' ORDER BY id DESC LIMIT 1")).toEqual([
    { channel: 'email', text: YES.proof },
  ]);
  expect(await stage.run('suppress lift', { ...YES, saidAt: now })).toMatchObject({ lifted: [], stays: [] });
  stage.clock.moveTo(stage.clock.now() + DAY_MS);
  expect(await house().unsubscribe(token, 'page', null)).toBe('email');
  expect(refusals()).toContainEqual(expect.objectContaining({ kind: 'address', channel: 'email' }));
});

test('STOP to a number that workspaces share ends texts and calls by it in all of them, and tells them no more', async () => {
  await begin();
  const { engine, clock } = stage;
  for (const id of ['other', 'third']) await engine.store.workspaces.ensure(id, clock.now());
  const [lead] = stage.sql('SELECT id FROM lead');
  const stop: EventReport = {
    ...{ workspaceId: 'main', leadId: String(lead?.id), campaignId: null, messageId: null, kind: 'opted-out' },
    ...{ channel: 'sms', at: clock.now(), origin: 'twilio:main', originId: '1', verdict: 'human', text: 'STOP' },
  };
  await recordEvents(engine, [stop]);
  expect(refusals()).toEqual([
    { workspace: 'main', kind: 'phone', channel: 'sms', origin: 'twilio:main' },
    { workspace: 'other', kind: 'phone', channel: 'sms', origin: 'shared-sender' },
    { workspace: 'third', kind: 'phone', channel: 'sms', origin: 'shared-sender' },
  ]);
  const [keys] = stage.sql('SELECT COUNT(DISTINCT key_hash) AS n FROM suppression');
  expect(keys).toEqual({ n: 1 });
  await recordEvents(engine, [{ ...stop, channel: 'email', outcome: 'this-channel', originId: '2' }]);
  expect(refusals().filter(({ workspace }) => workspace !== 'main')).toHaveLength(2);
});
