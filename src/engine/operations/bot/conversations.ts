/** Operations on conversations: what was understood of each line, what was said to it, and why, worked out anew. */
import { z } from 'zod';
import { factsFrom } from '../../../domain/facts/facts.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { LoanTerms } from '../../../domain/qualification/buyer/affordability.ts';
import { buyerIntentOf } from '../../../domain/qualification/buyer/intent.ts';
import { meansIn } from '../../../domain/qualification/buyer/means.ts';
import { homeByMonth, loanTermsOf } from '../../../domain/qualification/buyer/words.ts';
import { flowStart, flowTurn } from '../../../domain/qualification/flow.ts';
import { questionsOf } from '../../../domain/qualification/questions.ts';
import { STALLS } from '../../../domain/qualification/stalls.ts';
import type { Standing } from '../../../domain/qualification/standing.ts';
import type { Reason } from '../../../domain/reason.ts';
import { linesOf, standingIn } from '../../advance/standing.ts';
import { writtenUntil } from '../../bot/buyer-words.ts';
import { spoken } from '../../explain.ts';

import { campaignOfLead, campaignOfLeadRef, leadIdOf, leadRef } from '../find.ts';
import { operation, Refusal } from '../operation.ts';

const score = z.object({
  score: z.number().nullable(),
  label: z.string().nullable(),
  parts: z.record(z.string(), z.number()).describe('what it is added up from, as far as it is known'),
});
const turn = z.object({
  at: z.string(),
  text: z.string(),
  say: z.string().nullable(),
  temperature: z.string(),
  why: z.array(z.string()),
});

const buyer = z.object({
  next: z.enum(['budget', 'timeline', 'preferences', 'decision', 'search']).describe('what is worth asking next'),
  action: z.enum(['tour', 'updates', 'education', 'requalify']).describe('what to do next'),
  actionDue: z.string(),
  step: z.string().nullable().describe('the furthest step to a home that they spoke of'),
  persona: z.string().nullable(),
  month: z
    .object({ price: z.number(), down: z.number(), loan: z.number(), total: z.number() })
    .nullable()
    .describe('what their budget costs a month; null = they named none'),
  affordable: z.number().nullable().describe('up to which price their income goes; null = they named none'),
});

/** `conversation show`: how a lead is being qualified. */
export const conversationShow = operation({
  noun: 'conversation',
  verb: 'show',
  command: 'conversation show',
  summary: 'What a lead answered, what was said to each line and why, and how ready they are',
  kind: 'query',
  input: z.strictObject({ lead: leadRef, campaign: campaignOfLeadRef }),
  output: z.object({
    flow: z.string(),
    language: z.string(),
    over: z.string().nullable(),
    answers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    asked: z.string().nullable().describe('the question that was asked last'),
    questions: z.array(z.string()).describe('all of the flow, in the order in which they are asked'),
    stalls: z.array(z.string()).describe('what was said to those who put it off'),
    stallsLeft: z.array(z.string()).describe('what is still to be said to whoever puts it off in that way'),
    offer: z.string().nullable(),
    readiness: score,
    commitment: score,
    frame: z.enum(['demand', 'market', 'gentle']).describe('how words to the lead are put today'),
    engagement: z.enum(['new', 'responsive', 're-engaged', 'ghosted', 'qualified']),
    side: z.enum(['seller', 'buyer']).describe('whether they sell or buy, as it stands now'),
    buyer: buyer.nullable().describe('of one who buys; null = of a seller, or before a word'),
    turns: z.array(turn),
  }),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'no-such-campaign', 'no-campaign', 'which-campaign', 'no-conversation'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'conversation show ann@acme.example', says: 'line by line, with reasons' }],
  async run(context, { lead, campaign: ref }) {
    const { engine, workspaceId } = context;
    const leadId = await leadIdOf(engine, workspaceId, lead);
    const campaign = await campaignOfLead(context, leadId, ref);
    const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
    const enrollment = story?.enrollments.filter(({ campaignId }) => campaignId === campaign.id).at(-1);
    await engine.playbooks.refresh();
    const rules = enrollment && engine.playbooks.get(enrollment.playbookHash).playbook.conversation;
    if (!story || !enrollment || !rules)
      throw new Refusal('no-conversation', 'nothing that the lead is in has a conversation', 'see playbook show');
    const written = writtenUntil(story, engine.clock.now());
    const lines = linesOf(written, enrollment, null).slice(0, LIMITS.conversationAnswers);
    const facts = story.decisions.find(({ id }) => id === enrollment.decisionId)?.facts ?? '{}';
    const { playbook } = engine.playbooks.get(enrollment.playbookHash);
    const known = factsFrom(JSON.parse(facts), playbook.attributes);
    const of = { known, startedAt: enrollment.startedAt, now: engine.clock.now() };
    const standing = standingIn(rules, lines, of);
    const told = (rules.told ?? []).map((name) => String(known.attributes[name] ?? ''));
    const turned = shown(rules, lines);
    const by = { terms: loanTermsOf(playbook.settings), answered: turned.answers.budget };
    return { ...turned, ...standingShown(standing), buyer: buyerShown(standing, told, lines, by) };
  },
});

/** What is known of one who buys. */
function buyerShown(
  { side, step, persona }: Standing,
  told: readonly string[],
  lines: Lines,
  { terms, answered }: { readonly terms: LoanTerms; readonly answered: unknown },
): z.output<typeof buyer> | null {
  const said = [...told, ...lines.map(({ text }) => text)];
  const { next, action, afterHours } = buyerIntentOf(said);
  const last = lines.at(-1);
  if (side !== 'buyer' || last === undefined || next === null || action === null || afterHours === null) return null;
  const spoken = meansIn(said);
  const means = { ...spoken, budget: typeof answered === 'number' ? answered : spoken.budget };
  const { month, affordable } = homeByMonth(means, terms);
  const actionDue = new Date(last.at + afterHours * HOUR_MS).toISOString();
  return { next, action, actionDue, step, persona, month, affordable };
}

const HOUR_MS = 3_600_000;

function standingShown({ readiness, commitment, side, frame, engagement }: Standing) {
  const plain = ({ score: points, label, reasons }: Standing['readiness']) => {
    return { score: points, label, parts: partsOf(reasons) };
  };
  return { readiness: plain(readiness), commitment: plain(commitment), side, frame, engagement };
}

/** Numbers among the facts of its reasons, each by its name. */
function partsOf(reasons: readonly Reason[]): Record<string, number> {
  const facts = reasons.flatMap(({ facts: of }) => Object.entries(of ?? {}));
  return Object.fromEntries(facts.filter((fact): fact is [string, number] => typeof fact[1] === 'number'));
}

type Lines = ReturnType<typeof linesOf>;

function shown(rules: Parameters<typeof flowTurn>[0], lines: Lines) {
  let state = flowStart(rules.flow);
  let offer: string | null = null;
  const turns: z.output<typeof turn>[] = [];
  for (const { text, at } of lines) {
    const { state: next, say, verdict, reasons } = flowTurn(rules, state, text, at);
    state = next;
    offer = verdict.offer;
    const why = [...reasons, ...verdict.reasons].map((reason) => spoken(reason).says);
    turns.push({ at: new Date(at).toISOString(), text, say, temperature: verdict.temperature, why });
  }
  const { flow, language, over, answers, asked, stalls } = state;
  return {
    ...{ flow, language, over, offer, turns, asked },
    questions: questionsOf(flow, rules.mode).map(({ id }) => id),
    stalls: [...stalls],
    stallsLeft: STALLS.filter((stall) => !stalls.includes(stall)),
    answers: Object.fromEntries(Object.entries(answers).map(([id, { value }]) => [id, value])),
  };
}
