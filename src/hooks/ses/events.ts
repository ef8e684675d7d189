/** What SES says of mails, as events of ours. Owns its tables. */
import { ECHOED, type HookAbout, type HookEvent, type HookReading } from '../../engine/hook-port.ts';
import { addressOf, hookEvent, listOf, type Shape, shapeOf, textOf, timeOf, toldOf } from '../shape.ts';

type Meaning = Pick<HookEvent, 'kind' | 'outcome' | 'verdict'>;

/** What an event is, where its recipients and its time stand. */
interface Told {
  readonly meaning: Meaning;
  readonly part: Shape;
  readonly recipients: readonly Shape[];
}

const named = (addresses: unknown): readonly Shape[] => listOf(addresses).map((emailAddress) => ({ emailAddress }));

/**
 * What a notice says. `id`: of the notice, the same each time it is told.
 * Source: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function readSes(message: Shape, id: string): HookReading {
  const type = textOf(message.eventType) ?? textOf(message.notificationType) ?? 'unknown';
  const mail = shapeOf(message.mail);
  const told = toldIn(type, message, mail);
  if (told === undefined) return toldOf([], [type]);
  const { meaning, part, recipients } = told;
  return toldOf(
    recipients.map((recipient) => {
      const email = addressOf(recipient.emailAddress);
      return hookEvent({
        ...refined(meaning, recipient),
        originId: `${textOf(part.feedbackId) ?? id}:${email}`,
        at: timeOf(part.timestamp) ?? timeOf(mail.timestamp),
        channel: 'email',
        text: textOf(recipient.diagnosticCode) ?? textOf(part.link) ?? textOf(part.reason),
        about: { ...aboutOf(mail), email },
      });
    }),
  );
}

function toldIn(type: string, message: Shape, mail: Shape): Told | undefined {
  const part = shapeOf(message[`${type.slice(0, 1).toLowerCase()}${type.slice(1)}`]);
  const all = named(mail.destination);
  const meaning = MEANINGS.get(type);
  switch (type) {
    case 'Bounce':
      return { meaning: bounceOf(part), part, recipients: listOf(part.bouncedRecipients).map(shapeOf) };
    case 'Complaint':
      return { meaning: COMPLAINT, part, recipients: listOf(part.complainedRecipients).map(shapeOf) };
    case 'Delivery':
      return { meaning: DELIVERY, part, recipients: named(part.recipients) };
    default:
      return meaning === undefined ? undefined : { meaning, part, recipients: all };
  }
}

const COMPLAINT: Meaning = { kind: 'complained', outcome: null, verdict: 'human' };
const DELIVERY: Meaning = { kind: 'delivered', outcome: null, verdict: 'machine' };
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['Open', { kind: 'opened', outcome: null, verdict: 'unknown' }],
  ['Click', { kind: 'clicked', outcome: null, verdict: 'unknown' }],
  ['Reject', { kind: 'bounced', outcome: 'blocked', verdict: 'machine' }],
  ['Subscription', { kind: 'opted-out', outcome: 'this-channel', verdict: 'human' }],
]);

const BOUNCES: ReadonlyMap<string, string> = new Map([
  ['Permanent', 'hard'],
  ['Transient', 'soft'],
]);
/** Passing refusals of what was sent, not of whom it was sent to. */
const OF_CONTENT: ReadonlySet<unknown> = new Set(['ContentRejected', 'AttachmentRejected']);

function bounceOf({ bounceType, bounceSubType }: Shape): Meaning {
  const outcome = OF_CONTENT.has(bounceSubType) ? 'blocked' : BOUNCES.get(textOf(bounceType) ?? '');
  return { kind: 'bounced', outcome: outcome ?? 'undetermined', verdict: 'machine' };
}

/**
 * A permanent refusal for policy is about the sender: the address may well be good.
 * Source: RFC 3463 §3.8, class X.7.
 */
function refined(meaning: Meaning, recipient: Shape): Meaning {
  const isPolicy = meaning.kind === 'bounced' && /^5\.7\./.test(textOf(recipient.status) ?? '');
  return isPolicy ? { ...meaning, outcome: 'blocked' } : meaning;
}

/** SES puts its own Message-ID in place of ours and tells ours among the headers. */
function aboutOf(mail: Shape): Partial<HookAbout> {
  const tags = shapeOf(mail.tags);
  const header = (name: string) =>
    textOf(
      listOf(mail.headers)
        .map(shapeOf)
        .find((one) => textOf(one.name)?.toLowerCase() === name)?.value,
    );
  return {
    ours: textOf(listOf(tags[ECHOED.message])[0]) ?? textOf(listOf(tags[ECHOED.lead])[0]) ?? header('x-rekindle-lead'),
    providerRef: textOf(mail.messageId),
    mailId: header('message-id'),
  };
}
