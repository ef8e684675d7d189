/**
 * Days that a text names, in figures and in words: "15 March", "next quarter", "dentro de dos semanas". Owns the reading in
 * every language of `data/dates.<language>.json`. What is past when it is read is taken for the next such day; what names
 * no day is left alone.
 */
import { plainText } from '../facts/phrases.ts';
import { LIMITS } from '../limits.ts';
import en from './data/dates.en.json' with { type: 'json' };
import es from './data/dates.es.json' with { type: 'json' };

/** A language's file. Words in plain letters. */
interface DateLanguage {
  readonly language: string;
  /** How 04/05 is read. */
  readonly order: string;
  readonly months: Readonly<Record<string, number>>;
  /** Months and weekdays that are other words, too: they count only with a number, or a word such as "until", before. */
  readonly ambiguous: readonly string[];
  readonly weekdays: Readonly<Record<string, number>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly ordinals: Readonly<Record<string, number>>;
  readonly ordinalEnds: readonly string[];
  readonly units: Readonly<Record<string, string>>;
  readonly in: readonly string[];
  readonly next: readonly string[];
  readonly tomorrow: readonly string[];
  readonly end: readonly string[];
  /** Words that may stand inside of a date or before it. */
  readonly fill: readonly string[];
  /** Words before a day on which somebody is back, or from which to ask again. */
  readonly returns: readonly string[];
  /** Words before the day on which somebody leaves. */
  readonly leaves: readonly string[];
  readonly examples: readonly (readonly string[])[];
}

/** The languages that dates are read in, with examples for 4 March 2026. */
export const DATE_LANGUAGES: readonly DateLanguage[] = [en, es];

/** A day that was named. */
export interface SpokenDate {
  /** `2026-03-15`. */
  readonly on: string;
  /** As written, plain. */
  readonly words: string;
  /** Whether it is said to be the day of return, or the one to ask again from. */
  readonly returns: boolean;
}

type Day = Temporal.PlainDate;
interface Found {
  readonly day: Day;
  /** How many words it takes. */
  readonly length: number;
}

/** The days of a text, in order. `now` in epoch milliseconds, seen from `zone`. Reads at most `LIMITS.dateWords` words. */
export function readDates(
  text: string,
  { now, zone, language }: { readonly now: number; readonly zone: string; readonly language?: string },
): readonly SpokenDate[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  const words = wordsOf(text);
  const languages = DATE_LANGUAGES.filter((file) => file.language === language);
  const known = languages.length > 0 ? languages : byWords(words);
  const found: SpokenDate[] = [];
  for (let at = 0; at < words.length; ) {
    const here = firstFound(known, (file) => dateAt(words, at, file, today));
    if (here !== null) found.push(spoken(words, at, here, known));
    at += here?.length ?? 1;
  }
  return found;
}

/** Languages, that of the text first: 04/05 is another day in each. */
function byWords(words: readonly string[]): readonly DateLanguage[] {
  const counts = new Map(
    DATE_LANGUAGES.map((file) => {
      const own = new Set([...file.fill, ...file.in, ...file.returns, ...file.leaves]);
      return [file, words.filter((word) => own.has(word)).length];
    }),
  );
  return DATE_LANGUAGES.toSorted((a, b) => counts.get(b)! - counts.get(a)!);
}

function firstFound<T, R>(list: readonly T[], find: (each: T) => R | null): R | null {
  for (const each of list) {
    const result = find(each);
    if (result !== null) return result;
  }
  return null;
}

function wordsOf(text: string): readonly string[] {
  const plain = plainText(text.slice(0, LIMITS.readCharacters)).replace(/[º°]/g, 'o').replace(RANGE, '$1 to ');
  const words = plain.replace(MONTH_HYPHEN, ' ').match(/[\p{L}\p{N}]+(?:[-/.'’][\p{L}\p{N}]+)*/gu) ?? [];
  return words.flatMap((word) => (ORDINALS.has(word) ? [word] : word.split(LETTER_HYPHEN))).slice(0, LIMITS.dateWords);
}

/** `5-12`, `5th – 12th`: the days of a month from and to; never a part of `16-03-2026`. */
const RANGE = /(?<![\d/.-])(\d{1,2}(?:st|nd|rd|th)?) ?[-–—] ?(?=\d{1,2}(?:st|nd|rd|th)?(?![\d/–-]|\.\d))/g;
/** `16-Mar-2026`. */
const MONTH_HYPHEN = /(?<=\d)-(?=\p{L})|(?<=\p{L})-(?=\d)/gu;
/** `mid-April`; `twenty-first` is one word. */
const LETTER_HYPHEN = /(?<=\p{L})-(?=\p{L})/u;
const ORDINALS = new Set(DATE_LANGUAGES.flatMap(({ ordinals }) => Object.keys(ordinals)));

/** Whether the words right before say that it is a day of return. */
function spoken(
  words: readonly string[],
  at: number,
  { day, length }: Found,
  files: readonly DateLanguage[],
): SpokenDate {
  const before = words.slice(Math.max(0, at - 5), at).reverse();
  const returns = before.findIndex((word) => files.some((file) => file.returns.includes(word)));
  const leaves = before.findIndex((word) => files.some((file) => file.leaves.includes(word)));
  const back = returns >= 0 && (leaves < 0 || returns < leaves);
  return { on: day.toString(), words: words.slice(at, at + length).join(' '), returns: back };
}

function dateAt(words: readonly string[], at: number, file: DateLanguage, today: Day): Found | null {
  return (
    inFigures(words[at]!, file, today) ??
    endOf(words, at, file, today) ??
    withMonth(words, at, file, today) ??
    relative(words, at, file, today) ??
    monthAlone(words, at, file, today) ??
    weekday(words, at, file, today) ??
    dayAlone(words, at, file, today)
  );
}

/** `2026-03-15`, `15/03/2026`, `3/15`, `15.3`. */
function inFigures(word: string, file: DateLanguage, today: Day): Found | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(word);
  if (iso) return found(dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3])), 1);
  const parts = /^(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{2}|\d{4}))?$/.exec(word);
  if (!parts || (parts[2] !== '/' && parts[4] === undefined)) return null;
  const [a, b] = [Number(parts[1]), Number(parts[3])];
  const monthFirst = (file.order === 'mdy' && parts[2] !== '.' && a <= 12) || b > 12;
  const [month, day] = monthFirst ? [a, b] : [b, a];
  const year = parts[4] === undefined ? null : Number(parts[4]) + (parts[4].length === 2 ? 2000 : 0);
  return found(year === null ? upcoming(month, day, today) : dayOf(year, month, day), 1);
}

/** "15 March 2026", "March 15th", "March 5-12" (its last), "the fifteenth of March", "15 de marzo de 2026". */
function withMonth(words: readonly string[], at: number, file: DateLanguage, today: Day): Found | null {
  const month = monthOf(words[at], file);
  const next = dayNumber(words[at + 1], file);
  if (month !== null && next !== null) return dated(words, at + 2, at, { month, day: next }, today, file);
  const day = dayNumber(words[at], file);
  if (day === null) return null;
  const of = ['of', 'de'].includes(words[at + 1] ?? '') ? at + 2 : at + 1;
  const later = monthOf(words[of], file);
  return later === null ? null : dated(words, of + 1, at, { month: later, day }, today, file);
}

function dated(
  words: readonly string[],
  end: number,
  at: number,
  { month, day }: { readonly month: number; readonly day: number },
  today: Day,
  file: DateLanguage,
): Found | null {
  const last = words[end] === 'to' ? dayNumber(words[end + 1], file) : null;
  if (last !== null && last > day && monthOf(words[end + 2], file) === null)
    return dated(words, end + 2, at, { month, day: last }, today, file);
  const yearAt = ['of', 'de', 'del'].includes(words[end] ?? '') ? end + 1 : end;
  const year = /^(19|20)\d\d$/.test(words[yearAt] ?? '') ? Number(words[yearAt]) : null;
  if (year !== null) return found(dayOf(year, month, day), yearAt + 1 - at);
  return found(upcoming(month, day, today), end - at);
}

/** "next week", "in two weeks", "dentro de unos meses", "tomorrow", "Q3", "H2". */
function relative(words: readonly string[], at: number, file: DateLanguage, today: Day): Found | null {
  const word = words[at]!;
  if (file.tomorrow.includes(word)) return { day: today.add({ days: 1 }), length: 1 };
  const quarter = /^q([1-4])$/.exec(word);
  if (quarter) return found(upcoming(Number(quarter[1]) * 3 - 2, 1, today), 1);
  const half = /^h([12])$/.exec(word);
  if (half) return found(upcoming(Number(half[1]) * 6 - 5, 1, today), 1);
  return nextUnit(words, at, file, today) ?? inSome(words, at, file, today);
}

/** "next month" begins on its first day, "next week" on its Monday; Spanish has the word behind: "el mes que viene". */
function nextUnit(words: readonly string[], at: number, file: DateLanguage, today: Day): Found | null {
  const before = file.next.includes(words[at]!) ? file.units[words[at + 1] ?? ''] : undefined;
  if (before !== undefined) return { day: startOfNext(before, today), length: 2 };
  const unit = file.units[words[at]!];
  if (unit === undefined) return null;
  if (file.next.includes(words[at + 1] ?? '')) return { day: startOfNext(unit, today), length: 2 };
  const behind = words[at + 1] === 'que' && file.next.includes(words[at + 2] ?? '');
  return behind ? { day: startOfNext(unit, today), length: 3 } : null;
}

function startOfNext(unit: string, today: Day): Day {
  if (unit === 'day') return today.add({ days: 1 });
  if (unit === 'week') return today.add({ days: 8 - today.dayOfWeek });
  if (unit === 'month') return today.with({ day: 1 }).add({ months: 1 });
  if (unit === 'year') return today.with({ month: 1, day: 1 }).add({ years: 1 });
  return today.with({ day: 1 }).add({ months: 3 - ((today.month - 1) % 3) });
}

function inSome(words: readonly string[], at: number, file: DateLanguage, today: Day): Found | null {
  if (!file.in.includes(words[at]!)) return null;
  for (let end = at + 1; end <= at + 5; end += 1) {
    const unit = file.units[words[end] ?? ''];
    if (unit === undefined) continue;
    const count = firstFound(words.slice(at + 1, end).reverse(), (word) => countOf(word, file));
    return count === null ? null : { day: after(count, unit, today), length: end + 1 - at };
  }
  return null;
}

function after(count: number, unit: string, today: Day): Day {
  if (unit === 'day') return today.add({ days: count });
  if (unit === 'week') return today.add({ weeks: count });
  if (unit === 'year') return today.add({ years: count });
  return today.add({ months: unit === 'quarter' ? count * 3 : count });
}

/** "the end of May", "a finales de año". */
function endOf(words: readonly string[], at: number, file: DateLanguage, today: Day): Found | null {
  if (!file.end.includes(words[at]!)) return null;
  for (let end = at + 1; end <= at + 3; end += 1) {
    const word = words[end] ?? '';
    const month = file.months[word];
    if (month !== undefined) return found(lastOf(upcoming(month, 28, today)), end + 1 - at);
    if (file.units[word] !== undefined) return found(endOfThis(file.units[word]!, today), end + 1 - at);
    if (!file.fill.includes(word)) return null;
  }
  return null;
}

function endOfThis(unit: string, today: Day): Day | null {
  if (unit === 'year') return today.with({ month: 12, day: 31 });
  if (unit === 'month') return lastOf(today);
  if (unit === 'week') return today.add({ days: Math.max(0, 5 - today.dayOfWeek) });
  return unit === 'quarter' ? startOfNext('quarter', today).subtract({ days: 1 }) : null;
}

function lastOf(day: Day | null): Day | null {
  return day === null ? null : day.with({ day: day.daysInMonth });
}

/** "in June": its first day. */
function monthAlone(words: readonly string[], at: number, file: DateLanguage, today: Day): Found | null {
  const month = monthOf(words[at], file);
  if (month === null || (!introduced(words, at, file) && file.ambiguous.includes(words[at]!))) return null;
  const year = /^20\d\d$/.test(words[at + 1] ?? '') ? Number(words[at + 1]) : null;
  if (year !== null) return found(dayOf(year, month, 1), 2);
  return introduced(words, at, file) ? found(upcoming(month, 1, today), 1) : null;
}

/** "Monday": the next one; "Monday the 16th": that one. Before "16 March" it says nothing more. */
function weekday(words: readonly string[], at: number, file: DateLanguage, today: Day): Found | null {
  const named = file.weekdays[words[at]!];
  if (named === undefined) return null;
  const next = file.fill.includes(words[at + 1] ?? '') ? at + 2 : at + 1;
  if (withMonth(words, next, file, today) !== null) return null;
  const day = dayNumber(words[next], file);
  const dated = day === null ? null : ofMonth(day, today, (each) => each.dayOfWeek === named);
  if (dated !== null) return { day: dated, length: next + 1 - at };
  if (file.ambiguous.includes(words[at]!)) return null;
  return { day: today.add({ days: ((named - today.dayOfWeek + 6) % 7) + 1 }), length: 1 };
}

/** "back on the 16th", "el día 16": the next one. */
function dayAlone(words: readonly string[], at: number, file: DateLanguage, today: Day): Found | null {
  const isDay = /^\d{1,2}\p{L}{1,2}$/u.test(words[at]!) || file.units[words[at - 1] ?? ''] === 'day';
  const day = isDay ? dayNumber(words[at], file) : null;
  return day === null || !introduced(words, at, file) ? null : found(ofMonth(day, today), 1);
}

/** The next such day of a month that fits. */
function ofMonth(day: number, today: Day, fits: (day: Day) => boolean = () => true): Day | null {
  const months = [0, 1, 2].map((months) => today.with({ day: 1 }).add({ months }));
  const days = months.filter(({ daysInMonth }) => daysInMonth >= day).map((month) => month.with({ day }));
  return days.find((each) => Temporal.PlainDate.compare(each, today) >= 0 && fits(each)) ?? null;
}

function introduced(words: readonly string[], at: number, file: DateLanguage): boolean {
  const before = words[at - 1] ?? '';
  return (
    file.in.includes(before) ||
    file.fill.includes(before) ||
    file.next.includes(before) ||
    file.returns.includes(before)
  );
}

function monthOf(word: string | undefined, file: DateLanguage): number | null {
  return file.months[word ?? ''] ?? null;
}

function dayNumber(word: string | undefined, file: DateLanguage): number | null {
  const digits = /^(\d{1,2})(\p{L}{0,2})$/u.exec(word ?? '');
  if (digits && (digits[2] === '' || file.ordinalEnds.includes(digits[2]!))) return inMonth(Number(digits[1]));
  return file.ordinals[word ?? ''] ?? null;
}

function inMonth(day: number): number | null {
  return day >= 1 && day <= 31 ? day : null;
}

function countOf(word: string, file: DateLanguage): number | null {
  return /^\d{1,2}$/.test(word) ? Number(word) : (file.numbers[word] ?? null);
}

function found(day: Day | null, length: number): Found | null {
  return day === null ? null : { day, length };
}

/** A day of the calendar; null where there is none, as on 31 June. */
function dayOf(year: number, month: number, day: number): Day | null {
  if (month < 1 || month > 12 || day < 1 || year < 1 || year > 9999) return null;
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return day > first.daysInMonth ? null : first.with({ day });
}

/** Years within which every day of the calendar comes again, 29 February among them. */
const YEARS_MOST = 8;

/** The next such day, today included; null where there is none. */
function upcoming(month: number, day: number, today: Day): Day | null {
  for (let years = 0; years <= YEARS_MOST; years += 1) {
    const here = dayOf(today.year + years, month, day);
    if (here !== null && Temporal.PlainDate.compare(here, today) >= 0) return here;
  }
  return null;
}
