/** The list of accounts. */
import { z } from 'zod';
import { statusOf } from '../../../domain/account/enrollment.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { AccountKey } from '../../accounts/acts.ts';
import { accountSubject, accountView } from '../../accounts/view.ts';
import type { Engine } from '../../engine.ts';
import { spoken } from '../../explain.ts';
import type { AccountListed } from '../../store-port.ts';
import { campaignOf } from '../find.ts';
import {
  asksMore,
  cutInputs,
  cutTo,
  LIST_ERRORS,
  type ListWish,
  listInputs,
  listQuery,
  pageTold,
  Total,
} from '../lists/asked.ts';
import { type OperationContext, operation } from '../operation.ts';
import { ConflictShown, CoverageShown, HealthShown, ReasonShown, TouchpointsShown } from './shape.ts';

const Judged = z.object({
  campaign: z.string().nullable(),
  coverage: CoverageShown,
  health: HealthShown,
  touchpoints: TouchpointsShown,
  conflicts: z.array(ConflictShown),
});
const Row = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  deal: z.string().nullable(),
  customer: z.boolean(),
  contacts: z.number(),
  createdAt: z.string(),
  status: z.string(),
  outcome: z.string().nullable(),
  reason: ReasonShown.nullable(),
  nextLookAt: z.string().nullable(),
  judged: Judged.nullable().describe('null = it was not asked for'),
});
type Shown = z.output<typeof Row>;
/** What a row of the list may be cut down to; `id` is always there. */
const FIELDS = Object.keys(Row.shape).filter((name) => name !== 'id') as [Exclude<keyof Shown, 'id'>];

/** `account list`. */
export const accountList = operation({
  noun: 'account',
  verb: 'list',
  command: 'account list',
  summary: 'Accounts with the campaign that each is in, and where it stands',
  kind: 'query',
  input: z.strictObject({
    campaign: z.string().optional().describe('only of this campaign'),
    limit: z.int().min(1).max(1000).default(50).describe('how many'),
    after: z.string().default('').describe('`next` of the page before'),
    ...listInputs('account'),
    ...cutInputs(FIELDS),
    health: z
      .boolean()
      .default(false)
      .describe(
        `with campaign, coverage, health and what stands against each; of ${LIMITS.accountsJudged} at most, fewer where they have many contacts`,
      ),
  }),
  output: z.object({
    accounts: z.array(Row.partial().required({ id: true })),
    next: z.string().nullable(),
    total: Total,
  }),
  positional: [],
  errors: ['no-such-campaign', ...LIST_ERRORS],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    { command: 'account list --campaign abm', says: 'what is paused says why' },
    {
      command: `account list --where 'status == "paused" && contacts > 3' --sort nextLookAt --count`,
      says: 'in CEL, as conditions are',
    },
    { command: 'account list --fields name --fields owner', says: 'two columns' },
  ],
  async run(context, { campaign, fields, count, health, ...input }) {
    const { engine, workspaceId } = context;
    const limit = health ? Math.min(input.limit, LIMITS.accountsJudged) : input.limit;
    const campaignId = campaign === undefined ? null : (await campaignOf(context, campaign)).id;
    const wish = { ...input, limit, campaignId, after: input.after || null };
    const { rows, next } = await (health ? pageToJudge : pageOf)(context, wish);
    const judges = health && (fields.length === 0 || fields.includes('judged'));
    const accounts: (Partial<Shown> & Pick<Shown, 'id'>)[] = [];
    for (const { account, enrollment, contacts } of rows) {
      const judged = judges ? await judge(engine, { workspaceId, accountId: account.id }) : null;
      accounts.push(cutTo(fields, accountRow({ account, enrollment, contacts }, judged)));
    }
    if (!count) return { accounts, next };
    const { filter } = listQuery(context, 'account', wish);
    const counted = { workspaceId, campaignId, filter };
    return { accounts, next, total: await engine.store.lists.count('account', counted, engine.suppressionKeys) };
  },
});

type AccountWish = ListWish & { readonly campaignId: string | null };

type AccountsTold = Awaited<ReturnType<typeof plainAccounts>>;

const pageOf = (context: OperationContext, wish: AccountWish): Promise<AccountsTold> =>
  (asksMore(wish) ? askedAccounts : plainAccounts)(context, wish);

/** As many as may be judged at once by their contacts, one at the least; `next` goes on after them. */
async function pageToJudge(context: OperationContext, wish: AccountWish): Promise<AccountsTold> {
  const page = await pageOf(context, wish);
  let [fit, contacts] = [0, 0];
  for (const row of page.rows) {
    contacts += row.contacts;
    if (contacts > LIMITS.contactsJudged) break;
    fit++;
  }
  return fit === page.rows.length ? page : pageOf(context, { ...wish, limit: Math.max(1, fit) });
}

async function plainAccounts({ engine, workspaceId }: OperationContext, { campaignId, limit, after }: AccountWish) {
  const rows = await engine.store.accounts.list({ workspaceId, campaignId, limit, after: after ?? '' });
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return pageTold({ rows, next: last ? { keys: [], id: last.account.id } : null }, []);
}

async function askedAccounts(context: OperationContext, wish: AccountWish) {
  const query = listQuery(context, 'account', wish);
  return pageTold(await context.engine.store.lists.accounts(query), query.order);
}

function accountRow({ account, enrollment, contacts }: AccountListed, judged: Shown['judged']): Shown {
  const { id, name, owner, deal, customer, createdAt } = account;
  return {
    ...{ id, name, owner, deal, customer, contacts, createdAt: new Date(createdAt).toISOString() },
    status: enrollment ? statusOf(enrollment) : 'none',
    outcome: enrollment?.outcome ?? null,
    reason: enrollment?.reason ? spoken(enrollment.reason) : null,
    nextLookAt: enrollment?.dueAt ? new Date(enrollment.dueAt).toISOString() : null,
    judged,
  };
}

async function judge(engine: Engine, key: AccountKey): Promise<z.output<typeof Judged>> {
  const view = accountView(engine, await accountSubject(engine, key, null));
  const { campaign, coverage, health, conflicts, touchpoints } = view;
  return { campaign, coverage, health, touchpoints, conflicts };
}
