/** Accounts lived through on a virtual clock by the real engine, with the built-in playbook. */
import { afterEach, expect, test } from 'vitest';
import { type AccountStage, openAccountStage } from './ground.ts';

let stage: AccountStage;
afterEach(() => stage.close());

test('ABM-2 sixty days with one contact: gaps of 2, 3, 5, 7, 10 and 14 days, e-mails, texts, calls', async () => {
  stage = await openAccountStage({ people: [{ first: 'Ann', title: 'CEO', phone: '+12125550123' }] });
  await stage.live(60);
  expect(await stage.touches()).toEqual([
    '03-03 10:00 ann email sent',
    '03-05 10:00 ann email sent',
    // Three days later is a Sunday.
    '03-09 09:00 ann sms sent',
    '03-16 09:00 ann sms sent',
    '03-23 09:00 ann task done',
    '04-02 09:00 ann task done',
    '04-16 09:00 ann email sent',
  ]);
  expect(await stage.show()).toMatchObject({
    status: 'completed',
    reason: { code: 'account-completed' },
    endedAt: '2026-04-18T13:00:00.000Z',
    touchpoints: { made: 7, planned: 7 },
  });
});

test('ABM-2 sixty days with three contacts: the highest in rank first, then each colleague, then the first again', async () => {
  stage = await openAccountStage({
    people: [
      { first: 'Bob', title: 'Director of Operations' },
      { first: 'Ann', title: 'CEO', phone: '+12125550123' },
      { first: 'Cid', title: 'VP Operations' },
    ],
  });
  await stage.live(60);
  expect(await stage.touches()).toEqual([
    '03-03 10:00 ann email sent',
    '03-05 10:00 ann email sent',
    '03-09 09:00 ann sms sent',
    '03-16 09:00 cid email sent',
    '03-23 09:00 bob email sent',
    '04-02 09:00 ann sms sent',
    '04-16 09:00 ann task done',
  ]);
  const templates = stage.sql("SELECT template FROM message WHERE campaign_id <> '' ORDER BY id");
  expect(templates.map(({ template }) => template)).toEqual([
    'intro',
    'follow-up',
    'text',
    'colleague-intro',
    'colleague-intro',
    'text',
  ]);
  const { contacts, coverage, health } = await stage.show();
  expect(contacts).toMatchObject([
    { name: 'Ann Acme', role: 'secondary', points: 100, touched: 5 },
    { name: 'Cid Acme', role: 'tertiary', points: 80, touched: 1 },
    { name: 'Bob Acme', role: 'primary', points: 70, touched: 1 },
  ]);
  expect(coverage).toEqual({ contacts: 3, reachable: 3, touched: 3, answered: 0, share: 1 });
  expect(health).toEqual({ score: 60, label: 'good' });
});

test('ABM-2 beyond seven touchpoints the last gap repeats', async () => {
  stage = await openAccountStage({ people: [{ first: 'Ann' }], settings: { touchpoints: '9' } });
  await stage.live(90);
  expect((await stage.touches()).slice(5)).toEqual([
    '04-02 09:00 ann email sent',
    '04-16 09:00 ann email sent',
    '04-30 09:00 ann email sent',
    '05-14 09:00 ann email sent',
  ]);
});
