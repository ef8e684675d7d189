/**
 * What a keyword of a text comes to beyond what it ends: its confirmation, and what START lifts (directives/keyword-answer.md). Pure. Owns
 * whether a keyword is answered, in which words, and what may keep the answer back; that it is one message is its intent key's.
 */
import { type FoundSuppression, isSuppressed, type SuppressionKey } from '../consent/suppression.ts';
import type { Message } from '../message.ts';
import type { Reason } from '../reason.ts';
import data from './data/keywords.json' with { type: 'json' };
import type { Keyword } from './keyword.ts';

/** Why a refusal stands that a STOP made which was the whole text: START lifts it, and no other. */
export const STOP_KEYWORD = 'stop-keyword';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** How soon STOP must be confirmed. */
export const CONFIRMED_WITHIN_MS = 5 * MINUTE_MS;
/**
 * How soon an answer must leave. Why: a confirmation within five minutes is taken to be what the person agreed to; a later one would have to be
 * justified. Who asks for help, or comes back, waits for the answer.
 * Source: 47 CFR 64.1200(a)(12).
 */
const WITHIN_MS: Readonly<Record<Keyword, number>> = {
  stop: CONFIRMED_WITHIN_MS,
  start: 60 * MINUTE_MS,
  help: 60 * MINUTE_MS,
};
/** Two machines must not ask each other for help for ever. */
const HELPS_A_DAY = 5;
/** Texts that come closer together may have been written the other way round: the no stands. */
const ORDER_IS_SURE_MS = 10_000;
const SPANISH: ReadonlySet<string> = new Set(data.spanish);

/** The keyword that an event was read as; null = it was none. */
export function keywordIn(why: readonly Reason[] | null | undefined): Keyword | null {
  const told = why?.find(({ code }) => code === 'reply-keyword')?.facts?.intent;
  return told === 'stop' || told === 'start' || told === 'help' ? told : null;
}

/** An answer that was given to this person before. */
export interface Answered {
  readonly keyword: Keyword;
  /** Epoch milliseconds, UTC. */
  readonly at: number;
}

/**
 * Whether a keyword is answered. Not where it comes too late, and not where the same is answered already: STOP and START again within a day with
 * nothing else between, HELP so often within a day. `before`: latest first.
 */
export function isAnswered(keyword: Keyword, saidAt: number, now: number, before: readonly Answered[]): boolean {
  if (isLate(keyword, saidAt, now)) return false;
  const today = before.filter(({ at }) => now - at < DAY_MS);
  if (keyword === 'help') return today.filter((one) => one.keyword === 'help').length < HELPS_A_DAY;
  return today.find((one) => one.keyword !== 'help')?.keyword !== keyword;
}

function isLate(keyword: Keyword, saidAt: number, now: number): boolean {
  return now - saidAt > WITHIN_MS[keyword];
}

/** In whose name it is answered, and where else they can be asked. */
export interface Answerer {
  readonly brand: string;
  /** E-mail address; empty = none is known. */
  readonly contact: string;
}

type Language = 'en' | 'es';
type Words = (by: Answerer) => string;

/** Source: CTIA Messaging Principles and Best Practices (2023), 5.1.3: one confirmation, naming the sender; HELP says who and how to stop. */
const WORDS: Readonly<Record<Language, Readonly<Record<Keyword, Words>>>> = {
  en: {
    stop: () => 'You are unsubscribed: no more texts or calls from us. Reply START to get texts again.',
    start: () => 'You get our texts again. Reply STOP to opt out, HELP for help.',
    help: ({ contact }) =>
      `${contact === '' ? '' : `For help write to ${contact}. `}Reply STOP to opt out. Msg & data rates may apply.`,
  },
  es: {
    stop: () =>
      'Le hemos dado de baja: no le escribiremos ni llamaremos. Responda START para recibir mensajes otra vez.',
    start: () => 'Vuelve a recibir nuestros mensajes. Responda STOP para darse de baja, HELP para ayuda.',
    help: ({ contact }) =>
      `${contact === '' ? '' : `Para ayuda escriba a ${contact}. `}Responda STOP para darse de baja. Pueden aplicarse tarifas.`,
  },
};

/** What is answered, and in which language. */
export interface KeywordAnswer {
  readonly keyword: Keyword;
  readonly language: Language;
}

/** The answer's language: that of the word they wrote, else the lead's own. */
export function languageOfAnswer(word: string, lead: string | null): Language {
  const bare = word.toLowerCase().replace(/[^a-z]/g, '');
  return SPANISH.has(bare) || lead === 'es' ? 'es' : 'en';
}

/** The words. */
export function keywordWords({ keyword, language }: KeywordAnswer, by: Answerer): string {
  const words = WORDS[language][keyword](by);
  return by.brand === '' ? words : `${by.brand}: ${words}`;
}

const TEMPLATE = /^keyword:(stop|start|help):(en|es)$/;

/** The place of a template in a message that is such an answer: no playbook’s template is named so. */
export function templateOfAnswer({ keyword, language }: KeywordAnswer): string {
  return `keyword:${keyword}:${language}`;
}

/** What a message answers; null = it is no answer to a keyword. */
export function keywordAnswerOf({ template }: Pick<Message, 'template'>): KeywordAnswer | null {
  const [, keyword, language] = TEMPLATE.exec(template) ?? [];
  return keyword === undefined ? null : { keyword: keyword as Keyword, language: language as Language };
}

/** Before each intent key of such an answer. */
export const KEYWORD_INTENT = 'system:keyword-';

/** The intent key: one message by event, for ever. */
export function keywordIntent(keyword: Keyword, eventId: string): string {
  return `${KEYWORD_INTENT}${keyword}:${eventId}`;
}

/** The keyword that an intent key answers; null = it is of something else. */
export function keywordOfIntent(intentKey: string): Keyword | null {
  const [, keyword] = /^system:keyword-(stop|start|help):/.exec(intentKey) ?? [];
  return (keyword as Keyword | undefined) ?? null;
}

/** Whom an answer goes to and what stands against them. */
export interface Leaving {
  readonly saidAt: number;
  readonly now: number;
  readonly keys: readonly SuppressionKey[];
  readonly refusals: readonly FoundSuppression[];
}

/**
 * Why an answer may not leave; null = it may. STOP is confirmed, and HELP answered, although the person has refused texts themselves; what others
 * decided (a list of the instance, a company, everybody) stands. Who is still refused after START is not told that texts come again.
 */
export function answerBarred(keyword: Keyword, { saidAt, now, keys, refusals }: Leaving): Reason | null {
  if (isLate(keyword, saidAt, now)) return { code: 'keyword-answer-late', facts: { keyword } };
  const counts = keyword === 'start' ? refusals : refusals.filter((one) => !isOwn(one));
  const found = isSuppressed(keys, counts, 'sms');
  return found && { code: 'suppressed', facts: { kind: found.kind, channel: found.channel, because: found.reason } };
}

const OWN_KINDS: ReadonlySet<FoundSuppression['kind']> = new Set(['phone', 'lead']);

function isOwn({ kind, list }: FoundSuppression): boolean {
  return OWN_KINDS.has(kind) && list !== 'instance';
}

/** Refusals by STOP that were told before this, epoch ms, are lifted by a START that was told then. */
export function liftedBefore(saidAt: number): number {
  return saidAt - ORDER_IS_SURE_MS;
}
