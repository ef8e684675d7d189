/** Saved views as the instance tells them, as addresses say them, and which of them a list opens with. */
import { useEffect } from 'react';
import { useAsk } from '../api/ask.ts';
import { ROLE } from '../session/roles.ts';
import { useHere } from '../session/session.tsx';

/** Lists that have views. */
export type ViewedList = 'lead' | 'message' | 'enrollment' | 'account';
/** What an address says: `where`, `sort`, and the flags of the list. */
export type ViewWords = Readonly<Record<string, string | undefined>>;

/** A view. */
export interface View {
  readonly name: string;
  readonly where: string;
  readonly sort: string;
  readonly words: Readonly<Record<string, string>>;
  readonly shared: boolean;
  /** Whether the list opens with it. */
  readonly default: boolean;
}

/** Words that say something, in one order. */
export const tidy = (words: ViewWords) =>
  Object.entries(words)
    .filter(([name, value]) => value !== undefined && value !== '' && name !== 'ws')
    .sort(([a], [b]) => (a < b ? -1 : 1)) as [string, string][];

/** As the address says it. */
export function wordsOf({ where, sort, words }: View): ViewWords {
  return Object.fromEntries(tidy({ ...words, where, sort }));
}

/** The views of a list: one’s own and those that are shared. */
export function useViews(list: ViewedList) {
  const { may } = useHere();
  const enabled = may(ROLE.viewer);
  const asked = useAsk('views', { list }, (client, how) => client.views.list({ list }, how), { enabled });
  return { views: (asked.data?.views ?? []) as unknown as readonly View[], isPending: enabled && asked.isPending };
}

/** By what an address says that all is meant, where a list opens with less. */
const ALL = { view: 'all' } as const;

interface OpeningProps {
  readonly list: ViewedList;
  /** All that the address says. */
  readonly words: ViewWords;
  /** Goes where a view leads. */
  go(words: ViewWords): void;
}

/** An address that asks for nothing leads to the view that the list opens with. `opens`: it is not there yet. `all` is the address of all rows. */
export function useOpening({ list, words, go }: OpeningProps): { readonly opens: boolean; readonly all: ViewWords } {
  const { views, isPending } = useViews(list);
  const isBare = tidy(words).length === 0;
  const first = views.find((view) => view.default && tidy(wordsOf(view)).length > 0);
  useEffect(() => {
    if (isBare && first) go(wordsOf(first));
  }, [isBare, first, go]);
  return { opens: isBare && (isPending || first !== undefined), all: first ? ALL : {} };
}
