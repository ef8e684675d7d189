/** Operations on tasks: what people have to do, and that they did it. */
import { z } from 'zod';
import { doTask } from '../steer/tasks.ts';
import { campaignOf } from './find.ts';
import { operation } from './operation.ts';

const taskRow = z.object({
  id: z.string(),
  kind: z.enum(['task', 'hand-off']),
  title: z.string(),
  since: z.string(),
  leadId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  outcomes: z.array(z.string()),
});

/** `task list`: what waits for a person. */
export const taskList = operation({
  noun: 'task',
  verb: 'list',
  command: 'task list',
  summary: 'What waits for a person: calls, reviews, hand-offs; the oldest first',
  kind: 'query',
  input: z.strictObject({
    campaign: z.string().optional().describe('only of this campaign'),
    limit: z.int().min(1).max(1000).default(50).describe('how many'),
  }),
  output: z.object({ tasks: z.array(taskRow) }),
  positional: [],
  errors: ['no-such-campaign'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'task list', says: 'each with the outcomes it may have' }],
  async run(context, { campaign, limit }) {
    const { engine, workspaceId } = context;
    const campaignId = campaign === undefined ? null : (await campaignOf(context, campaign)).id;
    const found = await engine.store.tasks.list({ workspaceId, campaignId, limit });
    const tasks = found.map(({ task, recipient: { leadId, name, email, phone } }) => {
      const { id, kind, title, dueAt, outcomes } = task;
      return {
        id,
        kind,
        title,
        since: new Date(dueAt).toISOString(),
        leadId,
        name,
        email,
        phone,
        outcomes: [...outcomes],
      };
    });
    return { tasks };
  },
});

/** `task done`: its enrollment goes on. */
export const taskDone = operation({
  noun: 'task',
  verb: 'done',
  command: 'task done',
  summary: 'Say that a task is done; the sequence that waited for it goes on',
  kind: 'command',
  input: z.strictObject({
    task: z.string().min(1).describe('id of the task'),
    outcome: z.string().nullable().default(null).describe('id of the step that follows, where the task names several'),
  }),
  output: z.object({ taskId: z.string(), state: z.string(), outcome: z.string().nullable() }),
  positional: ['task'],
  errors: ['no-such-task', 'task-over', 'which-outcome'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: false,
  examples: [{ command: 'task done task_01k… --outcome call-again', says: 'the step “call-again” follows' }],
  async run({ engine, workspaceId, actor }, { task, outcome }) {
    const done = await doTask(engine, { workspaceId, taskId: task, outcome, by: actor });
    return { taskId: done.id, state: done.state, outcome: done.outcome };
  },
});
