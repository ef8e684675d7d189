/** 8. How it stands, and why: coverage and health of the account, its next touchpoint, and the whole story of one of its people. */
import { ACME, companyOf } from './company.ts';

const rekindle = await companyOf([
  { first: 'Ann', title: 'CEO' },
  { first: 'Bob', title: 'VP Operations' },
]);
await rekindle.run('account start', { ...ACME, campaign: 'abm' });
await rekindle.live({ days: 3 });
const { status, health, coverage } = await rekindle.run('account show', ACME);
console.log({ status, health, coverage });
const { next, reasons } = await rekindle.run('explain', { lead: 'ann@acme.example' });
console.log('next:', next);
for (const { says } of reasons) console.log('•', says);
await rekindle.close();

/* Prints:
{
  status: 'active',
  health: { score: 50, label: 'fair' },
  coverage: { contacts: 2, reachable: 2, touched: 1, answered: 0, share: 0.5 }
}
next: A touchpoint of its account, once that is in the campaign: rekindle account show says when, and to whom.
• No rule of the playbook keeps this lead out.
• The tier of the lead chose the sequence.
*/
