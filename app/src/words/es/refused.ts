/** Words of a refusal in Spanish, wherever one is shown. */
import type { REFUSED as EN } from '../en/refused.ts';

/** Them. */
export const REFUSED: Readonly<Record<keyof typeof EN, string>> = {
  'kind.address': 'dirección',
  'kind.domain': 'dominio',
  'kind.phone': 'número',
  'kind.lead': 'persona',
  'kind.account': 'empresa',
  'kind.channel': 'todos',
  'refused.opted-out': 'se dio de baja',
  'refused.complained': 'se quejó',
  'refused.bounced': 'rebotó',
  'lead.refusedFull': 'Rechazado para {what} ({kind}): {reason}',
};
