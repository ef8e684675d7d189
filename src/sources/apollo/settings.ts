/** Settings of a connection to Apollo, as its adapter reads them: who is searched for, what is asked of them, what it may cost. */
import type { Asked } from '../../domain/connection/asked.ts';
import type { CreditBudget } from '../../domain/source/budget.ts';

/** Credits of a person's details, and of a mobile number beside them. Source: Apollo's OpenAPI, “Credit usage”. */
export const CREDITS = { person: 1, phone: 8 } as const;

/** Filters of the search by setting. Source: Apollo's OpenAPI, POST /mixed_people/api_search. */
const FILTERS: Readonly<Record<string, string>> = {
  titles: 'person_titles[]',
  seniorities: 'person_seniorities[]',
  locations: 'person_locations[]',
  companyLocations: 'organization_locations[]',
  domains: 'q_organization_domains_list[]',
  employees: 'organization_num_employees_ranges[]',
  emailStatus: 'contact_email_status[]',
};

/** What the search asks for, as its query, without the page. */
export function filtersOf({ settings }: Asked): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, filter] of Object.entries(FILTERS)) {
    for (const word of wordsOf(settings[name])) query.append(filter, name === 'employees' ? rangeOf(word) : word);
  }
  if (settings.keywords) query.append('q_keywords', settings.keywords);
  if (settings.similarTitles === 'no') query.append('include_similar_titles', 'false');
  return query;
}

function wordsOf(setting: string | undefined): string[] {
  return (setting ?? '').split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
}

/** `11-50` as Apollo writes it: `11,50`. */
function rangeOf(word: string): string {
  return word.replace(/\s*-\s*/, ',');
}

/** Whether numbers are asked for; they come later, by a call. */
export function wantsPhones({ settings }: Asked): boolean {
  return settings.phones === 'yes';
}

/** What it may cost, as a person has set it. */
export function budgetOf(asked: Asked): CreditBudget {
  const { creditsPerRun, creditsPerMonth } = asked.settings;
  return {
    perRun: creditsPerRun === undefined ? null : Number(creditsPerRun),
    perMonth: creditsPerMonth === undefined ? null : Number(creditsPerMonth),
    each: CREDITS.person + (wantsPhones(asked) ? CREDITS.phone : 0),
  };
}
