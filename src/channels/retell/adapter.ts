/**
 * Calls by an artificial voice, by Retell: one POST a call, never tried again here. Owns the requests, how a call is found again and
 * how it ended in Retell's own words. Never decides whether a call may be placed, nor what its end means.
 */
import { z } from 'zod';
import { readRetellAnswer } from '../../domain/delivery/providers/retell.ts';
import { resultOf } from '../../domain/delivery/providers/verdict.ts';
import type { PhoneCall } from '../../domain/message.ts';
import { ECHOED } from '../../engine/hook-port.ts';
import type { CallOutcome, Doubt, Lookup, SendResult, VoiceChannel } from '../../engine/ports.ts';
import { type ApiAnswer, ApiLine, noAnswer } from '../api-line.ts';
import type { RetellSettings } from './settings.ts';

/** A call, as much of it as is used. Source: Retell's OpenAPI description, V2PhoneCallResponse. */
const CallSchema = z.object({
  call_id: z.string(),
  call_status: z.string(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  disconnection_reason: z.string().nullish(),
  end_timestamp: z.number().nullish(),
});
const ListSchema = z.object({ items: z.array(CallSchema), has_more: z.boolean().nullish() });
const ErrorSchema = z.object({ message: z.string() });

/** Statuses after which nothing happens to a call any more. */
const OVER = new Set(['ended', 'error', 'not_connected']);
/** A list is asked for one message; more than one of it would be a call placed twice. */
const LISTED = 10;

/**
 * A way out for calls by Retell.
 * Inputs: settings as parsed by `RetellSettingsSchema`.
 * Limits: `concurrency` requests at a time, further ones wait for their turn; each has `timeoutMs`.
 * Why recovery `lookup`: Retell has no key that makes a second call harmless, but keeps our id and lists calls by it.
 */
export function retellChannel(settings: RetellSettings): VoiceChannel {
  return new RetellChannel(settings);
}

class RetellChannel implements VoiceChannel {
  readonly name = 'retell';
  readonly concurrency: number;
  readonly recovery = 'lookup';
  readonly lookup: Lookup;
  readonly #settings: RetellSettings;
  readonly #line: ApiLine;

  constructor(settings: RetellSettings) {
    this.#settings = settings;
    this.concurrency = settings.concurrency;
    this.#line = new ApiLine({
      baseUrl: settings.baseUrl.replace(/\/$/, ''),
      headers: { authorization: `Bearer ${settings.apiKey}`, 'content-type': 'application/json' },
      concurrency: settings.concurrency,
      timeoutMs: settings.timeoutMs,
    });
    this.lookup = { settleMs: settings.settleMs, ask: (about) => this.#ask(about) };
  }

  async place(call: PhoneCall): Promise<SendResult> {
    const from = call.from ?? this.#settings.from;
    if (from === undefined) return NO_NUMBER;
    const body = {
      from_number: from,
      to_number: call.to,
      override_agent_id: call.agent,
      metadata: { [ECHOED.message]: call.id },
      retell_llm_dynamic_variables: call.variables,
    };
    return readAnswer(await this.#post('/v2/create-phone-call', body));
  }

  async outcome(ref: string): Promise<CallOutcome | null> {
    const answer = await this.#line.call({ method: 'GET', path: `/v2/get-call/${encodeURIComponent(ref)}` });
    if (answer.kind !== 'answered' || answer.status !== 200) return null;
    const call = CallSchema.safeParse(answer.json).data;
    if (call === undefined || !OVER.has(call.call_status)) return null;
    return {
      outcome: null,
      reason: call.disconnection_reason ?? call.call_status,
      endedAt: call.end_timestamp ?? null,
    };
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  async #ask({ id, providerRef }: Doubt): Promise<'accepted' | 'absent' | 'unknown'> {
    if (providerRef !== null) return 'accepted';
    const metadata = [{ key: ECHOED.message, type: 'string', op: 'eq', value: id }];
    const answer = await this.#post('/v3/list-calls', { filter_criteria: { metadata }, limit: LISTED });
    const list = answer.kind === 'answered' && answer.status === 200 ? ListSchema.safeParse(answer.json).data : null;
    if (!list) return 'unknown';
    // Looked at once more: a filter that was not understood would list calls of others.
    if (list.items.some((call) => call.metadata?.[ECHOED.message] === id)) return 'accepted';
    return list.items.length === 0 && list.has_more !== true ? 'absent' : 'unknown';
  }

  #post(path: string, body: object): Promise<ApiAnswer> {
    return this.#line.call({ method: 'POST', path, body: JSON.stringify(body) });
  }
}

const NO_NUMBER: SendResult = {
  kind: 'refused',
  code: 'sender-refused',
  blame: 'sender',
  detail: 'There is no number to call from: set from',
};

function readAnswer(answer: ApiAnswer): SendResult {
  if (answer.kind !== 'answered') return noAnswer(answer);
  const { status, retryAfter, json } = answer;
  const message = ErrorSchema.safeParse(json).data?.message ?? '';
  const call = CallSchema.safeParse(json).data;
  const detail = `${status} ${call?.call_status ?? message}`.trim().slice(0, 300);
  return resultOf(readRetellAnswer({ status, message, retryAfter }), call?.call_id ?? null, detail);
}
