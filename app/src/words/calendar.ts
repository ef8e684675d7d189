/** The words of hours and holidays for whoever reads them. */
import type { CALENDAR } from './en/calendar.ts';
import { wordGroup } from './group.tsx';

/** They are asked for by this. */
export const useCalendarWords = wordGroup<keyof typeof CALENDAR>({
  en: () => import('./en/calendar.ts').then((found) => found.CALENDAR),
  es: () => import('./es/calendar.ts').then((found) => found.CALENDAR),
});
