/** Operations that change routines or run them: set, enable, disable, add, remove, run, run-all. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { isBuiltIn, type RoutineSettings } from '../../../domain/routine/routine.ts';
import { refuseUnlessMay } from '../../access/caller.ts';
import { runNow, runPipeline } from '../../routines/now.ts';
import { routinesOf } from '../../routines/schedule.ts';
import type { RoutineRecord } from '../../store-port.ts';
import { type Operation, type OperationContext, operation, Refusal } from '../operation.ts';
import { due, routineName, routineNamed, scheduleText, zoneSaid, zoneText } from './named.ts';
import { endRowOf, printRuns, type RoutineRow, routineRow, routineRowOf, runRow } from './shape.ts';

const ACT = {
  noun: 'routine',
  kind: 'command',
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
} as const;

const DAY_S = 86_400;
/** What may be set, as it is typed. */
const settings = z.strictObject({
  cron: scheduleText.optional(),
  zone: zoneText.optional(),
  order: z.int().min(0).max(1_000).optional().describe('place in the pipeline; 0 = none'),
  batch: z.int().min(1).max(LIMITS.importBatchRows).optional().describe('rows of one transaction'),
  most: z.int().min(0).max(10_000_000).optional().describe('rows of one run; 0 = until nothing is left'),
  timeout: z.int().min(1).max(DAY_S).optional().describe('seconds that an attempt may take'),
  retries: z.int().min(0).max(20).optional().describe('attempts after the first'),
});

/** The settings that were typed; what was not is not said. */
function saidBy({ cron, zone, order, batch, most, timeout, retries }: z.output<typeof settings>) {
  const said: { -readonly [K in keyof RoutineSettings]?: RoutineSettings[K] } = {};
  if (cron !== undefined) said.cron = cron;
  if (zone !== undefined) said.zone = zoneSaid(zone);
  if (order !== undefined) said.order = order === 0 ? null : order;
  if (batch !== undefined) said.batchSize = batch;
  if (most !== undefined) said.mostRows = most === 0 ? null : most;
  if (timeout !== undefined) said.timeoutMs = timeout * 1_000;
  if (retries !== undefined) said.retries = retries;
  return said;
}

async function save({ engine }: OperationContext, routine: RoutineRecord): Promise<RoutineRow> {
  await engine.store.routines.save(routine);
  return routineRowOf(engine, routine);
}

/** `routine set`. */
export const routineSet = operation({
  ...ACT,
  verb: 'set',
  command: 'routine set',
  summary: 'Change when a routine runs, how much at a time, for how long and how often it is tried again',
  input: settings.extend({ name: routineName }),
  output: routineRow,
  positional: ['name'],
  errors: ['no-such-routine', 'bad-schedule', 'bad-zone'],
  examples: [
    {
      command: 'routine set harvest --cron "30 1 * * mon-fri" --zone Europe/Berlin',
      says: 'on workdays at half past one',
    },
    { command: 'routine set score --batch 200 --timeout 600', says: 'what is not said stays as it is' },
  ],
  async run(context, { name, ...typed }) {
    const routine = await routineNamed(context, name);
    return save(context, due(context, { ...routine, said: { ...routine.said, ...saidBy(typed) } }, routine));
  },
});

/** `routine enable`. */
export const routineEnable = operation({
  ...ACT,
  verb: 'enable',
  command: 'routine enable',
  summary: 'Switch a routine on again, from its next slot',
  input: z.strictObject({ name: routineName }),
  output: routineRow,
  positional: ['name'],
  errors: ['no-such-routine'],
  undo: 'routine disable',
  examples: [{ command: 'routine enable harvest', says: 'slots that were passed over are not caught up' }],
  async run(context, { name }) {
    const routine = await routineNamed(context, name);
    // One that is on already has nothing passed over: its slots stay due.
    return save(context, due(context, { ...routine, enabled: true }, routine.enabled ? routine : undefined));
  },
});

/** `routine disable`. */
export const routineDisable = operation({
  ...ACT,
  verb: 'disable',
  command: 'routine disable',
  summary: 'Switch a routine off; its slots are passed over, and the history says so',
  input: z.strictObject({ name: routineName }),
  output: routineRow,
  positional: ['name'],
  errors: ['no-such-routine'],
  undo: 'routine enable',
  examples: [{ command: 'routine disable nurture', says: 'a run under way is not stopped' }],
  async run(context, { name }) {
    return save(context, { ...(await routineNamed(context, name)), enabled: false });
  },
});

/** `routine add`. */
export const routineAdd = operation({
  ...ACT,
  verb: 'add',
  command: 'routine add',
  summary: 'Run an operation of your choice on a schedule',
  input: settings.extend({
    name: routineName,
    operation: z.string().describe('the command, such as "assess"'),
    input: z.string().default('{}').describe('what it is given, as JSON: \'{"campaign":"Spring"}\''),
    cron: scheduleText,
  }),
  output: routineRow,
  positional: ['name'],
  errors: [
    'routine-there',
    'no-such-operation',
    'not-by-schedule',
    'bad-input',
    'bad-schedule',
    'bad-zone',
    'too-many',
  ],
  undo: 'routine remove',
  examples: [
    {
      command: 'routine add spring-again --operation assess --input \'{"campaign":"Spring"}\' --cron "0 12 * * *"',
      says: 'every day at noon',
    },
  ],
  async run(context, { name, operation: command, input, ...typed }) {
    const { engine, workspaceId } = context;
    const routines = await routinesOf(engine, workspaceId);
    if (routines.some((one) => one.name === name)) {
      throw new Refusal('routine-there', `there is a routine “${name}” already`, 'change it with rekindle routine set');
    }
    if (routines.length >= LIMITS.routines) {
      throw new Refusal('too-many', `there are ${LIMITS.routines} routines already`, 'remove one that is not needed');
    }
    const fresh = { workspaceId, name, operation: command, enabled: true, nextAt: null, changedAt: 0 };
    const wished = operationOf(context, command);
    refuseUnlessMay(context, wished);
    const given = inputOf(wished, input);
    return save(context, due(context, { ...fresh, input: given, said: saidBy(typed) }));
  },
});

/** The operation that a routine may run. Routines themselves, and what needs the caller's own machine, it may not. */
function operationOf({ engine }: OperationContext, command: string): Operation {
  const found = engine.parts.operations?.().find((one) => one.command === command);
  if (!found) {
    throw new Refusal('no-such-operation', `there is no operation “${command}”`, 'rekindle --help lists them');
  }
  if (found.kind !== 'local' && found.kind !== 'stream' && found.noun !== 'routine') return found;
  const remedy = 'choose one that needs neither a terminal nor files of yours';
  throw new Refusal('not-by-schedule', `“${command}” cannot run on a schedule`, remedy);
}

function inputOf({ input: schema }: Operation, text: string): Record<string, unknown> {
  const remedy = 'write JSON, such as \'{"campaign":"Spring"}\'';
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw new Refusal('bad-input', `the input is no JSON: ${(error as Error).message}`, remedy);
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return given as Record<string, unknown>;
  const said = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`).join('; ');
  throw new Refusal('bad-input', `the operation does not take this input: ${said}`, remedy);
}

/** `routine remove`. */
export const routineRemove = operation({
  ...ACT,
  verb: 'remove',
  command: 'routine remove',
  summary: 'Remove a routine of your own; its history stays',
  input: z.strictObject({ name: routineName }),
  output: z.object({ removed: z.string() }),
  positional: ['name'],
  errors: ['no-such-routine', 'built-in'],
  undo: 'routine add',
  examples: [{ command: 'routine remove spring-again', says: 'a built-in one can only be switched off' }],
  async run(context, { name }) {
    if (isBuiltIn(name)) {
      throw new Refusal('built-in', `“${name}” comes with every workspace`, 'switch it off: rekindle routine disable');
    }
    await routineNamed(context, name);
    await context.engine.store.routines.remove(context.workspaceId, name);
    return { removed: name };
  },
});

/** `routine run`. */
export const routineRun = operation({
  ...ACT,
  kind: 'job',
  effect: 'send',
  verb: 'run',
  command: 'routine run',
  summary: 'Run a routine now, in this process, also one that is switched off',
  input: z.strictObject({ name: routineName }),
  output: runRow,
  positional: ['name'],
  errors: ['no-such-routine', 'routine-under-way'],
  examples: [{ command: 'routine run harvest', says: 'its next slot stays as it is' }],
  async run(context, { name }) {
    const routine = await routineNamed(context, name);
    const end = await runNow(context.engine, routine, context);
    if (end) return endRowOf(end);
    const remedy = 'wait until it has ended: rekindle routine history';
    throw new Refusal('routine-under-way', `“${name}” is running already`, remedy);
  },
  print: (run) => printRuns([run]),
  failed: ({ state }) => state === 'failed' || state === 'waiting',
});

/** `routine run-all`. */
export const routineRunAll = operation({
  ...ACT,
  kind: 'job',
  effect: 'send',
  verb: 'run-all',
  command: 'routine run-all',
  summary: 'Run the whole pipeline now, stage by stage; one that fails stops no other',
  input: z.strictObject({}),
  output: z.object({
    runs: z.array(runRow),
    notRun: z.array(z.object({ name: z.string(), code: z.enum(['routine-disabled', 'routine-under-way']) })),
  }),
  positional: [],
  errors: [],
  examples: [
    { command: 'routine run-all', says: 'harvest, score, qualify, route, nurture; what is switched off is said' },
  ],
  async run({ engine, workspaceId, ...how }) {
    const stages = await runPipeline(engine, workspaceId, how);
    return {
      runs: stages.flatMap(({ end }) => (end ? [endRowOf(end)] : [])),
      notRun: stages.flatMap(({ name, code }) => (code ? [{ name, code }] : [])),
    };
  },
  print: ({ runs, notRun }) => `${printRuns(runs)}${notRun.map(({ name, code }) => `${name}: ${code}\n`).join('')}`,
  failed: ({ runs }) => runs.some(({ state }) => state === 'failed' || state === 'waiting'),
});
