/** What a CRM and we say differently of one lead: each difference with what is to be done of it, and why. Decides by `domain/reconcile`. */
import type { BriefField } from '../../domain/handoff/brief.ts';
import {
  type Compared,
  compareBeing,
  compareField,
  compareRefusal,
  type RefusalSides,
} from '../../domain/reconcile/compare.ts';
import type { ReconcileSettings } from '../../domain/reconcile/settings.ts';
import type { CrmBook, CrmContact, RefusalChannel } from '../crm-port.ts';
import type { Difference, LeadStory } from '../store-port.ts';

/** One lead on both sides. */
export interface Sides {
  readonly book: CrmBook;
  readonly settings: ReconcileSettings;
  /** Null = they were erased here. */
  readonly story: LeadStory | null;
  /** Null = they are gone there. */
  readonly contact: CrmContact | null;
  readonly tooMany: boolean;
  /** What is on record of them. */
  readonly before: readonly Difference[];
}

/** One field of them. */
export type Finding = Compared & {
  readonly field: string;
  readonly ours: string | null;
  readonly theirs: string | null;
  /** Both sides have it; it is kept that we know, since a later yes counts against it. */
  readonly baseline?: boolean;
};

/** Name of what is compared where somebody is on one side only. */
export const BEING = 'being';
/** Before the name of a way that is refused. */
export const REFUSAL = 'refusal.';

/** All that was compared of one lead. */
export function compareContact(sides: Sides): Finding[] {
  const { story, contact, settings, tooMany } = sides;
  const being = compareBeing({
    ...{ there: contact !== null, here: story !== null, tooMany },
    ...{ gone: settings.gone, erased: settings.erased },
  });
  const told = (is: boolean) => (is ? 'there' : 'gone');
  const whole = { ...being, field: BEING, ours: told(story !== null), theirs: told(contact !== null) };
  if (story === null || contact === null) return [whole];
  return [whole, ...fieldsOf(sides, story, contact), ...refusalsOf(sides, story, contact)];
}

function fieldsOf({ book, settings }: Sides, { lead }: LeadStory, { values }: CrmContact): Finding[] {
  return Object.entries(values).flatMap(([name, theirs]) => {
    const field = name as BriefField;
    const owner = settings.owners[field];
    if (owner === undefined) return [];
    const ours = lead.values[field];
    return [{ field, ours, theirs, ...compareField({ owner, ours, theirs, writable: book.writes.has(field) }) }];
  });
}

function refusalsOf({ book, before }: Sides, story: LeadStory, { refused }: CrmContact): Finding[] {
  const here = new Set(refusedWays(story));
  return book.refusals.map((channel) => {
    const there: RefusalSides['there'] = refused[channel] ?? 'no';
    const field = `${REFUSAL}${channel}`;
    const known = before.find((one) => one.field === field);
    const sides = { here: here.has(channel) || here.has('all'), there };
    const compared = compareRefusal({
      ...{ ...sides, writable: book.tells.includes(channel) },
      yesSince: saidYesSince(story, channel, known),
    });
    const words = (is: boolean) => (is ? 'refused' : 'not refused');
    const said = { field, ours: words(sides.here), theirs: words(there !== 'no') };
    return { ...said, ...compared, baseline: sides.here && there === 'theirs' && known === undefined };
  });
}

/** Ways that a person refused: an address at which mail bounces is no wish of theirs. */
export function refusedWays({ suppressions }: LeadStory): string[] {
  const said = suppressions.filter(({ reason }) => reason !== 'bounced').map(({ channel }) => channel);
  return [...new Set<string>(said)].sort();
}

/** Whether they said yes to us after we knew that the CRM says no. */
function saidYesSince({ events }: LeadStory, channel: RefusalChannel, known: Difference | undefined): boolean {
  if (known?.because === 'reconcile-yes-since') return true;
  const knownAt = known?.settledAt ?? null;
  if (knownAt === null) return false;
  const ways = channel === 'email' ? ['email'] : ['sms', 'voice'];
  return events.some(({ kind, at, channel: by }) => kind === 'opted-in' && at > knownAt && ways.includes(by ?? ''));
}
