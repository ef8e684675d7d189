/** A stage whose workspace is live and leaves by connections on record; secrets come from an environment of its own. */
import { makeConnector } from '../../src/instance/connector.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from '../pipeline/stage.ts';

/** Variables that secrets are read from; a test sets them. */
export const environment: Record<string, string> = {};

/** Opens the stage. */
export function openConnected(parts: Parameters<typeof openStage>[0] = {}): Promise<Stage> {
  return openStage({
    connector: makeConnector(),
    environment: (name) => environment[name],
    publicUrl: 'https://go.sender.example',
    ...parts,
  });
}

/** Connects the workspace to a server on the loopback. */
export function connect(stage: Stage, port: number, more: Row = {}): Promise<Row> {
  const set = { host: '127.0.0.1', port: String(port), secure: 'none', user: 'ann', from: SENDER.fromAddress };
  return stage.run('connection add', {
    name: 'sales',
    provider: 'smtp',
    set,
    env: { password: 'SMTP_PASSWORD' },
    ...more,
  });
}

/** Launches a campaign to so many people, each of whom gets one mail at once. */
export async function campaign(stage: Stage, name: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => `${name}${i},${name}${i}@${name}.example,US,Software`);
  const file = stage.file(`${name}.csv`, `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('workspace go-live', { yes: true });
  const playbook = writePlaybook(stage.folder, { name, days: [0] });
  await stage.run('campaign create', { ...SENDER, name, playbook, where: `lead.email.endsWith("@${name}.example")` });
  await stage.run('assess', { campaign: name });
  await stage.run('campaign launch', { campaign: name });
}
