/** Schedules in the words of the reader, and those that most people want by their name. */
import { describe, expect, test } from 'vitest';
import { cronOf, OFTEN, oftenOf } from '../../app/src/screens/routines/often.ts';
import { scheduleSays } from '../../app/src/screens/routines/schedule.ts';
import { fillBlanks } from '../../app/src/words/blanks.ts';
import { ROUTINES as EN } from '../../app/src/words/en/routines.ts';
import { ROUTINES as ES } from '../../app/src/words/es/routines.ts';
import { readCron } from '../../src/domain/routine/cron.ts';
import { BUILT_IN } from '../../src/domain/routine/routine.ts';

const WORDS = { en: EN, es: ES } as const;

function said(cron: string, zone: string, language: keyof typeof WORDS): string | null {
  const words: Readonly<Record<string, string>> = WORDS[language];
  return scheduleSays(cron, zone, {
    language,
    t: (word, blanks = {}) => fillBlanks(words[word] ?? `?${word}`, blanks, String),
  });
}

test.each([
  // At a time, or a few.
  ['0 2 * * *', 'every day at 02:00, UTC', 'todos los días a las 02:00, UTC'],
  ['5 0 * * *', 'every day at 00:05, UTC', 'todos los días a las 00:05, UTC'],
  ['30 1 * * *', 'every day at 01:30, UTC', 'todos los días a la 01:30, UTC'],
  ['0 1,13 * * *', 'every day at 01:00 and 13:00, UTC', 'todos los días a las 01:00 y 13:00, UTC'],
  ['0,30 9 * * *', 'every 30 minutes from 09:00 to 09:30, UTC', 'cada 30 minutos de 09:00 a 09:30, UTC'],
  ['0 0,12 * * *', 'every day at 00:00 and 12:00, UTC', 'todos los días a las 00:00 y 12:00, UTC'],
  ['15 6,9,18 * * *', 'every day at 06:15, 09:15 and 18:15, UTC', 'todos los días a las 06:15, 09:15 y 18:15, UTC'],
  // Again and again: in no zone where all of them are alike.
  ['* * * * *', 'every minute', 'cada minuto'],
  ['*/5 * * * *', 'every 5 minutes', 'cada 5 minutos'],
  ['0,15,30,45 * * * *', 'every 15 minutes', 'cada 15 minutos'],
  ['0 * * * *', 'every hour', 'cada hora'],
  ['20 * * * *', 'every hour, at minute 20, UTC', 'cada hora, en el minuto 20, UTC'],
  ['0 */6 * * *', 'every 6 hours, UTC', 'cada 6 horas, UTC'],
  ['10 */8 * * *', 'every 8 hours, at minute 10, UTC', 'cada 8 horas, en el minuto 10, UTC'],
  ['0 9-17 * * *', 'every hour from 09:00 to 17:00, UTC', 'cada hora de 09:00 a 17:00, UTC'],
  [
    '*/15 9-17 * * mon-fri',
    'Mon–Fri, every 15 minutes from 09:00 to 17:45, UTC',
    'lun–vie, cada 15 minutos de 09:00 a 17:45, UTC',
  ],
  ['0 * * * sat', 'every Saturday, every hour, UTC', 'cada sábado, cada hora, UTC'],
  // On some days.
  ['30 1 * * mon-fri', 'Mon–Fri at 01:30, UTC', 'lun–vie a la 01:30, UTC'],
  ['0 8 * * 1', 'every Monday at 08:00, UTC', 'cada lunes a las 08:00, UTC'],
  ['0 8 * * 0', 'every Sunday at 08:00, UTC', 'cada domingo a las 08:00, UTC'],
  ['0 8 * * sat-sun', 'Sat and Sun at 08:00, UTC', 'sáb y dom a las 08:00, UTC'],
  ['0 8 * * 0-2', 'Mon, Tue and Sun at 08:00, UTC', 'lun, mar y dom a las 08:00, UTC'],
  ['0 8 * * mon,wed,fri', 'Mon, Wed and Fri at 08:00, UTC', 'lun, mié y vie a las 08:00, UTC'],
  ['0 8 * * mon-sun', 'every day at 08:00, UTC', 'todos los días a las 08:00, UTC'],
  ['0 6 1 * *', 'on the 1st of each month at 06:00, UTC', 'el día 1 de cada mes a las 06:00, UTC'],
  [
    '0 6 2,3,11 * *',
    'on the 2nd, 3rd and 11th of each month at 06:00, UTC',
    'los días 2, 3 y 11 de cada mes a las 06:00, UTC',
  ],
  ['0 6 22 * *', 'on the 22nd of each month at 06:00, UTC', 'el día 22 de cada mes a las 06:00, UTC'],
  ['0 6 1 jan *', 'every year on 1 January at 06:00, UTC', 'cada año el 1 de enero a las 06:00, UTC'],
  ['0 6 29 2 *', 'every year on 29 February at 06:00, UTC', 'cada año el 29 de febrero a las 06:00, UTC'],
  // Either is enough, as in every cron.
  [
    '0 6 1 * mon',
    'on the 1st of each month and every Monday at 06:00, UTC',
    'el día 1 de cada mes y cada lunes a las 06:00, UTC',
  ],
  ['0 6 1-31 * mon', 'every day at 06:00, UTC', 'todos los días a las 06:00, UTC'],
])('“%s” is %s', (cron, english, spanish) => {
  expect([said(cron, 'UTC', 'en'), said(cron, 'UTC', 'es')]).toEqual([english, spanish]);
});

test.each([
  ['none', '61 * * * *'],
  ['nothing', ''],
  ['a step that does not go through the hour evenly', '*/7 * * * *'],
  ['minutes of every hour', '5,35 * * * *'],
  ['more times than one can read', '0 1,4,5,9,11 * * *'],
  ['every other date', '0 6 */2 * *'],
  ['a date and a weekday at once', '0 6 */10 * mon'],
  ['some months', '0 6 * jan-mar *'],
  ['dates of some months', '0 6 1 1,7 *'],
  ['a date or a weekday of a month', '0 6 1 1 mon'],
])('%s has no plain words', (_what, cron) => {
  expect([said(cron, 'UTC', 'en'), said(cron, 'UTC', 'es')]).toEqual([null, null]);
});

test('the zone is said as it is', () => {
  expect(said('30 1 * * mon-fri', 'Europe/Berlin', 'en')).toBe('Mon–Fri at 01:30, Europe/Berlin');
});

test('each routine that comes with a workspace has plain words, a title and a sentence', () => {
  for (const [name, { cron }] of Object.entries(BUILT_IN)) {
    for (const language of ['en', 'es'] as const) {
      expect(said(cron, 'UTC', language), cron).not.toBeNull();
      expect(Object.keys(WORDS[language])).toEqual(expect.arrayContaining([`routine.${name}`, `routine.${name}Says`]));
    }
  }
});

describe('those that most people want', () => {
  test.each(OFTEN)('%s is a schedule, is known again, and has plain words', (often) => {
    const cron = cronOf(often, '07:05');
    expect(readCron(cron)).not.toBeNull();
    expect(oftenOf(cron)?.often).toBe(often);
    expect(said(cron, 'UTC', 'en')).not.toBeNull();
  });

  test('a time is written without zeros before it, and read with them', () => {
    expect(cronOf('daily', '07:05')).toBe('5 7 * * *');
    expect(oftenOf('5  7 * * *')).toEqual({ often: 'daily', time: '07:05' });
    expect(cronOf('weekly', '')).toBe('0 0 * * mon');
  });

  test('what is none of them is none', () => {
    expect(oftenOf('0 2 * * tue')).toBeNull();
    expect(oftenOf('0 2 * *')).toBeNull();
  });
});
