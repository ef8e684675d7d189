/** A stage on which a lead becomes hot and is handed to a team, in a workspace that is live. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, openConnected } from '../connections/stage.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { type Row, SENDER, type Stage } from '../pipeline/stage.ts';

/** Secrets that connections of a stage are made with. */
const SIGNING = `whsec_${Buffer.from('a secret of this test alone').toString('base64')}`;

/** What a stage begins with. */
export interface HotWish {
  readonly leads?: readonly string[];
  readonly live?: boolean;
  readonly parts?: Parameters<typeof openConnected>[0];
}

/** Opens a stage: leads in a campaign whose playbook hands hot ones to `sales`. Nothing has left yet. */
export async function openHot({ leads = ['ann'], live = false, parts = {} }: HotWish = {}): Promise<Stage> {
  const stage = await openConnected(parts);
  const rows = leads.map(
    (name) =>
      `${name[0]?.toUpperCase()}${name.slice(1)},Lee,${name}@acme.example,+1202555${phoneOf(name)},US,Software,Acme`,
  );
  const header = 'First Name,Last Name,Email,Phone,Country,Industry,Company\n';
  await stage.run('import', { file: stage.file('leads.csv', `${header}${rows.join('\n')}\n`), basis: 'consent' });
  if (live) await goLive(stage);
  const path = writePlaybook(stage.folder, {
    name: 'spring',
    steps: ['{ kind: task, id: call, day: 9, title: Call }'],
  });
  const yaml = readFileSync(join(path, 'playbook.yaml'), 'utf8');
  const own = '    reactions:\n      - { on: "signal:hot", then: hand-off, to: sales }\n';
  writeFileSync(join(path, 'playbook.yaml'), yaml.replace('    title: Fast\n', `    title: Fast\n${own}`));
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook: path });
  await stage.run('assess');
  await stage.run('campaign launch');
  return stage;
}

/** The workspace is live from now on; its mail server is there by name only, since no mail leaves in these stories. */
export async function goLive(stage: Stage): Promise<void> {
  environment.SMTP_PASSWORD = 'secret';
  const set = { host: '127.0.0.1', port: '9', secure: 'none', user: 'ann', from: SENDER.fromAddress };
  const env = { password: 'SMTP_PASSWORD' };
  await stage.run('connection add', { name: 'mail', provider: 'smtp', set, env, test: false });
  await stage.run('workspace go-live', { yes: true });
}

function phoneOf(name: string): string {
  return String(1000 + ([...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 9000)).padStart(4, '0');
}

/** The lead is hot from now on: what it did earns a signal. */
export async function heat(stage: Stage, name = 'ann', more: Row = {}): Promise<void> {
  await stage.run('event record', {
    lead: `${name}@acme.example`,
    kind: 'replied',
    text: "I'm interested, please call me",
    ...more,
  });
}

/** Connects a receiver of hand-offs on the loopback. */
export async function connectTo(
  stage: Stage,
  provider: 'webhook' | 'slack',
  url: string,
  name: string = provider,
): Promise<void> {
  environment.HAND_OFF_SIGNING = SIGNING;
  environment.HAND_OFF_URL = url;
  const set = provider === 'webhook' ? { url, private: 'yes' } : { private: 'yes' };
  const env = provider === 'webhook' ? { signing: 'HAND_OFF_SIGNING' } : { url: 'HAND_OFF_URL' };
  await stage.run('connection add', { name, provider, set, env });
}

/** Sendings of all hand-offs, by target: `crm sent`, `slack unconfirmed hand-off-unanswered`. */
export function sends(stage: Stage): string[] {
  return stage
    .sql('SELECT target, turn, state, code FROM hand_off_send ORDER BY hand_off_id, target, turn')
    .map(({ target, turn, state, code }) =>
      [target, ...(turn === 0 ? [] : [turn]), state, ...(code ? [code] : [])].join(' '),
    );
}
