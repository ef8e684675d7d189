/** Operations that make the engine run: one pass, the loop in this process, the loop beside the pages of the outside. */
import { z } from 'zod';
import { LIMITS } from '../../domain/limits.ts';
import { reasonText } from '../../domain/reason.ts';
import { refusalOf } from '../access/caller.ts';
import { LiveCampaigns } from '../assess/live.ts';
import type { Engine } from '../engine.ts';
import { handOffsUntilIdle } from '../handoff/deliver.ts';
import { escalateHandOffs } from '../handoff/keep.ts';
import { tellRefusals } from '../handoff/tell-refusals.ts';
import { waitOut } from '../instance/patience.ts';
import { nextAt, untilIdle } from '../loop.ts';
import { PlaceTaken } from '../ports.ts';
import { runEngine } from '../serve/run.ts';
import { serve as serveOn } from '../serve/serve.ts';
import { operation, Refusal } from './operation.ts';

/** `work`: what is due now, and no more. */
export const work = operation({
  noun: 'engine',
  verb: 'work',
  command: 'work',
  summary: 'Do what is due now and stop',
  kind: 'job',
  input: z.strictObject({}),
  output: z.object({
    assessed: z.number(),
    advanced: z.number(),
    sent: z.number(),
    held: z.number(),
    refused: z.number(),
    retried: z.number(),
    unconfirmed: z.number(),
    leftBefore: z
      .number()
      .describe('had left before this database was brought back from a backup, and did not leave again'),
    nextAt: z.string().nullable(),
  }),
  positional: [],
  errors: [],
  role: 'operator',
  scope: 'instance',
  effect: 'send',
  idempotent: true,
  examples: [{ command: 'work', says: 'one pass; in a dry workspace messages land in the outbox folder' }],
  async run({ engine, workspaceId, signal, note }) {
    await engine.store.workspaces.ensure(workspaceId, engine.clock.now());
    const closed = await engine.fence.look();
    if (closed) note(`${reasonText(closed.code).says} ${reasonText(closed.code).remedy}`);
    const live = new LiveCampaigns(engine);
    const assessed = await waitOut(engine, { mostMs: LIMITS.storeAwayMs, signal }, () => live.assess(signal));
    const { advanced, delivered } = await untilIdle(engine, signal);
    for (const error of live.broken.values()) throw error;
    await escalateHandOffs(engine);
    await handOffsUntilIdle(engine);
    await tellRefusals(engine);
    const next = await nextAt(engine);
    return { assessed, advanced, ...delivered, nextAt: next === null ? null : new Date(next).toISOString() };
  },
  print: ({ assessed, advanced, sent, held, refused, retried, unconfirmed, leftBefore, nextAt }) =>
    [
      `${sent} sent, ${refused} refused, ${held} held, ${retried} to be tried again, ${unconfirmed} unconfirmed; ${advanced} steps decided, ${assessed} leads assessed.`,
      ...(leftBefore > 0 ? [`${leftBefore} had left before the restore, and did not leave again.`] : []),
      nextAt === null ? 'Nothing more is due.' : `Next is due: ${nextAt}. rekindle worker waits for it.`,
      '',
    ].join('\n'),
});

/** The workspace is there; a database that is away just then is waited for, as it is from then on. */
async function begin(engine: Engine, workspaceId: string, signal: AbortSignal): Promise<void> {
  const bound = { mostMs: LIMITS.storeAwayMs, signal };
  await waitOut(engine, bound, () => engine.store.workspaces.ensure(workspaceId, engine.clock.now()));
}

/** `worker`: the loop in this process until it is stopped. */
export const worker = operation({
  noun: 'engine',
  verb: 'worker',
  command: 'worker',
  summary: 'Keep working until Ctrl-C or SIGTERM: assess, advance, deliver and run routines as things fall due',
  kind: 'local',
  input: z.strictObject({}),
  output: z.object({ stopped: z.literal(true) }),
  positional: [],
  errors: [],
  role: 'operator',
  scope: 'instance',
  effect: 'send',
  idempotent: true,
  examples: [{ command: 'worker', says: 'without pages: recipients cannot reach the opt-out address of this process' }],
  async run({ engine, workspaceId, signal, note }) {
    await begin(engine, workspaceId, signal);
    note('Working on all workspaces, and keeping their routines; stop with Ctrl-C.');
    await runEngine(engine, signal);
    return { stopped: true as const };
  },
});

/** `serve`: the loop, and the opt-out pages that mails point to. */
export const serve = operation({
  noun: 'engine',
  verb: 'serve',
  command: 'serve',
  summary: 'Keep working as worker does, and answer over HTTP: opt-out addresses, webhooks, the REST interface',
  kind: 'local',
  input: z.strictObject({}),
  output: z.object({ stopped: z.literal(true) }),
  positional: [],
  errors: ['no-host', 'place-taken', 'no-admin-yet'],
  role: 'operator',
  scope: 'instance',
  effect: 'send',
  idempotent: true,
  examples: [
    {
      command: 'serve',
      says: 'on 127.0.0.1:7740, or where listen in rekindle.yaml says; put a proxy with https before it',
    },
  ],
  async run({ engine, workspaceId, signal, note }) {
    const host = engine.parts.host;
    if (!host) throw new Refusal('no-host', 'this engine is embedded and cannot listen', 'run rekindle serve');
    await begin(engine, workspaceId, signal);
    if (host.beyondMachine && !(await engine.store.access.hasAdmin(engine.clock.now())))
      throw refusalOf('no-admin-yet');
    const opened = (url: string) =>
      note(`Working on all workspaces, and keeping their routines; listening on ${url}; stop with Ctrl-C.`);
    await serveOn(engine, host, signal, opened).catch((error: unknown) => {
      if (!(error instanceof PlaceTaken)) throw error;
      throw new Refusal('place-taken', error.message, 'stop what listens there, or set listen in rekindle.yaml');
    });
    return { stopped: true as const };
  },
});
