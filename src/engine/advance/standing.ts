/** Where the conversation with a lead stands, as the conditions of steps see it. Owns which lines belong to a passage. */
import type { FactGroups } from '../../domain/facts/condition.ts';
import type { Facts } from '../../domain/facts/facts.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { conversationFacts, type Standing, standingOf } from '../../domain/qualification/standing.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type { DueSubject, WrittenLine } from '../store-port.ts';

/** What a lead wrote since a passage began, up to an event where one is named, else all of it. */
export function linesOf(
  written: readonly WrittenLine[],
  { startedAt }: Pick<Enrollment, 'startedAt'>,
  until: string | null,
): WrittenLine[] {
  const mine = written.filter(({ at }) => at >= startedAt);
  const end = mine.findIndex(({ id }) => id === until);
  return end < 0 ? mine : mine.slice(0, end + 1);
}

/** Where a lead stands at `now`. `known`: as it was when it was decided on. */
export function standingIn(
  rules: NonNullable<Playbook['conversation']>,
  lines: readonly WrittenLine[],
  { known, startedAt, now }: { readonly known: Facts; readonly startedAt: number; readonly now: number },
): Standing {
  const { lead, attributes, profile } = known;
  return standingOf(rules, { tags: lead.tags, attributes, budget: profile.budget }, { startedAt, lines, now });
}

/** The same as facts; nothing where nobody is talked with. */
export function standingFacts(
  { conversation }: Playbook,
  { enrollment, written = [] }: Pick<DueSubject, 'enrollment' | 'written'>,
  known: Facts,
  now: number,
): FactGroups[string] {
  if (conversation === undefined) return {};
  const lines = linesOf(written, enrollment, null);
  return conversationFacts(
    standingIn(conversation, lines, { known, startedAt: enrollment.startedAt, now }),
    lines.length,
  );
}
