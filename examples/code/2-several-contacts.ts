/** 2. Several contacts: whoever stands highest is written to first; who has never been touched comes before who has. */
import { ACME, companyOf, printTouches } from './company.ts';

const rekindle = await companyOf([
  { first: 'Cid', title: 'IT Manager' },
  { first: 'Ann', title: 'CEO' },
  { first: 'Bob', title: 'VP Operations' },
]);
const { contacts } = await rekindle.run('account show', ACME);
console.log('in this order:', contacts.map(({ name }) => name).join(', '));
await rekindle.run('account start', { ...ACME, campaign: 'abm' });
await rekindle.live({ days: 35 });
await printTouches(rekindle);
await rekindle.close();

/* Prints:
in this order: Ann Acme, Bob Acme, Cid Acme
2026-03-03 Ann Acme email sent
2026-03-05 Ann Acme email sent
2026-03-09 Ann Acme email sent
2026-03-16 Bob Acme email sent
2026-03-23 Cid Acme email sent
2026-04-02 Ann Acme email sent
*/
