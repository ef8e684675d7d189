/** A campaign of one mail, for stories of what becomes of mails on their way. */
import { writePlaybook } from './small-playbook.ts';
import { SENDER, type Stage } from './stage.ts';

/** Takes in these addresses and launches a campaign to them, whose only mail is due at once; each is called by what stands before its `@`. */
export async function launchTo(stage: Stage, addresses: readonly string[]): Promise<void> {
  const rows = addresses.map((address) => `${address.split('@')[0]},${address},US,Software`).join('\n');
  const file = stage.file('l.csv', `First Name,Email,Country,Industry\n${rows}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
}
