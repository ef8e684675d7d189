/**
 * Clicks on plans in the room where they are told. Who clicked is whom an admin said they are; what they may is asked by the very operation
 * that the command line and the REST interface run, which also writes it to the log of acts. Decides nothing.
 */
import { clickShows } from '../../domain/agent/click.ts';
import { reasonText } from '../../domain/reason.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import type { ApiDesk, Caller } from '../serve/api-port.ts';
import type { ClickTaken, PlanClick, PlanRoom, RoomCall } from './room-port.ts';

const COMMANDS = { approve: 'plan approve', refuse: 'plan refuse' } as const;

/** Takes what the room calls with; `perform` runs operations. Undefined where there is no room. */
export function clickDesk(
  engine: Engine,
  perform: ApiDesk['perform'],
): ((call: RoomCall, requestId: string) => Promise<ClickTaken>) | undefined {
  const room = engine.parts.planRoom;
  if (!room) return undefined;
  return async (call, requestId) => {
    const reading = room.read(call, engine.clock.now());
    if (reading.kind === 'refused') return reading;
    if (reading.kind === 'other') return { kind: 'taken', after: () => Promise.resolve() };
    const { click } = reading;
    const { code, text } = await decided(engine, room, perform, click, requestId);
    return {
      kind: 'taken',
      async after() {
        const why = await room.answer(click.answerTo, clickShows(code), text);
        if (why !== null) engine.log.error('what a click came to could not be said', { plan: click.plan, why });
      },
    };
  };
}

interface Decided {
  /** Of the refusal; null = it was done. */
  readonly code: string | null;
  readonly text: string;
}

async function decided(
  engine: Engine,
  room: PlanRoom,
  perform: ApiDesk['perform'],
  click: PlanClick,
  requestId: string,
): Promise<Decided> {
  const caller = await callerOf(engine, room, click.member);
  if (caller === null) return unknown(engine, click.member);
  const command = COMMANDS[click.act];
  const operation = engine.parts.operations?.().find((one) => one.command === command);
  if (!operation) throw new Error(`there is no operation ${command}`);
  const { plan, seen, workspaceId: workspace } = click;
  const input = click.act === 'approve' ? { plan, seen } : { plan };
  const signal = new AbortController().signal;
  try {
    await perform({ caller, operation, workspace, input, requestId, onceKey: null, signal });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.code, text: `${error.message}\n${error.remedy}`.trim() };
  }
  const who = caller.actor.replace('user:', '');
  const at = new Date(engine.clock.now()).toISOString();
  const said = click.act === 'approve' ? 'Approved' : 'Declined';
  return { code: null, text: `${said} by ${who}, ${at} (${plan}, workspace ${workspace}).` };
}

function unknown({ log }: Engine, member: string): Decided {
  const code = 'slack-unknown';
  const { says, remedy } = reasonText(code);
  log.info('somebody who is not known here clicked on a plan', { member });
  return { code, text: `${says}\n${remedy.replace('MEMBER', member)}` };
}

/** Somebody with all their roles, as if they were logged in. */
async function callerOf({ store: { access } }: Engine, { name }: PlanRoom, member: string): Promise<Caller | null> {
  const bound = await access.identityOf(name, member);
  const user = bound && (await access.userById(bound.userId));
  if (!user) return null;
  const roles = await access.rolesOf(user.id);
  const accesses = roles.map(({ role, workspaceId }) => ({ role, workspaceId, kind: 'person' as const }));
  return { actor: `user:${user.email}`, accesses, session: null };
}
