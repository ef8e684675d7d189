/** Records of a provider's interface as drafts: their fields go by the headers of its exports, and are read as a file's columns are. */
import { mapColumns } from '../domain/lead/columns.ts';
import { compileDraft } from '../domain/lead/draft.ts';
import type { Basis, LeadDraft } from '../domain/lead/lead.ts';
import { ApiStop } from '../engine/crm-port.ts';
import type { HarvestPage, HarvestReject } from '../engine/source-port.ts';

/** A record: where it is, and its fields by header. An empty one says nothing. */
export interface SourceRecord {
  readonly place: string;
  readonly fields: Readonly<Record<string, string | null | undefined>>;
}

/** Drafts of records, and those of which none can be made. */
export function draftsOf(
  records: readonly SourceRecord[],
  basis: Basis | null,
): { readonly drafts: readonly LeadDraft[]; readonly rejects: readonly HarvestReject[] } {
  const headers = [...new Set(records.flatMap(({ fields }) => Object.keys(fields)))];
  const read = compileDraft(mapColumns(headers), { defaultCountry: null, basis });
  const drafts: LeadDraft[] = [];
  const rejects: HarvestReject[] = [];
  for (const { place, fields } of records) {
    const outcome = read(headers.map((header) => fields[header] ?? ''));
    if (outcome.ok) drafts.push(outcome.draft);
    else rejects.push({ place, reason: outcome.code });
  }
  return { drafts, rejects };
}

/** A page, or why there is none: a provider's fault is told as one. */
export function pageOf(read: () => Promise<HarvestPage>): Promise<HarvestPage> {
  return answerOf(read);
}

/** An answer, or the provider's fault in its place. `codeOf` may know a better code of it. */
export async function answerOf<T>(read: () => Promise<T>, codeOf?: (reply: ApiStop['reply']) => string | null) {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ApiStop)) throw error;
    const { fault = 'channel-refused', detail } = error.reply;
    return { kind: 'failed' as const, code: codeOf?.(error.reply) ?? fault, detail };
  }
}
