/** Operations on saved views: what is asked of a list, under a name, for oneself or for all who work here. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { LISTS, type ListName } from '../../../domain/list/schema.ts';
import type { ListedView, SavedView } from '../../store-port.ts';
import { workspaceOf } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';
import { listInputs, listQuery } from './asked.ts';

const NAMES = Object.keys(LISTS) as [ListName, ...ListName[]];
const listRef = z
  .enum(NAMES)
  .default('lead')
  .describe(`of which list: ${NAMES.join(', ')}`);
const nameRef = z.string().trim().min(1, 'name a view').max(100).describe('name of the view');
const shared = z.boolean().default(false).describe('for all who work in this workspace, not for yourself alone');

const Shown = z.object({
  name: z.string(),
  list: z.string(),
  where: z.string(),
  sort: z.string(),
  columns: z.array(z.string()),
  words: z.record(z.string(), z.string()),
  shared: z.boolean(),
  savedBy: z.string(),
  savedAt: z.string(),
});
const Listed = Shown.extend({ default: z.boolean().describe('whether the list opens with it for you') });

function shown({
  name,
  list,
  asked,
  sort,
  columns,
  words,
  owner,
  savedBy,
  savedAt,
}: SavedView): z.output<typeof Shown> {
  const at = new Date(savedAt).toISOString();
  return { name, list, where: asked, sort, columns: [...columns], words, shared: owner === '', savedBy, savedAt: at };
}

function listed(view: ListedView): z.output<typeof Listed> {
  return { ...shown(view), default: view.isDefault };
}

/** `view list`. */
export const viewList = operation({
  noun: 'view',
  verb: 'list',
  command: 'view list',
  summary: 'Saved views of lists: your own, and those that are shared',
  kind: 'query',
  input: z.strictObject({ list: z.enum(NAMES).optional().describe('only of this list') }),
  output: z.object({ views: z.array(Listed) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'view list --list lead', says: 'each with its filter and its order' }],
  async run({ engine, workspaceId, actor }, { list }) {
    const views = await engine.store.views.list(workspaceId, actor);
    return { views: views.filter((view) => list === undefined || view.list === list).map(listed) };
  },
});

/** `view save`. */
export const viewSave = operation({
  noun: 'view',
  verb: 'save',
  command: 'view save',
  summary: 'Keep what is asked of a list under a name, in place of the view that is called so',
  kind: 'command',
  input: z.strictObject({
    name: nameRef,
    list: listRef,
    where: listInputs('lead').where.unwrap().default('').describe('the filter, as the list takes it'),
    sort: listInputs('lead').sort.unwrap().default('').describe('the order, as the list takes it'),
    columns: z.array(z.string().max(60)).max(50).default([]).describe('fields that are shown; may be repeated'),
    words: z
      .record(z.string().max(60), z.string().max(200))
      .default({})
      .describe('what else is asked, by the names of the list’s flags: campaign=spring; may be repeated'),
    shared,
  }),
  output: Shown,
  positional: ['name'],
  errors: ['bad-filter', 'bad-sort', 'too-many-views', 'view-too-long'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'view delete',
  examples: [
    { command: `view save Germany --where 'country == "DE"' --sort company --shared`, says: 'for all who work here' },
  ],
  async run(context, { name, list, where, sort, columns, words, shared: forAll }) {
    await workspaceOf(context);
    const { engine, workspaceId, actor } = context;
    refuseUnreadable(context, list, { where, sort, campaign: words.campaign });
    const view = {
      ...{ workspaceId, list, owner: forAll ? '' : actor, name, asked: where.trim(), sort: sort.trim() },
      ...{ columns, words, savedBy: actor, savedAt: engine.clock.now() },
    };
    if (JSON.stringify(view).length > LIMITS.viewCharacters) {
      throw new Refusal('view-too-long', 'this is more than a view holds', 'shorten its filter, columns or words');
    }
    if (await engine.store.views.save(view, LIMITS.views)) return shown(view);
    throw new Refusal('too-many-views', `a workspace keeps ${LIMITS.views} views`, 'delete one: rekindle view list');
  },
});

/** What cannot be asked of the list is said when it is saved. */
function refuseUnreadable(
  context: OperationContext,
  list: ListName,
  { where, sort, campaign }: { where: string; sort: string; campaign: string | undefined },
): void {
  listQuery(context, list, { where, sort, after: null, limit: 1, campaignId: campaign ?? null });
}

/** `view delete`. */
export const viewDelete = operation({
  noun: 'view',
  verb: 'delete',
  command: 'view delete',
  summary: 'Take a saved view away',
  kind: 'command',
  input: z.strictObject({ name: nameRef, list: listRef, shared }),
  output: z.object({ deleted: z.boolean() }),
  positional: ['name'],
  errors: ['no-such-view'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: false,
  undo: 'view save',
  examples: [{ command: 'view delete Germany --shared', says: 'what it shows stays' }],
  async run({ engine, workspaceId, actor }, { name, list, shared: forAll }) {
    const view = { workspaceId, list, owner: forAll ? '' : actor, name };
    if (await engine.store.views.remove(view)) return { deleted: true };
    throw new Refusal('no-such-view', `there is no view “${name}” of this list`, 'rekindle view list shows them');
  },
});

/** `view default`. */
export const viewDefault = operation({
  noun: 'view',
  verb: 'default',
  command: 'view default',
  summary: 'Have a list open with a view for you, where nothing else is asked of it; without a name it opens as it is',
  kind: 'command',
  input: z.strictObject({
    view: nameRef.optional().describe('name of the view; absent = none'),
    list: listRef,
    shared: z.boolean().default(false).describe('the view of this name that is shared, not your own'),
  }),
  output: z.object({
    list: z.string(),
    view: z.string().nullable(),
    before: z.object({ view: z.string(), shared: z.boolean() }).nullable().describe('what it opened with until now'),
  }),
  positional: ['view'],
  errors: ['no-such-view'],
  // What one sees first is one's own: it changes nothing for anybody else.
  role: 'viewer',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'view default',
  examples: [
    { command: 'view default Germany --shared', says: 'leads open with it for you, and for nobody else' },
    { command: 'view default --list lead', says: 'leads open as they are' },
  ],
  async run(context, { view = null, list, shared: ofAll }) {
    await workspaceOf(context);
    const { engine, workspaceId, actor } = context;
    const { views } = engine.store;
    const known = await views.list(workspaceId, actor);
    const was = known.find((one) => one.list === list && one.isDefault);
    const chosen = view === null ? null : { owner: ofAll ? '' : actor, name: view };
    if (!(await views.openWith({ workspaceId, list, openedBy: actor }, chosen))) {
      throw new Refusal(
        'no-such-view',
        `there is no view “${view ?? ''}” of this list`,
        'rekindle view list shows them',
      );
    }
    return { list, view, before: was === undefined ? null : { view: was.name, shared: was.owner === '' } };
  },
});
