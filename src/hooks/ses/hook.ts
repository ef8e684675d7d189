/**
 * Calls by Amazon SNS with what became of mails sent by SES. Proves the envelope; what SES says in it is `events.ts`. Never
 * follows an address that a call names, but for the certificate, and that one only where it must lie.
 */
import { createPublicKey } from 'node:crypto';
import type { HookAdapter, HookReading, HookRequest, HookVerdict } from '../../engine/hook-port.ts';
import { anySame, GENUINE, isFresh, isSigned, refused, type Window } from '../proof.ts';
import { jsonOf, type Shape, shapeOf, textOf, timeOf, toldOf } from '../shape.ts';
import { readSes } from './events.ts';

/** Why six hours: it tries a call again for that long, with the envelope as it was. An event told twice is one event. */
const WINDOW: Window = { aheadMs: 5 * 60_000, pastMs: 7 * 3_600_000 };

/** Gives a certificate (PEM) by its address, which was judged before; null = it cannot be had. Never rejects. */
export type CertificateOf = (url: string) => Promise<string | null>;

/**
 * How the calls are proven and read. Secrets: the ARNs of our topics. Why: anybody with an account there can have SNS sign a
 * call to us, so that the signature alone proves nothing.
 */
export function sesHook(certificateOf: CertificateOf): HookAdapter {
  return {
    provider: 'ses',
    verify: (request, topics, now) => verify(request, topics, now, certificateOf),
    read,
  };
}

/** Source: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
async function verify(
  { body }: HookRequest,
  topics: readonly string[],
  now: number,
  certificateOf: CertificateOf,
): Promise<HookVerdict> {
  const envelope = shapeOf(jsonOf(body));
  const { signature, topic, algorithm, certificateUrl } = signingOf(envelope);
  if (topics.length === 0) return refused('hook-no-secret');
  if (signature === null || algorithm === undefined) return refused('hook-unsigned');
  if (!anySame([topic], topics) || !isAmazons(certificateUrl) || !certificateUrl.endsWith('.pem'))
    return refused('hook-wrong-sender');
  const certificate = await certificateOf(certificateUrl);
  if (certificate === null) return refused('hook-no-certificate');
  const key = keyOf(certificate);
  if (key === null || !isSigned(algorithm, Buffer.from(signedText(envelope)), signature, [key]))
    return refused('hook-bad-signature');
  return isFresh(timeOf(envelope.Timestamp), now, WINDOW) ? GENUINE : refused('hook-stale');
}

const ALGORITHMS: ReadonlyMap<string, 'sha1' | 'sha256'> = new Map([
  ['1', 'sha1'],
  ['2', 'sha256'],
]);

function signingOf(envelope: Shape) {
  return {
    signature: textOf(envelope.Signature),
    topic: textOf(envelope.TopicArn) ?? '',
    algorithm: ALGORITHMS.get(textOf(envelope.SignatureVersion) ?? ''),
    certificateUrl: textOf(envelope.SigningCertURL) ?? textOf(envelope.SigningCertUrl) ?? '',
  };
}

const AMAZON = /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(?:\.cn)?$/;

/** Whether an address is one of SNS itself: HTTPS, its own host, no port, no login. */
function isAmazons(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.protocol === 'https:' &&
    AMAZON.test(url.hostname) &&
    url.port === '' &&
    url.username === '' &&
    url.password === ''
  );
}

function keyOf(certificate: string) {
  try {
    return createPublicKey(certificate);
  } catch {
    // What cannot be read as a certificate proves nothing.
    return null;
  }
}

const NOTICE = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const;
const CONFIRMATION = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const;

/** The fields that are signed, in their order, name and value each on a line of its own; one that is absent is left out. */
function signedText(envelope: Shape): string {
  const names = envelope.Type === 'Notification' ? NOTICE : CONFIRMATION;
  return names
    .filter((name) => typeof envelope[name] === 'string')
    .map((name) => `${name}\n${String(envelope[name])}\n`)
    .join('');
}

function read({ body }: HookRequest): HookReading | null {
  const envelope = shapeOf(jsonOf(body));
  const id = textOf(envelope.MessageId);
  if (id === null) return null;
  const type = textOf(envelope.Type) ?? 'unknown';
  if (type === 'Notification') return readNotice(envelope, id);
  const url = textOf(envelope.SubscribeURL);
  if (type !== 'SubscriptionConfirmation' || url === null || !isAmazons(url)) return toldOf([], [type]);
  return { ...toldOf([]), wish: { kind: 'confirm-subscription', url, topic: textOf(envelope.TopicArn) ?? '' } };
}

/** Messages are kept whole for reading, however long: they were bounded with the body. */
function readNotice({ Message: message }: Shape, id: string): HookReading {
  const told = typeof message === 'string' ? jsonOf(Buffer.from(message)) : undefined;
  return typeof told === 'object' && told !== null ? readSes(shapeOf(told), id) : toldOf([], ['text']);
}
