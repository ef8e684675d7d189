/** The verbs of the feed and of webhooks, put together: each is one program in one transaction. */
import type { FeedVerbs, WebhookVerbs } from '../../engine/store-port.ts';
import type { Database } from '../program.ts';
import * as feed from './feed.ts';
import { subjectsOf } from './subjects.ts';
import * as webhooks from './webhooks.ts';

/** The feed over a database. */
export function feedVerbs(db: Database): FeedVerbs {
  return {
    hasNews: () => db.read(() => feed.hasNews()),
    place: (now, limit) => db.write(() => feed.placeNews(now, limit)),
    head: () => db.read(() => feed.feedHead()),
    after: (workspaceId, position, limit) => db.read(() => feed.feedAfter(workspaceId, position, limit)),
    before: (workspaceId, at) => db.read(() => feed.feedBefore(workspaceId, at)),
    subjects: (entries) => db.read(() => subjectsOf(entries)),
  };
}

/** Webhooks over a database. */
export function webhookVerbs(db: Database): WebhookVerbs {
  return {
    add: (webhook) => db.write(() => webhooks.addWebhook(webhook)),
    get: (workspaceId, ref) => db.read(() => webhooks.webhookByRef(workspaceId, ref)),
    list: (workspaceId, limit) => db.read(() => webhooks.listWebhooks(workspaceId, limit)),
    on: (limit) => db.read(() => webhooks.webhooksOn(limit)),
    change: (workspaceId, id, decide) => db.write(() => webhooks.changeWebhook(workspaceId, id, decide)),
    remove: (workspaceId, id) => db.write(() => webhooks.removeWebhook(workspaceId, id)),
    queue: (wish) => db.write(() => webhooks.queueSends(wish)),
    queued: (workspaceId, webhookId, limit) => db.read(() => webhooks.countQueued(workspaceId, webhookId, limit)),
    claim: (claim) => db.write(() => webhooks.claimSends(claim)),
    settle: (settled) => db.write(() => webhooks.settleWebhookSend(settled)),
    counts: (workspaceId, webhookId) => db.read(() => webhooks.countSends(workspaceId, webhookId)),
    sends: (query) => db.read(() => webhooks.listSends(query)),
    send: (workspaceId, webhookId, id) => db.read(() => webhooks.sendById(workspaceId, webhookId, id)),
    forgetSince: (workspaceId, id, since) => db.write(() => webhooks.forgetSince(workspaceId, id, since)),
    retry: (of, ids, now) => db.write(() => webhooks.retrySends(of, ids, now)),
  };
}
