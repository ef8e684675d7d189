/**
 * A crowd for the suite of the store: two workspaces with the same ids, two campaigns and three leads of each, and two
 * imports; and a look at all of it that is not ann's of the main workspace.
 */
import type { Store, TaskRecord } from '../../engine/store-port.ts';
import {
  addLeads,
  campaign,
  decision,
  enrollment,
  event,
  lead,
  MAIN,
  member,
  message,
  NOTHING_FOLLOWS,
  NOW,
  openCampaign,
  refusal,
  suppressionKeys,
} from './samples.ts';

const WORKSPACES = [MAIN, 'other'] as const;
/** Leads of each workspace. */
export const LEADS = ['ann', 'bob', 'zed'] as const;
/** Who is in which campaign: the numbers tell one from the other. */
export const AUDIENCES: Readonly<Record<string, readonly string[]>> = {
  cmp_1: ['ann', 'bob', 'zed'],
  cmp_2: ['ann', 'bob'],
};
/** Steps after the first are due from here on. */
export const LATER = NOW + 1_000;

/** Id of a lead's passage through a campaign. */
export const passageOf = (leadId: string, campaignId: string) => `enr_${leadId}_${campaignId}`;

/** Facts of a decision, which tell whose they are. */
export const factsOf = (leadId: string, campaignId: string) => `{"of":"${leadId} ${campaignId}"}`;

/** Everything about ann in cmp_1 of the main workspace comes first; all else in some order after it. */
function rank(workspaceId: string, campaignId: string, leadId: string): number {
  const lead = LEADS.indexOf(leadId as (typeof LEADS)[number]);
  return (workspaceId === MAIN ? 0 : 100) + (campaignId === 'cmp_1' ? 0 : 10) + lead;
}

async function populate(store: Store, workspaceId: string): Promise<void> {
  await openCampaign(store, { workspaceId });
  await store.campaigns.add(campaign({ workspaceId, id: 'cmp_2', name: 'Autumn' }));
  await addLeads(
    store,
    LEADS.map((id) => lead(id, {}, workspaceId)),
  );
  for (const importId of ['imp_1', 'imp_2']) await importOnce(store, workspaceId, importId);
  for (const [campaignId, audience] of Object.entries(AUDIENCES)) {
    const part = (leadId: string) => ({ workspaceId, campaignId, decisionId: `dec_${leadId}_${campaignId}` });
    await store.campaigns.assess({
      workspaceId,
      campaignId,
      now: NOW,
      limit: 10,
      suppressionKeys,
      decide: () => ({
        decisions: audience.map((id) =>
          decision(id, {
            workspaceId,
            campaignId,
            id: `dec_${id}_${campaignId}`,
            facts: factsOf(id, campaignId),
          }),
        ),
        members: audience.map((id) =>
          member(id, {
            ...part(id),
            reassessAt: LATER + rank(workspaceId, campaignId, id) - (campaignId === 'cmp_2' ? 500 : 0),
          }),
        ),
        enrollments: audience.map((id) => enrollment(id, { ...part(id), id: passageOf(id, campaignId) })),
      }),
    });
  }
}

/** An import that changes ann (the first) or bob (the second) and brings one lead. */
async function importOnce(store: Store, workspaceId: string, id: string): Promise<void> {
  const file = { source: 'csv', fileName: 'f', fileHash: id, optionsHash: 'o', options: {}, startedAt: NOW };
  await store.imports.begin(
    { workspaceId, id, ...file },
    { owner: 'me', until: NOW + 1, now: NOW, isGone: () => false },
  );
  const whom = id === 'imp_1' ? 'ann' : 'bob';
  await store.leads.capture({
    workspaceId,
    source: 'sample',
    now: NOW,
    rows: [
      { line: 1, keys: [`e:${whom}@example.com`], content: null },
      { line: 2, keys: [], content: 'r:1' },
    ],
    progress: { id, position: 2, rejectsBytes: 0, rejected: 0, owner: 'me', leaseUntil: NOW + 1 },
    decide(known) {
      const before = known.lead(whom);
      const after = { ...before, values: { ...before.values, title: `from ${id}` } };
      const change = { before, after, newKeys: [`x:${id}`] };
      return {
        created: [{ lead: { ...lead(`new_${id}`, {}, workspaceId), importId: id }, keys: [`e:new_${id}`] }],
        changed: [{ lead: after, newKeys: [`x:${id}`] }],
        traces: [{ line: 1, leadId: whom, outcome: 'merged', change }],
        suppressions: [],
        reviews: [],
      };
    },
  });
}

const task = (workspaceId: string, leadId: string, campaignId: string): TaskRecord => ({
  workspaceId,
  id: `task_${leadId}_${campaignId}`,
  intentKey: `task:${leadId}:${campaignId}`,
  campaignId,
  enrollmentId: passageOf(leadId, campaignId),
  leadId,
  kind: leadId === 'ann' ? 'hand-off' : 'task',
  title: 'Call',
  outcomes: [],
  state: 'open',
  outcome: null,
  dueAt: NOW,
  doneBy: null,
  doneAt: null,
});

/** A message and a task of everybody's passage, an event and a refusal of everybody, and pairs of all. */
export async function crowd(store: Store): Promise<void> {
  for (const workspaceId of WORKSPACES) await populate(store, workspaceId);
  await store.work.advance({
    now: NOW,
    limit: 100,
    suppressionKeys,
    needsFacts: () => false,
    decide: (subjects) => ({
      messages: subjects.map(({ enrollment: { workspaceId, campaignId, leadId, id, decisionId } }) => {
        const own = { id: `msg_${leadId}_${campaignId}`, intentKey: id, enrollmentId: id, decisionId };
        return message(leadId, { workspaceId, campaignId, ...own, dueAt: NOW + rank(workspaceId, campaignId, leadId) });
      }),
      tasks: subjects.map(({ enrollment: of }) => task(of.workspaceId, of.leadId, of.campaignId)),
      enrollments: subjects.map(({ enrollment: of }) => {
        return { ...of, step: 'two', dueAt: LATER + rank(of.workspaceId, of.campaignId, of.leadId) };
      }),
    }),
  });
  for (const workspaceId of WORKSPACES) {
    const told = LEADS.map((id) =>
      event(id, 'note', { workspaceId, messageId: null, at: NOW - (id === 'ann' ? 9 : 0) }),
    );
    await store.work.record({
      events: told,
      decide: () => NOTHING_FOLLOWS,
    });
    await store.leads.suppress(
      workspaceId,
      LEADS.map((leadId) => ({ leadId, suppression: refusal(leadId, { channel: 'sms' }) })),
    );
    const pair = (leadId: string, otherId: string) => ({ leadId, otherId, score: 500, reasons: [] });
    await store.leads.capture({
      workspaceId,
      source: 'sample',
      now: NOW,
      rows: [],
      progress: null,
      decide: () => ({
        created: [],
        changed: [],
        traces: [],
        suppressions: [],
        reviews: [pair('ann', 'bob'), pair('ann', 'zed'), pair('bob', 'zed')],
      }),
    });
  }
}

/** All that nobody has touched: bob everywhere, everybody in the other workspace, the second campaign and import. */
export async function untouched(store: Store): Promise<unknown> {
  const bob = await store.leads.story(MAIN, 'bob', suppressionKeys);
  // Bob is in the campaign that is acted on; what he sees of the campaign itself may change.
  const memberships = bob?.memberships.map(({ campaign: of, member: his }) => [of.id, his]);
  const told: unknown[] = [{ ...bob, memberships }];
  for (const id of LEADS) told.push(await store.leads.story('other', id, suppressionKeys));
  for (const id of ['new_imp_2', 'bob'])
    told.push(await store.leads.find(MAIN, '', [`e:${id}`, `e:${id}@example.com`]));
  told.push(
    await store.leads.find(MAIN, '', ['x:imp_2']),
    await store.leads.find('other', '', ['x:imp_1', 'e:new_imp_1']),
  );
  told.push(await store.imports.get(MAIN, 'imp_2'), await store.imports.list('other', 9));
  told.push(
    await store.campaigns.get(MAIN, 'cmp_2'),
    await store.campaigns.list('other', 9),
    await store.workspaces.get('other'),
  );
  told.push(
    (await store.leads.openPairs(MAIN, 9)).filter(({ leadId }) => leadId === 'bob'),
    await store.leads.openPairs('other', 9),
  );
  for (const id of Object.keys(AUDIENCES)) {
    told.push(await store.campaigns.count('other', id), await store.campaigns.reasons('other', id));
    told.push(await store.messages.count('other', id), await store.campaigns.openEnrollments('other', id));
  }
  return told;
}
