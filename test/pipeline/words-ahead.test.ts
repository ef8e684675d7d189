/** On real time the words of the mails that leave next are made while those before them are on their way: once each, and never of one that does not leave next. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Mail } from '../../src/domain/message.ts';
import type { MailChannel } from '../../src/engine/ports.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

/** A way out that notes in which order mails were made and sent; each takes so long, ms. */
function noting(ms: number) {
  const notes: string[] = [];
  const channel: MailChannel = {
    ...{ name: 'noting', concurrency: 2, recovery: 'held' },
    prepare: (mail: Mail) => void notes.push(`made ${mail.to.address}`),
    async send(mail: Mail) {
      notes.push(`sent ${mail.to.address}`);
      await pause(ms);
      return { kind: 'sent', providerRef: null, detail: 'ok' };
    },
    close: async () => undefined,
  };
  return { channel, notes };
}

async function launchTo(leads: number): Promise<void> {
  const rows = Array.from({ length: leads }, (_, i) => `Ann,ann${i}@acme${i}.example,US,Software`).join('\n');
  const file = stage.file('l.csv', `First Name,Email,Country,Industry\n${rows}\n`);
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('campaign create', {
    ...{ ...SENDER, name: 'spring' },
    playbook: writePlaybook(stage.folder, { name: 'spring', days: [0] }),
  });
  await stage.run('assess');
  await stage.run('campaign launch');
}

const ofKind = (notes: readonly string[], kind: string) =>
  notes.flatMap((note) => (note.startsWith(kind) ? [note.slice(kind.length + 1)] : []));

test('each mail is made once, and all but the first ones before they leave', async () => {
  const { channel, notes } = noting(15);
  stage = await openStage({ channels: { outbox: channel, live: null }, patient: true });
  await launchTo(12);
  await stage.run('work');
  const [made, sent] = [ofKind(notes, 'made'), ofKind(notes, 'sent')];
  expect(sent).toHaveLength(12);
  expect(new Set(made).size).toBe(made.length);
  const ahead = sent.filter(
    (to) => notes.indexOf(`made ${to}`) >= 0 && notes.indexOf(`made ${to}`) < notes.indexOf(`sent ${to}`),
  );
  expect(ahead.length).toBeGreaterThanOrEqual(8);
});

test('on a virtual clock nothing is made ahead', async () => {
  const { channel, notes } = noting(0);
  stage = await openStage({ channels: { outbox: channel, live: null } });
  await launchTo(6);
  await stage.run('work');
  expect(ofKind(notes, 'sent')).toHaveLength(6);
  expect(ofKind(notes, 'made')).toEqual([]);
});
