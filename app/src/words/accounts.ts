/** The words of accounts and approvals for whoever reads them. */
import type { ACCOUNTS } from './en/accounts.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type AccountWord = keyof typeof ACCOUNTS;
/** They are asked for by this. */
export const useAccountWords = wordGroup<AccountWord>({
  en: () => import('./en/accounts.ts').then((found) => found.ACCOUNTS),
  es: () => import('./es/accounts.ts').then((found) => found.ACCOUNTS),
});
