/** The job of cold leads: invited to a class of short lessons, nudged by what they do there, called when they are hot. */
import { openVirtualInstance } from '../../src/testing/index.ts'; // elsewhere: 'rekindle/testing'

const rekindle = await openVirtualInstance();
const ANN = { lead: 'ann@acme.example' };
const rows = 'First Name,Email,Country,Company\nAnn,ann@acme.example,US,Acme';
await rekindle.run('import', { file: rekindle.write('leads.csv', rows), basis: 'consent' });
await rekindle.run('campaign create', {
  name: 'class',
  playbook: 'cold-class',
  fromName: 'Sue Seller',
  fromAddress: 'sue@sender.example',
  postalAddress: '1 Main Street, Springfield',
});
await rekindle.run('assess');
await rekindle.run('campaign launch');
await rekindle.live({ hours: 1 });
console.log('invited:', (await rekindle.run('class show', ANN)).stage);
for (const section of ['P1_S1', 'P1_S2', 'P1_S3', 'P2_S1']) {
  await rekindle.run('class progress', { ...ANN, section });
  await rekindle.live({ days: 1 });
}
const { stage, temperature } = await rekindle.run('class show', ANN);
console.log({ stage, temperature });
for (const { title } of (await rekindle.run('task list')).tasks) console.log('task:', title);
await rekindle.close();

/* Prints:
invited: invited-not-started
{ stage: 'started-active', temperature: 69 }
task: Hand off to sales
*/
