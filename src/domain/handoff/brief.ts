/**
 * What whoever takes a hand-off must know, as it was when the lead was given: who it is, why it is hot, what was said and done last.
 * Made once from the ledger and kept; its words are the same each time. Pure; bounded.
 */
import type { EventKind, LeadEvent } from '../event.ts';
import type { LeadValues } from '../lead/lead.ts';
import { LIMITS } from '../limits.ts';

/** A signal that is up, and what it is made of. */
export interface BriefSignal {
  readonly name: string;
  readonly points: number;
  readonly because: readonly { readonly kind: EventKind; readonly at: number; readonly points: number }[];
}

/** Something of the ledger, as a person reads it. */
export interface BriefEntry {
  readonly at: number;
  readonly what: string;
  /** What was said; null = nothing, or it is not known. */
  readonly text: string | null;
}

/** The brief. Times in epoch milliseconds. */
export interface Brief {
  readonly lead: Readonly<Partial<Record<BriefField, string>>>;
  readonly campaign: string;
  readonly tier: string | null;
  /** Hundredths, 0–100. */
  readonly score: number | null;
  readonly signals: readonly BriefSignal[];
  /** The latest of the ledger, the newest last. */
  readonly last: readonly BriefEntry[];
  /** Ways that the lead has refused. */
  readonly refused: readonly string[];
}

/** Fields of a lead that a brief holds. */
export const BRIEF_FIELDS = [
  ...(['firstName', 'lastName', 'fullName', 'email', 'phone', 'title', 'company', 'domain', 'website'] as const),
  ...(['industry', 'country', 'region', 'city', 'language', 'linkedinUrl'] as const),
] as const;
/** One of `BRIEF_FIELDS`. */
export type BriefField = (typeof BRIEF_FIELDS)[number];

/** What a brief is made from. */
export interface BriefFacts {
  readonly values: LeadValues;
  readonly campaign: string;
  readonly tier: string | null;
  readonly scoreMillionths: number | null;
  readonly signals: readonly BriefSignal[];
  readonly events: readonly LeadEvent[];
  readonly messages: readonly { readonly channel: string; readonly template: string; readonly sentAt: number | null }[];
  readonly refused: readonly string[];
}

/** Makes it. */
export function briefOf(facts: BriefFacts): Brief {
  const { campaign, tier, scoreMillionths, signals, refused } = facts;
  const cut = signals.map(({ because, ...signal }) => ({ ...signal, because: because.slice(-LIMITS.briefEntries) }));
  return {
    lead: fieldsOf(facts.values),
    campaign,
    tier,
    score: scoreMillionths === null ? null : Math.round(scoreMillionths / 10_000),
    signals: cut,
    last: lastOf(facts),
    refused: [...new Set(refused)].sort(),
  };
}

function fieldsOf(values: LeadValues): Brief['lead'] {
  const known = BRIEF_FIELDS.flatMap((field) => {
    const value = values[field];
    return value === null ? [] : [[field, value] as const];
  });
  return Object.fromEntries(known);
}

/** Messages that left and what came back, one story by time. */
function lastOf({ events, messages }: BriefFacts): readonly BriefEntry[] {
  const sent = messages.flatMap(({ channel, template, sentAt }) =>
    sentAt === null ? [] : [{ at: sentAt, what: `we sent “${template}” (${channel})`, text: null }],
  );
  const heard = events.map(({ at, kind, outcome, verdict, text }) => ({
    at,
    what: `${kind}${outcome === null ? '' : `: ${outcome}`}${verdict === 'machine' ? ' (by a machine)' : ''}`,
    text: text === null ? null : text.slice(0, LIMITS.briefTextCharacters),
  }));
  return [...sent, ...heard].sort((a, b) => a.at - b.at || (a.what < b.what ? -1 : 1)).slice(-LIMITS.briefEntries);
}

/** The name that people know the lead by; else the address or number. */
function nameOf({ lead }: Brief): string {
  const { fullName, firstName, lastName, email, phone } = lead;
  return fullName ?? ([firstName, lastName].filter(Boolean).join(' ') || email || phone || 'a lead without a name');
}

/** Who and where, in a line. */
export function headlineOf(brief: Brief): string {
  const { company, domain } = brief.lead;
  const at = company ?? domain;
  return at === undefined ? nameOf(brief) : `${nameOf(brief)}, ${at}`;
}

/** The brief in lines, for notes, chats and mails. No line names an id. */
export function linesOf(brief: Brief): string[] {
  return [...whoLines(brief), ...whyLines(brief), ...lastLines(brief)];
}

function whoLines({ lead, campaign, tier, score, refused }: Brief): string[] {
  const { email, phone, title, company, country } = lead;
  const who = [title, company, country].filter((one) => one !== undefined).join(', ');
  return [
    ...(who === '' ? [] : [`Who: ${who}`]),
    ...(email === undefined ? [] : [`E-mail: ${email}`]),
    ...(phone === undefined ? [] : [`Phone: ${phone}`]),
    `Campaign: ${campaign}${tier === null ? '' : `; ${tier}${score === null ? '' : `, score ${score} of 100`}`}`,
    ...(refused.length === 0 ? [] : [`Do not contact by: ${refused.join(', ')}`]),
  ];
}

function whyLines({ signals }: Brief): string[] {
  return signals.flatMap(({ name, points, because }) => [
    `Why: signal “${name}”, ${points} points`,
    ...because.map(({ kind, at, points: earned }) => `  ${iso(at)} ${kind}, ${earned} points`),
  ]);
}

function lastLines({ last }: Brief): string[] {
  if (last.length === 0) return [];
  return [
    'Lately:',
    ...last.map(({ at, what, text }) => `  ${iso(at)} ${what}${text === null ? '' : ` – “${oneLine(text)}”`}`),
  ];
}

/** To the minute, UTC. */
function iso(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 16).replace('T', ' ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
