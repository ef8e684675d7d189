/** 4. The way follows from what was tried and from what may be done: without a number or a yes there are no texts. */
import { ACME, companyOf, printTouches } from './company.ts';

for (const phone of ['+12125550123', undefined]) {
  console.log(phone ? 'with a number and a yes to texts:' : 'with neither:');
  const rekindle = await companyOf([{ first: 'Ann', title: 'CEO', ...(phone ? { phone } : {}) }]);
  await rekindle.run('account start', { ...ACME, campaign: 'abm' });
  await rekindle.live({ days: 20 });
  await printTouches(rekindle);
  await rekindle.close();
}

/* Prints:
with a number and a yes to texts:
2026-03-03 Ann Acme email sent
2026-03-05 Ann Acme email sent
2026-03-09 Ann Acme sms sent
2026-03-16 Ann Acme sms sent
2026-03-23 Ann Acme task open
with neither:
2026-03-03 Ann Acme email sent
2026-03-05 Ann Acme email sent
2026-03-09 Ann Acme email sent
2026-03-16 Ann Acme email sent
2026-03-23 Ann Acme email sent
*/
