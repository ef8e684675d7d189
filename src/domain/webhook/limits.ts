/** Bounds of the feed and of webhooks; part of `LIMITS`. */
export const WEBHOOK_LIMITS = {
  /** Webhooks of all workspaces that are looked after. */
  webhooksOn: 2_000,
  /** Webhooks of one workspace. */
  webhooks: 50,
  /** What happened that is given its place in one transaction, or read in one page. */
  feedPage: 500,
  /** Tellings to one webhook that wait; more are left in the feed until some have gone. */
  webhookQueue: 50_000,
  /** Tellings to one webhook at once. */
  webhookAtOnce: 8,
  /** Characters of a text in a telling: receivers want short ones. Source: Standard Webhooks 1.0, under 20 kB. */
  webhookText: 5_000,
  /** Tellings that one listing tells of, or one retry takes. */
  webhookSends: 500,
  /** Streams that may be open at once, and bytes that one may be behind before it is cut off. */
  liveStreams: 1_000,
  liveStreamBytes: 1_000_000,
} as const;
