/** The words of settings for whoever reads them. */
import { SETTINGS } from './en/settings.ts';
import { wordGroup } from './group.tsx';

/** They are asked for by this. */
export const useSettingWords = wordGroup(SETTINGS, () => import('./es/settings.ts').then((found) => found.SETTINGS));
/** The name of one of them. */
export type SettingWord = keyof typeof SETTINGS;
