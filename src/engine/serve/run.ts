/**
 * Running an engine until it is told to stop: the loop, and beside it, each on its own strand, judging leads, asking how messages ended,
 * routines, alerts, mailboxes, connections, hand-offs, refusals, meetings, webhooks and acts on many leads.
 */
import { keepAssessed } from '../assess/live.ts';
import { keepBulk } from '../bulk/keep.ts';
import { keepConnections } from '../connections/keep.ts';
import { keepEnds } from '../deliver/ends/keep.ts';
import type { Engine } from '../engine.ts';
import { keepHandOffs, keepMeetings, keepRefusalsTold } from '../handoff/keep.ts';
import { work } from '../loop.ts';
import { keepMailboxes } from '../mailboxes/keep.ts';
import { keepRefusalsNoted } from '../people/refusals-noted.ts';
import { keepAlerts } from '../routines/alerts.ts';
import { keepRoutines } from '../routines/keep.ts';
import { keepWebhooks } from '../webhooks/keep.ts';

/**
 * The body of `serve` and `worker`, for all workspaces. Whatever is slow, be it a routine, a mailbox or a hundred thousand new leads, keeps
 * no message waiting. Errors: what a strand fails with, once all others have ended too.
 */
export async function runEngine(engine: Engine, signal: AbortSignal): Promise<void> {
  const broken = new AbortController();
  const until = AbortSignal.any([signal, broken.signal]);
  const strands = [
    work(engine, until),
    keepAssessed(engine, until),
    ...keepEnds(engine, until),
    keepRoutines(engine, until),
    keepAlerts(engine, until),
    keepMailboxes(engine, until),
    keepConnections(engine, until),
    keepHandOffs(engine, until),
    keepRefusalsTold(engine, until),
    keepRefusalsNoted(engine, until),
    keepMeetings(engine, until),
    keepWebhooks(engine, until),
    keepBulk(engine, until),
  ].map((strand) =>
    strand.catch((error: unknown) => {
      broken.abort();
      throw error;
    }),
  );
  for (const ended of await Promise.allSettled(strands)) {
    if (ended.status === 'rejected') throw ended.reason;
  }
}
