/** The words of accounts and approvals for whoever reads them. */
import { ACCOUNTS } from './en/accounts.ts';
import { wordGroup } from './group.tsx';

/** They are asked for by this. */
export const useAccountWords = wordGroup(ACCOUNTS, () => import('./es/accounts.ts').then((found) => found.ACCOUNTS));
/** The name of one of them. */
export type AccountWord = keyof typeof ACCOUNTS;
