/**
 * The questions that are put to Apollo: who fits the filters, without cost, and what is known of ten people at once, for credits that are
 * set aside before. A question that may have been taken is never put again here.
 * Source: Apollo's OpenAPI 3.1: /mixed_people/api_search, /people/bulk_match, /webhook_result/{request_id}.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Asked } from '../../domain/connection/asked.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { SourceReason } from '../../domain/source/reasons.ts';
import { type Api, ApiStop, type Speech } from '../../engine/crm-port.ts';
import type { Purse, SetAside } from '../../engine/source-port.ts';
import { Person, PhoneNumber } from './people.ts';
import { CREDITS, filtersOf, wantsPhones } from './settings.ts';

const TIMEOUT_MS = 30_000;
/** People of a page of the search; the most that Apollo gives. */
export const PAGE = 100;
/** Pages that are shown. */
export const PAGES = 500;

const Found = z.object({
  total_entries: z.number().nullish(),
  people: z.array(z.object({ id: z.string() }).loose()).default([]),
});
const Matched = z
  .object({
    // A signed number of 64 bits: one that a number here cannot hold comes as text.
    request_id: z.union([z.string(), z.number()]).nullish(),
    credits_consumed: z.number().nullish(),
    matches: z.array(Person.nullable()).default([]),
    phone_enrichment: z.object({ status: z.string(), request_id: z.string().nullish() }).loose().nullish(),
  })
  .loose();

/** Numbers as they are told later, by a call or when they are asked after. */
export const ToldNumbers = z
  .object({
    credits_consumed: z.number().nullish(),
    people: z.array(z.object({ id: z.string(), phone_numbers: z.array(PhoneNumber).nullish() }).loose()).default([]),
  })
  .loose();
const Later = z.object({ webhook_status: z.string().nullish(), webhook_result: ToldNumbers.nullish() }).loose();
const LaterError = z.object({ error_code: z.string().nullish() }).loose();

/** Who was found, in the order of the questions, and why not all were asked about. */
export interface Matches {
  readonly people: readonly (z.output<typeof Person> | null)[];
  readonly stopped: SourceReason | null;
}

/** Apollo, as one connection speaks to it. */
export class Apollo {
  readonly #asked: Asked;
  readonly #api: Api;

  constructor(asked: Asked, speech: Speech) {
    const { settings, secrets } = asked;
    this.#asked = asked;
    this.#api = speech.api({
      baseUrl: settings.baseUrl ?? 'https://api.apollo.io/api/v1',
      headers: () => Promise.resolve({ 'x-api-key': secrets.apiKey ?? '' }),
      concurrency: 2,
      timeoutMs: TIMEOUT_MS,
      askMs: 0,
    });
  }

  /** Ids of a page of those who fit the filters, and how many there are in all. Costs nothing. */
  async search(
    page: number,
    perPage = PAGE,
  ): Promise<{ readonly ids: readonly string[]; readonly total: number | null }> {
    const query = filtersOf(this.#asked);
    query.append('page', String(page));
    query.append('per_page', String(perPage));
    const path = `/mixed_people/api_search?${query}`;
    const { people, total_entries: total } = Found.parse(
      (await this.#api.ask({ method: 'POST', path, again: true })).json,
    );
    return { ids: people.map(({ id }) => id), total: total ?? null };
  }

  /** What is known of these people: of as many of the first as the purse suffices for. Rejects with `ApiStop`. */
  async match(details: readonly object[], purse: Purse): Promise<Matches> {
    const asked = await purse.setAside(Math.min(details.length, LIMITS.enrichedAtOnce));
    if (asked.people === 0) return { people: [], stopped: asked.why };
    const body = { details: details.slice(0, asked.people) };
    const path = `/people/bulk_match${this.#queryOf(asked)}`;
    const answer = await this.#paid(asked, () => this.#api.ask({ method: 'POST', path, body, again: false }));
    const told = Matched.parse(answer.json);
    await asked.settle(told.credits_consumed ?? asked.people * CREDITS.person, laterOf(told));
    return { people: body.details.map((_, at) => told.matches[at] ?? null), stopped: asked.why };
  }

  /** What came of a question for numbers; null = it is worked on, `gone` = it will never be told. Costs nothing. */
  async later(request: string): Promise<z.output<typeof ToldNumbers> | 'gone' | null> {
    const path = `/webhook_result/${encodeURIComponent(request)}`;
    const { status, json } = await this.#api.ask({ method: 'GET', path, again: true, but: [400, 404, 410] });
    if (status !== 200) return LaterError.safeParse(json).data?.error_code === 'result_pending' ? null : 'gone';
    const { webhook_status, webhook_result } = Later.parse(json);
    return webhook_result ?? (webhook_status === 'in_progress' ? null : 'gone');
  }

  /** Where nothing was taken nothing is owed; where an answer was lost, what is set aside stays so. */
  async #paid<T>(asked: SetAside, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ApiStop && error.reply.kind !== 'unconfirmed') await asked.settle(0);
      throw error;
    }
  }

  /** Numbers come later, to an address that only the provider is told, and that is good for this question alone. */
  #queryOf({ id }: SetAside): string {
    const { settings, secrets } = this.#asked;
    const query = new URLSearchParams();
    if (settings.personalEmails === 'yes') query.append('reveal_personal_emails', 'true');
    if (wantsPhones(this.#asked)) {
      const proof = createHmac('sha256', secrets.callback ?? '')
        .update(id)
        .digest('hex');
      query.append('reveal_phone_number', 'true');
      query.append('webhook_url', `${settings.callbackUrl ?? ''}?of=${id}&proof=${proof}`);
    }
    return query.size === 0 ? '' : `?${query}`;
  }
}

/** What is still to come, and what it costs at most; undefined = nothing. */
function laterOf(told: z.output<typeof Matched>): Parameters<SetAside['settle']>[1] {
  if (told.phone_enrichment?.status !== 'pending') return undefined;
  const request = told.request_id ?? told.phone_enrichment.request_id;
  const matched = told.matches.filter((one) => one !== null).length;
  return { request: String(request ?? ''), most: matched * CREDITS.phone };
}
