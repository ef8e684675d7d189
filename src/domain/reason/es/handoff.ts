/** Reasons of hand-offs, the CRM, hooks, imports and the instance, in Spanish. */
import type { Sentences } from './sentences.ts';

/** Them. */
export const HANDOFF: Sentences = {
  'owner-earlier': ['A su responsable ya se le dio antes este contacto.'],
  'owner-by-rule': ['Una regla del equipo nombra a su responsable.'],
  'owner-by-turn': ['Era el turno de su responsable, y tiene sitio.'],
  'owner-by-escalation': [
    'Nadie se ocupó a tiempo, así que pasó a quien el equipo nombra para eso.',
    'Tome traspasos con rekindle handoff claim, o dé más tiempo al equipo.',
  ],
  'team-full': [
    'Todos los del equipo tienen tantos traspasos como toman.',
    'Termine algunos con rekindle handoff done, o suba lo que toman sus miembros: rekindle team set.',
  ],
  'team-unknown': [
    'No hay ningún equipo con este nombre, así que el traspaso es una tarea para quien la vea.',
    'Cree uno con rekindle team set.',
  ],
  'team-empty': ['El equipo no tiene miembros.', 'Nombre a algunos: rekindle team set NAME --member ADDRESS.'],
  'hand-off-dry': [
    'El espacio está en seco, así que no se entregó nada al CRM.',
    'Tras rekindle workspace go-live, rekindle handoff retry lo envía.',
  ],
  'hand-off-no-connection': [
    'El equipo nombra una conexión que el espacio no tiene.',
    'Añádala con rekindle connection add, y luego rekindle handoff retry.',
  ],
  'hand-off-no-way': ['Los traspasos no van por esta conexión.', 'Nombre otra para el equipo: rekindle team set.'],
  'hand-off-refused': [
    'El otro lado rechazó el traspaso.',
    'Lea lo que dijo; arréglelo, y luego rekindle handoff retry.',
  ],
  'hand-off-tries-used-up': [
    'El traspaso se intentó tantas veces como se permite.',
    'Pruebe la conexión con rekindle connection test, y luego rekindle handoff retry.',
  ],
  'hand-off-unanswered': [
    'No hubo respuesta, así que nadie sabe si llegó.',
    'Si se puede preguntar al otro lado, se hace; si no, mire allí y diga rekindle handoff retry, con --arrived si llegó.',
  ],
  'hand-off-later': ['El otro lado no tenía tiempo; se intenta otra vez.'],
  'hand-off-no-owner': [
    'No hay a quién enviarlo por correo.',
    'Dé al equipo miembros con sitio, y luego rekindle handoff retry.',
  ],
  'reconcile-crm-owns': ['El CRM dice otra cosa, y su palabra vale para este campo.'],
  'reconcile-ours': ['El CRM dice otra cosa, y nuestra palabra vale para este campo.'],
  'reconcile-empty-here': ['El CRM lo sabe, y aquí no se sabía.'],
  'reconcile-empty-there': ['Aquí se sabe, y el CRM no lo sabía.'],
  'reconcile-asks': [
    'Los dos lados difieren, y sobre este campo decide una persona.',
    'Decida con rekindle reconcile decide.',
  ],
  'reconcile-cleared-there': [
    'El campo está vacío en el CRM, cuya palabra vale: puede que alguien lo haya quitado.',
    'Decida con rekindle reconcile decide.',
  ],
  'reconcile-not-writable': ['Vale nuestra palabra, y el CRM no la toma desde fuera.', 'Cámbielo allí a mano.'],
  'reconcile-refused-here': ['La persona rechazó aquí esta vía, así que se le dice al CRM.'],
  'reconcile-refused-there': ['La persona rechazó esta vía en el CRM, así que se rechaza aquí.'],
  'reconcile-lifted-here': ['Habíamos dicho al CRM un rechazo que aquí ya no rige.'],
  'reconcile-yes-since': [
    'El CRM sigue diciendo que no, y la persona dijo aquí que sí desde entonces.',
    'Levántelo a mano en el CRM, si ese sí vale también para él.',
  ],
  'reconcile-gone-there': ['El contacto se borró en el CRM.', 'Decida con rekindle reconcile decide.'],
  'reconcile-many-gone': [
    'Más de una décima parte de los contactos falta de pronto en el CRM, así que no se sigue nada de ello.',
    'Vea si la conexión aún habla con la cuenta correcta.',
  ],
  'reconcile-erased-here': [
    'La persona se borró aquí, y el CRM aún la tiene.',
    'Decida con rekindle reconcile decide.',
  ],
  'reconcile-later': ['El otro lado no se pudo cambiar; se intenta otra vez en la próxima vuelta.'],
  'hook-no-secret': [
    'El proveedor no firma sus llamadas con ningún secreto, o aquí no hay ninguno configurado.',
    'Ponga un secreto en el proveedor y bajo hooks: en rekindle.yaml.',
  ],
  'hook-unsigned': [
    'La llamada no trae firma.',
    'Encienda la firma en el proveedor, o mire quién más llama a esta dirección.',
  ],
  'hook-bad-signature': [
    'La firma de la llamada no casa con ninguno de los secretos.',
    'Compare el secreto y la dirección pública con lo que tiene el proveedor.',
  ],
  'hook-stale': [
    'La llamada se firmó hace demasiado, o por delante de nuestro reloj.',
    'Compare el reloj de esta máquina con la hora.',
  ],
  'hook-wrong-sender': [
    'La llamada está firmada, pero no por un tema configurado aquí, o su certificado está en otro sitio.',
    'Compare el tema bajo hooks: en rekindle.yaml con el del proveedor.',
  ],
  'hook-no-certificate': [
    'No se pudo traer el certificado de la firma.',
    'Vea que esta máquina llegue al proveedor por HTTPS.',
  ],
  'hook-wrong-page': [
    'El formulario se envió desde una página desde la que no se puede enviar.',
    'Añada la página a pages de la conexión, o no ponga pages.',
  ],
  'hook-unreadable': [
    'La llamada es auténtica, pero su cuerpo no se puede leer.',
    'Vea qué se le dijo al proveedor que enviara.',
  ],
  'same-source-id': ['El origen dio a este registro el id de un contacto que trajo antes.'],
  'same-email': ['El registro tiene el buzón de un contacto conocido.'],
  'same-profile': ['El registro tiene el nombre y el perfil de LinkedIn de un contacto conocido.'],
  'same-phone-and-name': ['El registro tiene el teléfono y el nombre de un contacto conocido.'],
  'same-name-and-domain': [
    'El registro tiene el nombre y el dominio de empresa de un contacto conocido, y uno de los dos no tiene correo.',
  ],
  'no-known-lead': ['Ningún contacto conocido comparte buzón, número, nombre o id de origen con este registro.'],
  'source-id-other-person': [
    'El origen dio a este registro el id de un contacto conocido, pero el nombre y el buzón son de otra persona.',
    'Mire si el origen numera sus filas en vez de sus personas; una los dos contactos si son uno.',
  ],
  'shared-mailbox-other-name': [
    'El buzón es de una función o un grupo, y los nombres son de dos personas.',
    'Una los dos contactos si son una persona; si no, descártelo.',
  ],
  'phone-other-name': [
    'El teléfono es de un contacto conocido, pero los nombres no aclaran que sea una persona.',
    'Una los dos contactos si son una persona; una centralita o un número de familia no es motivo.',
  ],
  'name-and-domain': [
    'El nombre y el dominio de empresa son de un contacto conocido, pero difiere el buzón o cómo se escribe el nombre.',
    'Una los dos contactos si la persona tiene dos direcciones.',
  ],
  'name-and-company': [
    'El nombre y la empresa son de un contacto conocido, sin un dominio o buzón que lo pruebe.',
    'Una los dos contactos si son una persona.',
  ],
  'name-alone': [
    'Solo el nombre es de un contacto conocido.',
    'Una los dos contactos si son una persona; si no, descártelo.',
  ],
  'also-matches': [
    'El registro casa también con un segundo contacto conocido, por un indicio más débil o más nuevo.',
    'Puede que los dos contactos conocidos sean una persona: mire la vista previa de la unión.',
  ],
  'file-missing': ['No hay tal archivo, o no se puede leer.', 'Revise la ruta y los permisos.'],
  'file-unwritable': [
    'No se puede escribir el archivo.',
    'Revise que su carpeta exista, que se pueda escribir en ella y que quede sitio en el disco.',
  ],
  'file-empty': ['El archivo no tiene ninguna fila.', 'Expórtelo otra vez.'],
  'file-old-excel': [
    'Es un libro binario antiguo de Excel, o uno con contraseña.',
    'Ábralo y guárdelo como .xlsx o CSV, sin contraseña.',
  ],
  'file-no-text': [
    'No es ni texto ni libro de Excel: una imagen, tal vez, o un programa.',
    'Indique la tabla misma: CSV, o un libro de Excel.',
  ],
  'file-no-table': [
    'Es una página web, XML, JSON, una tarjeta o un documento, y no una tabla.',
    'Guárdelo como CSV o como libro de Excel (.xlsx).',
  ],
  'file-not-workbook': [
    'Es un archivo zip, pero dentro no se puede leer ningún libro de Excel.',
    'Descomprímalo e importe el archivo de dentro, o guarde el libro otra vez.',
  ],
  'file-no-sheet': ['Ninguna hoja del libro tiene filas.', 'Revise que se exportó el libro correcto.'],
  'file-too-large': ['El libro es mayor de lo que cabe.', 'Guárdelo como CSV: se lee un CSV de cualquier tamaño.'],
  'file-damaged': [
    'El archivo se corta o no se puede descomprimir.',
    'Cópielo o expórtelo otra vez; las filas antes del daño se leyeron.',
  ],
  'file-changed': ['El archivo es más corto que la última vez.', 'Impórtelo como archivo nuevo.'],
  'unclosed-quote': [
    'En esta fila se abre una comilla que no se cierra.',
    'Cierre la comilla, o duplíquela si es parte del texto.',
  ],
  'row-too-long': [
    'La fila es más larga de lo que puede ser una fila.',
    'Revise que no se perdieran los finales de línea.',
  ],
  'left-out': ['Una persona dejó la fila fuera del archivo.'],
  'empty-row': ['Nada en la fila dice algo.'],
  'below-table': [
    'La fila está debajo de la tabla, tras una línea en blanco, y tiene una sola celda: es una nota, y no una persona.',
    'Quite la línea en blanco si se trata de alguien.',
  ],
  'says-nobody': [
    'La fila no habla de nadie: ni nombre, ni dirección, ni número, ni empresa, aunque el archivo tiene columnas para ello.',
    'Quite las líneas de totales y de notas, o complete de quién se trata.',
  ],
  'cell-cut': ['Una celda era más larga de lo que se puede guardar y se cortó.', 'Acórtela si el resto importa.'],
  'nul-removed': ['Se quitaron caracteres NUL de una celda.'],
  'surrogate-removed': [
    'Se sustituyó medio carácter (un sustituto suelto).',
    'Exporte el archivo otra vez como UTF-8.',
  ],
  'mixed-encoding': [
    'Una celda no es válida en la codificación del archivo y se leyó como Windows-1252.',
    'Revise sus acentos; exporte el archivo otra vez como UTF-8.',
  ],
  'extra-cells': [
    'La fila tiene más celdas que el encabezado; las demás se guardan como atributos.',
    'Entrecomille la celda que tiene el separador si las columnas parecen corridas.',
  ],
  'unusable-email': [
    'La celda de correo no tiene una dirección; se guarda como el atributo invalidEmail.',
    'Corrija la dirección.',
  ],
  'unreadable-value': ['La celda no se pudo leer como lo que tiene su columna; su texto se guarda como atributo.'],
  'instance-without-token': [
    'Esta base de datos ya envió antes, pero no desde aquí: puede ser una copia, y puede que la original también esté enviando.',
    'Vea con rekindle instance show qué saldría tarde; si es esta, rekindle instance claim.',
  ],
  'instance-of-another': [
    'Antes envió desde aquí otra base de datos; esta puede ser copia de ella, o de una tercera.',
    'Vea con rekindle instance show qué saldría tarde; si es esta, rekindle instance claim.',
  ],
  'instance-restored': [
    'Esta base de datos es más antigua que lo último que se envió desde aquí: se restauró de una copia de seguridad.',
    'Vea con rekindle instance show qué está pendiente, y luego rekindle instance claim: lo que junto a ella consta como salido no sale otra vez. Con --pause esperan además las campañas hasta que las reanude.',
  ],
  'instance-moved': [
    'La base de datos se copió o se movió desde su último envío.',
    'Asegúrese de que la antigua no envía más, y luego rekindle instance claim.',
  ],
  halted: ['Una persona detuvo lo que sale de aquí.', 'Levante la detención: rekindle halt list, rekindle halt lift.'],
  'connection-resting': [
    'La conexión falló varias veces seguidas y se la deja en paz un momento.',
    'Lea el código del último fallo; si pide una persona, arréglelo.',
  ],
  erased: [
    'La persona se borró: solo quedan huellas con clave de sus direcciones, para que sigan rechazadas.',
    'Nada sale hacia ella. Vea con rekindle erasure list qué se fue y qué quedó.',
  ],
  'on-its-way': [
    'Un mensaje a esta persona, o un traspaso sobre ella, está saliendo en este momento.',
    'Espere hasta que se sepa qué fue de él, un minuto o así, y borre entonces.',
  ],
  'missing-variable': [
    'La plantilla escribe un dato que no se sabe de este contacto.',
    'Dé al dato un sustituto en la plantilla, como {{ lead.firstName | default: "there" }}, o rellénelo.',
  ],
  'template-limit': [
    'La plantilla pide más trabajo o hace más texto de lo que puede un mensaje.',
    'Acorte sus bucles y textos.',
  ],
  'template-failed': [
    'Un filtro de la plantilla no puede trabajar con el valor que se le dio.',
    'Mire el detalle: nombra el filtro y la línea.',
  ],
  'budget-single': ['Se nombró una suma: es el extremo superior.'],
  'budget-range': ['Se nombraron los dos extremos.'],
  'budget-to': ['Solo se nombró el extremo superior.'],
  'budget-from': ['Solo se nombró el extremo inferior.'],
};
