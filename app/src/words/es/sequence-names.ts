/** The same in Spanish. */
import type { SEQUENCE_NAMES as Same } from '../en/sequence-names.ts';

/** Them. */
export const SEQUENCE_NAMES: Readonly<Record<keyof typeof Same, string>> = {
  'sequence.aggressive-close': 'Cierre decidido',
  'sequence.regular-nurture': 'Seguimiento regular',
  'sequence.long-term-nurture': 'Seguimiento a largo plazo',
  'sequence.cold-outreach': 'Primer acercamiento',
  'sequence.adviser-call': 'Llamada de un asesor',
  'sequence.personal-offer': 'Oferta personal',
  'sequence.savings-guide': 'Guía de ahorro',
  'sequence.yearly-note': 'Nota anual',
  'sequence.class': 'A lo largo de la clase',
  'sequence.account': 'Una cuenta',
  'sequence.follow-up': 'Días 0, 3, 7, 14 y 30',
};
