/** Finds out whether Twilio took a text. Owns which listed text is ours; sends nothing. */

import type { Doubt, Lookup } from '../../engine/ports.ts';
import type { ApiLine } from '../api-line.ts';
import { type ListedMessage, PageSchema } from './answers.ts';

/** What a page may hold; one number's texts fit. Source: Twilio, list messages: at most 1,000. */
const PAGE_TEXTS = 1_000;
/** How far two clocks may be apart, milliseconds. */
const CLOCKS_APART_MS = 120_000;
/** Answers and doubts kept in mind; what is forgotten makes a lookup say less, never wrong. */
const KEPT = 5_000;

/**
 * Twilio gives nothing back by which a text is known again, so a text is known by its number, its time and its words.
 * Not asked by `DateSent`: a text that still waits in Twilio's queue has none, and would be missing.
 * What two texts of the same minutes leave open stays `unknown`.
 */
export class TwilioLookup implements Lookup {
  readonly settleMs: number;
  readonly #line: ApiLine;
  readonly #attemptMs: number;
  readonly #known = new Set<string>();
  readonly #words = new Map<string, string>();

  constructor(line: ApiLine, { settleMs, timeoutMs }: { readonly settleMs: number; readonly timeoutMs: number }) {
    this.#line = line;
    this.settleMs = settleMs;
    this.#attemptMs = timeoutMs;
  }

  /** A listed text that is somebody's already. */
  knows(sid: string): void {
    this.#known.add(sid);
    for (const oldest of this.#known)
      if (this.#known.size > KEPT) this.#known.delete(oldest);
      else break;
  }

  /** The words of a text that may have left. */
  doubts(id: string, body: string): void {
    this.#words.set(id, body);
    for (const oldest of this.#words.keys())
      if (this.#words.size > KEPT) this.#words.delete(oldest);
      else break;
  }

  async ask(about: Doubt): Promise<'accepted' | 'absent' | 'unknown'> {
    if (about.providerRef !== null) return 'accepted';
    const query = new URLSearchParams({ To: about.to, PageSize: String(PAGE_TEXTS) });
    const answer = await this.#line.call({ method: 'GET', path: `/Messages.json?${query}` });
    const page = answer.kind === 'answered' && answer.status === 200 ? PageSchema.safeParse(answer.json).data : null;
    if (!page) return 'unknown';
    const ours = page.messages.filter((text) => this.#mayBe(text, about));
    if (ours.length === 0) return page.next_page_uri == null ? 'absent' : 'unknown';
    return this.#pick(ours, about.id);
  }

  #mayBe({ sid, direction, date_created: created }: ListedMessage, { attemptedAt }: Doubt): boolean {
    const at = Date.parse(created ?? '');
    const from = attemptedAt - CLOCKS_APART_MS;
    const until = attemptedAt + this.#attemptMs + CLOCKS_APART_MS;
    // A time that cannot be read rules nothing out.
    return direction !== 'inbound' && !this.#known.has(sid) && !(at < from || at > until);
  }

  #pick(ours: readonly ListedMessage[], id: string): 'accepted' | 'unknown' {
    const words = this.#words.get(id);
    // A trial account puts words of its own before ours.
    const same = words === undefined ? ours : ours.filter(({ body }) => body?.endsWith(words));
    const [first] = same;
    if (first === undefined || (words === undefined && same.length > 1)) return 'unknown';
    this.knows(first.sid);
    this.#words.delete(id);
    return 'accepted';
  }
}
