/** Sentences that are put together of parts, and refusals whose words stand in tables, in Spanish by the English sentence. What stands in braces is filled in. */
import type { Spanish } from './spanish.ts';

/** It. */
export const PUT_TOGETHER: Spanish = {
  'the body is no JSON from line {0}, column {1} on': 'el cuerpo no es JSON desde la línea {0}, columna {1}',
  '{0}:{1}:{2}  {3}': '{0}:{1}:{2}  {3}',
  '    → {0}': '    → {0}',
  'the draft has mistakes: {0}:{1} {2}': 'el borrador tiene errores: {0}:{1} {2}',
  'the draft has mistakes: {0}:{1} {2}, and {3} more': 'el borrador tiene errores: {0}:{1} {2}, y {3} más',
  '{0} and {1} looked at: no fact is missing': '{0} y {1} mirados: no falta ningún dato',
  'told only when due, and not tried: {0}': 'se dice solo cuando toca, y no se probó: {0}',
  'of {0}, {1} would get no words of {2} of {3} (missing: {4})':
    'de {0}, {1} se quedarían sin palabras en {2} de {3} (falta: {4})',
  'those are refused when they fall due, the others go': 'esos mensajes se rechazan cuando les toca, los demás salen',
  '{0} is several limits, each with a name such as {1}, and not “{2}”':
    '{0} son varios límites, cada uno con un nombre como {1}, y no «{2}»',
  '{0} must be an IANA time zone such as Europe/Berlin, not “{1}”':
    '{0} ha de ser una zona horaria IANA como Europe/Berlin, no «{1}»',
  '{0} must be a whole number, not “{1}”': '{0} ha de ser un número entero, no «{1}»',
  '{0} must be a number, not “{1}”': '{0} ha de ser un número, no «{1}»',
  '{0} must be at least {1}, not “{2}”': '{0} ha de ser como mínimo {1}, no «{2}»',
  '{0} must be at most {1}, not “{2}”': '{0} ha de ser como máximo {1}, no «{2}»',
  '{0} must be {1}, not “{2}”': '{0} ha de ser {1}, no «{2}»',
  'draft one like it for others (campaign create NAME --like "{0}"); further mailboxes: campaign senders':
    'redacte una como ella para otros (campaign create NAME --like "{0}"); más buzones: campaign senders',
  'Known: {0}.': 'Se conocen: {0}.',
  'There is none to choose from; add it first, or remove this.':
    'No hay ninguno que elegir; añádalo antes, o quite esto.',
  'Mend or remove it.': 'Corríjalo o quítelo.',
  'Take `outcome` out.': 'Quite `outcome`.',
  'there is no event "{0}" to react to': 'no hay ningún evento "{0}" al que reaccionar',
  'there is no event "{0}" to end on': 'no hay ningún evento "{0}" con el que terminar',
  'an opt-out ends every sequence, whatever is written here':
    'una baja termina toda secuencia, se escriba lo que se escriba aquí',
  'a complaint ends every sequence, whatever is written here':
    'una queja termina toda secuencia, se escriba lo que se escriba aquí',
  'a bounce ends every sequence, whatever is written here':
    'un rebote termina toda secuencia, se escriba lo que se escriba aquí',
  'an open alone moves nothing, for scanners open as well':
    'una apertura sola no mueve nada, pues los escáneres también abren',
  'Take this reaction out.': 'Quite esta reacción.',
  'React to clicked, or to a signal.': 'Reaccione a clicked, o a una señal.',
  'this is missing': 'esto falta',
  'Add it: {0}.': 'Añádalo: {0}.',
  'Write one of: {0}.': 'Escriba uno de: {0}.',
  'expected {0}, found {1}': 'se esperaba {0}, hay {1}',
  'Write {0} here.': 'Escriba aquí {0}.',
  '{0} is not one of the allowed words': '{0} no es una de las palabras permitidas',
  'the list must have more than {0} entries': 'la lista ha de tener más de {0} elementos',
  'the list must have more than or equal to {0} entries': 'la lista ha de tener {0} elementos o más',
  'the list must have less than {0} entries': 'la lista ha de tener menos de {0} elementos',
  'the list must have less than or equal to {0} entries': 'la lista ha de tener {0} elementos o menos',
  'Add or remove entries.': 'Añada o quite elementos.',
  'this is empty': 'esto está vacío',
  'Write something here.': 'Escriba algo aquí.',
  '{0} is out of range': '{0} queda fuera de los límites',
  'Write a number more than {0}.': 'Escriba un número mayor que {0}.',
  'Write a number more than or equal to {0}.': 'Escriba un número mayor o igual que {0}.',
  'Write a number less than {0}.': 'Escriba un número menor que {0}.',
  'Write a number less than or equal to {0}.': 'Escriba un número menor o igual que {0}.',
  'See playbook.schema.json for what may stand here.': 'Vea en playbook.schema.json qué puede estar aquí.',
  'this is missing {0}': 'esto falta {0}',
  '{0} cannot stand here {1}': '{0} no puede estar aquí {1}',
  '{0} values are more than one run tries': '{0} valores son más de los que prueba una ejecución',
  'rekindle trial list names them': 'rekindle trial list los nombra',
  '"{0}" is not available: {1}': '"{0}" no está disponible: {1}',
  'tag "{0}" not found': 'no existe la etiqueta "{0}"',
  'undefined filter: {0}': 'no existe el filtro {0}',
  'tag {0} not closed': 'la etiqueta {0} no se cierra',
  'output {0} not closed': 'la salida {0} no se cierra',
  'Something is unfilled: a fact came to nothing, or a brace is left.':
    'Algo quedó sin rellenar: un dato quedó en nada, o queda una llave.',
  'It takes {0} segments; each one costs.': 'Ocupa {0} segmentos; cada uno cuesta.',
  'It has {0} words; {1} are read.': 'Tiene {0} palabras; se leen {1}.',
  'Its subject has {0} characters of {1}.': 'Su asunto tiene {0} caracteres de {1}.',
  'It asks {0} questions; one is answered.': 'Hace {0} preguntas; se responde a una.',
  'It has {0} links beside the way out; one is followed.': 'Tiene {0} enlaces además del de baja; se sigue uno.',
  'Its words do not say who writes.': 'Sus palabras no dicen quién escribe.',
  'It has words that filters take for advertising.': 'Tiene palabras que los filtros toman por publicidad.',
  'who was erased here does not come back': 'a quien se borró aquí no se le trae de vuelta',
  'a contact that was deleted there is made by a hand-off only':
    'un contacto que se borró allí solo lo hace una entrega',
  'what a CRM was told by others is lifted there alone': 'lo que otros dijeron a un CRM solo se levanta allí',
  'a field of a CRM is never emptied from here': 'un campo de un CRM nunca se vacía desde aquí',
  'an address or a number is not taken from a lead by a CRM':
    'un CRM no quita a un contacto una dirección ni un número',
  'there is no connection {0}': 'no hay ninguna conexión {0}',
  'it came by neither e-mail nor text': 'no llegó ni por correo ni por texto',
  'call, or write by hand, and note it: event record … human-touch':
    'llame, o escriba a mano, y anótelo: event record … human-touch',
  'no message of ours has gone out by its way': 'ningún mensaje nuestro ha salido por su vía',
  'write from your own mailbox or phone: nothing is known of what they answer':
    'escriba desde su propio buzón o teléfono: no se sabe nada de lo que respondan',
  'nobody is known to write to': 'no se conoce a nadie a quien escribir',
  'add an address or number to the lead': 'añada una dirección o un número al contacto',
  '--from one of: {0}': '--from uno de: {0}',
  '{0} {1} came and {2} left; {3} people instead of {4}.':
    '{0} Llegaron {1} y salieron {2}; {3} personas en vez de {4}.',
  '{0} who came is not known; {1} people instead of {2}.': '{0} No se sabe quién llegó; {1} personas en vez de {2}.',
  '{0} is no https address': '{0} no es una dirección https',
  '{0} is no http or https address': '{0} no es una dirección http ni https',
  'an address holds no password': 'una dirección no lleva contraseña',
  'say what it is told of': 'diga de qué se le avisa',
  '“{0}” chooses nothing': '«{0}» no elige nada',
  'the rule for {0} names nobody of the team': 'la regla para {0} no nombra a nadie del equipo',
  'only e-mails are sent as a test': 'como prueba solo se envían correos',
  'look at texts and calls with: rekindle draft render': 'mire textos y llamadas con: rekindle draft render',
  'the workspace is dry: nothing leaves it': 'el espacio está en seco: no sale nada de él',
  'rekindle workspace go-live, or look at the words with draft render':
    'rekindle workspace go-live, o mire las palabras con draft render',
  'no connection is there for mails to leave by': 'no hay ninguna conexión por la que salgan correos',
  'rekindle connection add smtp': 'rekindle connection add smtp',
  'the connection that mails leave by fails': 'la conexión por la que salen los correos falla',
  'rekindle connection test says why': 'rekindle connection test dice por qué',
  'this database does not send: it looks like a copy of another one':
    'esta base de datos no envía: parece la copia de otra',
  'rekindle instance claim, if it is the one': 'rekindle instance claim, si es la buena',
  'sending is stopped': 'el envío está parado',
  'rekindle halt list says by whom and why': 'rekindle halt list dice quién lo paró y por qué',
  'the campaign does not say who writes: address, company and postal address':
    'la campaña no dice quién escribe: dirección, empresa y dirección postal',
  'rekindle campaign senders': 'rekindle campaign senders',
  'a refusal stands against this address': 'hay un rechazo contra esta dirección',
  'rekindle suppress check says which; name another address':
    'rekindle suppress check dice cuál; nombre otra dirección',
  'this address is a lead’s: leads are written to by campaigns alone':
    'esta dirección es de un contacto: a los contactos solo les escriben las campañas',
  'name your own address, or a colleague’s': 'nombre la suya, o la de un colega',
  '{0} tests left this workspace within the hour': 'en la última hora salieron {0} pruebas de este espacio',
  'wait, or look at the words with draft render': 'espere, o mire las palabras con draft render',
  'write a condition over the facts, such as lead.country == "US"':
    'escriba una condición sobre los datos, como lead.country == "US"',
  'rekindle list show LIST tells its fields and what can be asked of them':
    'rekindle list show LIST cuenta sus campos y qué se les puede preguntar',
  'mend them and try again': 'corríjalos e inténtelo de nuevo',
  'write --waits 5m,15m,30m or --give-up 3d': 'escriba --waits 5m,15m,30m o --give-up 3d',
  'a mail server (rekindle connection add, or smtp in rekindle.yaml)':
    'un servidor de correo (rekindle connection add, o smtp en rekindle.yaml)',
  'publicUrl with https, so that the opt-out link can be reached':
    'publicUrl con https, para que se llegue al enlace de baja',
};
