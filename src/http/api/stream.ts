/**
 * `/api/v1/stream`: what happens in a workspace, as server-sent events, from any place on. Owns the wire; what may be seen is the desk's.
 * Source: HTML Living Standard §9.2, server-sent events.
 */
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LIMITS } from '../../domain/limits.ts';
import { choosesKinds } from '../../domain/webhook/kinds.ts';
import { refusalOf } from '../../engine/access/caller.ts';
import type { ApiDesk } from '../../engine/serve/api-port.ts';
import type { Watcher } from '../../engine/serve/live.ts';
import { callerOf } from './sessions.ts';

const Query = z.strictObject({
  workspace: z.string().min(1).max(100).optional(),
  after: z.coerce.number().int().min(0).optional(),
  kinds: z
    .string()
    .max(2_000)
    .transform((text) => text.split(','))
    .refine((words) => words.every(choosesKinds), 'kinds are named by rekindle webhook kinds')
    .optional(),
});
const PLACE = /^\d{1,15}$/;
const LOOK_MS = 250;
/** A comment now and then keeps proxies from closing what is silent; at the same time it is asked whether the caller still may. */
const BEAT_MS = 15_000;

/** Adds the route. `workspace` also comes as the header of all other routes. Answers 400, 401, 403, and 429 where too many watch. */
export function streamRoute(app: FastifyInstance, desk: ApiDesk, root: string, workspaceHeader: string): void {
  const closing = new AbortController();
  const looks = looksOf(desk);
  let open = 0;
  app.addHook('preClose', async () => closing.abort());
  app.get(`${root}/stream`, async (request, reply) => {
    const wish = Query.parse(request.query);
    const caller = await callerOf(desk, request);
    const named = wish.workspace ?? request.headers[workspaceHeader];
    const where = {
      ...{ workspace: typeof named === 'string' ? named : null },
      ...{ after: placeOf(request) ?? wish.after ?? null, kinds: wish.kinds ?? [] },
    };
    const watcher = await desk.watch({ ...where, caller });
    // Whoever lost their key, their login or their role in this workspace watches no longer.
    const watches = async () => desk.watch({ ...where, caller: await callerOf(desk, request) });
    const stillMay = () =>
      watches().then(
        () => true,
        () => false,
      );
    if (open >= LIMITS.liveStreams) throw refusalOf('too-many-streams');
    open += 1;
    reply.hijack();
    const { raw } = reply;
    const over = new AbortController();
    raw.once('close', () => over.abort());
    const signal = AbortSignal.any([over.signal, closing.signal]);
    begin(raw, reply.getHeaders());
    try {
      await tell(raw, watcher, { signal, looks, stillMay });
    } catch (error) {
      if (!signal.aborted) desk.log?.error('a stream broke off', { requestId: request.id, error: String(error) });
    } finally {
      open -= 1;
      raw.end();
    }
    return reply;
  });
}

/** Source: §9.2.3: what a browser sends when it comes again. */
function placeOf({ headers }: FastifyRequest): number | null {
  const last = headers['last-event-id'];
  return typeof last === 'string' && PLACE.test(last) ? Number(last) : null;
}

function begin(raw: ServerResponse, headers: Readonly<Record<string, unknown>>): void {
  raw.writeHead(200, {
    ...(headers as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  raw.write('retry: 1000\n\n');
}

interface Watching {
  readonly signal: AbortSignal;
  /** Waits a moment; the last place by then. */
  looks(): Promise<number>;
  stillMay(): Promise<boolean>;
}

async function tell(raw: ServerResponse, watcher: Watcher, { signal, looks, stillMay }: Watching): Promise<void> {
  let at = watcher.from;
  let beat = performance.now();
  // The first place is told, so that whoever comes again before anything happened misses nothing.
  raw.write(`id: ${at}\nevent: ready\ndata: {}\n\n`);
  while (!signal.aborted) {
    const last = await looks();
    while (at < last && !signal.aborted) {
      const { position, happened } = await watcher.next(at);
      for (const { position: id, payload } of happened) {
        raw.write(`id: ${id}\ndata: ${JSON.stringify(payload)}\n\n`);
      }
      at = position;
      // Whoever does not read is cut off, and may come again from the last place that it has seen.
      if (raw.writableLength > LIMITS.liveStreamBytes) return;
    }
    if (performance.now() - beat > BEAT_MS) {
      beat = performance.now();
      if (!(await stillMay())) return;
      raw.write(`: still here\nid: ${at}\n\n`);
    }
  }
}

/** One look for all who watch, a quarter of a second after the one before. */
function looksOf(desk: ApiDesk): () => Promise<number> {
  let next: Promise<number> | null = null;
  return () => {
    next ??= pause(LOOK_MS)
      .then(() => desk.lastPlace())
      .finally(() => {
        next = null;
      });
    return next;
  };
}
