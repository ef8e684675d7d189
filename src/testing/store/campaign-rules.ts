/** What every store does with campaigns: their life, assessing by pages, counts, a person's answers. */
import assert from 'node:assert/strict';
import type { Member } from '../../domain/campaign/campaign.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Store } from '../../engine/store-port.ts';
import {
  addLeads,
  assess,
  CAMPAIGN,
  campaign,
  decision,
  ended,
  enroll,
  enrollment,
  lead,
  MAIN,
  member,
  NOW,
  openCampaign,
  refusal,
  stored,
  suppressionKeys,
  wake,
} from './samples.ts';

const idsOf = ({ members }: { members: readonly Member[] }) => members.map(({ leadId }) => leadId);
const review = (id: string, part: Partial<Member> = {}) => ({
  decision: decision(id),
  member: member(id, { stage: 'review', reasonCode: 'not-enough-evidence', ...part }),
});

/** Campaigns and their members. */
export const CAMPAIGN_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a campaign is found by id and by name, and a name is taken once': async (store) => {
    const made = await openCampaign(store);
    assert.deepEqual(await store.campaigns.get(MAIN, CAMPAIGN), made);
    assert.deepEqual(await store.campaigns.get(MAIN, 'Spring'), made);
    await assert.rejects(store.campaigns.add(campaign({ id: 'cmp_2' })), { code: 'campaign-exists' });
    assert.deepEqual(
      (await store.campaigns.list(MAIN, 10)).map(({ id }) => id),
      [CAMPAIGN],
    );
  },

  'leads are counted as a search finds them, whatever its page': async (store) => {
    await enroll(store, ['a', 'b']);
    await addLeads(store, [lead('c', { company: 'Acme_1' }), lead('d', { company: 'Acme21' })]);
    await store.workspaces.ensure('other', NOW);
    await addLeads(store, [lead('x', {}, 'other')]);
    const all = { workspaceId: MAIN, after: 'b', limit: 1, words: '', campaignId: null, stage: null, tier: null };
    const { stage, tier } = member('a');
    assert.equal(await store.leads.count(all), 4);
    assert.equal(await store.leads.count({ ...all, words: 'ACME_' }), 1);
    const inside = { ...all, campaignId: CAMPAIGN };
    assert.equal(await store.leads.count({ ...inside, stage, tier }), 2);
    assert.equal(await store.leads.count({ ...inside, words: 'b@' }), 1);
    assert.equal(await store.leads.count({ ...inside, stage: 'left' }), 0);
    assert.deepEqual(
      (await store.leads.search({ ...all, words: 'acme_' }, suppressionKeys)).map(({ lead: { id } }) => id),
      ['c'],
    );
  },

  'what the score was before it last changed is told of members, and of no other campaign': async (store) => {
    await openCampaign(store);
    await store.campaigns.add(campaign({ id: 'cmp_2', name: 'Other' }));
    await addLeads(store, [lead('a'), lead('b'), lead('c')]);
    const scores: Readonly<Record<string, readonly number[]>> = {
      a: [0.5, 0.62, 0.62],
      b: [0.7, 0.7, 0.7],
      c: [0, 0.9, 0.4],
    };
    const judged = (campaignId: string, turn: number) => (id: string) => {
      const value = campaignId === CAMPAIGN ? (scores[id]?.[turn] ?? 0) : 0.1;
      const facts = id === 'c' && turn === 0 ? '{"lead":{}}' : JSON.stringify({ score: { value } });
      const made = decision(id, { id: `dec_${turn}_${campaignId}_${id}`, campaignId, facts });
      const stands = {
        campaignId,
        decisionId: made.id,
        scoreMillionths: Math.round(value * 1e6),
        reassessAt: NOW + turn,
      };
      return { decision: made, member: member(id, { ...stands, stage: 'ready' }) };
    };
    for (const turn of [0, 1, 2]) {
      for (const campaignId of [CAMPAIGN, 'cmp_2']) {
        const { members } = await assess(store, judged(campaignId, turn), { now: NOW + turn, campaignId });
        assert.equal(members.length, 3);
      }
    }
    const all = { workspaceId: MAIN, after: null, limit: 9, words: '', stage: null, tier: null };
    const before = async (campaignId: string | null) =>
      (await store.leads.search({ ...all, campaignId }, suppressionKeys)).map(({ scoreBefore }) => scoreBefore);
    assert.deepEqual(await before(CAMPAIGN), [500_000, null, 900_000]);
    assert.deepEqual(await before('cmp_2'), [null, null, null]);
    assert.deepEqual(await before(null), [null, null, null]);
  },

  'a campaign is saved only from the state it was read in': async (store) => {
    const made = await openCampaign(store, { state: 'draft' });
    assert.equal(await store.campaigns.save({ ...made, state: 'checked', tracking: 'clicks' }, 'draft'), true);
    assert.equal((await store.campaigns.get(MAIN, made.id))?.tracking, 'clicks');
    assert.equal(await store.campaigns.save({ ...made, state: 'live' }, 'draft'), false);
    assert.equal((await store.campaigns.get(MAIN, CAMPAIGN))?.state, 'checked');
  },

  'a playbook version is put once and comes back byte by byte': async (store) => {
    await openCampaign(store);
    const version = { workspaceId: MAIN, hash: 'pb_2', name: 'a', content: '{"a":"ü"}', createdAt: NOW };
    await store.playbooks.put(version);
    await store.playbooks.put({ ...version, content: '{}' });
    assert.deepEqual(await store.playbooks.get(MAIN, 'pb_2'), version);
    assert.deepEqual(
      (await store.playbooks.list(MAIN, 10)).map(({ hash }) => hash),
      ['pb_2', 'pb_1'],
    );
    assert.equal((await store.playbooks.list(null, 10)).length, 2);
    assert.equal(await store.playbooks.count(), 2);
    assert.equal((await store.playbooks.list(null, 1)).length, 1);
  },

  'a draft is kept by one of those who save the same revision; what is dropped is gone': async ({ drafts }) => {
    const draft = { workspaceId: MAIN, name: 'a', revision: 1, files: { 'playbook.yaml': 'name: ä' }, changedAt: NOW };
    const first = { ...draft, changedBy: 'ann' };
    const both = [drafts.put(first), drafts.put({ ...first, changedBy: 'bob' })];
    assert.deepEqual((await Promise.all(both)).toSorted(), [false, true]);
    assert.equal(await drafts.put({ ...first, workspaceId: 'other' }), true);
    const next = { ...first, revision: 2, files: {}, changedBy: 'eve' };
    assert.equal(await drafts.put(next), true);
    assert.equal(await drafts.put(next), false);
    assert.equal(await drafts.put({ ...next, name: 'b' }), false);
    assert.deepEqual(await drafts.get(MAIN, 'a'), next);
    assert.deepEqual(await drafts.get('other', 'a'), { ...first, workspaceId: 'other' });
    const { files: _, ...listed } = next;
    assert.deepEqual(await drafts.list(MAIN, 9), [listed]);
    assert.deepEqual([await drafts.remove(MAIN, 'a'), await drafts.remove(MAIN, 'a')], [true, false]);
    assert.equal(await drafts.get(MAIN, 'a'), null);
  },
  'files of a playbook are put once, by their hash, and belong to one workspace': async (store) => {
    const version = { workspaceId: MAIN, name: 'a', content: '{}', createdAt: NOW };
    const [one, two] = [
      { hash: 'a'.repeat(64), content: 'a' },
      { hash: 'b'.repeat(64), content: 'b' },
    ];
    await store.playbooks.put({ ...version, hash: 'pb_3', contents: [one] });
    await store.playbooks.put({ ...version, hash: 'pb_4', contents: [{ ...one, content: 'x' }, two] });
    assert.equal(await store.playbooks.file(MAIN, one.hash), 'a');
    assert.equal(await store.playbooks.file(MAIN, two.hash), 'b');
    assert.equal(await store.playbooks.file('other', two.hash), null);
    assert.deepEqual(await store.playbooks.get(MAIN, 'pb_4'), { ...version, hash: 'pb_4' });
  },

  'a page larger than what is held at once is one page: all of it is decided, in order, and its end is kept': async (
    store,
  ) => {
    await openCampaign(store);
    const ids = Array.from(
      { length: 2 * LIMITS.assessLeadsAtOnce + 1 },
      (_, i) => `lead_${String(i).padStart(4, '0')}`,
    );
    await addLeads(
      store,
      ids.map((id) => lead(id)),
    );
    const most = 2 * LIMITS.assessLeadsAtOnce;
    assert.deepEqual(idsOf(await assess(store, review, { limit: most })), ids.slice(0, most));
    assert.deepEqual(idsOf(await assess(store, review, { limit: most })), ids.slice(most));
    assert.equal((await assess(store, review)).assessed, 0);
  },

  'pages follow the order of change, each lead once, and a changed lead once more': async (store) => {
    await openCampaign(store);
    await addLeads(
      store,
      ['ann', 'bob', 'cid'].map((id) => lead(id)),
    );
    assert.deepEqual(idsOf(await assess(store, review, { limit: 2 })), ['ann', 'bob']);
    assert.deepEqual(idsOf(await assess(store, review, { limit: 2 })), ['cid']);
    assert.equal((await assess(store, review)).assessed, 0);
    await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann') }]);
    const again = (id: string) => ({ member: member(id) });
    assert.deepEqual(idsOf(await assess(store, again)), ['ann']);
    assert.equal((await assess(store, again)).assessed, 0);
    const { stages } = await store.campaigns.count(MAIN, CAMPAIGN);
    assert.deepEqual([stages.review, stages.enrolled], [2, 1]);
  },

  'the cursor moves only with the commit': async (store) => {
    await openCampaign(store);
    await addLeads(store, [lead('ann')]);
    const failing = assess(store, () => {
      throw new Error('planted');
    });
    await assert.rejects(failing, /planted/);
    assert.equal((await store.campaigns.get(MAIN, CAMPAIGN))?.assessedRevision, 0);
    assert.deepEqual(idsOf(await assess(store, review)), ['ann']);
  },

  'a lead is looked at again at its time, once, even where nothing is decided of it': async (store) => {
    await openCampaign(store);
    await addLeads(store, [lead('ann'), lead('bob')]);
    await assess(store, (id) => review(id, { reassessAt: id === 'ann' ? NOW + 10 : null }));
    assert.equal((await assess(store, review, { now: NOW + 9 })).assessed, 0);
    assert.equal((await assess(store, () => ({}), { now: NOW + 10 })).assessed, 1);
    assert.equal((await assess(store, review, { now: NOW + 10 })).assessed, 0);
  },

  'a subject brings all that is known of the lead': async (store) => {
    await enroll(store, ['ann']);
    await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann', { channel: 'sms' }) }]);
    await assess(store, (id) => ({ decision: decision(id, { id: 'dec_0', verdict: 'rejected' }) }));
    await store.campaigns.putRoutes([
      { domain: 'example.com', route: { kind: 'mx', hosts: ['mx.example.com'] }, checkedAt: NOW, expiresAt: NOW + 1 },
    ]);
    await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann') }]);
    let seen = 0;
    await store.campaigns.assess({
      workspaceId: MAIN,
      campaignId: CAMPAIGN,
      now: NOW,
      limit: 10,
      suppressionKeys,
      decide(subjects, of) {
        const [subject] = subjects;
        assert.equal(of.id, CAMPAIGN);
        assert.deepEqual(subject?.member, member('ann'));
        assert.deepEqual(subject?.decision, decision('ann'));
        assert.deepEqual(subject?.suppressions, [refusal('ann'), refusal('ann', { channel: 'sms' })]);
        assert.deepEqual(subject?.route, { kind: 'mx', hosts: ['mx.example.com'] });
        const brief = { campaignId: CAMPAIGN, campaignName: 'Spring', state: 'due', generation: 1, endedAt: null };
        assert.deepEqual(subject?.enrollments, [brief]);
        assert.deepEqual(subject?.importIds, []);
        seen = subjects.length;
        return { decisions: [], members: [], enrollments: [] };
      },
    });
    assert.equal(seen, 1);
  },

  'domains are asked about until there is a fresh answer': async (store) => {
    await openCampaign(store);
    await addLeads(store, [
      lead('ann'),
      lead('bob'),
      lead('cid', { email: 'c@other.example' }),
      lead('dan', { email: null }),
    ]);
    const ask = (now: number) => store.campaigns.domainsToCheck(MAIN, CAMPAIGN, now, 10);
    assert.deepEqual(await ask(NOW), ['example.com', 'other.example']);
    const answer = { route: { kind: 'null-mx' }, checkedAt: NOW, expiresAt: NOW + 10 } as const;
    await store.campaigns.putRoutes([{ domain: 'example.com', ...answer }]);
    assert.deepEqual(await ask(NOW + 9), ['other.example']);
    assert.deepEqual(await ask(NOW + 10), ['example.com', 'other.example']);
    await store.campaigns.putRoutes([{ domain: 'example.com', ...answer, expiresAt: NOW + 20 }]);
    assert.deepEqual(await ask(NOW + 10), ['other.example']);
    const later = (id: string) => review(id, { reassessAt: id === 'cid' ? NOW + 30 : null });
    await assess(store, later);
    assert.deepEqual([await ask(NOW + 29), await ask(NOW + 30)], [[], ['other.example']]);
  },

  'one enrollment per lead, campaign and generation': async (store) => {
    await enroll(store, ['ann']);
    await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann') }]);
    await assess(store, (id) => ({ enrollment: enrollment(id, { id: 'enr_again' }) }));
    const story = await store.leads.story(MAIN, 'ann', suppressionKeys);
    assert.deepEqual(story?.enrollments, [enrollment('ann')]);
    const status = await store.leads.status(MAIN, 'ann', suppressionKeys);
    assert.deepEqual(
      [status?.email, status?.pause, status?.suppressions],
      [story.lead.values.email, null, story.suppressions],
    );
    const { campaign, member } = story.memberships[0] as (typeof story.memberships)[number];
    const { name, state } = campaign;
    const { stage, tier, scoreMillionths, coverageMillionths, sequence, reasonCode } = member;
    const { reason, dueAt, sequence: passage } = enrollment('ann');
    assert.deepEqual(status?.standings, [
      {
        campaign: { name, state },
        member: { stage, tier, scoreMillionths, coverageMillionths, sequence, reasonCode },
        enrollment: { sequence: passage, reason, dueAt, lastAt: null },
      },
    ]);
    assert.equal(await store.leads.status(MAIN, 'nobody', suppressionKeys), null);
    assert.equal(await store.campaigns.openEnrollments(MAIN, CAMPAIGN), 1);
  },

  'a status tells the latest passage, the pause, and refusals of the workspace before those of the instance': async (
    store,
  ) => {
    await enroll(store, ['ann']);
    const pause = { kind: 'person', at: NOW, by: 'test', why: 'asked' } as const;
    const decide = () => ({ enrollments: [], messages: [], pause });
    await store.work.change({ workspaceId: MAIN, leadId: 'ann', decide });
    const [sms, email] = [refusal('ann', { channel: 'sms' }), refusal('ann', { channel: 'email' })];
    await store.leads.suppress('', [{ leadId: '', suppression: email }]);
    for (const suppression of [sms, email]) await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression }]);
    await assess(store, (id) => ({
      enrollment: enrollment(id, { id: 'enr_2', generation: 2, sequence: 'again', dueAt: NOW + 7, reason: null }),
    }));
    const status = await store.leads.status(MAIN, 'ann', suppressionKeys);
    assert.deepEqual(status?.suppressions, [email, sms, { ...email, list: 'instance' }]);
    assert.deepEqual(status.pause, pause);
    const [{ enrollment: latest }] = status.standings as [(typeof status.standings)[number]];
    assert.deepEqual(latest, { sequence: 'again', reason: null, dueAt: NOW + 7, lastAt: null });
  },

  'counts follow the members, and open enrollments their stage': async (store) => {
    await enroll(store, ['ann', 'bob', 'cid']);
    await store.work.advance({
      now: NOW,
      limit: 1,
      suppressionKeys,
      needsFacts: () => false,
      decide: ([subject]) => ({
        messages: [],
        tasks: [],
        enrollments: subject ? [ended(subject.enrollment, 'replied')] : [],
      }),
    });
    await addLeads(store, [lead('dan'), lead('eve')]);
    const judged = (id: string) => review(id, { stage: id === 'dan' ? 'rejected' : 'left', tier: 'cold' });
    await assess(store, judged);
    const { stages, tiers } = await store.campaigns.count(MAIN, CAMPAIGN);
    assert.deepEqual(stages, { rejected: 1, review: 0, ready: 0, unrouted: 0, enrolled: 2, ended: 1, left: 1 });
    assert.deepEqual(tiers, { hot: 0, warm: 3, cool: 0, cold: 1 });
    assert.equal(await store.campaigns.openEnrollments(MAIN, CAMPAIGN), 2);
    const reasons = { refused: { 'not-enough-evidence': 1 }, ends: { replied: 1 }, handoffs: 0 };
    assert.deepEqual(await store.campaigns.reasons(MAIN, CAMPAIGN), reasons);
  },

  'a person’s answer stands, and has the lead looked at again': async (store) => {
    await openCampaign(store);
    await addLeads(store, [lead('ann'), lead('bob')]);
    await assess(store, (id) => review(id, { scoreMillionths: id === 'ann' ? 1 : 2 }));
    assert.deepEqual(
      (await store.campaigns.inReview(MAIN, CAMPAIGN, 9)).map(({ leadId }) => leadId),
      ['bob', 'ann'],
    );
    const key = { workspaceId: MAIN, campaignId: CAMPAIGN, leadId: 'ann' };
    assert.equal(await store.campaigns.answerReview(key, 'approved', 'me', NOW), true);
    assert.equal(await store.campaigns.answerReview({ ...key, leadId: 'nobody' }, 'approved', 'me', NOW), false);
    let answered: Member | null = null;
    await store.campaigns.assess({
      ...key,
      now: NOW,
      limit: 9,
      suppressionKeys,
      decide(subjects) {
        assert.equal(subjects.length, 1);
        answered = subjects[0]?.member ?? null;
        return { decisions: [], members: [], enrollments: [] };
      },
    });
    assert.deepEqual(
      [(answered as Member | null)?.review, (answered as Member | null)?.reviewedBy],
      ['approved', 'me'],
    );
  },

  'what a pause parked is woken in pages, and nothing else': async (store) => {
    await enroll(store, ['ann', 'bob', 'cid', 'dan']);
    const park = (code: string) => ({ state: 'waiting', dueAt: null, reason: { code } }) as const;
    await store.work.advance({
      now: NOW,
      limit: 10,
      suppressionKeys,
      needsFacts: () => false,
      decide: (subjects) => ({
        messages: [],
        tasks: [],
        enrollments: subjects.map(({ enrollment: of }) => ({
          ...of,
          ...park(of.leadId === 'cid' ? 'no-channel' : 'campaign-paused'),
          ...(of.leadId === 'dan' ? { dueAt: NOW + 99 } : {}),
        })),
      }),
    });
    assert.equal(await store.work.nextAt(), NOW + 99);
    assert.equal(await wake(store, NOW + 1, 1), 1);
    assert.equal(await wake(store, NOW + 2, 9), 1);
    assert.equal(await wake(store, NOW + 3, 9), 0);
    assert.equal(await store.work.nextAt(), NOW + 1);
  },

  'a lead of another campaign’s cursor is not skipped': async (store) => {
    await openCampaign(store);
    await store.campaigns.add(campaign({ id: 'cmp_2', name: 'Autumn' }));
    await addLeads(store, [lead('ann')]);
    await assess(store, review);
    const other = (id: string) => ({ member: member(id, { campaignId: 'cmp_2' }) });
    assert.deepEqual(idsOf(await assess(store, other, { campaignId: 'cmp_2' })), ['ann']);
    assert.equal((await stored(store, 'ann'))?.id, 'ann');
  },
};
