/** The words of the rules of a playbook for whoever reads them. */
import { RULES } from './en/rules.ts';
import { wordGroup } from './group.tsx';

/** They are asked for by this. */
export const useRulesWords = wordGroup(RULES, () => import('./es/rules.ts').then((found) => found.RULES));
/** The name of one of them. */
export type RulesWord = keyof typeof RULES;
