/**
 * The desk where operations are asked for over the network: who asks, in which workspace, and whether it was asked before. Files of the
 * machine are out of its reach, whatever an operation is told.
 */
import { hash } from 'node:crypto';
import { type Access, EVERY_PLACE, mayDo } from '../../domain/access/role.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { refusalOf } from '../access/caller.ts';
import { keyDesk } from '../access/keys.ts';
import { oidcDesk } from '../access/oidc.ts';
import { once } from '../access/once.ts';
import { refuseUnwritable } from '../access/plain-words.ts';
import { sessionDesk } from '../access/sessions.ts';
import type { Engine } from '../engine.ts';
import { isLong, type Operation, Refusal } from '../operations/operation.ts';
import type { ApiAnswer, ApiCall, ApiDesk, Caller } from './api-port.ts';
import { liveDesk } from './live.ts';
import { measuresOf } from './measures.ts';
import { readRemote, remoteShape } from './remote-input.ts';
import { doRemoteJob, type RemoteHow, type RemoteJob } from './remote-job.ts';

const MAIN = 'main';

/** A desk over an engine, for its table of operations. */
export function apiDesk(engine: Engine): ApiDesk {
  const keys = keyDesk(engine);
  const known = new Set<string>();
  const live = liveDesk(engine);
  const home = engine.parts.homeWorkspace ?? MAIN;
  const perform = async (call: ApiCall): Promise<ApiAnswer> => {
    const workspaceId = placeOf(call, home);
    const access = accessFor(call, workspaceId);
    await refuseUnknownPlace(engine, known, workspaceId);
    const work = () => runIn(engine, call, workspaceId, access);
    const answer = await answerOnce(engine, call, workspaceId, work);
    if (call.operation.noun === 'key') keys.forget();
    return answer;
  };
  return {
    operations: engine.parts.operations?.() ?? [],
    async byKey(text) {
      const key = await keys.known(text);
      if (!key) return null;
      const { role, workspaceId, prefix, name, kind } = key;
      return { actor: `key:${prefix} (${name})`, accesses: [{ role, workspaceId, kind }], session: null };
    },
    ...sessionDesk(engine),
    ...oidcDesk(engine),
    lastPlace: () => live.lastPlace(),
    async watch(wish) {
      const workspaceId = placeOf(wish, home);
      const watcher = await live.watch(wish, workspaceId);
      await refuseUnknownPlace(engine, known, workspaceId);
      return watcher;
    },
    measures: () => measuresOf(engine),
    address: engine.publicUrl ?? '',
    secure: engine.publicUrl?.startsWith('https:') ?? false,
    perform,
    log: engine.log,
  };
}

async function runIn(engine: Engine, call: ApiCall, workspaceId: string, caller: Access): Promise<unknown> {
  const { operation, requestId, signal, progress } = call;
  const { own, file, secrets } = readRemote(remoteShape(operation), call.input);
  const held = file && (await engine.parts.holdFile?.(file.name, file.content));
  if (file && !held) throw refusalOf('only-on-the-machine');
  const input = { ...own, ...(held ? { file: held.path } : {}), ...(secrets ? { stdin: Object.keys(secrets) } : {}) };
  const brought = { path: held?.path ?? null, lines: Object.values(secrets ?? {}) };
  const { command } = operation;
  const { plan = null } = call;
  const job = { command, input, brought, workspaceId, actor: call.caller.actor, caller, requestId, plan };
  const release = async () => held?.release();
  try {
    const output = await doIn(engine, operation, job, { signal, progress });
    if (operation.kind === 'stream') return thenRelease(output as AsyncIterable<unknown>, release);
    await release();
    return held && hasRejects(output) ? { ...output, rejectsFile: null } : output;
  } catch (error) {
    await release();
    throw error;
  }
}

/** Long work is done beside this thread, where it can be: nobody who wants to be taken off waits for a simulation. */
async function doIn(engine: Engine, operation: Operation, job: RemoteJob, how: RemoteHow): Promise<unknown> {
  const jobs = engine.parts.host?.jobs;
  if (!jobs || !isLong(operation)) return doRemoteJob(engine, job, how);
  // What is wrong with the input is told by this thread, as it is with all others.
  operation.input.parse(job.input);
  return jobs.run(job, how);
}

/** A file that was brought is held until the last item is read, or nobody reads on. */
async function* thenRelease(items: AsyncIterable<unknown>, release: () => Promise<void>): AsyncGenerator<unknown> {
  try {
    yield* items;
  } finally {
    await release();
  }
}

function hasRejects(output: unknown): output is object {
  return typeof output === 'object' && output !== null && 'rejectsFile' in output;
}

async function answerOnce(
  engine: Engine,
  { onceKey, caller, operation, input }: ApiCall,
  workspaceId: string,
  work: () => Promise<unknown>,
): Promise<ApiAnswer> {
  if (onceKey === null || operation.kind === 'stream') return { output: await work(), toldAgain: false };
  const key = { workspaceId, caller: callerId(caller), key: onceKey };
  return once(engine, { ...key, requestHash: requestHash(engine, operation, input) }, operation.toldOnce ?? [], work);
}

/** Keyed: a request may bear a secret that others could guess at by its hash. */
function requestHash({ keyring }: Engine, { command }: Operation, input: unknown): string {
  const { content, ...words } = (input ?? {}) as Readonly<Record<string, unknown>>;
  const body = content instanceof Uint8Array || typeof content === 'string' ? hash('sha256', content) : content;
  refuseUnwritable({ ...words, content: body });
  return keyring.hash('request', canonicalJson(JSON.parse(JSON.stringify({ command, words, body }))));
}

/** What stays of a caller from request to request. */
function callerId({ actor }: Caller): string {
  return actor.split(' ', 1)[0] ?? actor;
}

/** The workspace that is meant: the one named, the only one it can be, or the home of the instance. */
function placeOf({ workspace, caller }: Pick<ApiCall, 'workspace' | 'caller'>, home: string): string {
  if (workspace !== null) return workspace;
  const [only, other] = caller.accesses;
  return only && !other && only.workspaceId !== EVERY_PLACE ? only.workspaceId : home;
}

/** By which of their rights they may; the last reason where they may not. */
function accessFor({ caller, operation }: ApiCall, workspaceId: string): Access {
  const { command, role, scope } = operation;
  let code = 'workspace-not-yours';
  for (const access of caller.accesses) {
    const refused = mayDo(access, { command, role, scope, workspaceId });
    if (refused === null) return access;
    if (refused !== 'workspace-not-yours') code = refused;
  }
  throw refusalOf(code);
}

/** A slip of the pen must not make a workspace. Workspaces are never taken away, so that one look is enough. */
async function refuseUnknownPlace(engine: Engine, known: Set<string>, workspaceId: string): Promise<void> {
  if (known.has(workspaceId) || workspaceId === (engine.parts.homeWorkspace ?? MAIN)) return;
  const found = await engine.store.workspaces.get(workspaceId);
  if (!found) {
    throw new Refusal(
      'no-such-workspace',
      `there is no workspace “${workspaceId}”`,
      'rekindle workspace add makes one',
    );
  }
  known.add(workspaceId);
}
