/** The words of the first run for whoever reads them. */
import { WELCOME } from './en/welcome.ts';
import { wordGroup } from './group.tsx';

/** They are asked for by this. */
export const useWelcomeWords = wordGroup(WELCOME, () => import('./es/welcome.ts').then((found) => found.WELCOME));
/** The name of one of them. */
export type WelcomeWord = keyof typeof WELCOME;
