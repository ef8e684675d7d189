/**
 * How far operations reach that write, and those of any effect that decide who may do what. Every operation that writes stands here, and
 * a test says which does not; until then an agent needs a plan for it.
 */
import { type AgentNeed, agentNeed, type Reach } from '../../../domain/agent/need.ts';
import type { Operation } from '../operation.ts';

/** Words of the table, by what may follow from them outside. */
const REACHES: Readonly<Record<Reach, readonly string[]>> = {
  inside: [
    ...[
      'import undo',
      'sample load',
      'sample remove',
      'lead pause',
      'review reject',
      'review back',
      'campaign create',
      'campaign check',
    ],
    ...['campaign pause', 'campaign finish', 'campaign track', 'account pause', 'enrollment pause'],
    ...['routine disable', 'routine remove', 'handoff claim', 'handoff done', 'team set', 'team remove', 'agency set'],
    ...['reply assign', 'reply snooze', 'reply done', 'reply open', 'mailbox check', 'class revoke', 'class invite'],
    ...['valuation import', 'signal decay', 'suppress add', 'suppress import', 'playbook push', 'workspace add'],
    ...['workspace go-dry', 'halt add', 'doctor', 'plan propose', 'plan withdraw', 'draft save', 'draft drop'],
    ...['view save', 'view delete', 'view default'],
  ],
  live: [
    ...['import', 'lead add', 'lead change', 'lead merge', 'lead unmerge', 'pair distinct', 'assess', 'review approve'],
    ...[
      'campaign change',
      'draft publish',
      'campaign senders',
      'account add',
      'account contact',
      'account mark',
      'task done',
    ],
    ...['bulk start', 'bulk resume', 'bulk cancel'],
    ...['event record', 'reply correct', 'mail record', 'class progress', 'class choose', 'workspace set-brand'],
  ],
  messages: [
    ...['routine enable', 'routine set', 'routine add', 'agency push', 'class act', 'workspace set-limits'],
    ...['workspace set-retries', 'workspace set-voice', 'db copy', 'meeting book', 'draft send-test'],
  ],
  money: ['harvest', 'lead enrich'],
  access: [
    ...[
      'key create',
      'key revoke',
      'user add',
      'user remove',
      'user reset',
      'user slack',
      'plan approve',
      'plan refuse',
    ],
    ...['connection add', 'connection rotate', 'connection remove'],
    ...['webhook add', 'webhook change', 'webhook rotate', 'webhook remove'],
  ],
};
const REACH_OF: ReadonlyMap<string, Reach> = new Map(
  Object.entries(REACHES).flatMap(([reach, commands]) => commands.map((command) => [command, reach as Reach] as const)),
);

/** How far it reaches; null = nobody said. */
function reachOf({ command }: Pick<Operation, 'command'>): Reach | null {
  return REACH_OF.get(command) ?? null;
}

/** What an agent needs for it. */
export function needOf(
  operation: Pick<Operation, 'command' | 'effect'>,
  { isDryRun, isLive }: { readonly isDryRun: boolean; readonly isLive: boolean },
): AgentNeed {
  return agentNeed({ effect: operation.effect, reach: reachOf(operation), isDryRun, isLive });
}

/** All that stand here, for the test that compares them with the table. */
export function commandsWithReach(): readonly string[] {
  return [...REACH_OF.keys()];
}
