/**
 * What a lead's home may be worth by the sales of its place, as they were known when a message was made: so that the words of the
 * message, made again, and the page behind its link show the same. Owns which sales are asked for; what they come to is the domain's.
 */
import { hash } from 'node:crypto';
import { DAY_MS } from '../../domain/calendar/day.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { type Valuation, valuation } from '../../domain/valuation/comparables.ts';
import { type HomeOfLead, homeOfLead, type KnownOfHome } from '../../domain/valuation/home.ts';
import { paperName } from '../../domain/valuation/paper.ts';
import type { ValuationSheet } from '../../domain/valuation/sheet.ts';
import { valuationWords } from '../../domain/valuation/words.ts';
import { brandOfId } from '../agency/brand.ts';
import { mailTemplateOf, templateNames } from '../bot/named.ts';
import { LOCAL_URL } from '../classes/links.ts';
import type { Engine } from '../engine.ts';
import type { ValuationHouse } from '../serve/valuation-port.ts';
import type { ClaimedMessage } from '../store-port.ts';
import { makeValuationToken, readValuationToken } from '../tokens/valuation.ts';

/** Sales older than this are of no use to any valuation that is still shown. */
export const SALES_KEPT_DAYS = 730;
const SALES_ASKED_DAYS = 366;
const PER_MILLE_A_PERCENT = 10;

/** A home with what it may be worth; null = nobody knows where it stands. */
export interface Valued extends HomeOfLead {
  readonly valuation: Valuation | null;
}

/** Values the home of a lead at `at`. `known`: of the lead, as it stands in JSON. */
export async function valueHome(
  engine: Engine,
  workspaceId: string,
  playbook: Playbook,
  { known, at }: { readonly known: KnownOfHome; readonly at: number },
): Promise<Valued> {
  const of = homeOfLead(known);
  if (of.place === null) return { ...of, valuation: null };
  const soldFrom = at - SALES_ASKED_DAYS * DAY_MS;
  const sales = await engine.store.sales.of({ workspaceId, place: of.place, soldFrom, knownAt: at });
  return { ...of, valuation: valuation(of.home, sales, trendOf(playbook), at) };
}

/** By how many thousandths prices rose in a year, as the playbook's setting says in percent. */
function trendOf({ settings: { marketTrend } }: Playbook): number {
  return typeof marketTrend === 'number' ? Math.round(marketTrend * PER_MILLE_A_PERCENT) : 0;
}

/**
 * Messages with the valuation that their words name or that comes with them on paper, worked out once for both; others as they are, at no
 * cost.
 */
export async function withValuations(
  engine: Engine,
  claimed: readonly ClaimedMessage[],
): Promise<readonly ClaimedMessage[]> {
  const asked = claimed.map((one) => {
    const words = templateNames(engine, one.message, 'valuation.');
    return { one, words, paper: mailTemplateOf(engine, one)?.attachesValuation === true };
  });
  if (!asked.some(({ words, paper }) => words || paper)) return claimed;
  const valued: ClaimedMessage[] = [];
  for (const { one, words, paper } of asked)
    valued.push(words || paper ? await valuedFor(engine, one, { words, paper }) : one);
  return valued;
}

async function valuedFor(
  engine: Engine,
  claimed: ClaimedMessage,
  wish: { readonly words: boolean; readonly paper: boolean },
): Promise<ClaimedMessage> {
  const { message, facts, campaign } = claimed;
  const { workspaceId, leadId, id: messageId, createdAt: at } = message;
  const { playbook } = engine.playbooks.get(message.playbookHash);
  const {
    home,
    online,
    valuation: made,
  } = await valueHome(engine, workspaceId, playbook, { known: JSON.parse(facts), at });
  const token = makeValuationToken(engine.keyring.secret, { workspaceId, leadId, messageId });
  const url = `${engine.publicUrl ?? LOCAL_URL}/valuation/${token}`;
  const words = wish.words ? { valuation: valuationWords(made, online, url) } : {};
  if (!wish.paper || made === null) return { ...claimed, ...words };
  const sender = campaign?.sender.company || campaign?.sender.name || null;
  const sheet = { home, valuation: made, at, sender, brand: await brandOfId(engine, workspaceId) };
  return { ...claimed, ...words, ...paperOf(engine, messageId, sheet) };
}

/** The valuation as a file; none where no number is shown. One that cannot be made keeps no mail back: its words hold a link. */
function paperOf(engine: Engine, messageId: string, sheet: ValuationSheet): Pick<ClaimedMessage, 'attachments'> {
  const name = paperName(sheet.home, sheet.valuation);
  if (name === null || engine.parts.papers === undefined) return {};
  try {
    const content = engine.parts.papers.valuation(sheet);
    return { attachments: [{ name, type: 'application/pdf', hash: hash('sha256', content), content }] };
  } catch (error) {
    engine.log.error('a valuation could not be put on paper', { message: messageId, error: String(error) });
    return {};
  }
}

/** The house of valuations. `senderOf`: who writes to a lead. */
export function valuationHouse(
  engine: Engine,
  senderOf: (key: { readonly workspaceId: string; readonly leadId: string }) => Promise<string | null>,
): ValuationHouse {
  return {
    async look(token) {
      const claim = readValuationToken(engine.keyring.secret, token);
      if (claim === null) return null;
      const { workspaceId, leadId, messageId } = claim;
      await engine.playbooks.refresh();
      const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
      const message = story?.messages.find(({ id }) => id === messageId);
      const decision = story?.decisions.find(({ id }) => id === message?.decisionId);
      if (!message || !decision) return null;
      const { playbook } = engine.playbooks.get(message.playbookHash);
      const at = message.createdAt;
      const { home, valuation: made } = await valueHome(engine, workspaceId, playbook, {
        known: JSON.parse(decision.facts),
        at,
      });
      if (made === null || made.value === null || made.show === 'personal') return null;
      const [sender, brand] = [await senderOf({ workspaceId, leadId }), await brandOfId(engine, workspaceId)];
      return { home, valuation: made, at, sender, brand };
    },
    paper: (sheet) => engine.parts.papers?.valuation(sheet) ?? null,
  };
}
