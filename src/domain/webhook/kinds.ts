/** What a webhook can be told of: the kinds of the feed, and the words by which some of them are chosen. */
import { EVENT_KINDS } from '../event.ts';

/** Kinds of the feed but those of events, each with what has happened. */
const OF_THINGS = {
  'message.sent': 'a message left, and its server took it',
  'message.delivered': 'the other side says that it arrived',
  'message.bounced': 'it came back',
  'message.refused': 'it was not sent, with why',
  'message.failed': 'all its tries are used up',
  'message.unconfirmed': 'nobody knows whether it left: for a person to settle',
  'task.opened': 'something waits for a person',
  'task.done': 'a person did it',
  'hand-off.opened': 'a hot lead was given to somebody',
  'hand-off.claimed': 'somebody sees to it',
  'hand-off.done': 'it is seen to',
  'campaign.live': 'a campaign was launched, or goes on',
  'campaign.paused': 'a campaign was paused',
  'campaign.finished': 'a campaign has come to its end',
  'campaign.cancelled': 'a campaign was called off',
} as const;

/** A kind of the feed: `message.sent`, `event.replied`. */
export type FeedKind = keyof typeof OF_THINGS | `event.${(typeof EVENT_KINDS)[number]}`;

/** All of them, each with what it says. */
export const FEED_KINDS: ReadonlyMap<FeedKind, string> = new Map([
  ...(Object.entries(OF_THINGS) as [keyof typeof OF_THINGS, string][]),
  ...EVENT_KINDS.map((kind) => [`event.${kind}`, 'it was recorded of a lead'] as [FeedKind, string]),
]);

const GROUPS: ReadonlySet<string> = new Set([...FEED_KINDS.keys()].map((kind) => `${kind.split('.')[0]}.*`));

/** Whether a word chooses anything: a kind, `message.*`, or `*`. */
export function choosesKinds(word: string): boolean {
  return word === '*' || GROUPS.has(word) || FEED_KINDS.has(word as FeedKind);
}

/** Whether one of the words chooses a kind. */
export function isChosen(words: readonly string[], kind: string): boolean {
  const group = `${kind.split('.')[0]}.*`;
  return words.some((word) => word === '*' || word === kind || word === group);
}

/**
 * Of one thing what must have been before comes first, though both were told at once: a message left before it arrived.
 * Lower comes first.
 */
export function orderOfKind(kind: string): number {
  const at = LATER.indexOf(kind.slice(kind.indexOf('.') + 1));
  return at === -1 ? 0 : at + 1;
}

const LATER = ['claimed', 'delivered', 'bounced', 'done', 'finished', 'cancelled'];
