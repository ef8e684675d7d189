/** A time in words, in the zone of who reads it: "Tuesday 10 November at 10:00 am", "martes 10 de noviembre a las 10:00". */
import { DAY_MS, dayOf, isoDay, MINUTE_MS, weekdayOf } from '../calendar/day.ts';
import { wallAt } from '../calendar/local-time.ts';
import en from './data/words.en.json' with { type: 'json' };
import es from './data/words.es.json' with { type: 'json' };

const WORDS = { en, es };
const HOUR_MINUTES = 60;
const HALF_DAY_HOURS = 12;

type Language = keyof typeof WORDS;

function languageOf(language: string): Language {
  return language === 'es' ? 'es' : 'en';
}

/** Day and time. `at` in epoch ms; a language that is not known is English. */
function slotWords(at: number, zone: string, language: string): string {
  const { weekdays, months } = WORDS[languageOf(language)];
  const wall = wallAt(at, zone);
  const day = dayOf(wall);
  const [, month, date] = isoDay(day).split('-').map(Number) as [number, number, number];
  const name = weekdays[weekdayOf(day) - 1];
  const time = timeWords((wall - day * DAY_MS) / MINUTE_MS, languageOf(language));
  return languageOf(language) === 'es'
    ? `${name} ${date} de ${months[month - 1]} a las ${time}`
    : `${name} ${date} ${months[month - 1]} at ${time}`;
}

/** Hours count to twelve where people say them so. */
function timeWords(minute: number, language: Language): string {
  const hour = Math.floor(minute / HOUR_MINUTES);
  const minutes = String(minute % HOUR_MINUTES).padStart(2, '0');
  if (language === 'es') return `${hour}:${minutes}`;
  return `${hour % HALF_DAY_HOURS || HALF_DAY_HOURS}:${minutes} ${hour < HALF_DAY_HOURS ? 'am' : 'pm'}`;
}

/** Several, each with the number by which it is chosen; one alone without. */
export function slotsWords(slots: readonly number[], zone: string, language: string): string {
  const told = slots.map((at) => slotWords(at, zone, language));
  if (told.length === 1) return told[0]!;
  const { or } = WORDS[languageOf(language)];
  const numbered = told.map((words, i) => `${i + 1}) ${words}`);
  return `${numbered.slice(0, -1).join(', ')} ${or} ${numbered.at(-1) ?? ''}`.trim();
}
