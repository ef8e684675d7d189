/** The words of settings for whoever reads them. */
import type { SETTINGS } from './en/settings.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type SettingWord = keyof typeof SETTINGS;
/** They are asked for by this. */
export const useSettingWords = wordGroup<SettingWord>({
  en: () => import('./en/settings.ts').then((found) => found.SETTINGS),
  es: () => import('./es/settings.ts').then((found) => found.SETTINGS),
});
