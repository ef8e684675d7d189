/**
 * Leads as a CSV file that `import` takes back: every field under a header that it knows, attributes under their own names, and no cell that
 * a spreadsheet would run. Refusals are a list of their own (`refusal-list.ts`).
 */
import { csvLine } from '../../domain/lead/cell/csv.ts';
import { headerOf } from '../../domain/lead/column/column-target.ts';
import { headerKey } from '../../domain/lead/column/header.ts';
import { type Lead, type LeadValues, NO_VALUES } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';

const FIELDS = Object.keys(NO_VALUES) as (keyof LeadValues)[];
const HEADERS = [...FIELDS.map(headerOf), headerOf('basis')];
const OWN: ReadonlySet<string> = new Set(HEADERS.map(headerKey));
const PAGE = 1_000;
/** UTF-8's mark, without which Excel reads accents wrongly. */
const BOM = '\ufeff';

/** Writes all leads of a workspace; how many. Errors: refusal `too-many-attributes`. */
export async function giveLeads(
  engine: Engine,
  { workspaceId, path }: { readonly workspaceId: string; readonly path: string },
  progress: (rows: number) => void,
): Promise<{ readonly leads: number; readonly columns: number }> {
  const attributes = await attributesOf(engine, workspaceId);
  const out = await engine.sources.openText(path);
  let count = 0;
  try {
    await out.write(BOM + csvLine([...HEADERS, ...attributes]));
    for await (const leads of pagesOf(engine, workspaceId)) {
      await out.write(leads.map((lead) => csvLine(cellsOf(lead, attributes))).join(''));
      count += leads.length;
      progress(count);
    }
  } finally {
    await out.close();
  }
  return { leads: count, columns: HEADERS.length + attributes.length };
}

async function* pagesOf({ store }: Engine, workspaceId: string): AsyncGenerator<readonly Lead[]> {
  let after: string | null = null;
  do {
    const page: readonly Lead[] = await store.leads.list({ workspaceId, after, limit: PAGE });
    yield page;
    after = page.length === PAGE ? (page.at(-1)?.id ?? null) : null;
  } while (after !== null);
}

/** Names of all attributes that any lead has, but those that a column of ours says already. */
async function attributesOf(engine: Engine, workspaceId: string): Promise<readonly string[]> {
  const names = new Set<string>();
  for await (const leads of pagesOf(engine, workspaceId)) {
    for (const { attributes } of leads) for (const name of Object.keys(attributes)) names.add(name);
    if (names.size + HEADERS.length <= LIMITS.fileColumns) continue;
    const hint = 'take out attributes that nobody needs, or export by the API';
    throw new Refusal('too-many-attributes', `there are more than ${LIMITS.fileColumns} columns`, hint);
  }
  return [...names].filter((name) => !OWN.has(headerKey(name))).sort();
}

function cellsOf({ values, attributes, basis }: Lead, names: readonly string[]): string[] {
  const fields = FIELDS.map((field) => {
    const value = values[field];
    return Array.isArray(value) ? value.join(';') : String(value ?? '');
  });
  return [...fields, basis ?? '', ...names.map((name) => attributes[name] ?? '')];
}
