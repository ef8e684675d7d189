/** A lead in a class, and a seller in a conversation whose home can be valued, for looking at what their pages show. */
import { join } from 'node:path';
import type { EngineParts } from '../../src/engine/engine.ts';
import { playbookReader } from '../../src/playbooks/folder.ts';
import { templateInspector } from '../../src/render/inspect.ts';
import { readMails } from '../../src/sources/mail/files.ts';
import { localFiles } from '../../src/sources/table/files.ts';
import { SENDER, type Stage } from '../pipeline/stage.ts';
import { ROOT } from '../tidy/tree.ts';

/** Who is in the class. */
export const LEARNER = 'lena@school.example';
/** Who sells. */
export const SELLER = 'sol@homes.example';

const SALES = [
  'address,zip,price,sold,sqft,beds',
  '1 Oak Street,10001,400000,2026-02-01,2000,3',
  '2 Oak Street,10001,380000,2026-02-03,2000,3',
  '3 Oak Street,10001,440000,2026-02-05,2100,4',
].join('\n');

/** Sources of a stage on which the playbooks that come with Rekindle are named as users name them. */
export function withPlaybooks(): EngineParts['sources'] {
  const reader = playbookReader(templateInspector, (ref) => join(ROOT, 'playbooks', ref));
  return { ...localFiles, readMails, builtIn: [], ...reader };
}

/** Brings them in; both campaigns are of these leads alone. */
export async function seedParts(stage: Stage): Promise<void> {
  const learners = `First Name,Email,Country,Tags\nLena,${LEARNER},US,class\n`;
  await stage.run('import', { file: stage.file('class.csv', learners), basis: 'consent' });
  await stage.run('campaign create', { ...SENDER, name: 'Class', playbook: 'cold-class', tag: ['class'] });
  await stage.run('class invite', { lead: LEARNER, sent: true });
  for (const section of ['P1_S1', 'P1_S2']) await stage.run('class progress', { lead: LEARNER, section });
  const sellers = [
    'First Name,Phone,Email,Country,State,Zip,Sqft,Beds,Tags',
    `Sol,+12125550188,${SELLER},US,NY,10001,2000,3,sellers`,
  ];
  await stage.run('import', { file: stage.file('sellers.csv', `${sellers.join('\n')}\n`), basis: 'consent' });
  await stage.run('event record', { lead: SELLER, kind: 'opted-in', channel: 'sms', text: 'Signed, form 7' });
  await stage.run('valuation import', { file: stage.file('sales.csv', `${SALES}\n`) });
  await stage.run('campaign create', { ...SENDER, name: 'Sellers', playbook: 'lead-bot-seller', tag: ['sellers'] });
  await stage.run('assess', { campaign: 'Sellers' });
  await stage.run('campaign launch', { campaign: 'Sellers' });
  await stage.run('work');
  await stage.run('event record', {
    lead: SELLER,
    kind: 'replied',
    channel: 'sms',
    text: 'We divorce, it must go fast',
  });
  await stage.run('work');
}
