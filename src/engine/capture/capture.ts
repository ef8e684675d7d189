/**
 * Leads coming in: each cleaned record is settled as somebody new, somebody known, or a change of somebody known, and
 * written with its keys, refusals and review pairs in the transaction that looked it up. Owns the order inside a batch:
 * rows of one batch see each other. Whose lead a record is, is decided by `domain/lead/resolve`.
 */
import { createHash } from 'node:crypto';
import { mailboxOf } from '../../domain/consent/suppression.ts';
import { type IdentityKeys, identityKeys, type KeyKind } from '../../domain/lead/identity.ts';
import { type Lead, type LeadDraft, NO_VALUES, type OptOut } from '../../domain/lead/lead.ts';
import { type MergeMode, mergeInto } from '../../domain/lead/merge.ts';
import { type Candidate, type Resolution, type Review, resolveDraft } from '../../domain/lead/resolve.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import type {
  CaptureBatch,
  CaptureOutcome,
  CaptureRow,
  ChangedLead,
  KnownLeads,
  LeadFacts,
  NewLead,
  PermissionProof,
  ReviewPair,
  RowTrace,
  Suppression,
} from '../store-port.ts';

/** A record with the line it came from. */
export interface NumberedDraft {
  readonly line: number;
  readonly draft: LeadDraft;
  /** The lead that it is about, where that is known: it fills this one, or, where that is gone, nobody. */
  readonly leadId?: string;
  /** What the person did to give permission; absent = nothing that proves it. */
  readonly proof?: PermissionProof;
}

/** A batch of cleaned records with where they come from. */
export interface CaptureWish {
  readonly workspaceId: string;
  readonly source: string;
  readonly importId: string | null;
  readonly mode: MergeMode;
  readonly drafts: readonly NumberedDraft[];
  readonly progress: CaptureBatch['progress'];
}

/** What a batch came to. */
export interface Captured extends CaptureOutcome {
  /** Rows that state another basis than their lead stands on, which is kept: only `overwrite` lets them win. */
  readonly basesKept: number;
}

/** Captures one batch of records in one transaction. */
export async function captureBatch(engine: Engine, wish: CaptureWish): Promise<Captured> {
  const now = engine.clock.now();
  const rows = wish.drafts.map((one) => keyedRow(one, wish.source));
  let basesKept = 0;
  const outcome = await engine.store.leads.capture({
    workspaceId: wish.workspaceId,
    source: wish.source,
    now,
    rows,
    progress: wish.progress,
    decide(known) {
      const settlement = new Settlement(engine, wish, now, known);
      const settled = settlement.settle(rows);
      basesKept = settlement.basesKept;
      return settled;
    },
  });
  return { ...outcome, basesKept };
}

interface KeyedRow extends CaptureRow, Pick<NumberedDraft, 'draft' | 'proof'> {
  readonly identity: IdentityKeys;
}

function keyedRow({ line, draft, leadId, proof }: NumberedDraft, source: string): KeyedRow {
  const identity = identityKeys(draft.values, draft.externalId, source, draft.otherEmails);
  const keys: string[] = [];
  if (identity.email !== undefined) keys.push(`e:${identity.email}`);
  for (const other of identity.otherEmails) keys.push(`e:${other}`);
  if (identity.phone !== undefined) keys.push(`p:${identity.phone}`);
  for (const other of draft.otherPhones) keys.push(`p:${other}`);
  if (identity.external !== undefined) keys.push(`x:${identity.external}`);
  const content = keys.length === 0 && leadId === undefined ? `r:${source}:${contentHash(draft)}` : null;
  if (identity.person !== undefined) keys.push(`n:${identity.person}`);
  return { line, draft, identity, keys, content, ...(leadId && { leadId }), ...(proof && { proof }) };
}

const CONTENT_DIGITS = 24;

/** What tells rows without any address apart: all that they say. */
function contentHash(draft: LeadDraft): string {
  const text = JSON.stringify([draft.values, draft.attributes]);
  return createHash('sha256').update(text).digest('base64url').slice(0, CONTENT_DIGITS);
}

/** A lead as it stands inside the batch. */
interface Standing {
  lead: Lead | Omit<Lead, 'revision'>;
  readonly isNew: boolean;
  changed: boolean;
  /** Those that it did not hold before the batch. */
  keys: readonly string[];
}

const NOBODY: readonly never[] = [];

/** Decides all rows of one batch, in order, each seeing what the ones before it did. */
class Settlement {
  readonly #engine: Engine;
  readonly #wish: CaptureWish;
  readonly #now: number;
  readonly #known: KnownLeads;
  readonly #standing = new Map<string, Standing>();
  /** By key, leads that hold it since this batch. */
  readonly #newHolders = new Map<string, readonly string[]>();
  readonly #traces: RowTrace[] = [];
  readonly #suppressions: { leadId: string; suppression: Suppression }[] = [];
  readonly #reviews: ReviewPair[] = [];
  readonly #proofs: { leadId: string; proof: PermissionProof }[] = [];
  readonly #permitted = new Set<string>();
  #basesKept = 0;

  constructor(engine: Engine, wish: CaptureWish, now: number, known: KnownLeads) {
    this.#engine = engine;
    this.#wish = wish;
    this.#now = now;
    this.#known = known;
  }

  get basesKept(): number {
    return this.#basesKept;
  }

  settle(rows: readonly KeyedRow[]): CaptureOutcome {
    for (const row of rows) this.#settleRow(row);
    const created: NewLead[] = [];
    const changed: ChangedLead[] = [];
    for (const standing of this.#standing.values()) {
      const { lead, keys } = standing;
      if (standing.isNew) created.push(standing);
      else if (standing.changed) changed.push({ lead: { ...(lead as Lead), changedAt: this.#now }, newKeys: keys });
    }
    return {
      created,
      changed,
      traces: this.#traces,
      suppressions: this.#suppressions,
      reviews: this.#reviews,
      proofs: this.#proofs,
      permitted: [...this.#permitted],
    };
  }

  #settleRow(row: KeyedRow): void {
    const contentKey = this.#known.contentKey(row.line);
    const keys = contentKey === null ? row.keys : [...row.keys, contentKey];
    const settled = row.leadId ?? (contentKey === null ? null : (this.#holders(contentKey)[0] ?? null));
    if (row.leadId !== undefined && !this.#known.isThere(row.leadId)) return;
    const isOpen = settled === null || row.leadId !== undefined;
    const resolution = isOpen ? resolveDraft(row.draft, this.#candidates(row), row.identity) : null;
    const same = settled ?? (resolution?.verdict === 'same' ? resolution.leadId : null);
    const own = row.leadId === undefined ? { row, keys } : this.#withoutOthers(row, keys, row.leadId);
    const leadId = same === null ? this.#create(row, keys) : this.#mergeRow(own.row, own.keys, same);
    for (const review of resolution ? reviewsOf(resolution) : []) this.#review(leadId, review);
    for (const optOut of row.draft.optOuts) this.#refuse(leadId, row.draft, optOut);
    if (row.proof) this.#proofs.push({ leadId, proof: row.proof });
  }

  /** Address and number of a record about one lead, where they are another's already: two leads of one address would be written to twice. */
  #withoutOthers(row: KeyedRow, keys: readonly string[], id: string) {
    const others = keys.filter((key) => REACHES.test(key) && this.#holders(key).some((holder) => holder !== id));
    if (others.length === 0) return { row, keys };
    const { email, phone, ...values } = row.draft.values;
    const { identity, draft } = row;
    const kept = {
      ...values,
      ...(email !== undefined && !others.includes(`e:${identity.email}`) && { email }),
      ...(phone !== undefined && !others.includes(`p:${identity.phone}`) && { phone }),
    };
    return { row: { ...row, draft: { ...draft, values: kept } }, keys: keys.filter((key) => !others.includes(key)) };
  }

  #holders(key: string): readonly string[] {
    const fresh = this.#newHolders.get(key);
    const stored = this.#known.holders(key);
    return fresh ? [...stored, ...fresh] : stored;
  }

  #candidates({ keys }: KeyedRow): readonly Candidate[] {
    const held = keys.filter((key) => this.#holders(key).length > 0);
    if (held.length === 0) return NOBODY;
    const foundBy = new Map<string, KeyKind[]>();
    for (const key of held) {
      const kind = KIND_OF[key.charAt(0)];
      const holders = this.#holders(key).slice(0, LIMITS.identityCandidates);
      if (kind) for (const id of holders) push(foundBy, id, kind);
    }
    return [...foundBy].map(([id, kinds]) => ({ id, values: this.#stand(id).lead.values, foundBy: kinds }));
  }

  #stand(id: string): Standing {
    let standing = this.#standing.get(id);
    if (!standing) {
      standing = { lead: this.#known.lead(id), isNew: false, changed: false, keys: [] };
      this.#standing.set(id, standing);
    }
    return standing;
  }

  #create(row: KeyedRow, keys: readonly string[]): string {
    const { draft } = row;
    const id = this.#engine.ids.next('lead');
    const lead = {
      workspaceId: this.#wish.workspaceId,
      id,
      values: { ...NO_VALUES, ...draft.values },
      attributes: draft.attributes,
      basis: draft.basis,
      basisAt: draft.basis === null ? null : this.#now,
      source: this.#wish.source,
      importId: this.#wish.importId,
      createdAt: this.#now,
      changedAt: this.#now,
    };
    this.#standing.set(id, { lead, isNew: true, changed: true, keys });
    const alone = [id];
    for (const key of keys) this.#hold(key, alone);
    return id;
  }

  /** Lays the record over a known lead; the lead's id. */
  #mergeRow(row: KeyedRow, keys: readonly string[], id: string): string {
    const standing = this.#stand(id);
    const before = factsOf(standing.lead);
    const merged = mergeInto(before.values, before.attributes, row.draft, this.#wish.mode);
    const otherBasis = row.draft.basis !== null && row.draft.basis !== before.basis;
    const newBasis = otherBasis && (before.basis === null || this.#wish.mode === 'overwrite' || isProven(row));
    if (otherBasis && !newBasis) this.#basesKept++;
    const isElsewhere = merged.changed && merged.values.country !== before.values.country;
    if ((newBasis || isElsewhere) && !standing.isNew) this.#permitted.add(id);
    const added = this.#addKeys(standing, keys);
    const changes = merged.changed || newBasis || added.length > 0;
    if (changes) {
      standing.lead = {
        ...standing.lead,
        ...(merged.changed ? { values: merged.values, attributes: merged.attributes } : {}),
        ...(newBasis ? { basis: row.draft.basis, basisAt: this.#now } : {}),
      };
      standing.changed = true;
    }
    const change = changes ? { before, after: factsOf(standing.lead), newKeys: added } : null;
    const fields = merged.changed ? merged.changes.map(({ field }) => field) : [];
    this.#traces.push({ line: row.line, leadId: id, outcome: changes ? 'merged' : 'unchanged', change, fields });
    return id;
  }

  /** Gives the lead the keys it did not hold; those. */
  #addKeys(standing: Standing, keys: readonly string[]): readonly string[] {
    const { id } = standing.lead;
    const missing = keys.filter((key) => !this.#holders(key).includes(id));
    for (const key of missing) this.#hold(key, [id]);
    standing.keys = [...standing.keys, ...missing];
    return missing;
  }

  #hold(key: string, by: readonly string[]): void {
    const others = this.#newHolders.get(key);
    this.#newHolders.set(key, others ? [...others, ...by] : by);
  }

  #review(leadId: string, { leadId: otherId, score, reasons }: Review): void {
    if (leadId !== otherId) this.#reviews.push({ leadId, otherId, score: Math.round(score * 1000), reasons });
  }

  #refuse(leadId: string, { values, otherEmails, otherPhones }: LeadDraft, { channel, evidence }: OptOut): void {
    const emails = [...(values.email ? [values.email] : []), ...otherEmails].map(mailboxOf);
    const phones = [...(values.phone ? [values.phone] : []), ...otherPhones];
    const targets: [Suppression['kind'], string][] = [];
    if (channel === 'email' || channel === 'all') for (const email of emails) targets.push(['address', email]);
    if (channel !== 'email') for (const phone of phones) targets.push(['phone', phone]);
    if (channel === 'all' || targets.length === 0) targets.push(['lead', leadId]);
    for (const [kind, value] of targets) {
      const keyHash = this.#engine.keyring.hash(kind, value);
      const origin = `import ${this.#wish.importId ?? this.#wish.source}`;
      const suppression = { keyHash, channel, kind, value, reason: evidence, origin, at: this.#now };
      this.#suppressions.push({ leadId, suppression });
    }
  }
}

/** What a person did by themselves, and can be proven, stands before what somebody else said of them. */
function isProven({ proof }: KeyedRow): boolean {
  return proof !== undefined;
}

/** Where it is known whom a row is about, whoever else it fits may be the same: a person looks at both. */
function reviewsOf(resolution: Resolution): readonly Review[] {
  if (resolution.verdict === 'new') return resolution.reviews;
  const { leadId, reasons, reviews } = resolution;
  return [{ leadId, score: 1, reasons }, ...reviews];
}

/** Keys that are ways to a person. */
const REACHES = /^[ep]:/;

const KIND_OF: Readonly<Record<string, KeyKind>> = { e: 'email', p: 'phone', x: 'external', n: 'person' };

function factsOf({ values, attributes, basis, basisAt }: LeadFacts): LeadFacts {
  return { values, attributes, basis, basisAt };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
