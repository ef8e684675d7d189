/** Runs a row of mail-match.md. */
import type { ClassifiedMail } from '../src/domain/conversation/mail/classify.ts';
import { eventOfMail } from '../src/domain/conversation/mail/mail-event.ts';
import { type MailFields, NO_MAIL } from '../src/domain/conversation/mail/received.ts';
import { type FolderHolds, tracesOf } from '../src/domain/conversation/mail/traces.ts';

type Fields = Readonly<Record<string, string>>;

interface Row {
  readonly kind: ClassifiedMail['kind'];
  readonly holds?: FolderHolds;
  readonly headers?: Fields;
  readonly original?: Fields;
  readonly about?: string;
  readonly recipient?: string;
  readonly from?: string;
  readonly intent?: ClassifiedMail['intent'];
  readonly hard?: boolean;
  readonly remedy?: ClassifiedMail['remedy'];
  readonly reasons?: readonly string[];
  readonly actions?: readonly string[];
}

const NOTHING = {
  ...{ intent: null, confidence: null, hard: false, status: null, blame: null, remedy: null, reasons: [], text: '' },
  ...{ signature: '', recipients: [], from: null, until: null, holdUntil: null, referral: null },
  original: { messageId: null, recipient: null },
};

const fields = (of: Fields = {}): MailFields => Object.entries(of).map(([name, value]) => ({ name, value }));

export function run(row: Row): Readonly<Record<string, unknown>> {
  const { kind, holds, about = null, recipient = null, from = null, reasons = [] } = row;
  const original = { messageId: about, recipient };
  if (holds === undefined) return comesTo(row);
  const mail = { ...NO_MAIL, headers: fields(row.headers), original: fields(row.original) };
  const found = tracesOf(mail, { ...NOTHING, kind, from, original, reasons: reasons.map((code) => ({ code })) }, holds);
  const traces = found.traces.map(({ by, value }) => `${by} ${value}`).join(', ');
  return { ...found, traces: traces === '' ? undefined : traces };
}

function comesTo({ kind, intent = null, hard = false, remedy = null, reasons = [], actions = [] }: Row) {
  const recipients = actions.map((action) => ({ action }) as ClassifiedMail['recipients'][number]);
  const read = { ...NOTHING, kind, intent, hard, remedy, recipients, reasons: reasons.map((code) => ({ code })) };
  const event = eventOfMail(read);
  return { verdict: event?.verdict, outcome: event?.outcome ?? undefined, event: event?.kind ?? 'nothing' };
}
