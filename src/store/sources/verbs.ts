/** The verbs of sources, put together: each is one program in one transaction. */
import { LIMITS } from '../../domain/limits.ts';
import type { SourceVerbs } from '../../engine/store-port.ts';
import type { Database } from '../program.ts';
import { heldKeys, leadsToEnrich, noteAsked } from './asked.ts';
import * as credits from './credits.ts';
import { sourceFigures } from './figures.ts';

/** Sources over a database. */
export function sourceVerbs(db: Database): SourceVerbs {
  return {
    setAside: (wish) => db.write(() => credits.setAside(wish)),
    settle: (told) => db.write(() => credits.settleSpend(told)),
    spent: (workspaceId, source, month) => db.read(() => credits.creditsOfMonth(workspaceId, source, month)),
    waiting: (workspaceId, source, limit) => db.read(() => credits.waitingSpends(workspaceId, source, limit)),
    spend: (workspaceId, id) => db.read(() => credits.spendById(workspaceId, id)),
    held: (workspaceId, keys) => db.read(() => heldKeys(workspaceId, keys)),
    credits: (workspaceId, month) => db.read(() => credits.creditsBySource(workspaceId, month, LIMITS.sourcesListed)),
    figures: (workspaceId) => db.read(() => sourceFigures(workspaceId, LIMITS.sourcesListed)),
    toEnrich: (page) => db.read(() => leadsToEnrich(page)),
    asked: (workspaceId, source, leads, at) => db.write(() => noteAsked(workspaceId, source, leads, at)),
  };
}
