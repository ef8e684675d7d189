/** What Twilio’s states, error codes and keywords are among our events. Owns the tables but that of ends; the order of states is the ledger's. */
import type { TextEnd } from '../../domain/delivery/providers/text-end.ts';
import { endOfTwilioText } from '../../domain/delivery/providers/twilio-text.ts';
import { ECHOED, type HookAbout, type HookEvent, type HookReading } from '../../engine/hook-port.ts';
import { hookEvent, type Shape, textOf, toldOf } from '../shape.ts';

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
  const code = textOf(fields.ErrorCode);
  const end = endOfTwilioText(status, code === null ? null : Number(code));
  if (end !== null) return toldOf(endedAs(end, base, [code, textOf(fields.ErrorMessage)]));
  if (status === 'read') return toldOf([hookEvent({ ...base, kind: 'opened', verdict: 'human' })]);
  // It has the text: one of which no answer came is in doubt no more.
  if (ours !== null && TAKEN.has(status)) return { ...toldOf([]), accepted: [ours] };
  return toldOf([], [`message.${status}`]);
}

function endedAs(
  { kind, outcome, saidStop }: TextEnd,
  base: { readonly originId: string; readonly channel: 'sms'; readonly about: Partial<HookAbout> },
  said: readonly (string | null)[],
): HookEvent[] {
  if (kind === 'delivered') return [hookEvent({ ...base, kind })];
  const text = said.filter((part) => part !== null).join(' ') || null;
  const failed = hookEvent({ ...base, kind, outcome, text });
  if (!saidStop) return [failed];
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
