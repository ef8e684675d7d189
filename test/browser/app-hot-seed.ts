/** People who are handed over as soon as they are hot, and campaigns to a few people alone. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { type Row, SENDER, type Stage } from '../pipeline/stage.ts';
import type { AppStage } from './app-stage.ts';

/** Address of one of three of them. */
export const hotAddress = (n: number): string => `hetty${n}@hot${n}.example`;

/** People of a campaign that hands over whoever is hot. */
export async function seedHot({ stage }: AppStage): Promise<void> {
  const playbook = writePlaybook(stage.folder, {
    name: 'hot',
    steps: ['{ kind: task, id: call, day: 9, title: Call }'],
  });
  const file = join(playbook, 'playbook.yaml');
  const own = '    title: Fast\n    reactions:\n      - { on: "signal:hot", then: hand-off, to: sales }\n';
  writeFileSync(file, readFileSync(file, 'utf8').replace('    title: Fast\n', own));
  await stage.run('team set', { name: 'sales', member: ['ann@team.example'] });
  await launched(stage, 'hot', { addresses: [0, 1, 2].map(hotAddress), playbook });
}

/** A launched campaign to these people alone. */
export async function launched(
  stage: Stage,
  name: string,
  { addresses, ...more }: { readonly addresses: readonly string[] } & Row,
): Promise<void> {
  const rows = addresses.map((address) => `${address},US,Software,${name}`);
  const file = stage.file(`${name}.csv`, `Email,Country,Industry,Tags\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('campaign create', { ...SENDER, name, tag: [name], ...more });
  await stage.run('assess', { campaign: name });
  await stage.run('campaign launch', { campaign: name });
}
