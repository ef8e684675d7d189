/** A person asks what is held of them, and to be forgotten: told through all rooms, on a database file and a clock that the test moves. */
import { afterEach, expect, test } from 'vitest';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from '../pipeline/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const DAY_MS = 86_400_000;
const ANN = { lead: 'ann@acme.example' };
const FILE =
  'First Name,Last Name,Email,Phone,Country,Industry\nAnn,Quillfeather,ann@acme.example,+12125550123,US,Software\nBob,Bird,bob@beta.example,,US,Software\n';

/** Two leads, one mail of three sent to each. */
async function open(): Promise<void> {
  stage = await openStage();
  const steps = ['{ kind: email, day: 0, template: hello }', '{ kind: email, id: idea, day: 3, template: idea }'];
  const playbook = writePlaybook(stage.folder, { name: 'spring', steps });
  await stage.run('import', { file: stage.file('leads.csv', FILE), basis: 'consent' });
  await stage.run('import', { file: stage.file('titles.csv', 'Email,Title\nann@acme.example,VP Sales\n') });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess', { campaign: 'spring' });
  await stage.run('campaign launch', { campaign: 'spring' });
  await stage.liveUntil(stage.clock.now() + DAY_MS);
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

test('an export tells everything, with where it came from and why', async () => {
  await open();
  const { fields, held, consent, complete } = (await stage.run('person export', ANN)) as unknown as {
    fields: { field: string; value: unknown; from: string }[];
    held: Record<string, Row[]>;
    consent: Row;
    complete: boolean;
  };
  const from = (name: string) => fields.find(({ field }) => field === name);
  expect(from('lastName')).toMatchObject({ value: 'Quillfeather', from: expect.stringMatching(/^csv.*import imp_/) });
  expect(from('title')).toMatchObject({ value: 'VP Sales', from: expect.stringMatching(/^import imp_.*, line 2$/) });
  expect(held.messages).toMatchObject([{ recipient: ANN.lead, state: 'sent', sentAt: expect.stringContaining('T') }]);
  const reasons = held.decisions?.[0]?.reasons as Row[];
  expect(reasons[0]).toMatchObject({ code: expect.any(String), says: expect.stringMatching(/\.$/) });
  expect(consent).toMatchObject({ basis: 'consent' });
  expect(complete).toBe(true);
  expect(JSON.stringify(held)).not.toContain('bob@beta.example');
});

test('nothing is erased without a word, and the preview tells what would be', async () => {
  await open();
  expect(await refusal(stage.run('person erase', ANN))).toBe('not-confirmed');
  const shown = await stage.run('person show', ANN);
  expect(shown).toMatchObject({ goes: { person: 1, passages: 1 }, staysWithoutThem: { messages: 1 }, onItsWay: 0 });
  expect(stage.count("SELECT COUNT(*) FROM lead WHERE email = 'ann@acme.example'")).toBe(1);
});

test('who was erased gets nothing more, and comes back refused', async () => {
  await open();
  const id = String((await stage.run('lead show', ANN)).id);
  const receipt = await stage.run('person erase', { ...ANN, yes: true });
  expect(receipt).toMatchObject({ before: false, gone: { person: 1 }, stays: { messages: 1, refusals: 3 } });
  for (const lead of [ANN.lead, id, '+12125550123']) {
    expect(await refusal(stage.run('lead show', { lead }))).toBe('erased');
    expect(await refusal(stage.run('explain', { lead }))).toBe('erased');
  }
  await stage.liveUntil(stage.clock.now() + 10 * DAY_MS);
  expect(stage.count('SELECT COUNT(*) FROM message')).toBe(3);

  await stage.run('import', {
    file: stage.file('again.csv', `${FILE}Cem,Cloud,cem@ceta.example,,US,Software\n`),
    basis: 'consent',
  });
  await stage.run('assess', { campaign: 'spring' });
  await stage.liveUntil(stage.clock.now() + 10 * DAY_MS);
  const shown = await stage.run('lead show', ANN);
  expect(shown.suppressions).toMatchObject([
    { channel: 'all', reason: 'erased' },
    { channel: 'all', reason: 'erased' },
  ]);
  expect(stage.count("SELECT COUNT(*) FROM message WHERE recipient = 'ann@acme.example' AND sent_at IS NOT NULL")).toBe(
    0,
  );
});

test('erasing twice tells the same, and the log of acts names nobody', async () => {
  await open();
  const first = await stage.run('person erase', { ...ANN, yes: true });
  expect(await stage.run('person erase', { ...ANN, yes: true })).toEqual({ ...first, before: true });
  const { erasures } = (await stage.run('erasure list')) as unknown as { erasures: Row[] };
  expect(erasures).toEqual(
    [{ ...first, before: undefined, elsewhere: undefined }].map((one) => JSON.parse(JSON.stringify(one))),
  );
  const acts = JSON.stringify(stage.sql('SELECT * FROM audit'));
  expect(acts).toContain('person erase');
  expect(acts).not.toContain('ann@acme.example');
  expect(await refusal(stage.run('person erase', { lead: 'nobody@acme.example', yes: true }))).toBe('no-such-lead');
});
