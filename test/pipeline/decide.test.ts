/** From what is known of a lead to a decision: verified, scored, qualified, routed, by the engine and not by its parts. */
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { dnsResolver } from '../../src/resolvers/dns/adapter.ts';
import { type DnsQuestion, type DnsReply, startDnsServer } from '../../src/testing/dns-server.ts';
import { ROOT } from '../tidy/tree.ts';
import { type SmallPlaybook, writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage, TUESDAY } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const HEADERS = 'First Name,Email,Title,Company,Country,Industry,Employees,Phone,Job change,Recently funded,Hiring';

async function imported(rows: readonly string[], basis = 'legitimate-interest'): Promise<void> {
  await stage.run('import', { file: stage.file('leads.csv', `${[HEADERS, ...rows].join('\n')}\n`), basis });
}

/** A campaign on a small playbook, launched; what assessing said. */
async function launched(playbook: SmallPlaybook): Promise<Row> {
  await stage.run('campaign create', {
    ...SENDER,
    name: playbook.name,
    playbook: writePlaybook(stage.folder, playbook),
  });
  const report = await stage.run('assess', { campaign: playbook.name });
  await stage.run('campaign launch', { campaign: playbook.name });
  return report;
}

const membersOf = (campaign: string) =>
  stage.sql(`SELECT l.email, m.stage, m.tier, m.reason_code AS reason, e.sequence FROM campaign_member m
    JOIN campaign c ON c.id = m.campaign_id AND c.name = '${campaign}' JOIN lead l ON l.id = m.lead_id
    LEFT JOIN enrollment e ON e.lead_id = m.lead_id AND e.campaign_id = m.campaign_id ORDER BY l.id`);

test('PIPE-11 of a lead of whom nothing is known coverage is 0: it goes to review and nothing is sent', async () => {
  stage = await openStage();
  await imported(['Ann,ann@acme.example,,,,,,,,,']);
  await stage.run('campaign create', { name: 'spring' });
  expect(await stage.run('assess')).toMatchObject({ assessed: 1, review: 1, qualified: 0, routed: 0 });
  await stage.run('campaign launch');
  expect(await stage.run('work')).toMatchObject({ sent: 0 });
  expect(stage.sql('SELECT stage, coverage, reason_code FROM campaign_member')).toEqual([
    { stage: 'review', coverage: 0, reason_code: 'not-enough-evidence' },
  ]);
});

test('of whom nothing is known where nothing need be, no number is held against another; who is qualified is let in by the playbook, no more', async () => {
  stage = await openStage();
  await imported(['Ann,ann@acme.example,,,,,,,,,']);
  await stage.run('campaign create', { ...SENDER, name: 'abm', playbook: join(ROOT, 'playbooks', 'account-based') });
  await stage.run('assess');
  const { reasons } = await stage.run('explain', { lead: 'ann@acme.example' });
  const told = Object.fromEntries((reasons as Row[]).map(({ code, ...of }) => [code, of]));
  expect((told['little-known-passed'] as Row).facts).toEqual({});
  expect(told.qualified).toMatchObject({ says: 'No rule of the playbook keeps this lead out.' });
});

test('PIPE-20 who is at a competitor, or below its domain, is rejected', async () => {
  stage = await openStage();
  await imported([
    'Ann,ann@rival.example,CEO,Rival,US,Software,120,,,,',
    'Bob,bob@mail.rival.example,CEO,Rival,US,Software,120,,,,',
    'Cid,cid@notrival.example,CEO,Other,US,Software,120,,,,',
  ]);
  await stage.run('campaign create', { name: 'spring', set: { competitors: 'rival.example' } });
  expect(await stage.run('assess')).toMatchObject({ assessed: 3, rejected: 2 });
  expect(membersOf('spring').map(({ email, stage: at, reason }) => [email, at, reason])).toEqual([
    ['ann@rival.example', 'rejected', 'competitor'],
    ['bob@mail.rival.example', 'rejected', 'competitor'],
    ['cid@notrival.example', 'ready', 'qualified'],
  ]);
});

test('PIPE-21 without e-mail but with a phone and permission: qualified for SMS, and no e-mail sequence takes it', async () => {
  stage = await openStage();
  await imported(['Ann,,CEO,Acme,US,Software,120,+12125550123,,,'], 'consent');
  const report = await launched({ name: 'spring' });
  expect(report).toMatchObject({ qualified: 1, rejected: 0, routed: 0 });
  expect(membersOf('spring')).toMatchObject([{ stage: 'unrouted', reason: 'no-channel-for-sequence', sequence: null }]);
  const reasons = ((await stage.run('explain', { lead: '+12125550123' })).reasons as Row[]).map(({ code }) => code);
  expect(reasons).toContain('without-email');
});

test('PIPE-21 the same phone without permission is no usable channel', async () => {
  stage = await openStage();
  await imported(['Ann,,CEO,Acme,US,Software,120,+12125550123,,,'], 'legitimate-interest');
  await launched({ name: 'spring' });
  expect(membersOf('spring')).toMatchObject([{ stage: 'rejected', reason: 'no-usable-channel' }]);
});

test('PIPE-22 null MX is undeliverable; a resolver that does not answer leaves it unknown and is asked again later', async () => {
  let silent = true;
  const answer = ({ name, type }: DnsQuestion): DnsReply => {
    if (type !== 'MX') return { kind: 'no-data' };
    if (name === 'null-mx.com') return { kind: 'mx', records: [{ exchange: '', priority: 0 }] };
    if (name === 'slow-dns.com' && silent) return { kind: 'silence' };
    return { kind: 'mx', records: [{ exchange: `mx.${name}`, priority: 10 }] };
  };
  const dns = await startDnsServer(answer);
  const clock = { now: (): number => stage?.clock.now() ?? TUESDAY };
  stage = await openStage({ resolver: dnsResolver({ servers: [dns.address], timeoutMs: 100, tries: 1, clock }) });
  try {
    await imported([
      'Ann,ann@null-mx.com,CEO,Acme,US,Software,120,,,,',
      'Bob,bob@slow-dns.com,CEO,Acme,US,Software,120,,,,',
      'Cid,cid@good-dns.com,CEO,Acme,US,Software,120,,,,',
    ]);
    await launched({ name: 'spring' });
    const [ann, bob, cid] = membersOf('spring');
    expect(ann).toMatchObject({ stage: 'rejected', reason: 'undeliverable-address' });
    expect(bob).toMatchObject({ stage: 'review', reason: 'address-unanswered' });
    expect(cid).toMatchObject({ stage: 'enrolled' });
    const reasons = ((await stage.run('explain', { lead: 'bob@slow-dns.com' })).reasons as Row[]).map(
      ({ code }) => code,
    );
    expect(reasons).toContain('address-unanswered');

    silent = false;
    const asked = () => dns.questions.filter(({ name }) => name === 'slow-dns.com').length;
    const before = asked();
    stage.clock.moveTo(stage.clock.now() + 2 * 86_400_000);
    await stage.run('assess');
    expect(asked()).toBeGreaterThan(before);
    expect(membersOf('spring')[1]).toMatchObject({ stage: 'enrolled', sequence: 'fast' });
  } finally {
    await dns.close();
  }
});

test('PIPE-27 .72 with intent of .5 and more goes into the sequence of hot leads', async () => {
  stage = await openStage();
  await imported([
    'Ann,ann@acme.example,CEO,Acme,US,Mining,,,yes,yes,yes',
    'Bob,bob@acme.example,CEO,Acme,US,Mining,,,,,',
  ]);
  await launched({ name: 'spring' });
  expect(stage.sql('SELECT score, tier FROM campaign_member ORDER BY lead_id')).toEqual([
    { score: 870_000, tier: 'hot' },
    { score: 720_000, tier: 'warm' },
  ]);
  expect(membersOf('spring').map(({ sequence }) => sequence)).toEqual(['fast', 'slow']);
});

test('PIPE-28 with the boost off the same lead goes into the sequence of warm leads', async () => {
  stage = await openStage();
  await imported(['Ann,ann@acme.example,CEO,Acme,US,Mining,,,yes,yes,yes']);
  await launched({ name: 'spring', boost: false });
  expect(membersOf('spring')).toMatchObject([{ tier: 'warm', sequence: 'slow' }]);
});

test('PIPE-29 who is under way in a conflicting campaign is not routed, with that reason, until it is over there', async () => {
  stage = await openStage();
  await imported(['Ann,ann@acme.example,CEO,Acme,US,Software,,,,,']);
  await launched({ name: 'spring', days: [0, 30] });
  await launched({ name: 'summer', days: [0, 30] });
  expect(membersOf('summer')).toMatchObject([{ stage: 'unrouted', reason: 'conflicting-campaign', sequence: null }]);
  const { next } = await stage.run('explain', { lead: 'ann@acme.example', campaign: 'summer' });
  expect(next).toBe(
    'Nothing now. The lead is in another campaign that may not run beside this one. It is judged again Tue, 3 Mar 2026, 21:00 UTC (2026-03-03T21:00:00.000Z), or as soon as what is known of the lead changes.',
  );
  await stage.run('campaign finish', { campaign: 'spring' });
  await stage.run('work');
  stage.clock.moveTo(stage.clock.now() + 86_400_000);
  await stage.run('work');
  expect(membersOf('summer')).toMatchObject([{ stage: 'enrolled', sequence: 'fast' }]);
});

test.each([
  ['an answer ends', () => stage.run('event record', { lead: 'ann@acme.example', kind: 'replied', text: 'Later' })],
  ['a person cancels', () => stage.run('lead cancel', { lead: 'ann@acme.example', why: 'asked' })],
  ['the end of its campaign ends', () => stage.run('campaign cancel', { campaign: 'spring', why: 'wrong list' })],
])('who is free since %s the passage in a conflicting campaign is judged with the next pass', async (_, free) => {
  stage = await openStage();
  await imported(['Ann,ann@acme.example,CEO,Acme,US,Software,,,,,']);
  await launched({ name: 'spring', days: [0, 30] });
  await launched({ name: 'summer', days: [0, 30] });
  await launched({ name: 'autumn', days: [0, 30] });
  await free();
  const { next } = await stage.run('explain', { lead: 'ann@acme.example', campaign: 'summer' });
  expect(next).toContain('It is judged again Tue, 3 Mar 2026, 15:00 UTC');
  await stage.run('work');
  expect(membersOf('summer')).toMatchObject([{ stage: 'enrolled', sequence: 'fast' }]);
  expect(membersOf('autumn')).toMatchObject([{ stage: 'unrouted', reason: 'conflicting-campaign' }]);
});

test('PIPE-30 a rejected lead is not routed; reviewed and approved it is', async () => {
  stage = await openStage();
  await imported(['Ann,ann@acme.example,CEO,Acme,DE,Mining,,,,,'], 'consent');
  await launched({ name: 'spring', qualify: '{ minScore: 0.5, minCoverage: 0 }' });
  expect(membersOf('spring')).toMatchObject([{ stage: 'rejected', reason: 'score-too-low', sequence: null }]);
  expect(await stage.run('review approve', { lead: 'ann@acme.example' })).toMatchObject({
    review: 'approved',
    stage: 'enrolled',
  });
  expect(membersOf('spring')).toMatchObject([{ stage: 'enrolled', sequence: 'slow' }]);
  expect(stage.sql("SELECT operation FROM audit WHERE operation LIKE 'review%'")).toHaveLength(1);
});

test('who is approved while another campaign has them waits for that, and for no person any more', async () => {
  stage = await openStage();
  await imported(['Ann,info@acme.example,CEO,Acme,US,Software,,,,,']);
  await launched({
    name: 'spring',
    days: [0, 30],
    qualify: '{ minScore: 0, minCoverage: 0, rules: [{ name: all, when: "true", then: pass }] }',
  });
  await launched({ name: 'summer', days: [0, 30] });
  expect(membersOf('summer')).toMatchObject([{ stage: 'review', reason: 'role-mailbox' }]);
  await stage.run('review approve', { lead: 'info@acme.example', campaign: 'summer' });
  expect(membersOf('summer')).toMatchObject([{ stage: 'unrouted', reason: 'conflicting-campaign' }]);
  const shown = (await stage.run('lead show', { lead: 'info@acme.example' })).campaigns as Row[];
  expect(shown.find(({ campaign }) => campaign === 'summer')?.upcoming).toMatchObject({
    kind: 'again',
    dueAt: '2026-03-03T21:00:00.000Z',
    reason: { code: 'conflicting-campaign' },
  });
});
