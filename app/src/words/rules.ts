/** The words of the rules of a playbook for whoever reads them. */
import type { RULES } from './en/rules.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type RulesWord = keyof typeof RULES;
/** They are asked for by this. */
export const useRulesWords = wordGroup<RulesWord>({
  en: () => import('./en/rules.ts').then((found) => found.RULES),
  es: () => import('./es/rules.ts').then((found) => found.RULES),
});
