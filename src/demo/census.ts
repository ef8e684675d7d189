/**
 * Everybody once, after the assessment: what speaks against each address, who is in which tier, why somebody is left out, and
 * three people whose story is told at the end. Counts what the engine stored; decides nothing.
 */
import type { Tier } from '../domain/campaign/campaign.ts';
import type { Lead } from '../domain/lead/lead.ts';
import { type Reason, reasonText } from '../domain/reason.ts';
import { judgeAddress } from '../domain/verify/judge.ts';
import type { Engine } from '../engine/engine.ts';

/** What is asked of everybody, counted. */
export interface Census {
  readonly leads: number;
  /** Leads by what was found of their address, in words. */
  readonly addresses: Readonly<Record<string, number>>;
  /** By tier: leads, and those whose `y` is yes; null where the file has no such column. */
  readonly tiers: Readonly<Record<Tier, { readonly leads: number; readonly saidYes: number | null }>>;
  /** Leads that get nothing, by the reason in words. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Ids of leads to be told about: the best of each kind. */
  readonly picks: Readonly<Record<Pick, string | null>>;
}

/** Of what kind a told person is: written to, rejected, or waiting for a person’s word. */
export type Pick = 'sent' | 'refused' | 'review';

/** Leads looked at, at most; the first ones of the workspace. */
export const CENSUS_LEADS = 5_000;
const PAGE = 500;
/** Found of nearly every address, and of no use in a summary. */
const DULL = new Set(['dns-not-asked', 'mailbox-not-checked', 'free-mail']);
/** What the Bank Marketing set calls its outcome. */
const OUTCOME = 'y';

/** Looks at the first `CENSUS_LEADS` leads of a workspace, as one campaign sees them. */
export async function takeCensus(engine: Engine, workspaceId: string, campaignId: string): Promise<Census> {
  const counts = new Counting(campaignId);
  let after: string | null = null;
  while (counts.leads < CENSUS_LEADS) {
    const page: Lead[] = await engine.store.leads.list({ workspaceId, after, limit: PAGE });
    for (const lead of page) await counts.add(engine, lead);
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) break;
  }
  return counts.census();
}

class Counting {
  leads = 0;
  readonly #campaignId: string;
  readonly #addresses: Record<string, number> = {};
  readonly #leftOut: Record<string, number> = {};
  readonly #tiers: Record<Tier, { leads: number; saidYes: number }> = {
    hot: { leads: 0, saidYes: 0 },
    warm: { leads: 0, saidYes: 0 },
    cool: { leads: 0, saidYes: 0 },
    cold: { leads: 0, saidYes: 0 },
  };
  readonly #best: Partial<Record<Pick, { readonly score: number; readonly leadId: string }>> = {};
  #hasOutcome = false;

  constructor(campaignId: string) {
    this.#campaignId = campaignId;
  }

  async add(engine: Engine, lead: Lead): Promise<void> {
    this.leads += 1;
    raise(this.#addresses, addressFinding(lead));
    const story = await engine.store.leads.story(lead.workspaceId, lead.id, engine.suppressionKeys);
    const member = story?.memberships.find(({ campaign }) => campaign.id === this.#campaignId)?.member;
    if (!story || !member) return;
    const tier = this.#tiers[member.tier];
    tier.leads += 1;
    if (lead.attributes[OUTCOME] !== undefined) this.#hasOutcome = true;
    if (lead.attributes[OUTCOME] === 'yes') tier.saidYes += 1;
    if (member.stage !== 'ready') {
      const decision = story.decisions.find(({ id }) => id === member.decisionId);
      raise(this.#leftOut, inWords(decision?.reasons[0] ?? { code: member.reasonCode }));
    }
    const kind = KINDS[member.stage];
    if (kind && member.scoreMillionths > (this.#best[kind]?.score ?? -1))
      this.#best[kind] = { score: member.scoreMillionths, leadId: lead.id };
  }

  census(): Census {
    const tiers = Object.entries(this.#tiers).map(([tier, { leads, saidYes }]) => [
      tier,
      { leads, saidYes: this.#hasOutcome ? saidYes : null },
    ]);
    const pick = (kind: Pick) => this.#best[kind]?.leadId ?? null;
    return {
      leads: this.leads,
      addresses: this.#addresses,
      tiers: Object.fromEntries(tiers) as Census['tiers'],
      leftOut: this.#leftOut,
      picks: { sent: pick('sent'), refused: pick('refused'), review: pick('review') },
    };
  }
}

const KINDS: Readonly<Partial<Record<string, Pick>>> = { ready: 'sent', rejected: 'refused', review: 'review' };

function raise(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** The worst that is known of a lead's address without asking anybody. */
function addressFinding({ values, attributes }: Lead): string {
  if (values.email === null)
    return attributes.invalidEmail === undefined ? 'There is no e-mail address.' : reasonText('unusable-email').says;
  const { reasons } = judgeAddress(values.email, null);
  const telling = reasons.map(({ code }) => code).filter((code) => !DULL.has(code));
  const worst = telling.find((code) => code !== 'reserved-domain') ?? telling[0];
  return worst === undefined
    ? 'Nothing speaks against it; the mailbox itself was not checked.'
    : reasonText(worst).says;
}

/** A reason as one sentence, with what makes it particular. */
function inWords({ code, facts }: Reason): string {
  if (code === 'playbook-rule') return `A rule of the playbook: ${String(facts?.rule)}.`;
  return reasonText(code).says;
}
