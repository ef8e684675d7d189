/** Bounds of plans and of what agents are answered; part of `LIMITS`. */
export const AGENT_LIMITS = {
  /** Plans of one workspace that wait for a yes or may still be used: more than a person reads means nobody reads them. */
  plansOpen: 50,
  /** Plans listed at once. */
  plansListed: 200,
  /** Hours for which a plan may be good. */
  planHours: 168,
  /** Ids kept of an audience, so that a change is told by name; of a larger one it is known whether it changed, and by how many in sum. */
  planMembers: 5_000,
  /** People of an audience that are looked at: beyond them a plan names no audience, and is refused. */
  planPeople: 2_000_000,
  /** Ids shown of who came and who left. */
  planSamples: 10,
  /** Characters of the input of a plan: a person must be able to read it. */
  planCharacters: 20_000,
  /** Characters of one answer to an agent: about ten thousand tokens. */
  agentAnswerCharacters: 40_000,
  /** Items that an agent is given of a list, unless it asks for fewer. */
  agentPage: 50,
  /** Items of a stream that an agent is given. */
  agentItems: 500,
  /** Calls of agents in hand at once over HTTP; the next is asked to come again. */
  agentCallsAtOnce: 16,
  /** Places in an answer that are named as written by others; beyond them they are named by their list. */
  agentMarks: 200,
} as const;
