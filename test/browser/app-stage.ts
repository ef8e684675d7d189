/**
 * An instance to look at: the engine of a story, filled and lived through by its own operations, with the REST interface and the web app
 * before it on a port. Time stands still at `NOW`, so that pages look the same each time.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { outboxChannel } from '../../src/channels/outbox-file/adapter.ts';
import { exampleInput } from '../../src/cli/examples.ts';
import { allOperations } from '../../src/engine/operations/table.ts';
import type { MailChannel } from '../../src/engine/ports.ts';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { buildHttp } from '../../src/http/app.ts';
import { holdFile } from '../../src/instance/held-files.ts';
import { playbookReader } from '../../src/playbooks/folder.ts';
import { templateInspector } from '../../src/render/inspect.ts';
import { readMails } from '../../src/sources/mail/files.ts';
import { localFiles } from '../../src/sources/table/files.ts';
import { openStage, SENDER, type Stage, TUESDAY } from '../pipeline/stage.ts';
import { ROOT } from '../tidy/tree.ts';
import { addressOf, peopleFile } from './app-people.ts';

/** A filled instance. */
export interface AppStage {
  readonly stage: Stage;
  readonly url: string;
  /** Somebody who may do all, and somebody who may only look. */
  readonly admin: Person;
  readonly viewer: Person;
  /** Nobody answers at its address for a while, then the same instance does. */
  away(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Who logs in. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

/** When all of it is looked at: a Thursday, nine days after the launch. */
export const NOW = TUESDAY + 9 * 86_400_000;
const BUILT_IN = [
  'acquisition',
  'account-based',
  'cold-class',
  'bank-term-deposit',
  'lead-bot-buyer',
  'lead-bot-seller',
];
const DOUBTFUL = new Set([addressOf(3), addressOf(8), addressOf(12)]);

/** Fills an instance with `people` leads, or by `seed`, and serves it, with the app of `web` where one is built. */
export async function openAppStage({
  people = 240,
  seed = fill as (stage: Stage, people: number) => Promise<void>,
  web = join(ROOT, 'app/dist') as string | null,
  port = 0,
  live = null as MailChannel | null,
} = {}): Promise<AppStage> {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-app-'));
  const stage = await openStage({
    folder,
    operations: allOperations,
    holdFile,
    sources: {
      ...localFiles,
      readMails,
      builtIn: BUILT_IN,
      ...playbookReader(templateInspector, (ref) => (BUILT_IN.includes(ref) ? join(ROOT, 'playbooks', ref) : ref)),
    },
    channels: { outbox: doubtful(outboxChannel({ dir: join(folder, 'outbox'), fsync: false })), live },
  });
  await seed(stage, people);
  const face = () =>
    buildHttp(
      publicHouse(stage.engine, () => true),
      exampleInput,
      web,
    );
  let app = face();
  const url = await app.listen({ host: '127.0.0.1', port });
  const person = async (email: string, role: string): Promise<Person> => {
    const { password } = await stage.run('user add', {
      email,
      role,
      name: email.split('@')[0] ?? '',
      everywhere: role === 'admin',
    });
    return { email, password: String(password) };
  };
  return {
    ...{
      stage,
      url,
      admin: await person('ann@team.example', 'admin'),
      viewer: await person('vic@team.example', 'viewer'),
    },
    async away(ms) {
      await app.close();
      await pause(ms);
      app = face();
      await app.listen({ host: '127.0.0.1', port: Number(new URL(url).port) });
    },
    async close() {
      await app.close();
      await stage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Of a few nobody learns whether they arrived. */
function doubtful(folder: MailChannel): MailChannel {
  const { name, recovery, concurrency } = folder;
  return {
    ...{ name, recovery, concurrency },
    send: (mail) =>
      DOUBTFUL.has(mail.to.address)
        ? Promise.resolve({ kind: 'unconfirmed', detail: 'connection lost' })
        : folder.send(mail),
    close: () => folder.close(),
  };
}

async function fill(stage: Stage, people: number): Promise<void> {
  await stage.run('import', { file: stage.file('spring.csv', peopleFile(people)) });
  await stage.run('campaign create', { ...SENDER, name: 'Spring outreach', playbook: 'acquisition' });
  await stage.run('assess', { campaign: 'Spring outreach' });
  await stage.run('campaign launch', { campaign: 'Spring outreach' });
  await stage.liveUntil(TUESDAY + 7 * 86_400_000);
  const answers = [
    [1, 'How much does it cost for a team of ten?'],
    [2, 'Please stop writing to me.'],
    [4, "I'm interested, please call me on Tuesday."],
    [6, 'Not now, maybe after the summer.'],
    [9, 'You want my colleague, Rosa Lindqvist, who looks after this.'],
    [16, 'Thanks.'],
  ] as const;
  for (const [n, text] of answers) await stage.run('event record', { lead: addressOf(n), kind: 'replied', text });
  await stage.run('suppress add', { value: addressOf(20), reason: 'asked by phone' });
  await stage.run('suppress add', { value: '@rival.example', reason: 'competitor' });
  await stage.run('campaign create', { ...SENDER, name: 'Autumn, draft', playbook: 'acquisition', tag: ['spring'] });
  await stage.run('account add', { account: 'acme0.example' });
  await stage.liveUntil(NOW);
}
