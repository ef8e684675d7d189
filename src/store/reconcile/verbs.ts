/** Reconciliation, as the engine asks a store for it. */
import type { ReconcileVerbs } from '../../engine/store-port.ts';
import type { Database } from '../program.ts';
import * as differences from './differences.ts';
import { linksOf } from './links.ts';

/** The verbs over a database. */
export function reconcileVerbs(db: Database): ReconcileVerbs {
  return {
    reading: (workspaceId, connection) => db.read(() => differences.readingOf(workspaceId, connection)),
    links: (query) => db.read(() => linksOf(query)),
    of: (workspaceId, connection, ids) => db.read(() => differences.differencesOf(workspaceId, connection, ids)),
    note: (page) => db.write(() => differences.notePage(page)),
    list: (query) => db.read(() => differences.listDifferences(query)),
    get: (workspaceId, id) => db.read(() => differences.differenceById(workspaceId, id)),
    settle: (difference, was) => db.write(() => differences.settleDifference(difference, was)),
  };
}
