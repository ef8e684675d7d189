/** 1. One contact: e-mails, then texts, then calls, further and further apart; after seven touchpoints it is over. */
import { ACME, companyOf, printTouches } from './company.ts';

const rekindle = await companyOf([{ first: 'Ann', title: 'CEO', phone: '+12125550123' }]);
await rekindle.run('account start', { ...ACME, campaign: 'abm' });
for (let day = 0; day < 70; day++) {
  await rekindle.live({ days: 1 });
  // Calls are made by a person: each is a task, done here within the day.
  for (const { id } of (await rekindle.run('task list')).tasks) await rekindle.run('task done', { task: id });
}
await printTouches(rekindle);
console.log('status:', (await rekindle.run('account show', ACME)).status);
await rekindle.close();

/* Prints:
2026-03-03 Ann Acme email sent
2026-03-05 Ann Acme email sent
2026-03-09 Ann Acme sms sent
2026-03-16 Ann Acme sms sent
2026-03-23 Ann Acme task done
2026-04-02 Ann Acme task done
2026-04-16 Ann Acme email sent
status: completed
*/
