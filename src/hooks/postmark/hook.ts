/** Calls by Postmark: what became of mails. It signs nothing; name and password stand in the address it is given. */
import {
  ECHOED,
  type HookAdapter,
  type HookEvent,
  type HookReading,
  type HookRequest,
  type HookVerdict,
} from '../../engine/hook-port.ts';
import { anySame, GENUINE, refused } from '../proof.ts';
import { addressOf, hookEvent, idOfBody, jsonOf, type Shape, shapeOf, textOf, timeOf, toldOf } from '../shape.ts';

/** How Postmark’s calls are proven and read. Secrets: `name:password` of the address that it calls. */
export const postmarkHook: HookAdapter = {
  provider: 'postmark',
  verify,
  read(request) {
    const body = jsonOf(request.body);
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? readRecord(shapeOf(body), request.body)
      : null;
  },
};

/** Source: https://postmarkapp.com/developer/webhooks/webhooks-overview#protecting-your-webhook; RFC 7617. */
function verify({ headers }: HookRequest, secrets: readonly string[]): HookVerdict {
  if (secrets.length === 0) return refused('hook-no-secret');
  const [, given] = /^basic\s+([\w+/=-]+)\s*$/i.exec(headers.authorization ?? '') ?? [];
  if (given === undefined) return refused('hook-unsigned');
  const expected = secrets.map((secret) => Buffer.from(secret).toString('base64'));
  return anySame([given], expected) ? GENUINE : refused('hook-bad-signature');
}

type Meaning = Pick<HookEvent, 'kind' | 'outcome' | 'verdict'>;
const bounce = (outcome: string): Meaning => ({ kind: 'bounced', outcome, verdict: 'machine' });
const COMPLAINT: Meaning = { kind: 'complained', outcome: null, verdict: 'human' };
const OPT_OUT: Meaning = { kind: 'opted-out', outcome: 'this-channel', verdict: 'human' };

/** Source: https://postmarkapp.com/developer/api/bounce-api#bounce-types */
const BOUNCES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['HardBounce', bounce('hard')],
  ['BadEmailAddress', bounce('hard')],
  ['ManuallyDeactivated', bounce('hard')],
  ['SoftBounce', bounce('soft')],
  ['Transient', bounce('soft')],
  ['DnsError', bounce('soft')],
  ['Blocked', bounce('blocked')],
  ['DMARCPolicy', bounce('blocked')],
  ['SMTPApiError', bounce('blocked')],
  ['TemplateRenderingFailed', bounce('blocked')],
  ['VirusNotification', bounce('blocked')],
  ['SpamNotification', COMPLAINT],
  ['SpamComplaint', COMPLAINT],
  ['Unsubscribe', OPT_OUT],
  ['AutoResponder', { kind: 'replied', outcome: 'out-of-office', verdict: 'machine' }],
]);
/** Bounces that are none: what a mailbox answers by itself. */
const NO_BOUNCE: ReadonlySet<string> = new Set([
  'AddressChange',
  'ChallengeVerification',
  'OpenRelayTest',
  'Subscribe',
]);
const CHANGES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['HardBounce', bounce('hard')],
  ['SpamComplaint', COMPLAINT],
]);

function meaningOf(record: Shape): Meaning | undefined {
  const type = textOf(record.Type) ?? '';
  switch (record.RecordType) {
    case 'Delivery':
      return { kind: 'delivered', outcome: null, verdict: 'machine' };
    case 'Open':
      return { kind: 'opened', outcome: null, verdict: 'unknown' };
    case 'Click':
      return { kind: 'clicked', outcome: null, verdict: 'unknown' };
    case 'SpamComplaint':
      return COMPLAINT;
    case 'SubscriptionChange':
      if (record.SuppressSending !== true) return { kind: 'opted-in', outcome: null, verdict: 'human' };
      return CHANGES.get(textOf(record.SuppressionReason) ?? '') ?? OPT_OUT;
    case 'Bounce':
      return NO_BOUNCE.has(type) ? undefined : (BOUNCES.get(type) ?? bounce('undetermined'));
    default:
      return undefined;
  }
}

function readRecord(record: Shape, bytes: Uint8Array): HookReading {
  const type = textOf(record.RecordType) ?? 'unknown';
  const meaning = meaningOf(record);
  if (meaning === undefined) return toldOf([], [[type, textOf(record.Type)].filter(Boolean).join('.')]);
  const at = record.BouncedAt ?? record.DeliveredAt ?? record.ReceivedAt ?? record.ChangedAt;
  const metadata = shapeOf(record.Metadata);
  const id = textOf(record.ID);
  return toldOf([
    hookEvent({
      ...meaning,
      originId: id === null ? `${type}:${idOfBody(bytes)}` : `${type}:${id}`,
      at: timeOf(at),
      channel: 'email',
      text: textOf(record.Details) ?? textOf(record.Description) ?? textOf(record.OriginalLink),
      about: {
        ours: textOf(metadata[ECHOED.message]) ?? textOf(metadata[ECHOED.lead]),
        providerRef: textOf(record.MessageID),
        email: addressOf(record.Email ?? record.Recipient),
      },
    }),
  ]);
}
