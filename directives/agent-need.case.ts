/** Runs a row of agent-need.md. */
import { type AgentWish, agentNeed, type Reach } from '../src/domain/agent/need.ts';

interface Row {
  readonly effect: AgentWish['effect'];
  readonly reach?: Reach;
  readonly dry: boolean;
  readonly live: boolean;
}

export function run({ effect, reach = undefined, dry, live }: Row) {
  return { needs: agentNeed({ effect, reach: reach ?? null, isDryRun: dry, isLive: live }) };
}
