/** Words of whole sequences, and of who moves where, in Spanish. */
import type { SEQUENCES as EN } from '../en/sequences.ts';

/** Them. */
export const SEQUENCES: Readonly<Record<keyof typeof EN, string>> = {
  'moves.bySequence': 'Por secuencia',
  'moves.stays': 'sigue.',
  'moves.new': 'es nueva.',
  'moves.renamed': 'se llama {to} desde ahora.',
  'moves.gone': 'ya no está.',
  'moves.underWay': '{n} la siguen hasta el final, con la versión con la que empezaron.',
  'moves.accounts': '{n} cuentas, igual.',
  'moves.joining': '{n} empiezan en ella.',
  'moves.nowhere': '{n} esperan y no hay secuencia para ellos: lleve su nivel a una en Reglas.',
  'sequence.acts': 'Secuencias enteras',
  'sequence.new': 'Secuencia nueva',
  'sequence.copy': 'Duplicar',
  'sequence.rename': 'Cambiar el nombre',
  'sequence.remove': 'Quitar',
  'sequence.name': 'Nombre de la secuencia',
  'sequence.newSays':
    'Empieza con un correo, por rellenar. Nadie entra en ella hasta que un nivel lleve allí, en Reglas.',
  'sequence.copySays': 'Todo lo de {name} otra vez. Nadie entra en la copia hasta que un nivel lleve allí, en Reglas.',
  'sequence.renameUses': 'Cambia con ella: {what}.',
  'sequence.renameUnderWay':
    '{n} en curso la siguen hasta el final con el nombre anterior; {joining} que esperan empiezan con el nuevo.',
  'sequence.removeUses': 'La nombran: {what}.',
  'sequence.removeUnderWay':
    '{n} en curso la siguen hasta el final de todos modos; {joining} que esperan empiezan donde lleve entonces su nivel.',
  'sequence.unused': 'Nada lleva a ella.',
  'sequence.instead': 'Estos llevan, en su lugar, a',
  'sequence.nowhere': 'ninguna secuencia',
  'sequence.nowhereSays': 'Aquellos cuyo nivel no lleva a ninguna secuencia esperan y no reciben nada.',
  'sequence.removeNow': 'Quitar {name}',
  'sequence.made': '{name} está hecha; con deshacer se retira.',
  'sequence.renamed': '{name} se llama ahora {to}; con deshacer vuelve el nombre anterior.',
  'sequence.removed': '{name} está quitada; con deshacer vuelve.',
  'sequence.tier': 'el nivel {tier}',
  'sequence.setting': 'el ajuste {name}',
  'sequence.make': 'Crearla',
  'sequence.title': 'Título',
  'sequence.form': 'Minúsculas, cifras y guiones',
  'sequence.taken': 'Ya hay una con este nombre',
  'moves.noCampaign': 'Abra el editor desde una campaña para ver quién está en ella.',
};
