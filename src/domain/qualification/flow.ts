/**
 * A conversation that qualifies: state and what somebody writes give the next state, what is said next, and why. Pure, so that it goes
 * on after days as if no time had passed. Owns the order of what is looked at; the words are the playbook's.
 */
import { readReply } from '../conversation/intent.ts';
import type { ReplyIntent } from '../conversation/reply-intent.ts';
import { LIMITS } from '../limits.ts';
import type { Reason } from '../reason.ts';
import { isBareAssent, isVague, qualityOf } from './answers.ts';
import { type BuyerStep, fitOf, stepIn } from './buyer/steps.ts';
import { type FlowMode, type FlowName, type Question, questionsOf, readingsOf } from './questions.ts';
import { breakerFor, type Stall, stallIn } from './stalls.ts';
import { type Transfer, transferFrom } from './transfer.ts';
import { type Answers, buyerVerdict, sellerVerdict, type Verdict } from './verdict.ts';
import { languageIn } from './words.ts';

/** How a conversation ended. */
export type FlowEnd = 'qualified' | 'exhausted' | 'declined' | 'person';

/** Where a conversation stands. */
export interface FlowState {
  readonly flow: FlowName;
  /** Two letters; follows the person. */
  readonly language: string;
  /** The question that was asked last; null = none yet. */
  readonly asked: string | null;
  readonly answers: Answers;
  /** Answers in a row that said nothing. */
  readonly vague: number;
  /** What was said to stalls so far. */
  readonly stalls: readonly Stall[];
  readonly transfers: readonly Transfer[];
  /** What the person wrote, oldest first. */
  readonly said: readonly string[];
  /** Null = it goes on. */
  readonly over: FlowEnd | null;
}

/** Why a person is asked to look. Those of a buyer's way to a home: a showing, an offer, anything after it. */
export type HandOffWhy = 'hot' | 'qualified' | 'exhausted' | 'asks' | 'person' | 'showing' | 'offer' | 'step';

/** What follows. There is always a next step: something is said, or a person takes over. */
export interface FlowDecision {
  readonly state: FlowState;
  /** What is said, by name: `ask-price`; null = nothing: a machine wrote, a refusal is honoured, or a person has the conversation. */
  readonly say: string | null;
  /** Why a person is asked to look; null = nobody is. */
  readonly handOff: HandOffWhy | null;
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
}

/** How a playbook wants it. */
export interface FlowRules {
  readonly flow: FlowName;
  readonly mode: FlowMode;
  /** Attributes whose words count as said by the lead before the conversation, those of a form; absent = none. */
  readonly told?: readonly string[];
}

const ENDED = {
  qualified: 'bot-answered',
  exhausted: 'bot-exhausted',
  declined: 'bot-declined',
  person: 'bot-person',
} as const;

/** Vague answers in a row: so many and the offer is taken away; so many and a person takes over. */
const VAGUE = { takeAway: 2, exhausted: 5 } as const;
const STALLS_MOST = 3;

/** A conversation that has not begun. `language`: of the lead where it is known. */
export function flowStart(flow: FlowName, language = 'en'): FlowState {
  return { flow, language, asked: null, answers: {}, vague: 0, stalls: [], transfers: [], said: [], over: null };
}

/** What follows from what somebody writes at `at`, epoch ms. */
export function flowTurn({ mode }: FlowRules, before: FlowState, text: string, at: number): FlowDecision {
  const said = [...before.said, text].slice(-LIMITS.conversationAnswers);
  const state = { ...before, said, language: languageIn(text, before.language) };
  const { intent } = readReply(text);
  if (before.over !== null) return afterwards(state, mode, text, intent);
  if (intent === 'opt-out') return silent(state, mode, 'bot-opt-out', null);
  if (intent === 'out-of-office') return silent(state, mode, 'bot-out-of-office', null);
  const moved = transferFrom(state.flow, text, before.said, state.transfers, at);
  const now = moved === null ? state : transferred(state, moved.to, at);
  const isNo = intent === 'not-interested' || intent === 'wrong-person';
  const read = answered(now, mode, text, isNo && !isBareAssent(text));
  const step = moved === null && !isNo ? onTheirWay(read, mode, text) : null;
  if (step !== null) return step;
  const isAnswer = read.fresh.length > 0;
  if (!isAnswer && isNo) return ended(read.state, mode, 'declined', 'close');
  if (moved !== null || isAnswer || before.asked === null) {
    const first = before.asked === null && !isAnswer && text.includes('?') && moved === null;
    return first ? asksUs(read.state, mode) : goOn(read.state, mode, moved?.reasons ?? [answeredWith(read.fresh)]);
  }
  return unanswered(read.state, mode, text);
}

/** Of what is over a person reads on; a buyer who is qualified is still led from step to step. */
function afterwards(state: FlowState, mode: FlowMode, text: string, intent: ReplyIntent): FlowDecision {
  const isLed = state.over === 'qualified' && !NO_STEP.has(intent);
  const step = isLed ? onTheirWay(answered(state, mode, text, false), mode, text) : null;
  return step ?? silent(state, mode, 'bot-over', 'person');
}

const NO_STEP: ReadonlySet<ReplyIntent> = new Set(['opt-out', 'out-of-office', 'not-interested', 'wrong-person']);

/** A step of somebody who buys, or their answer to what it brought up; null = the text is of neither. The open question waits. */
function onTheirWay({ state, fresh }: Read, mode: FlowMode, text: string): FlowDecision | null {
  if (state.flow !== 'buyer') return null;
  const { fit } = state.answers;
  if (fresh.includes('fit') && fit !== undefined) return fitted(state, mode, Number(fit.value));
  const named = fresh.includes('showing');
  const step = stepIn(text, state.over === 'qualified');
  if (step !== null && !(named && step === 'showing')) return stepTaken(state, mode, step);
  if (!named) return null;
  const { code, facts } = { code: 'bot-step', facts: { step: 'showing' } };
  const next = state.over === null ? goOn(state, mode, [{ code, facts }]) : null;
  return next?.state.over === null
    ? { ...next, handOff: 'showing' }
    : toldPerson({ ...state, asked: null }, mode, { say: 'showing-noted', handOff: 'showing', code, facts });
}

function stepTaken(before: FlowState, mode: FlowMode, step: BuyerStep): FlowDecision {
  const state = withoutWords(before);
  const on = { code: 'bot-step', facts: { step } };
  if (step === 'showing')
    return toldPerson({ ...state, asked: 'showing' }, mode, { ...on, say: 'ask-showing', handOff: 'showing' });
  if (step === 'seen') return toldPerson({ ...state, asked: 'fit' }, mode, { ...on, say: 'ask-fit', handOff: null });
  const handOff = step === 'offer' ? 'offer' : 'step';
  return toldPerson({ ...state, asked: null }, mode, { ...on, say: `step-${step}`, handOff });
}

/** Words that were taken for an answer only because they came after its question speak of a step. */
function withoutWords(state: FlowState): FlowState {
  const answer = state.asked === null ? undefined : state.answers[state.asked];
  if (answer === undefined || answer.value !== state.said.at(-1)?.trim()) return state;
  const answers = Object.entries(state.answers).filter(([id]) => id !== state.asked);
  return { ...state, answers: Object.fromEntries(answers) };
}

function fitted(state: FlowState, mode: FlowMode, number: number): FlowDecision {
  const fit = fitOf(number);
  const on = { code: 'bot-fit', facts: { number, fit } };
  return toldPerson({ ...state, asked: null }, mode, {
    ...{ ...on, say: `fit-${fit}`, handOff: fit === 'high' ? 'offer' : 'step' },
  });
}

interface Told extends Reason {
  readonly say: string;
  readonly handOff: HandOffWhy | null;
}

function toldPerson(state: FlowState, mode: FlowMode, { say, handOff, ...reason }: Told): FlowDecision {
  return { state: { ...state, vague: 0 }, say, handOff, verdict: verdictOf(state, mode), reasons: [reason] };
}

function transferred(state: FlowState, to: FlowName, at: number): FlowState {
  const transfers = [...state.transfers, { from: state.flow, to, at }];
  return { ...state, flow: to, asked: null, vague: 0, stalls: [], transfers };
}

interface Read {
  readonly state: FlowState;
  /** Questions that were answered just now. */
  readonly fresh: readonly string[];
}

/** Whatever questions a text answers; one that was answered before is answered anew only where it was asked. */
function answered(state: FlowState, mode: FlowMode, text: string, isRefusal: boolean): Read {
  const isFree = !isRefusal && stallIn(text) === null && !text.includes('?');
  const found = readingsOf(state.flow, mode).flatMap((question) => readBy(question, state, text, isFree));
  const answers = { ...state.answers, ...Object.fromEntries(found) };
  return { state: { ...state, answers }, fresh: found.map(([id]) => id) };
}

function readBy({ id, reads }: Question, { asked, answers }: FlowState, text: string, isFree: boolean) {
  if (answers[id] !== undefined && asked !== id) return [];
  const value = reads(text, asked === id && isFree);
  return value === null ? [] : [[id, { value, text, quality: qualityOf(text) }] as const];
}

function answeredWith(fresh: readonly string[]): Reason {
  return { code: 'bot-answered', facts: { questions: fresh.join(', ') } };
}

/** The next question, or the end where all are answered. */
function goOn(state: FlowState, mode: FlowMode, reasons: readonly Reason[]): FlowDecision {
  const next = questionsOf(state.flow, mode).find(({ id }) => state.answers[id] === undefined);
  const verdict = verdictOf(state, mode);
  if (next === undefined) {
    const hot = verdict.temperature === 'hot';
    const say = hot ? 'done-hot' : 'done';
    return {
      state: { ...state, asked: null, over: 'qualified' },
      say,
      handOff: hot ? 'hot' : 'qualified',
      verdict,
      reasons,
    };
  }
  return { state: { ...state, asked: next.id, vague: 0 }, say: `ask-${next.id}`, handOff: null, verdict, reasons };
}

/** The question that was asked stands: a stall, a question to us, or words that say nothing. */
function unanswered(state: FlowState, mode: FlowMode, text: string): FlowDecision {
  const stall = stallIn(text);
  if (stall !== null) return stalled(state, mode, stall);
  if (text.includes('?')) return asksUs(state, mode);
  const vague = state.vague + 1;
  if (vague >= VAGUE.exhausted) return ended({ ...state, vague }, mode, 'exhausted', 'close');
  const say = vague >= VAGUE.takeAway ? 'take-away' : `ask-${state.asked}`;
  const code = isVague(text) ? 'bot-vague' : 'bot-not-understood';
  return {
    state: { ...state, vague },
    say,
    handOff: null,
    verdict: verdictOf(state, mode),
    reasons: [{ code, facts: { vague } }],
  };
}

function stalled(state: FlowState, mode: FlowMode, stall: Stall): FlowDecision {
  if (state.stalls.length >= STALLS_MOST) return ended(state, mode, 'person', 'close');
  const breaker = breakerFor(stall, state.stalls);
  const reasons = [{ code: 'bot-stall', facts: { stall, breaker } }];
  const stalls = [...state.stalls, breaker];
  return {
    state: { ...state, stalls },
    say: `stall-${breaker}`,
    handOff: null,
    verdict: verdictOf(state, mode),
    reasons,
  };
}

/** Nothing is made up: a person answers, and the conversation waits at its question. */
function asksUs(state: FlowState, mode: FlowMode): FlowDecision {
  return {
    state,
    say: 'person-answers',
    handOff: 'asks',
    verdict: verdictOf(state, mode),
    reasons: [{ code: 'bot-asked' }],
  };
}

function ended(state: FlowState, mode: FlowMode, over: FlowEnd, say: string): FlowDecision {
  const handOff = over === 'declined' || over === 'qualified' ? null : over;
  const reasons = [{ code: ENDED[over] }];
  return { state: { ...state, over }, say, handOff, verdict: verdictOf(state, mode), reasons };
}

function silent(state: FlowState, mode: FlowMode, code: string, handOff: 'person' | null): FlowDecision {
  return { state, say: null, handOff, verdict: verdictOf(state, mode), reasons: [{ code }] };
}

function verdictOf({ flow, answers, said }: FlowState, mode: FlowMode): Verdict {
  return flow === 'seller' ? sellerVerdict(answers, mode) : buyerVerdict(answers, said);
}

/** A conversation worked out from all that was said, oldest first; null = nobody has said anything. */
export function flowOf(
  rules: FlowRules,
  turns: readonly { readonly text: string; readonly at: number }[],
): FlowDecision | null {
  let decision: FlowDecision | null = null;
  let state = flowStart(rules.flow);
  for (const { text, at } of turns) {
    decision = flowTurn(rules, state, text, at);
    state = decision.state;
  }
  return decision;
}
