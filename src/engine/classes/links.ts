/**
 * Links to a class: made for a lead, printed in messages, ended. Owns their address and how long they are good; who may be written to is
 * decided elsewhere, and a link is sent only once its message has left.
 */
import { DAY_MS } from '../../domain/calendar/day.ts';
import type { Course } from '../../domain/course/course.ts';
import type { Engine } from '../engine.ts';
import type { ClaimedMessage, ClassInvite, LearnerKey } from '../store-port.ts';
import { makeClassToken } from '../tokens/class.ts';

/** Where `serve` listens by default: what a workspace without a public address writes into its links. */
export const LOCAL_URL = 'http://127.0.0.1:7740';

/** Links made without a name of their own are told apart by this. */
const INVITE = 'inv';

/** A link as it is wished for. */
export interface LinkWish {
  /** Absent = one is made up; the same one twice is one link. */
  readonly id?: string;
  /** Absent or null = it is made, and not sent yet. */
  readonly sentAt?: number | null;
  readonly channel?: string | null;
  readonly messageId?: string | null;
  /** Takes the newest link that is still good, where there is one. */
  readonly reuse?: boolean;
}

/** Makes a link, or gives the one that there is. Null = no such lead. */
export async function makeLink(
  engine: Engine,
  course: Course,
  key: LearnerKey,
  { id, sentAt = null, channel = null, messageId = null, reuse = false }: LinkWish,
): Promise<ClassInvite | null> {
  const now = engine.clock.now();
  return engine.store.classes.invite({
    ...key,
    id: id ?? engine.ids.next(INVITE),
    now,
    expiresAt: now + course.rules.linkDays * DAY_MS,
    sectionCount: course.sections.length,
    sentAt,
    channel,
    messageId,
    reuse,
  });
}

/** The address of a link: of a class elsewhere its own, of one that is held here ours with the link's token. */
export function addressOf(engine: Engine, { link }: Course, { workspaceId, id }: ClassInvite): string {
  if (link !== null) return link;
  return `${engine.publicUrl ?? LOCAL_URL}/class/${makeClassToken(engine.keyring.secret, { workspaceId, inviteId: id })}`;
}

/** Messages with the address of the class that their words name; others as they are, at no cost. */
export async function withClassLinks(
  engine: Engine,
  claimed: readonly ClaimedMessage[],
): Promise<readonly ClaimedMessage[]> {
  if (!claimed.some((one) => courseNamed(engine, one) !== null)) return claimed;
  const linked: ClaimedMessage[] = [];
  for (const one of claimed) {
    const course = courseNamed(engine, one);
    linked.push(course === null ? one : { ...one, classUrl: await linkIn(engine, course, one) });
  }
  return linked;
}

/** The class whose address stands in the words of a message; null = none does. */
function courseNamed(engine: Engine, { message }: ClaimedMessage): Course | null {
  const { course, templates } = engine.playbooks.get(message.playbookHash).playbook;
  const template = course && templates[message.template];
  if (!template) return null;
  return `${template.subject} ${template.text} ${template.html}`.includes('classUrl') ? course : null;
}

async function linkIn(engine: Engine, course: Course, { message }: ClaimedMessage): Promise<string | null> {
  const { workspaceId, leadId, id: messageId, channel } = message;
  const key = { workspaceId, leadId, course: course.id };
  const invite = await makeLink(engine, course, key, { channel, messageId, reuse: true });
  return invite === null ? null : addressOf(engine, course, invite);
}
