/** The words of what happened to a lead and of what comes next, for whoever reads them. */
import type { STORY } from './en/story.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type StoryWord = keyof typeof STORY;
/** They are asked for by this. */
export const useStoryWords = wordGroup<StoryWord>({
  en: () => import('./en/story.ts').then((found) => found.STORY),
  es: () => import('./es/story.ts').then((found) => found.STORY),
});
