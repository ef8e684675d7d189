/** The acquisition job: a file in, who is written to and why, thirty days lived through before one message leaves, then for real. */
import { openVirtualInstance } from '../../src/testing/index.ts'; // elsewhere: 'rekindle/testing'

const rekindle = await openVirtualInstance();
const file = rekindle.write(
  'leads.csv',
  `First Name,Last Name,Email,Title,Company,Industry,Employees,Country
Ann,Archer,ann@acme.example,CEO,Acme,Software,120,US
Bob,Baker,bob@bolt.example,Sales Assistant,Bolt,Retail,8,US
Cid,Cole,cid@corex.example,VP Operations,Corex,Software,300,DE`,
);
await rekindle.run('import', { file, basis: 'legitimate-interest' });
await rekindle.run('campaign create', {
  name: 'spring',
  playbook: 'acquisition',
  fromName: 'Sue Seller',
  fromAddress: 'sue@sender.example',
  postalAddress: '1 Main Street, Springfield',
});
await rekindle.run('assess');
for (const lead of ['ann@acme.example', 'bob@bolt.example', 'cid@corex.example']) {
  const { reasons } = await rekindle.run('explain', { lead });
  console.log(`${lead}: ${reasons.map(({ says }) => says).join(' ')}`);
}
await rekindle.run('campaign launch');
await rekindle.live({ days: 30 });
console.log(rekindle.outbox().length, 'messages left in thirty days');
await rekindle.close();

/* Prints:
ann@acme.example: No rule of the playbook keeps this lead out. The tier of the lead chose the sequence. The profile of the lead chose the content variant.
bob@bolt.example: No rule of the playbook keeps this lead out. The tier of the lead chose the sequence. The profile of the lead chose the content variant.
cid@corex.example: The stated basis is not enough for this channel where the lead is. No rule of the playbook keeps this lead out. The tier of the lead chose the sequence. The profile of the lead chose the content variant.
10 messages left in thirty days
*/
