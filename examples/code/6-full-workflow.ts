/** 6. From the start to its end: a touchpoint, an answer, a pause for a person, and what came of it. */
import { ACME, companyOf, printTouches, tell } from './company.ts';

const rekindle = await companyOf([
  { first: 'Ann', title: 'CEO' },
  { first: 'Bob', title: 'VP Operations' },
]);
await rekindle.run('account start', { ...ACME, campaign: 'abm' });
await rekindle.live({ days: 1 });
await tell(rekindle, 'Ann', { kind: 'replied', text: 'Sounds good, can we talk on Thursday?' });
await rekindle.live({ days: 1 });
console.log('after the answer:', (await rekindle.run('account show', ACME)).status);
await rekindle.run('account close', { ...ACME, outcome: 'meeting', why: 'Thursday at ten' });
await rekindle.live({ days: 60 });
await printTouches(rekindle);
console.log('at the end:', (await rekindle.run('account show', ACME)).status);
await rekindle.close();

/* Prints:
after the answer: paused
2026-03-03 Ann Acme email sent
at the end: closed
*/
