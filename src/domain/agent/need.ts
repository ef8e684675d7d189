/** What an agent needs before an operation is done for it (directives/agent-need.md). Pure: knows operations by what they say of themselves. */

/**
 * How far an operation that writes reaches. inside: our data, and nothing leaves because of it · live: messages may leave because of it
 * where a campaign is live · messages: they may in any case · money: it spends · access: it decides who may do what.
 */
export type Reach = 'inside' | 'live' | 'messages' | 'money' | 'access';

/** free: it may · scope: its role decides · plan: a person’s yes to this very act · person: never by an agent. */
export type AgentNeed = 'free' | 'scope' | 'plan' | 'person';

/** An operation that an agent asks for. */
export interface AgentWish {
  readonly effect: 'none' | 'write' | 'send' | 'irreversible';
  /** Null = nobody said how far it reaches. */
  readonly reach: Reach | null;
  /** Only to see what it would do. */
  readonly isDryRun: boolean;
  /** A live campaign of a live workspace takes people in. */
  readonly isLive: boolean;
}

/** What it needs. What nobody thought of needs a plan. */
export function agentNeed({ effect, reach, isDryRun, isLive }: AgentWish): AgentNeed {
  if (reach === 'access') return 'person';
  if (effect === 'none') return 'free';
  if (effect !== 'write') return 'plan';
  if (isDryRun || reach === 'inside') return 'scope';
  return reach === 'live' && !isLive ? 'scope' : 'plan';
}
