/** 5. What speaks against it is asked before the start, and again before every touchpoint: here a deal is opened on the way. */
import { ACME, companyOf, printTouches } from './company.ts';

const rekindle = await companyOf([{ first: 'Ann', title: 'CEO' }]);
const before = await rekindle.run('account check', { ...ACME, campaign: 'abm' });
console.log('before:', before.goesOn ? 'nothing stands against it' : before.conflicts);
await rekindle.run('account start', { ...ACME, campaign: 'abm' });
await rekindle.live({ days: 1 });
await rekindle.run('account mark', { ...ACME, deal: 'D-17' });
await rekindle.live({ days: 14 });
await printTouches(rekindle);
const { status, conflicts } = await rekindle.run('account show', ACME);
console.log('status:', status);
for (const { says, policy } of conflicts) console.log(`${says} → ${policy}`);
await rekindle.close();

/* Prints:
before: nothing stands against it
2026-03-03 Ann Acme email sent
status: paused
A deal with the account is open. → pause-account
*/
