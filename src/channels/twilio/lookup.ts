/** Finds out whether Twilio took a text. Owns the question; sends nothing. */

import type { Doubt, Lookup } from '../../engine/ports.ts';
import type { ApiLine } from '../api-line.ts';
import type { Listed } from '../listed.ts';
import { PageSchema } from './answers.ts';

/** What a page may hold; one number's texts fit. Source: Twilio, list messages: at most 1,000. */
const PAGE_TEXTS = 1_000;

/** Not asked by `DateSent`: a text that still waits in Twilio's queue has none, and would be missing. */
export function twilioLookup(line: ApiLine, listed: Listed, settleMs: number): Lookup {
  return { settleMs, ask: (about) => ask(line, listed, about) };
}

async function ask(line: ApiLine, listed: Listed, about: Doubt): Promise<'accepted' | 'absent' | 'unknown'> {
  if (about.providerRef !== null) return 'accepted';
  const query = new URLSearchParams({ To: about.to, PageSize: String(PAGE_TEXTS) });
  const answer = await line.call({ method: 'GET', path: `/Messages.json?${query}` });
  const page = answer.kind === 'answered' && answer.status === 200 ? PageSchema.safeParse(answer.json).data : null;
  if (!page) return 'unknown';
  const texts = page.messages
    .filter(({ direction }) => direction !== 'inbound')
    .map(({ sid, body, date_created: at }) => ({ ref: sid, at: Date.parse(at ?? ''), body: body ?? null }));
  const verdict = listed.pick(texts, about);
  return verdict === 'absent' && page.next_page_uri != null ? 'unknown' : verdict;
}
