/** The words of the first run for whoever reads them. */
import type { WELCOME } from './en/welcome.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type WelcomeWord = keyof typeof WELCOME;
/** They are asked for by this. */
export const useWelcomeWords = wordGroup<WelcomeWord>({
  en: () => import('./en/welcome.ts').then((found) => found.WELCOME),
  es: () => import('./es/welcome.ts').then((found) => found.WELCOME),
});
