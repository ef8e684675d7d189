/**
 * Reading what others wrote: JSON and forms of any shape, field by field, nothing taken for granted. What is not there or of
 * another shape is null. Owns no provider's words.
 */
import { createHash } from 'node:crypto';
import { LIMITS } from '../domain/limits.ts';
import type { HookAbout, HookEvent, HookReading } from '../engine/hook-port.ts';

/** An object of unknown fields. */
export type Shape = Readonly<Record<string, unknown>>;

const EMPTY: Shape = {};
const ID_DIGITS = 32;

const UTF8 = new TextDecoder();

/** The body as JSON, with or without a mark of its byte order; undefined = it is none. */
export function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(body));
  } catch {
    // Not JSON: the caller says so.
    return undefined;
  }
}

/** The value where it is an object, else an object without fields. */
export function shapeOf(value: unknown): Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Shape) : EMPTY;
}

/** The items of a list; of anything else none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, LIMITS.hookEvents) : [];
}

/** A text that is not empty, cut to what we keep; a number as its digits. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, LIMITS.hookTextCharacters) : null;
}

/** A time written as ISO 8601, in epoch milliseconds. */
export function timeOf(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

/** A time given as a number of seconds or milliseconds; one that no calendar has is none. */
export function instantOf(value: unknown, unit: 'seconds' | 'milliseconds'): number | null {
  if (typeof value !== 'number' || value < 0) return null;
  const at = Math.round(unit === 'seconds' ? value * 1_000 : value);
  return at <= LATEST_MS ? at : null;
}

/** The last instant that ECMAScript can tell, epoch ms. */
const LATEST_MS = 8.64e15;

/** The address in `Jane <jane@x.co>`, or the text as it is. */
export function addressOf(value: unknown): string | null {
  const text = textOf(value);
  return text === null ? null : (/<([^<>]+)>\s*$/.exec(text)?.[1] ?? text);
}

/** The query of an address that may be no more than a path: an instance without a public address is called all the same. */
export function queryOf(url: string): URLSearchParams {
  return new URL(url, 'http://here').searchParams;
}

/** An id for what has none: the same bytes are the same event. */
export function idOfBody(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex').slice(0, ID_DIGITS);
}

const ABOUT_NOBODY: HookAbout = {
  ours: null,
  providerRef: null,
  mailId: null,
  email: null,
  phone: null,
  contactId: null,
};

/** An event of what is known of it; what is left out is not told. */
export function hookEvent(
  known: Pick<HookEvent, 'originId' | 'kind'> &
    Partial<Omit<HookEvent, 'about'>> & { readonly about: Partial<HookAbout> },
): HookEvent {
  const about = { ...ABOUT_NOBODY, ...known.about };
  const event = {
    ...{ at: null, verdict: 'machine' as const, direction: null, channel: null, outcome: null, text: null },
    ...known,
  };
  return {
    ...event,
    originId: idOf(event.originId),
    text: event.text === null ? null : storable(event.text),
    about: Object.fromEntries(
      Object.entries(about).map(([name, value]) => [name, value === null ? null : storable(value)]),
    ) as unknown as HookAbout,
  };
}

/** Text that every database takes: no NUL, no half of a character. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

/** Ids are keys; one that is too long to be one is known by its hash. */
function idOf(originId: string): string {
  return originId.length > LONGEST_ID ? idOfBody(Buffer.from(originId)) : storable(originId);
}

const LONGEST_ID = 300;

/** A reading of events alone. */
export function toldOf(events: readonly HookEvent[], passedOver: readonly string[] = []): HookReading {
  return { events, passedOver, wish: null };
}

/** Joins what several entries of one call say. */
export function joined(readings: readonly HookReading[]): HookReading {
  return toldOf(
    readings.flatMap(({ events }) => events),
    readings.flatMap(({ passedOver }) => passedOver),
  );
}
