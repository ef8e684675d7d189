/**
 * Apollo as a source of leads and as one who knows more of those that are known. A search costs nothing and tells neither address nor
 * number; so who fits is looked for first, who is known here is left out, and only the others are paid for, ten at a time. Each ten is a
 * page of its own: a process that dies before it is stored loses no more than what these cost.
 */
import type { Asked, Tested } from '../../domain/connection/asked.ts';
import type { Basis } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { ApiStop, Speech } from '../../engine/crm-port.ts';
import type { Enricher, EnrichQuestion, HarvestAsk, HarvestPage, LeadSource } from '../../engine/source-port.ts';
import { answerOf } from '../records.ts';
import { Apollo, PAGE, PAGES } from './ask.ts';
import { draftsOfPeople, TELLS } from './people.ts';
import { budgetOf, wantsPhones } from './settings.ts';

/** Whose ids its people have. */
const VENDOR = 'apollo';

/** Where the reading stands: in this page of the search, before this person of it. */
interface Cursor {
  readonly page: number;
  readonly at: number;
}

const BEGINNING: Cursor = { page: 1, at: 0 };
const NO_CALLBACK = {
  kind: 'failed',
  code: 'source-no-callback',
  detail: 'Apollo has no address to tell numbers to',
} as const;

/** The people of a connection's account; nobody is fetched or asked about that its owner did not allow. */
export function apolloSource(asked: Asked, speech: Speech): LeadSource {
  const { settings, secrets, name } = asked;
  const apollo = new Apollo(asked, speech);
  const basis = (settings.basis ?? null) as Basis | null;
  const reader = new Reader(apollo, basis);
  const mayAsk = !wantsPhones(asked) || (secrets.callback !== undefined && settings.callbackUrl?.startsWith('https:'));
  const enricher: Enricher = {
    tells: TELLS,
    enrich: async (questions, purse) => {
      if (!mayAsk) return NO_CALLBACK;
      return answerOf(async () => {
        const { people, stopped } = await apollo.match(questions.map(detailsOf), purse);
        return { kind: 'answered' as const, drafts: draftsOfPeople(people, null), stopped };
      }, codeOf);
    },
  };
  return {
    ...{ name, vendor: VENDOR, budget: budgetOf(asked), configured: () => secrets.apiKey !== undefined },
    fetches: settings.harvest === 'yes',
    fetch: async (ask) => (mayAsk ? answerOf(() => reader.page(ask), codeOf) : NO_CALLBACK),
    count: async () => (await apollo.search(1, 1)).total,
    later: (request) => answerOf(() => laterOf(apollo, request), codeOf),
    ...(settings.enrich === 'yes' && { enricher }),
  };
}

/** Source: no word of Apollo's names this answer; accounts without credits are answered with sentences that do. */
function codeOf({ kind, detail }: ApiStop['reply']): string | null {
  if (kind === 'unconfirmed') return 'source-in-doubt';
  return kind === 'refused' && (/^402\b/.test(detail) || /\bcredits?\b/i.test(detail))
    ? 'source-credits-used-up'
    : null;
}

async function laterOf(apollo: Apollo, request: string) {
  const told = await apollo.later(request);
  if (told === null) return { kind: 'pending' as const };
  if (told === 'gone') return { kind: 'gone' as const };
  const drafts = draftsOfPeople(told.people, null).filter((draft) => draft !== null);
  return { kind: 'told' as const, credits: told.credits_consumed ?? 0, drafts };
}

class Reader {
  readonly #apollo: Apollo;
  readonly #basis: Basis | null;
  /** The page of the search that is being read, without those who are known. */
  #page: { readonly number: number; readonly ids: readonly string[]; readonly fresh: ReadonlySet<string> } | null =
    null;

  /** Who was asked about by this run: whoever there is nothing to tell of is not asked about again. */
  readonly #asked = new Set<string>();

  constructor(apollo: Apollo, basis: Basis | null) {
    this.#apollo = apollo;
    this.#basis = basis;
  }

  /** From where the last page ended to the end, then from the beginning, since who is new may stand anywhere. Who is known is passed over. */
  async page(ask: HarvestAsk): Promise<HarvestPage> {
    const cursor = (ask.cursor as Cursor | null) ?? BEGINNING;
    const found = (await this.#next(cursor, ask)) ?? (cursor === BEGINNING ? null : await this.#next(BEGINNING, ask));
    return found ?? { kind: 'leads', vendor: VENDOR, drafts: [], rejects: [], cursor: null, more: false };
  }

  /** The next ten who are new; null = there is nobody. */
  async #next({ page, at }: Cursor, ask: HarvestAsk): Promise<HarvestPage | null> {
    for (let number = page; number <= PAGES; number++) {
      const { ids, fresh } = await this.#read(number, ask);
      const here = ids.slice(number === page ? at : 0).filter((id) => fresh.has(id) && !this.#asked.has(id));
      const chosen = here.slice(0, Math.min(ask.limit, LIMITS.enrichedAtOnce));
      if (chosen.length > 0) return this.#buy(chosen, ids, number, ask);
      if (ids.length < PAGE) break;
    }
    return null;
  }

  async #read(number: number, { known }: HarvestAsk) {
    if (this.#page?.number === number) return this.#page;
    const { ids } = await this.#apollo.search(number);
    const here = await known(ids);
    this.#page = { number, ids, fresh: new Set(ids.filter((id) => !here.has(id))) };
    return this.#page;
  }

  async #buy(
    chosen: readonly string[],
    ids: readonly string[],
    page: number,
    { purse }: HarvestAsk,
  ): Promise<HarvestPage> {
    const { people, stopped } = await this.#apollo.match(
      chosen.map((id) => ({ id })),
      purse,
    );
    for (const id of chosen.slice(0, people.length)) this.#asked.add(id);
    const drafts = draftsOfPeople(people, this.#basis);
    const last = chosen[people.length - 1];
    const at = last === undefined ? ids.indexOf(chosen[0] ?? '') : ids.indexOf(last) + 1;
    const rejects = drafts.flatMap((draft, i) =>
      draft ? [] : [{ place: `person ${chosen[i]}`, reason: 'source-no-match' }],
    );
    return {
      ...{ kind: 'leads', vendor: VENDOR, drafts: drafts.filter((draft) => draft !== null), rejects },
      cursor: { page, at } satisfies Cursor,
      more: stopped === null,
      ...(stopped !== null && { stopped }),
    };
  }
}

/** What tells Apollo who is meant. Its own id, where it is known, leaves no doubt. */
function detailsOf({ externalId, firstName, lastName, fullName, email, domain, company, linkedinUrl }: EnrichQuestion) {
  if (externalId !== null) return { id: externalId };
  const said = {
    ...(firstName && lastName ? { first_name: firstName, last_name: lastName } : { name: fullName }),
    ...{ email, domain, organization_name: company, linkedin_url: linkedinUrl },
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
}

/** Searches, which costs nothing and wants the widest key; null = nobody is searched for, and all else would cost something. */
export async function testApollo(asked: Asked, speech: Speech): Promise<Tested | null> {
  if (asked.settings.harvest !== 'yes') return null;
  const answer = await answerOf(() => new Apollo(asked, speech).search(1, 1));
  if ('kind' in answer) return { contact: 'fails', code: answer.code, says: answer.detail };
  return { contact: 'works', code: null, says: `${answer.total ?? 'some'} people fit its filters` };
}
