/**
 * Whose messages would have no words: each lead of a campaign to whom something may still come, with each template that may, tried by the
 * code that refuses it when it falls due. Owns the pages and the counts; what may come is `domain/sequence/to-come`. Writes nothing, sends
 * nothing.
 */
import { setImmediate } from 'node:timers/promises';
import { bookingUrl, bookingWords } from '../../domain/booking/words.ts';
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { MessageStep, Playbook, Sequence } from '../../domain/playbook/playbook.ts';
import type { Reason } from '../../domain/reason.ts';
import { stepIntentKey } from '../../domain/sequence/enrollment.ts';
import { messagesToCome } from '../../domain/sequence/to-come.ts';
import { wordingOf } from '../advance/advance.ts';
import type { PreflightItem } from '../campaigns.ts';
import { senderOf, unworded, variablesOf, type Worded } from '../deliver/envelope.ts';
import type { Engine } from '../engine.ts';
import type { RunningPlaybook } from '../playbooks.ts';
import type { ToCome, Workspace } from '../store-port.ts';

/** A fact that a step would print and that is not known of so many leads. */
export interface WordGap {
  readonly sequence: string;
  readonly step: string;
  readonly template: string;
  /** Reason code by which its messages are refused. */
  readonly code: string;
  /** The fact, `lead.company`; null = it is for another reason. */
  readonly missing: string | null;
  readonly leads: number;
}

/** A lead for whom a template has no words. */
export interface Wordless {
  readonly leadId: string;
  /** Or else the address; null = neither is known. */
  readonly name: string | null;
  readonly template: string;
  readonly code: string;
  readonly missing: string | null;
}

/** What the look came to. */
export interface WordsToCome {
  /** Leads that were looked at. */
  readonly looked: number;
  /** Of those, whom at least one message has no words for. */
  readonly leads: number;
  /** Templates that were tried on them. */
  readonly tried: number;
  /** Where words are missing, by how many leads; at most `LIMITS.wordGaps`. */
  readonly templates: readonly WordGap[];
  /** The first of them, by lead; at most `LIMITS.wordlessTold`. */
  readonly first: readonly Wordless[];
  /** Templates whose words tell what is looked up only when they fall due. */
  readonly later: readonly string[];
}

/** Leads nowhere, by its ending. Source: RFC 2606 §2. */
const NOWHERE = 'https://example.invalid/';
/** What words may name that is looked up for each message when it falls due. */
const TOLD_LATER = /\b(valuation|buyer)\.[a-z]/;
/** Missing facts that the line of a pre-flight names. */
const FACTS_SAID = 5;
/** That it first comes to a step. */
const FIRST_VISIT = 1;

/** How a look is watched and ended. */
export interface Watched {
  readonly signal: AbortSignal;
  progress(read: number): void;
}

/** Looks at all leads of a campaign, page by page; others have their turn between two pages. Errors: `signal`'s own, once it is aborted. */
export async function wordsToCome(
  engine: Engine,
  workspace: Workspace,
  campaign: Campaign,
  { signal, progress }: Watched,
): Promise<WordsToCome> {
  await engine.playbooks.refresh();
  const look = new Look(engine, workspace, campaign);
  let read = 0;
  for (let after: string | null = ''; after !== null; ) {
    signal.throwIfAborted();
    const page = { after, limit: LIMITS.toComePage };
    const found = await engine.store.campaigns.toCome(workspace.id, campaign.id, page);
    for (const lead of found.leads) look.at(lead);
    read += found.read;
    progress(read);
    after = found.last;
    await setImmediate();
  }
  return look.told();
}

/** The line of the pre-flight. It stops no launch: what has no words is refused by name when it falls due. */
export function wordsItem({ looked, leads, tried, templates, later }: WordsToCome): PreflightItem {
  const about = { check: 'words', blocks: false };
  const untried = later.length === 0 ? [] : [`told only when due, and not tried: ${later.join(', ')}`];
  if (leads === 0) {
    const seen = `${counted(looked, 'lead')} and ${counted(tried, 'template')} looked at: no fact is missing`;
    return { ...about, ok: true, says: [seen, ...untried].join('; ') };
  }
  const facts = [...new Set(templates.map(({ missing, code }) => missing ?? code))];
  const others = facts.length > FACTS_SAID ? ` and ${facts.length - FACTS_SAID} more` : '';
  const said = `${facts.slice(0, FACTS_SAID).join(', ')}${others}`;
  const lacking = number(new Set(templates.map(({ template }) => template)).size);
  const all = counted(tried, 'template');
  const whom = `of ${counted(looked, 'lead')}, ${number(leads)} would get no words of ${lacking} of ${all} (missing: ${said})`;
  return {
    ...about,
    ok: false,
    says: [whom, 'those are refused when they fall due, the others go', ...untried].join('; '),
  };
}

function counted(count: number, what: string): string {
  return `${number(count)} ${what}${count === 1 ? '' : 's'}`;
}

function number(count: number): string {
  return count.toLocaleString('en');
}

/** What is counted while leads are looked at, in bounded memory. */
class Look {
  readonly #engine: Engine;
  readonly #workspace: Workspace;
  readonly #campaign: Campaign;
  readonly #tried = new Set<string>();
  readonly #later = new Set<string>();
  readonly #gaps = new Map<string, WordGap>();
  readonly #first: Wordless[] = [];
  #looked = 0;
  #leads = 0;

  constructor(engine: Engine, workspace: Workspace, campaign: Campaign) {
    this.#engine = engine;
    this.#workspace = workspace;
    this.#campaign = campaign;
  }

  at(lead: ToCome): void {
    const { passage } = lead;
    const running = this.#engine.playbooks.get(passage?.playbookHash ?? this.#campaign.playbookHash);
    const sequence = running.playbook.sequences[passage?.sequence ?? lead.sequence ?? ''];
    // Of one that works accounts the words are of the account, which is looked at when its touchpoint is made.
    if (!sequence || sequence.account) {
      this.#leaveOut(sequence);
      return;
    }
    this.#looked++;
    const words = new WordsOf(this.#engine, this.#workspace, this.#campaign, { lead, running, sequence });
    let isWhole = true;
    for (const { step, template } of words.toCome()) {
      if (namesLater(running.playbook, template)) {
        this.#later.add(template);
        continue;
      }
      this.#tried.add(template);
      const refused = words.refused(step, template);
      if (refused === null) continue;
      isWhole = false;
      this.#note(words, { sequence: sequence.name, step: step.id, template }, refused);
    }
    if (!isWhole) this.#leads++;
  }

  told(): WordsToCome {
    const templates = [...this.#gaps.values()].sort((a, b) => b.leads - a.leads || (keyOf(a) < keyOf(b) ? -1 : 1));
    const later = [...this.#later].sort();
    return { looked: this.#looked, leads: this.#leads, tried: this.#tried.size, templates, first: this.#first, later };
  }

  #leaveOut(sequence: Sequence | undefined): void {
    for (const step of sequence?.steps ?? [])
      if ('variants' in step) for (const { template } of step.variants) this.#later.add(template);
  }

  #note({ leadId, name }: WordsOf, at: Pick<WordGap, 'sequence' | 'step' | 'template'>, { code, facts }: Reason): void {
    const missing = typeof facts?.variable === 'string' ? facts.variable : null;
    const gap = { ...at, code, missing, leads: 1 };
    const key = keyOf(gap);
    const known = this.#gaps.get(key);
    if (known || this.#gaps.size < LIMITS.wordGaps) this.#gaps.set(key, { ...gap, leads: (known?.leads ?? 0) + 1 });
    if (this.#first.length < LIMITS.wordlessTold)
      this.#first.push({ leadId, name, template: at.template, code, missing });
  }
}

function keyOf({ sequence, step, template, code, missing }: WordGap): string {
  return JSON.stringify([sequence, step, template, code, missing]);
}

function namesLater({ templates }: Playbook, name: string): boolean {
  const template = templates[name];
  if (template === undefined) return true;
  return TOLD_LATER.test(`${template.subject} ${template.text} ${template.html}`);
}

interface Of {
  readonly lead: ToCome;
  readonly running: RunningPlaybook;
  readonly sequence: Sequence;
}

/** The words of one lead: the facts are read once for all of its messages. */
class WordsOf {
  readonly leadId: string;
  readonly name: string | null;
  readonly #engine: Engine;
  readonly #of: Of;
  readonly #words: Omit<Worded, 'message'>;
  readonly #variables: ReturnType<typeof variablesOf>;
  readonly #campaignId: string;
  #hasText = false;

  constructor(engine: Engine, workspace: Workspace, campaign: Campaign, of: Of) {
    const { facts, leadId, passage } = of.lead;
    const { settings, course } = of.running.playbook;
    const booking = bookingWords(null, null, bookingUrl(settings.bookingLink, leadId));
    const words = { facts, campaign, workspace, classUrl: course ? NOWHERE : null, booking };
    const sender = senderOf({ campaign, workspace, message: { sender: '' } });
    this.#engine = engine;
    this.#of = of;
    this.#words = words;
    this.#variables = variablesOf(words, of.running, sender, NOWHERE);
    this.#campaignId = campaign.id;
    // Whoever is under way may have had a text already: what a first one says beside is left out of its length.
    this.#hasText = passage !== null;
    const { fullName, firstName, email } = this.#variables.lead;
    this.leadId = leadId;
    this.name = fullName ?? firstName ?? email;
  }

  /** Messages that may come, each in the wording that this lead would get. */
  toCome(): readonly { readonly step: MessageStep; readonly template: string }[] {
    const { lead, running, sequence } = this.#of;
    const { conditions } = running;
    const { email, phone } = this.#variables.lead;
    const ask = conditions.asking(sequence.name, lead.facts);
    const steps = messagesToCome({
      sequence,
      from: lead.passage?.step ?? null,
      has: (channel) => (channel === 'email' ? email : phone) !== null,
      condition: ({ id }) => (conditions.asksConversation(sequence.name, id) ? null : ask(id) === true),
    });
    const generation = lead.passage?.generation ?? 1;
    const of = { campaignId: this.#campaignId, leadId: this.leadId, generation, visit: FIRST_VISIT };
    return steps.map((step) => ({ step, template: wordingOf(step, of) }));
  }

  /** Why it is refused; null = it has words. */
  refused(step: MessageStep, template: string): Reason | null {
    const isFirst = step.kind === 'sms' && !this.#hasText;
    if (step.kind === 'sms') this.#hasText = true;
    const { hash: playbookHash } = this.#of.running.playbook;
    const intentKey = stepIntentKey('', step.id, FIRST_VISIT);
    const message = { id: '', intentKey, channel: step.kind, template, playbookHash, recipient: '', sender: '' };
    return unworded(this.#engine, { ...this.#words, message }, this.#variables, isFirst);
  }
}
