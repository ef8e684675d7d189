/**
 * An opt-out that a token proves: on our page, by a mail program's own button, or by a mail to the opt-out address. Owns which
 * event it becomes; what was meant is `domain/consent/opt-out-choice`, what follows is decided by `react`.
 */
import { createHash } from 'node:crypto';
import { type OptOutChoice, type OptOutMeaning, optOutMeaning } from '../../domain/consent/opt-out-choice.ts';
import type { Ways } from '../../domain/event.ts';
import { LIMITS } from '../../domain/limits.ts';
import { UNSUBSCRIBE_PAGE } from '../../domain/sequence/reaction.ts';
import type { Engine } from '../engine.ts';
import type { EventReport } from '../react.ts';
import type { LeadStory } from '../store-port.ts';
import { mayBearOptOutTag, readOptOutTag } from '../tokens/opt-out-address.ts';
import { readUnsubscribeToken, type UnsubscribeClaim } from '../tokens/unsubscribe.ts';
import { recordTogether } from './together.ts';

/**
 * Takes somebody off by the token of a page. It is in the database before this resolves. However often it is asked for it is one
 * event, until the person has said yes again. `choice`: what was chosen; null = nothing. Null = the token is not ours.
 */
export async function optOutByToken(
  engine: Engine,
  token: string,
  choice: string | null,
): Promise<OptOutChoice | null> {
  const claim = readUnsubscribeToken(engine.keyring.secret, token);
  if (claim === null) return null;
  const { channel: by, campaignId = null } = claim;
  const meaning = optOutMeaning(choice, { by, campaignId });
  const report = await reportOf(engine, claim, meaning);
  if (report !== null) await recordTogether(engine, [report]);
  return meaning.what;
}

/**
 * The opt-out that a mail to one of these addresses is, whoever it came from: the same event as by the button on the page. Null =
 * none of them bears a token of this instance, or its lead is gone.
 */
export async function optOutByAddress(engine: Engine, addresses: readonly string[]): Promise<EventReport | null> {
  const bearing = addresses.filter(mayBearOptOutTag);
  if (bearing.length === 0) return null;
  const workspaces = (await engine.store.workspaces.list(LIMITS.workspaces)).map(({ id }) => id);
  for (const address of bearing) {
    const tag = readOptOutTag(engine.keyring.secret, address, workspaces);
    if (tag !== null) return reportOf(engine, tag, optOutMeaning(null, { by: 'email', campaignId: null }));
  }
  return null;
}

/** A lead that was merged is found under its new id; one that was removed is nobody we could write to. */
async function reportOf(
  engine: Engine,
  { workspaceId, leadId: known }: Pick<UnsubscribeClaim, 'workspaceId' | 'leadId'>,
  { channel, outcome, campaignId }: OptOutMeaning,
): Promise<EventReport | null> {
  const [leadId] = await engine.store.leads.find(workspaceId, known, []);
  const story =
    leadId === undefined ? null : await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
  if (leadId === undefined || story === null) return null;
  const said = [workspaceId, leadId, channel, outcome, campaignId, saidYes(story.events)];
  return {
    ...{ workspaceId, leadId, campaignId, messageId: null, kind: 'opted-out', channel, outcome },
    ...{ at: engine.clock.now(), origin: UNSUBSCRIBE_PAGE, direction: 'in', verdict: 'human', text: null },
    ways: writtenTo(story, known),
    originId: createHash('sha256').update(JSON.stringify(said)).digest('hex'),
  };
}

/** Where the lead under this id was written to: it may have another address since, or been merged, which may be taken back. */
function writtenTo({ messages }: LeadStory, leadId: string): Ways {
  const by = (texts: boolean) =>
    messages.flatMap(({ leadId: of, channel, recipient }) =>
      of === leadId && (channel !== 'email') === texts && recipient !== '' ? [recipient] : [],
    );
  return { emails: [...new Set(by(false))], phones: [...new Set(by(true))] };
}

/** Id of the last time that the person said yes; null = never. An opt-out after it is another one than that before. */
export function saidYes(events: LeadStory['events']): string | null {
  return events.findLast(({ kind }) => kind === 'opted-in')?.id ?? null;
}
