/**
 * Running a playbook's story: one lead, the real engine, a virtual clock; what happens is held against what the story
 * tells. Each scenario runs on an empty store of its own.
 */

import { DAY_MS, dayOf } from '../../domain/calendar/day.ts';
import { firstShowing, wallAt } from '../../domain/calendar/local-time.ts';
import { zoneOfLead } from '../../domain/calendar/zone.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { readEvent } from '../../domain/conversation/reply-event.ts';
import { attributeName } from '../../domain/lead/column/header.ts';
import type { LeadDraft } from '../../domain/lead/lead.ts';
import type { Scenario } from '../../domain/playbook/format/scenario.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { isHeld } from '../../domain/sequence/steer.ts';
import { assessAll } from '../assess/assess.ts';
import { createCampaign, EVERYBODY } from '../campaigns.ts';
import { captureBatch } from '../capture/capture.ts';
import { type VirtualClock, virtualClock } from '../clock.ts';
import { type Channels, type Engine, openEngine } from '../engine.ts';
import { nextAt, untilIdle } from '../loop.ts';
import { Refusal } from '../operations/operation.ts';
import { type EventReport, recordEvents } from '../react.ts';
import { resumeEnrollments } from '../steer/passages.ts';
import type { LeadStory } from '../store-port.ts';

/** Days after the last thing a story speaks of in which nothing unforeseen may happen. */
const SETTLE_DAYS = 90;
const WORKSPACE = 'scenario';
const SENDER = {
  name: 'Sam Sender',
  address: 'sam@sender.example',
  company: 'Sender',
  postalAddress: '1 Example Street',
  dailyCap: 1000,
};

/** What went otherwise than the story tells; empty = it went as told. */
export async function runScenario(engine: Engine, playbook: Playbook, scenario: Scenario): Promise<string[]> {
  const zone = zoneOfLead(whereabouts(scenario)).zone ?? firstZone(playbook);
  const start = startOf(scenario, zone);
  const clock = virtualClock(start);
  const store = await engine.parts.emptyStore(clock.now);
  const stage = openEngine({
    ...engine.parts,
    // A copy must not speak for the database it was made of, nor note anything beside it.
    notes: null,
    store,
    clock,
    resolver: null,
    channels: channels(),
    instance: 'scenario',
  });
  try {
    const { story, holds } = await play(stage, clock, playbook, scenario, { start, zone });
    return new Telling(story, holds, { start, zone }).held(scenario);
  } finally {
    await store.close();
  }
}

/** When and where a story begins. */
interface Beginning {
  readonly start: number;
  readonly zone: string;
}

/** A sequence that an event holds from then on. */
interface Hold {
  readonly at: number;
  readonly code: string;
}

/** What happened. */
interface Played {
  readonly story: LeadStory;
  readonly holds: readonly Hold[];
}

/** Everything is taken; of a call nobody tells the end but the story, or nobody answers. */
function channels(): Channels {
  const accept = async ({ id }: { readonly id: string }) =>
    ({ kind: 'sent', providerRef: id, detail: 'scenario' }) as const;
  const common = { concurrency: 10, recovery: 'idempotent', close: async () => undefined } as const;
  const texts = { ...common, name: 'scenario-texts', send: accept };
  const outcome = async () => ({ outcome: 'voicemail', reason: 'voicemail_reached', endedAt: null });
  const calls = { ...common, name: 'scenario-calls', place: accept, outcome };
  return { outbox: { ...common, name: 'scenario', send: accept }, live: null, outboxTexts: texts, outboxCalls: calls };
}

function whereabouts({ given }: Scenario) {
  const { zone, country, region, city, phone } = given.lead as Record<string, string | null | undefined>;
  return {
    zone: zone ?? null,
    country: country ?? null,
    region: region ?? null,
    city: city ?? null,
    phone: phone ?? null,
  };
}

function firstZone({ sequences }: Playbook): string {
  return Object.values(sequences)[0]?.window.fallbackZone ?? 'UTC';
}

function startOf({ given }: Scenario, zone: string): number {
  const [date = '', time = '00:00'] = given.start.split('T');
  const wall = Date.parse(`${date}T${time}:00Z`);
  return firstShowing(wall, zone);
}

async function play(
  engine: Engine,
  clock: VirtualClock,
  playbook: Playbook,
  scenario: Scenario,
  begin: Beginning,
): Promise<Played> {
  const { store } = engine;
  await store.workspaces.ensure(WORKSPACE, clock.now());
  const draft = draftOf(scenario);
  const captured = await captureBatch(engine, {
    workspaceId: WORKSPACE,
    source: 'scenario',
    importId: null,
    mode: 'fill',
    drafts: [{ line: 1, draft }],
    progress: null,
  });
  const leadId = captured.created[0]?.lead.id ?? '';
  await recordEvents(
    engine,
    scenario.given.optedIn.map((channel) => optIn(leadId, channel, clock.now())),
  );
  const made = await createCampaign(engine, {
    workspaceId: WORKSPACE,
    name: 'scenario',
    playbook,
    content: canonicalJson(playbook),
    audience: EVERYBODY,
    sender: SENDER,
  });
  await store.campaigns.save({ ...made, state: 'live' }, 'draft');
  await assessAll(engine, { ...made, state: 'live' }, {});
  const holds = await liveThrough(engine, clock, scenario, begin, leadId);
  return { story: await storyOf(engine, leadId), holds };
}

/** A yes that is on record before the story begins. */
function optIn(leadId: string, channel: 'email' | 'sms' | 'voice', at: number): EventReport {
  const told = { kind: 'opted-in', channel, text: 'as the story says', verdict: 'human', direction: 'in' } as const;
  const key = { workspaceId: WORKSPACE, leadId, campaignId: null, messageId: null };
  return { ...key, ...told, at, origin: 'scenario', originId: `opted-in-${channel}` };
}

async function storyOf(engine: Engine, leadId: string): Promise<LeadStory> {
  return (await engine.store.leads.story(WORKSPACE, leadId, engine.suppressionKeys)) as LeadStory;
}

function draftOf({ given }: Scenario): LeadDraft {
  const attributes = Object.entries(given.attributes).flatMap(([name, value]) =>
    value === null ? [] : [[attributeName(name), String(value)] as const],
  );
  return {
    values: given.lead as LeadDraft['values'],
    attributes: Object.fromEntries(attributes),
    externalId: null,
    otherEmails: [],
    otherPhones: [],
    basis: given.basis,
    optOuts: [],
  };
}

/** Local noon of a scenario's day: after the morning's message, before the next. */
const NOON_MS = DAY_MS / 2;

async function liveThrough(
  engine: Engine,
  clock: VirtualClock,
  scenario: Scenario,
  { start, zone }: Beginning,
  leadId: string,
): Promise<Hold[]> {
  const holds: Hold[] = [];
  const midnight = dayOf(wallAt(start, zone)) * DAY_MS;
  const noonOf = (day: number) => firstShowing(midnight + day * DAY_MS + NOON_MS, zone);
  const events = scenario.when
    .map((event) => ({ ...event, at: Math.max(start, noonOf(event.day)) }))
    .sort((a, b) => a.at - b.at);
  const lastDay = Math.max(
    0,
    ...scenario.when.map(({ day }) => day),
    ...scenario.then.map((one) => ('day' in one ? one.day : 0)),
  );
  const end = start + (lastDay + SETTLE_DAYS) * DAY_MS;
  for (;;) {
    await untilIdle(engine);
    const due = (await nextAt(engine)) ?? Number.POSITIVE_INFINITY;
    const next = Math.min(due, events[0]?.at ?? Number.POSITIVE_INFINITY);
    if (next >= end) return holds;
    clock.moveTo(next);
    const event = events[0]?.at === next ? events.shift() : undefined;
    if (!event) continue;
    await happen(engine, leadId, event);
    const last = (await storyOf(engine, leadId)).enrollments.at(-1);
    if (last && isHeld(last) && last.reason) holds.push({ at: next, code: last.reason.code });
  }
}

async function happen(
  engine: Engine,
  leadId: string,
  { at, event, resume, text, outcome, direction, channel }: Scenario['when'][number] & { readonly at: number },
): Promise<void> {
  if (event === undefined || resume) {
    await resumeAll(engine, leadId);
    return;
  }
  const { reading: _, ...read } = readEvent(
    { ...{ kind: event, outcome: outcome ?? null, text: text ?? null }, channel: channel ?? null },
    { now: at, zone: engine.parts.zone ?? 'UTC' },
  );
  const key = { workspaceId: WORKSPACE, leadId, campaignId: null, messageId: null };
  const told = {
    at,
    origin: 'scenario',
    originId: `${event}-${outcome ?? ''}-${at}`,
    direction: direction ?? null,
    channel: channel ?? null,
    text: text ?? null,
  };
  await recordEvents(engine, [{ ...key, ...told, ...read }]);
}

/** A story may let go on what nothing holds. */
async function resumeAll(engine: Engine, leadId: string): Promise<void> {
  const act = { workspaceId: WORKSPACE, leadId, campaignId: null, enrollmentId: null, by: 'scenario', why: '' };
  try {
    await resumeEnrollments(engine, act);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** What happened, in the words of scenarios. */
class Telling {
  readonly #story: LeadStory;
  readonly #holds: readonly Hold[];
  readonly #start: number;
  readonly #zone: string;

  constructor(story: LeadStory, holds: readonly Hold[], { start, zone }: Beginning) {
    this.#story = story;
    this.#holds = holds;
    this.#start = start;
    this.#zone = zone;
  }

  held(scenario: Scenario): string[] {
    const told = scenario.then.filter((one) => 'template' in one);
    const unforeseen = this.#sent().filter(
      ({ day, template }) => !told.some((one) => one.day === day && one.template === template),
    );
    const failures = scenario.then.flatMap((one) => this.#against(one, unforeseen));
    if (told.length === 0) return failures;
    return [
      ...failures,
      ...unforeseen.map(({ day, template }) => `day ${day}: ${template} left, which the story does not tell`),
    ];
  }

  #dayOf(at: number): number {
    return dayOf(wallAt(at, this.#zone)) - dayOf(wallAt(this.#start, this.#zone));
  }

  #sent(): { day: number; template: string }[] {
    return this.#story.messages.flatMap(({ sentAt, template }) =>
      sentAt === null ? [] : [{ day: this.#dayOf(sentAt), template }],
    );
  }

  #against(one: Scenario['then'][number], unforeseen: readonly { day: number; template: string }[]): string[] {
    const sent = this.#sent();
    if ('template' in one) {
      if (sent.some(({ day, template }) => day === one.day && template === one.template)) return [];
      const when = sent.filter(({ template }) => template === one.template).map(({ day }) => `day ${day}`);
      return [`day ${one.day}: ${one.template} did not leave (it left: ${when.join(', ') || 'never'})`];
    }
    if ('nothing' in one) {
      return unforeseen
        .filter(({ day }) => day >= one.day)
        .map(({ day, template }) => `day ${day}: ${template} left, but nothing should`);
    }
    if ('ended' in one) return this.#endedOtherwise(one);
    if ('held' in one) return this.#missing(one.day, `a hold by ${one.held}`, this.#heldOn(one.held));
    if ('signal' in one) return this.#missing(one.day, `a rise of signal ${one.signal}`, this.#risesOf(one.signal));
    if ('task' in one) return this.#missing(one.day, `the task “${one.task}”`, this.#givenOn(one.task));
    return this.#judgedOtherwise(one);
  }

  #missing(day: number, what: string, days: readonly number[]): string[] {
    if (days.includes(day)) return [];
    return [`day ${day}: ${what} did not come (it came: ${days.map((on) => `day ${on}`).join(', ') || 'never'})`];
  }

  #heldOn(why: string): number[] {
    return this.#holds.filter(({ code }) => code === `held-${why}`).map(({ at }) => this.#dayOf(at));
  }

  #risesOf(signal: string): number[] {
    const rises = this.#story.signalChanges.filter(({ name, state }) => name === signal && state === 'up');
    return rises.map(({ at }) => this.#dayOf(at));
  }

  #givenOn(title: string): number[] {
    return this.#story.tasks.filter((task) => task.title === title).map(({ dueAt }) => this.#dayOf(dueAt));
  }

  #endedOtherwise(one: { day: number; ended: string }): string[] {
    const last = this.#story.enrollments.at(-1);
    const day = last?.endedAt == null ? null : this.#dayOf(last.endedAt);
    if (day === one.day && last?.reason?.code === one.ended) return [];
    const what = day === null ? 'it did not end' : `it ended on day ${day} by ${last?.reason?.code}`;
    return [`day ${one.day}: the sequence should end by ${one.ended}, but ${what}`];
  }

  #judgedOtherwise(one: Exclude<Scenario['then'][number], { day: number }>): string[] {
    const member = this.#story.memberships[0]?.member;
    const decision = this.#story.decisions.find(({ id }) => id === member?.decisionId);
    const found = {
      tier: member?.tier ?? null,
      verdict: decision?.verdict ?? null,
      sequence: this.#story.enrollments.at(-1)?.sequence ?? null,
    };
    return Object.entries(one).flatMap(([name, wanted]) => {
      const is = found[name as keyof typeof found];
      return is === wanted ? [] : [`${name} should be ${wanted}, but is ${is}`];
    });
  }
}
