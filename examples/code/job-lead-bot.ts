/** The real-estate job: whoever writes back is asked what qualifies them, in their language, and told line by line why. */
import { openVirtualInstance } from '../../src/testing/index.ts'; // elsewhere: 'rekindle/testing'

const rekindle = await openVirtualInstance();
const lead = 'ann@acme.example';
const rows = `First Name,Phone,Email,Country,State\nAnn,+12125550101,${lead},US,NY`;
await rekindle.run('import', { file: rekindle.write('leads.csv', rows), basis: 'consent' });
await rekindle.run('event record', { lead, kind: 'opted-in', channel: 'sms', text: 'Signed, form 7' });
await rekindle.run('campaign create', {
  name: 'sellers',
  playbook: 'lead-bot-seller',
  fromName: 'Sue Seller',
  fromAddress: 'sue@sender.example',
  postalAddress: '1 Main Street, Springfield',
});
await rekindle.run('assess');
await rekindle.run('campaign launch');
await rekindle.live({ hours: 1 });
for (const text of [
  'Yes, we are relocating',
  'as soon as possible, 30 days is fine',
  'needs work, the roof leaks',
  '$400k',
  '12 Main Street, Albany',
]) {
  await rekindle.run('event record', { lead, kind: 'replied', channel: 'sms', text });
  await rekindle.live({ hours: 2 });
}
for (const { text, say, temperature } of (await rekindle.run('conversation show', { lead })).turns) {
  console.log(`“${text}” → ${say} (${temperature})`);
}
for (const { title } of (await rekindle.run('task list')).tasks) console.log('task:', title);
await rekindle.close();

/* Prints:
“Yes, we are relocating” → ask-timeline (cold)
“as soon as possible, 30 days is fine” → ask-condition (cold)
“needs work, the roof leaks” → ask-price (warm)
“$400k” → ask-address (hot)
“12 Main Street, Albany” → done-hot (hot)
task: Call now: qualified and ready
*/
