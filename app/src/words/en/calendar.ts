/** Words of hours and holidays in English. */

/** Them. */
export const CALENDAR = {
  'calendar.title': 'Hours and holidays of a place',
  'calendar.says':
    'When people there may be texted and called, by law where one is on file. E-mail leaves in the window of its sequence.',
  'calendar.country': 'Country',
  'calendar.choose': 'Choose a country',
  'calendar.region': 'State or region',
  'calendar.regionHint': 'such as FL or Bavaria',
  'calendar.look': 'Look up',
  'calendar.zones': 'Time zones',
  'calendar.weekday': 'Monday to Friday',
  'calendar.saturday': 'Saturday',
  'calendar.sunday': 'Sunday',
  'calendar.holiday': 'On public holidays',
  'calendar.never': 'not at all',
  'calendar.sameDay': 'as on any other day',
  'calendar.law': 'By law',
  'calendar.noLaw': 'None on file, or the state is not known: cautious hours hold.',
  'calendar.most': 'To one person at most',
  'calendar.perDay': '{n} in any 24 hours',
  'calendar.perMonth': '{n} in any 30 days',
  'calendar.noMost': 'no law on file says so',
  'calendar.holidays': 'Next public holidays',
  'calendar.noHolidays': 'none on file',
} as const;
