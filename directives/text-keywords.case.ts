/** Runs a row of text-keywords.md. */
import { readKeyword } from '../src/domain/conversation/keyword.ts';
import { readEvent } from '../src/domain/conversation/reply-event.ts';
import type { EventChannel, EventKind } from '../src/domain/event.ts';

/** Wednesday at noon. */
const NOW = Date.parse('2026-03-04T12:00:00Z');

interface Row {
  readonly text?: string;
  readonly kind?: EventKind;
  readonly channel?: EventChannel;
  readonly said?: string;
  readonly words?: string;
}

export function run({ text, kind, channel, said, words }: Row) {
  if (kind === undefined) return { keyword: readKeyword(text ?? '') };
  const told = { kind, outcome: said ?? null, text: words ?? null, ...(channel && { channel }) };
  const { kind: event, outcome, verdict, holdUntil, reading, why } = readEvent(told, { now: NOW, zone: 'UTC' });
  const until = holdUntil === null ? null : new Date(holdUntil).toISOString().slice(0, 10);
  const known = { event, outcome, verdict, reading, by: why?.[0]?.code ?? null, until };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
}
