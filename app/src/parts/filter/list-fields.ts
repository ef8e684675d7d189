/** What a list can be asked, and how a filter of it is asked for. */
import { useAsk } from '../../api/ask.ts';
import type { Call } from '../../api/client.ts';
import type { ListField } from './condition.ts';

/** Of which list, and what is asked of it. */
export interface FilterOf {
  readonly list: 'lead' | 'account' | 'message' | 'enrollment';
  /** The field that is offered first. */
  readonly first: string;
  readonly where: string | undefined;
  readonly inCampaign: boolean;
  /** Fields that the screen asks by itself: they are not offered, but told where they are asked all the same. */
  readonly without?: readonly string[];
  /** How many fit a filter, beside all else that the address says. */
  count(where: string): Call<number | undefined>;
  set(where: string | undefined): void;
}

/** The fields of a list; none until they are told. */
export function useListFields(list: FilterOf['list']): readonly ListField[] {
  const asked = useAsk('list', { list }, (client, how) => client.lists.show({ list }, how));
  return (asked.data?.fields ?? []) as unknown as readonly ListField[];
}
