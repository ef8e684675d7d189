/**
 * A sequence as stages and the ways between them, made from the definition that runs: what is drawn cannot differ from what happens.
 * Owns what is shown; how it looks is `mermaid.ts` and `svg.ts`.
 */
import type { AccountPlan, ConflictKind } from '../../account/plan.ts';
import type { Sequence, Step } from '../playbook.ts';

/** act: something is done · ask: the way parts · end: it is over. */
export type StageShape = 'act' | 'ask' | 'end';

/** One stage. `lines`: what is written in it, the first being its name. */
export interface Stage {
  readonly id: string;
  readonly shape: StageShape;
  readonly lines: readonly string[];
}

/** A way from one stage to another; `says` empty = it is the only one. */
export interface Way {
  readonly from: string;
  readonly to: string;
  readonly says: string;
}

/** A drawing to be. */
export interface Graph {
  readonly title: string;
  readonly stages: readonly Stage[];
  readonly ways: readonly Way[];
}

const END = 'end';

/** The drawing of a sequence: of an account its nine stages, of a lead its steps. */
export function graphOf(sequence: Sequence): Graph {
  const { account } = sequence;
  return account ? accountGraph(sequence, account) : leadGraph(sequence);
}

function leadGraph({ title, steps, reactions, minGapHours }: Sequence): Graph {
  const exits = [...new Set(reactions.filter(({ action }) => action.kind === 'stop').map(({ on }) => on))];
  const over = exits.length === 0 ? [] : [`also at once: ${exits.join(', ')}`];
  const last: Stage = { id: END, shape: 'end', lines: ['Over', ...over, `messages ${minGapHours} h apart or more`] };
  return {
    title,
    stages: [...steps.map(stageOf), last],
    ways: steps.flatMap((step, i) => waysFrom(step, steps[i + 1]?.id ?? END)),
  };
}

function stageOf(step: Step): Stage {
  const when = step.when === null || step.kind === 'branch' ? [] : [`if ${step.when}`];
  const lines = [`Day ${step.day}: ${step.kind}`, ...wordsOf(step), ...when];
  return { id: step.id, shape: step.kind === 'branch' || step.kind === 'goal' ? 'ask' : 'act', lines };
}

function wordsOf(step: Step): readonly string[] {
  switch (step.kind) {
    case 'email':
    case 'sms':
    case 'voice':
      return [step.variants.map(({ template }) => template).join(' or ')];
    case 'task':
      return [step.title];
    case 'branch':
      return [step.when ?? ''];
    case 'hand-off':
      return [`to ${step.to}`];
    default:
      return step.id.startsWith(step.kind) ? [] : [step.id];
  }
}

function waysFrom(step: Step, next: string): readonly Way[] {
  const from = step.id;
  switch (step.kind) {
    case 'branch':
      return [
        { from, to: step.then, says: 'yes' },
        { from, to: step.otherwise, says: 'no' },
      ];
    case 'task':
      return step.outcomes.length === 0
        ? [{ from, to: next, says: '' }]
        : step.outcomes.map((to) => ({ from, to, says: to }));
    case 'goal':
      return [{ from, to: END, says: 'reached' }, ...(next === END ? [] : [{ from, to: next, says: 'not yet' }])];
    case 'sms':
    case 'voice':
      return [
        { from, to: next, says: '' },
        ...(step.otherwise === null || step.otherwise === next
          ? []
          : [{ from, to: step.otherwise, says: 'may not be reached by phone' }]),
      ];
    default:
      return [{ from, to: next, says: '' }];
  }
}

function accountGraph({ title, steps, window }: Sequence, plan: AccountPlan): Graph {
  return { title, stages: accountStages(steps, window.fallbackZone, plan), ways: ACCOUNT_WAYS };
}

/** The nine stages of an account, each with what the plan says of it. */
function accountStages(steps: readonly Step[], zone: string, plan: AccountPlan): readonly Stage[] {
  const { touchpoints, gapDays, ways, triesPerWay, firstContactTouches, activeContacts, answerHours } = plan;
  const named = (ids: readonly string[]) => ids.filter((id) => steps.some((step) => step.id === id)).join(', ');
  const colleagues = named(plan.colleague);
  return [
    { id: 'initialize', shape: 'act', lines: ['Begin', 'one campaign per account', `where no zone is known: ${zone}`] },
    { id: 'check', shape: 'ask', lines: ['Check conflicts', ...policyLines(plan.conflicts)] },
    {
      id: 'contact',
      shape: 'act',
      lines: [
        'Select contact',
        `first ${firstContactTouches}: highest title, then colleagues`,
        `${activeContacts} active at most`,
        `a colleague ${plan.colleagueAfterDays} days after`,
      ],
    },
    { id: 'channel', shape: 'act', lines: ['Select channel', ways.join(' → '), `${triesPerWay} tries each`] },
    {
      id: 'message',
      shape: 'act',
      lines: ['Make message', named(plan.contact), ...(colleagues === '' ? [] : [`colleagues: ${colleagues}`])],
    },
    { id: 'touch', shape: 'act', lines: ['Make touchpoint', 'conflicts are asked for again as it leaves'] },
    { id: 'evaluate', shape: 'ask', lines: ['Evaluate response', `${answerHours} h to answer`] },
    { id: 'schedule', shape: 'act', lines: ['Schedule next', `gaps ${gapDays.join(', ')} days, the last repeats`] },
    { id: 'complete', shape: 'end', lines: ['Complete', `${touchpoints} touchpoints, or closed by a person`] },
  ];
}

/** Kinds by what they lead to. */
function policyLines(conflicts: AccountPlan['conflicts']): readonly string[] {
  const byPolicy = Map.groupBy(Object.keys(conflicts) as ConflictKind[], (kind) => conflicts[kind]);
  return [...byPolicy].map(([policy, kinds]) => `${policy}: ${kinds.join(', ')}`);
}

const ACCOUNT_WAYS: readonly Way[] = [
  { from: 'initialize', to: 'check', says: '' },
  { from: 'check', to: 'contact', says: 'goes on' },
  { from: 'check', to: 'complete', says: 'paused, until a person resumes or closes it' },
  { from: 'contact', to: 'channel', says: '' },
  { from: 'channel', to: 'message', says: '' },
  { from: 'message', to: 'touch', says: '' },
  { from: 'touch', to: 'evaluate', says: '' },
  { from: 'evaluate', to: 'schedule', says: 'no answer, touchpoints left' },
  { from: 'evaluate', to: 'complete', says: 'the last one' },
  { from: 'schedule', to: 'check', says: 'the gap is over' },
];
