/** Three people, each explained from what is stored: the same words as `explain`, and the messages as in `lead show`. */
import type { Campaign } from '../domain/campaign/campaign.ts';
import type { Engine } from '../engine/engine.ts';
import { type Explanation, explainLead } from '../engine/explain.ts';
import type { Census, Pick } from './census.ts';

/** One person: what was decided, in words, and what was sent. */
export interface Story {
  readonly kind: Pick;
  readonly leadId: string;
  readonly name: string;
  readonly email: string | null;
  readonly explanation: Explanation;
  readonly messages: readonly {
    readonly sentAt: string | null;
    readonly subject: string | null;
    readonly state: string;
  }[];
}

/** Tells of those that the census picked. */
export async function storiesOf(engine: Engine, campaign: Campaign, picks: Census['picks']): Promise<Story[]> {
  const stories: Story[] = [];
  for (const [kind, leadId] of Object.entries(picks) as [Pick, string | null][]) {
    if (leadId === null) continue;
    const story = await engine.store.leads.story(campaign.workspaceId, leadId, engine.suppressionKeys);
    if (!story) continue;
    const { fullName, email } = story.lead.values;
    stories.push({
      kind,
      leadId,
      name: fullName ?? email ?? leadId,
      email,
      explanation: await explainLead(engine, leadId, campaign, null),
      messages: story.messages.map(({ sentAt, subject, state }) => ({
        sentAt: sentAt === null ? null : new Date(sentAt).toISOString(),
        subject,
        state,
      })),
    });
  }
  return stories;
}
