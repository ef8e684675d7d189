/** Operations on meetings: where each stands, a time booked for a lead, one cancelled. */
import { z } from 'zod';
import { MEETING_STATES, type Meeting } from '../../../domain/booking/meeting.ts';
import { slotsWords } from '../../../domain/booking/slot-words.ts';
import { bookFor, cancelMeeting, meetingOfId } from '../../booking/act.ts';
import { spoken } from '../../explain.ts';
import { campaignOfLead, campaignOfLeadRef, leadIdOf, leadRef } from '../find.ts';
import { operation, Refusal } from '../operation.ts';

const row = z.object({
  id: z.string(),
  leadId: z.string(),
  state: z.enum(MEETING_STATES),
  startsAt: z.string().nullable(),
  by: z.string().nullable().describe('who has it: the calendar’s connection, or the hook that told it'),
  ref: z.string().nullable().describe('their id of it'),
  why: z.string().nullable().describe('why it stands so; null = as it should'),
});
const turn = z.object({ say: z.string(), times: z.string() });
const whole = row.extend({ said: z.array(turn).describe('what the lead was told of times, in order') });

const meetingRef = z.string().min(1, 'name a meeting').describe('id of the meeting');

/** `meeting list`. */
export const meetingList = operation({
  noun: 'meeting',
  verb: 'list',
  command: 'meeting list',
  summary: 'Meetings and offers of times, the newest first',
  kind: 'query',
  input: z.strictObject({
    state: z.enum(MEETING_STATES).optional().describe('only those'),
    limit: z.int().min(1).max(1000).default(50).describe('how many'),
  }),
  output: z.object({ meetings: z.array(row) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'meeting list --state booked', says: 'each with who has it' }],
  async run({ engine, workspaceId }, { state = null, limit }) {
    return { meetings: (await engine.store.meetings.list({ workspaceId, state, limit })).map(rowOf) };
  },
});

/** `meeting show`. */
export const meetingShow = operation({
  noun: 'meeting',
  verb: 'show',
  command: 'meeting show',
  summary: 'A meeting with all that was said of times',
  kind: 'query',
  input: z.strictObject({ meeting: meetingRef }),
  output: whole,
  positional: ['meeting'],
  errors: ['no-such-meeting'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'meeting show mtg_1', says: 'times as the lead was told them' }],
  run: async ({ engine, workspaceId }, { meeting: id }) => wholeOf(await meetingOfId(engine, { workspaceId, id })),
});

/** `meeting book`. */
export const meetingBook = operation({
  noun: 'meeting',
  verb: 'book',
  command: 'meeting book',
  summary: 'Book a time for a lead in the calendar of its playbook; the lead is told by whoever books it',
  kind: 'command',
  input: z.strictObject({
    lead: leadRef,
    at: z.iso.datetime({ offset: true }).describe('2026-11-10T10:00:00-05:00'),
    campaign: campaignOfLeadRef,
  }),
  output: whole,
  positional: ['lead', 'at'],
  errors: [
    'no-such-lead',
    'several-leads',
    'no-such-campaign',
    'no-campaign',
    'which-campaign',
    'no-calendar',
    'meeting-past',
  ],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: false,
  undo: 'meeting cancel',
  examples: [{ command: 'meeting book ann@acme.example 2026-11-10T10:00:00-05:00', says: 'the worker books it, once' }],
  async run(context, { lead, at, campaign: ref }) {
    const { engine, workspaceId } = context;
    const leadId = await leadIdOf(engine, workspaceId, lead);
    const { id: campaignId } = await campaignOfLead(context, leadId, ref);
    const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
    if (!story) throw new Refusal('no-such-lead', `there is no lead ${lead}`, 'rekindle lead list shows them');
    return wholeOf(await bookFor(engine, story, { campaignId, startsAt: Date.parse(at) }));
  },
});

/** `meeting cancel`. */
export const meetingCancel = operation({
  noun: 'meeting',
  verb: 'cancel',
  command: 'meeting cancel',
  summary: 'Cancel a meeting, in its calendar too; open offers of times end',
  kind: 'command',
  input: z.strictObject({ meeting: meetingRef }),
  output: whole,
  positional: ['meeting'],
  errors: ['no-such-meeting', 'meeting-elsewhere', 'meeting-in-hand', 'calendar-refuses'],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  examples: [{ command: 'meeting cancel mtg_1', says: 'no other times are offered by themselves' }],
  run: async ({ engine, workspaceId }, { meeting: id }) => wholeOf(await cancelMeeting(engine, { workspaceId, id })),
});

function rowOf({ id, leadId, state, startsAt, origin, ref, code }: Meeting): z.output<typeof row> {
  return {
    ...{ id, leadId, state, ref },
    startsAt: startsAt === null ? null : new Date(startsAt).toISOString(),
    by: origin || null,
    why: code === null ? null : spoken({ code }).says,
  };
}

function wholeOf(meeting: Meeting): z.output<typeof whole> {
  const { talk } = meeting;
  const zone = talk?.rules.zone ?? 'UTC';
  const said = (talk?.turns ?? []).map(({ say, slots }) => ({ say, times: slotsWords(slots, zone, 'en') }));
  return { ...rowOf(meeting), said };
}
