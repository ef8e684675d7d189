/**
 * What a buyer said of money, for the words of a message: what they wrote until it was made, so that the words, made again, are the same.
 * Owns which lines are asked for; what they come to is the domain's.
 */
import { LIMITS } from '../../domain/limits.ts';
import { type BuyerWords, buyerWords, loanTermsOf } from '../../domain/qualification/buyer/words.ts';
import { flowOf } from '../../domain/qualification/flow.ts';
import { linesOf } from '../advance/standing.ts';
import type { Engine } from '../engine.ts';
import type { ClaimedMessage, LeadStory, WrittenLine } from '../store-port.ts';
import { templateNames } from './named.ts';

/** Messages with what their buyer said of money, where their words name it; others as they are, at no cost. */
export async function withBuyerWords(
  engine: Engine,
  claimed: readonly ClaimedMessage[],
): Promise<readonly ClaimedMessage[]> {
  if (!claimed.some(({ message }) => templateNames(engine, message, 'buyer.'))) return claimed;
  const told: ClaimedMessage[] = [];
  for (const one of claimed) {
    const words = templateNames(engine, one.message, 'buyer.') ? await wordsFor(engine, one) : null;
    told.push(words === null ? one : { ...one, buyer: words });
  }
  return told;
}

async function wordsFor(engine: Engine, { message, facts }: ClaimedMessage): Promise<BuyerWords | null> {
  const { workspaceId, leadId, enrollmentId, createdAt, playbookHash } = message;
  const { playbook } = engine.playbooks.get(playbookHash);
  const rules = playbook.conversation;
  if (rules === undefined) return null;
  const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
  const enrollment = story?.enrollments.find(({ id }) => id === enrollmentId);
  const lines = story && enrollment ? linesOf(writtenUntil(story, createdAt), enrollment, null) : [];
  const { attributes = {} } = JSON.parse(facts) as { readonly attributes?: Readonly<Record<string, unknown>> };
  const told = (rules.told ?? []).map((name) => String(attributes[name] ?? ''));
  const budget = flowOf(rules, lines)?.state.answers.budget?.value;
  const said = [...told, ...lines.map(({ text }) => text)];
  return buyerWords(said, loanTermsOf(playbook.settings), typeof budget === 'number' ? budget : null);
}

/** What people wrote until a time, oldest first. */
export function writtenUntil(story: LeadStory, until: number): WrittenLine[] {
  return story.events
    .filter(
      ({ kind, text, verdict, at }) => kind === 'replied' && text !== null && verdict !== 'machine' && at <= until,
    )
    .map(({ id, at, text }) => ({ id, at, text: text ?? '' }))
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .slice(-LIMITS.conversationAnswers);
}
