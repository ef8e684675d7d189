/** What more there is to see of a lead: the classes it is in, the conversations it has, the homes that can be valued. Counts nothing, decides nothing. */
import { coursesOf } from '../../classes/courses.ts';
import type { Engine } from '../../engine.ts';
import type { LeadStory } from '../../store-port.ts';
import { valueHome } from '../../valuation/valuations.ts';

/** Ids of classes, and of the campaigns that a conversation or a valuation is asked for with. */
export interface PartsOfLead {
  readonly classes: readonly string[];
  readonly conversations: readonly string[];
  readonly valuations: readonly string[];
}

/** Each is what `class show`, `conversation show` and `valuation show` have an answer for. */
export async function partsOf(engine: Engine, { lead, enrollments, decisions }: LeadStory): Promise<PartsOfLead> {
  const { workspaceId, id: leadId } = lead;
  const classes: string[] = [];
  for (const { id: course } of await coursesOf(engine, workspaceId)) {
    if ((await engine.store.classes.learner({ workspaceId, leadId, course })) !== null) classes.push(course);
  }
  const latest = new Map(enrollments.map((one) => [one.campaignId, one]));
  const conversations: string[] = [];
  const valuations: string[] = [];
  for (const { campaignId, playbookHash, decisionId } of latest.values()) {
    const { playbook } = engine.playbooks.get(playbookHash);
    if (playbook.conversation === undefined) continue;
    conversations.push(campaignId);
    const decision = decisions.find(({ id }) => id === decisionId);
    if (!decision) continue;
    const of = { known: JSON.parse(decision.facts), at: engine.clock.now() };
    if ((await valueHome(engine, workspaceId, playbook, of)).valuation !== null) valuations.push(campaignId);
  }
  return { classes, conversations, valuations };
}
