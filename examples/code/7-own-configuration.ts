/** 7. A configuration of one's own: fewer touchpoints, another offer, and no pause where somebody opts out. */
import { ACME, companyOf, printTouches, tell } from './company.ts';

const people = [
  { first: 'Ann', title: 'CEO' },
  { first: 'Bob', title: 'VP Operations' },
];
const rekindle = await companyOf(people, {
  touchpoints: '3',
  offer: 'ship their first parcel within a day',
  optOutsPause: 'hold-contact',
});
await rekindle.run('account start', { ...ACME, campaign: 'abm' });
await rekindle.live({ days: 1 });
await tell(rekindle, 'Ann', { kind: 'opted-out' });
await rekindle.live({ days: 60 });
await printTouches(rekindle);
console.log(
  rekindle.outbox().filter((file) => file.includes('ship their first parcel')).length,
  'mails name the offer',
);
await rekindle.close();

/* Prints:
2026-03-03 Ann Acme email sent
2026-03-05 Bob Acme email sent
2026-03-09 Bob Acme email sent
2 mails name the offer
*/
