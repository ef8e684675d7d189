/** Runs a row of signals.md. */
import type { EventKind, LeadEvent } from '../src/domain/event.ts';
import { signalsAt, type Turn, turnsSince } from '../src/domain/signal/standing.ts';

interface Row {
  /** `clicked @3`: kind and day; a third word = its origin tells it again. */
  readonly events?: readonly string[];
  readonly now?: number | string;
  /** `up 5`. */
  readonly noted?: string;
  /** `up 5, down 8`. */
  readonly turns?: string;
  readonly up?: boolean;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const RULE = { name: 'hot', points: { clicked: 15, replied: 60 }, halfLifeDays: 10, rise: 60, fall: 30 };

export function run({ events, now = 20, noted, turns = '', up = false }: Row): Readonly<Record<string, unknown>> {
  if (events !== undefined) return standing(events, instantOf(now));
  const base = { name: 'hot', points: 0, fallsAt: null };
  const before = noted === undefined ? null : (turnsOf(noted)[0] ?? null);
  return { notes: told(turnsSince(before, { ...base, isUp: up, turns: turnsOf(turns) }, instantOf(now))) || 'nothing' };
}

function standing(events: readonly string[], now: number): Readonly<Record<string, unknown>> {
  const [only] = signalsAt(events.map(eventOf), [RULE], now);
  return {
    up: only?.isUp,
    points: only?.points,
    ...(only?.fallsAt == null ? {} : { falls: dayOf(only.fallsAt) }),
    ...filled('turns', told(only?.turns ?? [])),
  };
}

function filled(field: string, text: string): Readonly<Record<string, string>> {
  return text === '' ? {} : { [field]: text };
}

function told(turns: readonly Turn[]): string {
  return turns.map(({ to, at }) => `${to} ${dayOf(at)}`).join(', ');
}

/** Falls come a minute after the day on which the points were just enough. */
function dayOf(at: number): number {
  return Math.floor((at - (at % DAY_MS === MINUTE_MS ? MINUTE_MS : 0)) / DAY_MS);
}

function turnsOf(text: string): Turn[] {
  if (text === '') return [];
  return text.split(', ').map((one) => {
    const [to, day] = one.split(' ');
    return { to: to as Turn['to'], at: Number(day) * DAY_MS };
  });
}

/** `10+1`: day 10, and a minute. */
function instantOf(text: number | string): number {
  const [day, minutes = '0'] = String(text).split('+');
  return Number(day) * DAY_MS + Number(minutes) * MINUTE_MS;
}

function eventOf(text: string, i: number): LeadEvent {
  const [kind, day = '', again] = text.split(' ');
  return {
    workspaceId: 'w1',
    id: again === undefined ? `evt${i}` : 'evt0',
    leadId: 'l1',
    campaignId: null,
    messageId: null,
    kind: kind as EventKind,
    at: instantOf(day.slice(1)),
    recordedAt: 1_000 * DAY_MS,
    origin: 'manual',
    originId: 'o1',
    verdict: 'human',
    direction: null,
    channel: null,
    outcome: null,
    text: null,
  };
}
