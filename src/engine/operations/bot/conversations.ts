/** Operations on conversations: what was understood of each line, what was said to it, and why, worked out anew. */
import { z } from 'zod';
import { factsFrom } from '../../../domain/facts/facts.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { flowStart, flowTurn } from '../../../domain/qualification/flow.ts';
import type { Standing } from '../../../domain/qualification/standing.ts';
import { linesOf, standingIn } from '../../advance/standing.ts';
import { spoken } from '../../explain.ts';

import { campaignOf, campaignRef, leadIdOf, leadRef } from '../find.ts';
import { operation, Refusal } from '../operation.ts';

const score = z.object({ score: z.number().nullable(), label: z.string().nullable() });
const turn = z.object({
  at: z.string(),
  text: z.string(),
  say: z.string().nullable(),
  temperature: z.string(),
  why: z.array(z.string()),
});

/** `conversation show`: how a lead is being qualified. */
export const conversationShow = operation({
  noun: 'conversation',
  verb: 'show',
  command: 'conversation show',
  summary: 'What a lead answered, what was said to each line and why, and how ready they are',
  kind: 'query',
  input: z.strictObject({ lead: leadRef, campaign: campaignRef }),
  output: z.object({
    flow: z.string(),
    language: z.string(),
    over: z.string().nullable(),
    answers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    offer: z.string().nullable(),
    readiness: score,
    commitment: score,
    frame: z.enum(['demand', 'market', 'gentle']).describe('how words to the lead are put today'),
    engagement: z.enum(['new', 'responsive', 're-engaged', 'ghosted', 'qualified']),
    turns: z.array(turn),
  }),
  positional: ['lead'],
  errors: ['no-such-lead', 'no-such-campaign', 'no-conversation'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'conversation show ann@acme.example', says: 'line by line, with reasons' }],
  async run(context, { lead, campaign: ref }) {
    const { engine, workspaceId } = context;
    const campaign = await campaignOf(context, ref);
    const leadId = await leadIdOf(engine, workspaceId, lead);
    const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
    const enrollment = story?.enrollments.filter(({ campaignId }) => campaignId === campaign.id).at(-1);
    const rules = enrollment && engine.playbooks.get(enrollment.playbookHash).playbook.conversation;
    if (!story || !enrollment || !rules)
      throw new Refusal('no-conversation', 'nothing that the lead is in has a conversation', 'see playbook show');
    const written = story.events
      .filter(({ kind, text, verdict }) => kind === 'replied' && text !== null && verdict !== 'machine')
      .map(({ id, at, text }) => ({ id, at, text: text ?? '' }))
      .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const lines = linesOf(written, enrollment, null).slice(0, LIMITS.conversationAnswers);
    const facts = story.decisions.find(({ id }) => id === enrollment.decisionId)?.facts ?? '{}';
    const { playbook } = engine.playbooks.get(enrollment.playbookHash);
    const known = factsFrom(JSON.parse(facts), playbook.attributes);
    const of = { known, startedAt: enrollment.startedAt, now: engine.clock.now() };
    return { ...shown(rules, lines), ...standingShown(standingIn(rules, lines, of)) };
  },
});

function standingShown({ readiness, commitment, frame, engagement }: Standing) {
  const plain = ({ score: points, label }: Standing['readiness']) => ({ score: points, label });
  return { readiness: plain(readiness), commitment: plain(commitment), frame, engagement };
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
  const { flow, language, over, answers } = state;
  return {
    ...{ flow, language, over, offer, turns },
    answers: Object.fromEntries(Object.entries(answers).map(([id, { value }]) => [id, value])),
  };
}
