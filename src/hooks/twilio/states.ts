/** What Twilio’s states, error codes and keywords are among our events. Owns the tables; the order of states is the ledger's. */
import { ECHOED, type HookAbout, type HookEvent, type HookReading } from '../../engine/hook-port.ts';
import { hookEvent, type Shape, textOf, toldOf } from '../shape.ts';

/**
 * How a text failed. `hard`: this number takes no texts, ever; `soft`: not now; `blocked`: sender, account or content is at
 * fault, and the number is not to blame. A code that is not here is `undetermined`.
 * Why a table: the vendor splits and renames its codes, so nothing else may know them.
 * Source: https://www.twilio.com/docs/api/errors
 */
const FAILURES: ReadonlyMap<string, 'hard' | 'soft' | 'blocked'> = new Map([
  ['21211', 'hard'],
  ['21614', 'hard'],
  ['30005', 'hard'],
  ['30006', 'hard'],
  ['30001', 'soft'],
  ['30003', 'soft'],
  ['30008', 'soft'],
  ['20429', 'soft'],
  ['20003', 'blocked'],
  ['21408', 'blocked'],
  ['21606', 'blocked'],
  ['21612', 'blocked'],
  ['30002', 'blocked'],
  ['30004', 'blocked'],
  ['30007', 'blocked'],
  ['30034', 'blocked'],
]);

/** The person had said STOP before: the provider refuses for them. */
const SAID_STOP = '21610';

/** What Twilio says that it has obeyed, and answered, where its advanced opt-out is on; other texts are read for their words. */
const OBEYED: ReadonlyMap<string | null, Pick<HookEvent, 'kind' | 'obeyed'>> = new Map([
  ['STOP', { kind: 'opted-out', obeyed: 'stop' }],
  ['START', { kind: 'opted-in', obeyed: 'start' }],
  // Asked for help, it is no answer, and what is sent goes on.
  ['HELP', { kind: 'note', obeyed: 'help' }],
]);

/** States of a text that Twilio has, and whose end is not known yet. */
const TAKEN: ReadonlySet<string> = new Set(['accepted', 'scheduled', 'queued', 'sending', 'sent']);

const CALL_ENDS: ReadonlyMap<string, string> = new Map([
  ['completed', 'answered'],
  ['busy', 'busy'],
  ['no-answer', 'no-answer'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
]);

/** What a callback says. `query`: that of the address we gave, in which our own id comes back. */
export function readCallback(fields: Shape, query: URLSearchParams): HookReading {
  const messageSid = textOf(fields.MessageSid) ?? textOf(fields.SmsSid);
  const callSid = textOf(fields.CallSid);
  const ours = query.get(ECHOED.message) ?? query.get(ECHOED.lead);
  if (messageSid !== null) return readMessage(fields, messageSid, ours);
  if (callSid !== null) return readCall(fields, callSid, ours);
  return toldOf([], ['unknown']);
}

function readMessage(fields: Shape, sid: string, ours: string | null): HookReading {
  const status = textOf(fields.MessageStatus) ?? textOf(fields.SmsStatus) ?? 'received';
  if (status === 'received' || status === 'receiving') return toldOf([inbound(fields, sid)]);
  const about = { ours, providerRef: sid, phone: textOf(fields.To) };
  const base = { originId: `${sid}:${status}`, channel: 'sms', about } as const;
  if (status === 'delivered') return toldOf([hookEvent({ ...base, kind: 'delivered' })]);
  if (status === 'read') return toldOf([hookEvent({ ...base, kind: 'opened', verdict: 'human' })]);
  if (status === 'undelivered' || status === 'failed') return toldOf(failure(fields, base));
  // It has the text: one of which no answer came is in doubt no more.
  if (ours !== null && TAKEN.has(status)) return { ...toldOf([]), accepted: [ours] };
  return toldOf([], [`message.${status}`]);
}

function failure(
  fields: Shape,
  base: { readonly originId: string; readonly channel: 'sms'; readonly about: Partial<HookAbout> },
): HookEvent[] {
  const code = textOf(fields.ErrorCode);
  const text = [code, textOf(fields.ErrorMessage)].filter((part) => part !== null).join(' ') || null;
  const outcome = FAILURES.get(code ?? '') ?? 'undetermined';
  const failed = hookEvent({ ...base, kind: 'bounced', outcome: code === SAID_STOP ? 'blocked' : outcome, text });
  if (code !== SAID_STOP) return [failed];
  return [failed, hookEvent({ ...base, originId: `${base.originId}:stop`, kind: 'opted-out', direction: 'out', text })];
}

function inbound(fields: Shape, sid: string): HookEvent {
  return hookEvent({
    ...{ originId: sid, channel: 'sms', direction: 'in', verdict: 'human', text: textOf(fields.Body) },
    about: { phone: textOf(fields.From) },
    ...(OBEYED.get(textOf(fields.OptOutType)) ?? { kind: 'replied' }),
  });
}

function readCall(fields: Shape, sid: string, ours: string | null): HookReading {
  const status = textOf(fields.CallStatus) ?? 'unknown';
  const ended = CALL_ENDS.get(status);
  if (ended === undefined) return toldOf([], [`call.${status}`]);
  const isOut = textOf(fields.Direction)?.startsWith('outbound') ?? true;
  const byMachine = ended === 'answered' && textOf(fields.AnsweredBy)?.startsWith('machine');
  return toldOf([
    hookEvent({
      originId: `${sid}:ended`,
      kind: 'call-completed',
      channel: 'voice',
      direction: isOut ? 'out' : 'in',
      outcome: byMachine ? 'voicemail' : ended,
      about: { ours, providerRef: sid, phone: textOf(isOut ? fields.To : fields.From) },
    }),
  ]);
}
