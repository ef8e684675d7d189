/** 3. A colleague is named only as far as the record goes: Ann has answered, so that Bob may be told of it. */
import { ACME, companyOf, printTouches, tell } from './company.ts';

const people = [
  { first: 'Ann', title: 'CEO' },
  { first: 'Bob', title: 'VP Operations' },
];
const rekindle = await companyOf(people, { answersPause: 'hold-contact' });
await rekindle.run('account start', { ...ACME, campaign: 'abm' });
await rekindle.live({ days: 1 });
await tell(rekindle, 'Ann', { kind: 'replied', outcome: 'interested' });
await rekindle.live({ days: 4 });
await printTouches(rekindle);
const toBob = rekindle.outbox().find((file) => file.includes('bob@acme.example') && file.includes('answered'));
console.log(toBob?.replaceAll('=\r\n', '').match(/[^\r\n]*has answered[^.]*\./)?.[0]);
await rekindle.close();

/* Prints:
2026-03-03 Ann Acme email sent
2026-03-06 Bob Acme email sent
Ann Acme (CEO) has answered me about enquiries that wait too long for a first answer.
*/
