/** Words of hours and holidays, in Spanish. */
import type { CALENDAR as EN } from '../en/calendar.ts';

/** Them. */
export const CALENDAR: Readonly<Record<keyof typeof EN, string>> = {
  'calendar.title': 'Horas y festivos de un lugar',
  'calendar.says':
    'Cuándo se puede escribir SMS y llamar allí, por ley donde conste una. El correo sale en la ventana de su secuencia.',
  'calendar.country': 'País',
  'calendar.choose': 'Elija un país',
  'calendar.region': 'Estado o región',
  'calendar.regionHint': 'como FL o Baviera',
  'calendar.look': 'Consultar',
  'calendar.zones': 'Zonas horarias',
  'calendar.weekday': 'De lunes a viernes',
  'calendar.saturday': 'Sábado',
  'calendar.sunday': 'Domingo',
  'calendar.holiday': 'En días festivos',
  'calendar.never': 'en ningún momento',
  'calendar.sameDay': 'como cualquier otro día',
  'calendar.law': 'Por ley',
  'calendar.noLaw': 'No consta ninguna, o no se sabe el estado: valen horas prudentes.',
  'calendar.most': 'A una persona, como mucho',
  'calendar.perDay': '{n} en 24 horas cualesquiera',
  'calendar.perMonth': '{n} en 30 días cualesquiera',
  'calendar.noMost': 'ninguna ley que conste lo dice',
  'calendar.holidays': 'Próximos festivos',
  'calendar.noHolidays': 'no consta ninguno',
};
