/** A campaign with texts and calls, lived through before it happens. */
import { afterEach, expect, test } from 'vitest';
import { operationOf } from '../../src/engine/operations/table.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage, TUESDAY } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const PEOPLE = Array.from({ length: 40 }, (_, i) => i);
const STEPS = [
  '{ kind: sms, id: hello, day: 0, template: sms-hello }',
  '{ kind: voice, id: call, day: 1, agent: agent_1, template: voice-hello, tries: 2 }',
  '{ kind: email, id: last, day: 4, template: last }',
];

async function ready(words = 'Signed, form 7'): Promise<void> {
  stage = await openStage();
  await stage.run('workspace set-voice', { on: true });
  const rows = PEOPLE.map((i) => `Ann,+1212555${1000 + i},a${i}@acme.example,US,NY,Software`);
  const file = stage.file('leads.csv', `First Name,Phone,Email,Country,State,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  for (const i of PEOPLE) {
    const told = { lead: `a${i}@acme.example`, kind: 'opted-in', text: words };
    await stage.run('event record', { ...told, channel: 'sms' });
    await stage.run('event record', { ...told, channel: 'voice', outcome: 'artificial-voice' });
  }
  await stage.run('campaign create', {
    ...SENDER,
    name: 'spring',
    playbook: writePlaybook(stage.folder, { name: 'spring', steps: STEPS }),
  });
  await stage.run('assess');
}

const NOBODY = { bounced: 0, opened: 0, clicked: 0, replied: 0, optedOut: 0, complained: 0, booked: 0 };
const simulate = (assume: Record<string, number>, seed = 1) =>
  stage.run('simulate', { for: '20d', seed, start: new Date(TUESDAY).toISOString(), assume: { ...NOBODY, ...assume } });

test('texts, calls that nobody takes, and e-mails are all counted, with their segments; the same seed is the same life', async () => {
  await ready();
  const told = await simulate({ answered: 0, voicemail: 0 });
  expect(told.byChannel).toEqual({ sms: 40, voice: 80, email: 40 });
  expect(told.segments).toBe(40);
  expect(told.byTemplate).toEqual({ 'sms-hello': 40, 'voice-hello': 80, last: 40 });
  expect((await simulate({ answered: 0, voicemail: 0 })).digest).toBe(told.digest);
  expect(stage.count('SELECT COUNT(*) FROM message')).toBe(0);
});

test('calls end as it is assumed: a conversation holds, a machine does not', async () => {
  await ready();
  expect((await simulate({ answered: 0, voicemail: 1 })).byChannel).toEqual({ sms: 40, voice: 40, email: 40 });
  const some = (await simulate({ answered: 0.5, voicemail: 0.25 })).byChannel as Record<string, number>;
  expect(some.voice).toBeGreaterThan(40);
  expect(some.voice).toBeLessThan(80);
});

test('who is assumed to say stop gets no call', async () => {
  await ready();
  const told = await simulate({ optedOut: 1, answered: 0, voicemail: 0, withinHours: 1 });
  expect(told.byChannel).toEqual({ sms: 40 });
});

test('where nobody’s words are on record the one who recorded it is told, and the simulation says what everybody waits for', async () => {
  await ready('');
  expect(stage.notes).toContain(
    'This opt-in has no words, and counts for nothing: record those by which they agreed with --text "…".',
  );
  const told = await simulate({ answered: 0, voicemail: 0 });
  expect(told.messages).toBe(0);
  const printed = operationOf('simulate')?.print?.(told) ?? '';
  expect(printed).toMatch(/Waited, some to the end:\n\s+40 {2}This channel needs proof that the person opted in to it/);
});
