/** The verbs of accounts over a database. */
import type { AccountVerbs } from '../../engine/store-port.ts';
import type { Database } from '../program.ts';
import * as accounts from './accounts.ts';
import * as moves from './move.ts';
import { putAccount } from './rows.ts';

/** Each verb is one transaction. */
export function accountVerbs(db: Database): AccountVerbs {
  return {
    put: (account) => db.write(() => putAccount(account)),
    get: (workspaceId, id) => db.read(() => accounts.accountById(workspaceId, id)),
    list: (query) => db.read(() => accounts.listAccounts(query)),
    count: (workspaceId, campaignId) => db.read(() => accounts.countAccounts(workspaceId, campaignId)),
    addContacts: (workspaceId, id, leadIds) => db.write(() => accounts.addContacts(workspaceId, id, leadIds)),
    removeContact: (workspaceId, id, leadId) => db.write(() => accounts.removeContact(workspaceId, id, leadId)),
    leadsOfDomain: (workspaceId, domain, limit) => db.read(() => accounts.leadsOfDomain(workspaceId, domain, limit)),
    subject: (ask) => db.read(() => moves.lookAtAccount(ask)),
    change: (change) => db.write(() => moves.changeAccount(change)),
    advance: (batch) => db.write(() => moves.advanceAccounts(batch)),
  };
}
