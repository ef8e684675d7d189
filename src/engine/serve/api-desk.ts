/**
 * The desk where operations are asked for over the network: who asks, in which workspace, and whether it was asked before. Files of the
 * machine are out of its reach, whatever an operation is told.
 */
import { hash } from 'node:crypto';
import { type Access, EVERY_PLACE, mayDo } from '../../domain/access/role.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { refusalOf } from '../access/caller.ts';
import { keyDesk } from '../access/keys.ts';
import { once } from '../access/once.ts';
import { sessionDesk } from '../access/sessions.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import { runOperation } from '../operations/run.ts';
import type { ApiAnswer, ApiCall, ApiDesk, Caller } from './api-port.ts';
import { withoutFiles } from './without-files.ts';

const MAIN = 'main';

/** A desk over an engine, for its table of operations. */
export function apiDesk(engine: Engine): ApiDesk {
  const keys = keyDesk(engine);
  const remote: Engine = { ...engine, sources: withoutFiles(engine.sources) };
  const known = new Set<string>();
  const perform = async (call: ApiCall): Promise<ApiAnswer> => {
    const workspaceId = placeOf(call, engine.parts.homeWorkspace ?? MAIN);
    const access = accessFor(call, workspaceId);
    await refuseUnknownPlace(engine, known, workspaceId);
    const work = () => runIn(remote, call, workspaceId, access);
    const answer = await answerOnce(engine, call, workspaceId, work);
    if (call.operation.noun === 'key') keys.forget();
    return answer;
  };
  return {
    operations: engine.parts.operations ?? [],
    async byKey(text) {
      const key = await keys.known(text);
      if (!key) return null;
      const { role, workspaceId, prefix, name } = key;
      return { actor: `key:${prefix} (${name})`, accesses: [{ role, workspaceId }], session: null };
    },
    ...sessionDesk(engine),
    secure: engine.publicUrl?.startsWith('https:') ?? false,
    perform,
    log: engine.log,
  };
}

function runIn(engine: Engine, call: ApiCall, workspaceId: string, caller: Access): Promise<unknown> {
  const { operation, input, requestId, signal } = call;
  const context = {
    ...{ engine, workspaceId, actor: call.caller.actor, caller, requestId, signal },
    progress: () => undefined,
    note: () => undefined,
  };
  return runOperation(context, operation, input);
}

async function answerOnce(
  engine: Engine,
  { onceKey, caller, operation, input }: ApiCall,
  workspaceId: string,
  work: () => Promise<unknown>,
): Promise<ApiAnswer> {
  if (onceKey === null) return { output: await work(), toldAgain: false };
  const request = canonicalJson({ command: operation.command, input: JSON.parse(JSON.stringify(input)) });
  const key = { workspaceId, caller: callerId(caller), key: onceKey };
  return once(engine, { ...key, requestHash: hash('sha256', request) }, operation.toldOnce ?? [], work);
}

/** What stays of a caller from request to request. */
function callerId({ actor }: Caller): string {
  return actor.split(' ', 1)[0] ?? actor;
}

/** The workspace that is meant: the one named, the only one it can be, or the home of the instance. */
function placeOf({ workspace, caller }: ApiCall, home: string): string {
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
