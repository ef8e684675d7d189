/** Whether a quarter can be told: each message that left has reasons, and so has each lead that got none. Asks as `explain` does. */
import { explainLead } from '../../src/engine/explain.ts';
import type { Broken } from './audit.ts';
import { everyLead, type Ground, WORKSPACE } from './ground.ts';
import type { Job } from './people.ts';

/** What was told. */
export interface Told {
  readonly messages: number;
  readonly leadsWithout: number;
  readonly broken: readonly Broken[];
}

/** Asks of everybody. */
export async function tellEverything({ stage, campaigns }: Ground): Promise<Told> {
  const { engine } = stage;
  const broken: Broken[] = [];
  let [messages, leadsWithout] = [0, 0];
  for await (const lead of everyLead(engine.store)) {
    const story = await engine.store.leads.story(WORKSPACE, lead.id, engine.suppressionKeys);
    const campaign = campaigns.get((lead.values.tags?.[0] ?? '') as Job);
    if (!campaign) throw new Error(`${lead.id} is of no job`);
    const sent = (story?.messages ?? []).filter(({ sentAt }) => sentAt !== null);
    for (const { id } of sent) {
      const { reasons, decision } = await explainLead(engine, lead.id, campaign, id);
      messages += 1;
      if (reasons.length === 0) broken.push({ rule: 'every message has reasons', found: decision });
    }
    if (sent.length > 0) continue;
    leadsWithout += 1;
    const { reasons, decision } = await explainLead(engine, lead.id, campaign, null);
    if (reasons.length === 0) broken.push({ rule: 'who got none is told why', found: decision });
  }
  return { messages, leadsWithout, broken };
}
