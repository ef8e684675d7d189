/** Lists that are filtered and sorted, as the engine asks a store for them. */
import type { Filter } from '../../../domain/list/filter.ts';
import type { ListOrder } from '../../../domain/list/order.ts';
import type { ListName } from '../../../domain/list/schema.ts';
import type { Message } from '../../../domain/message.ts';
import type { Enrollment } from '../../../domain/sequence/enrollment.ts';
import type { AccountListed } from '../account.ts';
import type { LeadFound, SuppressionKeysOf } from '../lead.ts';

/** A row's place in an order: what it has in each field that is sorted by, and its id. */
export interface ListPlace {
  readonly keys: readonly (string | number | null)[];
  readonly id: string;
}

/** A page of a list. */
export interface ListQuery {
  readonly workspaceId: string;
  /** Where it is told how leads stand; null = nowhere. */
  readonly campaignId: string | null;
  /** Null = all. */
  readonly filter: Filter | null;
  /** Ids settle what it leaves open; none = in the order of the ids. */
  readonly order: readonly ListOrder[];
  readonly after: ListPlace | null;
  readonly limit: number;
  /** Rows that a page looks at, and that are sorted; absent = `LIMITS.listLooked` and `LIMITS.listSorted`. */
  readonly most?: { readonly looked: number; readonly sorted: number };
}

/**
 * What was found. In the order of the ids a page looks at `LIMITS.listLooked` rows at most: `next` leads on also where few of them
 * fitted, or none.
 */
export interface Listed<Row> {
  readonly rows: readonly Row[];
  readonly next: ListPlace | null;
}

/** A list that is too long to be sorted so: more than `LIMITS.listSorted` rows would have to be read for each page. */
export interface TooLong {
  readonly tooLong: true;
}

/** Lists by what they hold. */
export interface ListVerbs {
  /** Leads as `LeadFound` tells them; of a campaign with where they stand. */
  leads(query: ListQuery, keysOf: SuppressionKeysOf): Promise<Listed<LeadFound> | TooLong>;
  messages(query: ListQuery): Promise<Listed<Message> | TooLong>;
  enrollments(query: ListQuery): Promise<Listed<Enrollment> | TooLong>;
  accounts(query: ListQuery): Promise<Listed<AccountListed> | TooLong>;
  /** How many fit, of the first `LIMITS.leadsCounted` rows. */
  count(
    list: ListName,
    query: Pick<ListQuery, 'workspaceId' | 'campaignId' | 'filter'>,
    keysOf: SuppressionKeysOf,
  ): Promise<number>;
}
