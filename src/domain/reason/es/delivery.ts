/** Reasons of delivery, deliverability and touches, in Spanish. */
import type { Sentences } from './sentences.ts';

/** Them. */
export const DELIVERY: Sentences = {
  'mailbox-unknown': [
    'El servidor que recibe dice que este buzón no existe.',
    'Busque una dirección actual de esta persona.',
  ],
  'mailbox-refused': [
    'La parte que recibe no acepta correo para esta dirección, por ahora o para siempre: puede estar llena, cerrada o no ser válida.',
    'Lea la respuesta y mire si la dirección es correcta.',
  ],
  'sender-refused': [
    'El servidor no acepta a nuestro remitente o su prueba de identidad (SPF, DKIM, DMARC).',
    'Revise la cuenta y los registros DNS del dominio remitente antes de que salga nada más.',
  ],
  'login-refused': [
    'El proveedor no acepta nuestro acceso: su contraseña, clave o autorización es errónea, está revocada o ha caducado.',
    'Dé a la conexión un secreto nuevo: rekindle connection rotate NAME. Lo que la espera sigue al momento.',
  ],
  'secret-unreadable': [
    'El secreto sellado de la conexión no se abre: se selló con otra clave, o cambió desde entonces.',
    'Dé otra vez a la conexión su secreto: rekindle connection rotate NAME.',
  ],
  'settings-unfit': [
    'Los ajustes de la conexión no casan entre sí.',
    'rekindle connection rotate NAME --set … los cambia; el detalle dice cuáles.',
  ],
  'connection-failing': [
    'La conexión por la que sale este mensaje no funciona.',
    'rekindle connection test NAME dice por qué; en cuanto funciona, lo retenido sigue al momento.',
  ],
  'content-refused': [
    'El servidor rechaza este correo por su tamaño o por lo que lleva.',
    'Cambie la plantilla: acórtela, o quite lo que nombra la respuesta.',
  ],
  'policy-refused': [
    'El lado que recibe rechaza correo de aquí por sus propias reglas; la dirección bien puede ser correcta.',
    'Lea la respuesta: a menudo el servidor que envía está en una lista de bloqueo. No dé la dirección por muerta.',
  ],
  'mailbox-busy': ['El buzón no recibe correo por ahora, por ejemplo porque está lleno.'],
  'sender-throttled': [
    'El servidor no toma más de este remitente por ahora.',
    'Baje el límite por hora o por día de este buzón si ocurre a menudo.',
  ],
  'text-too-long': [
    'El texto tiene más segmentos de los que puede tener un mensaje.',
    'Acorte la plantilla; un solo carácter fuera del alfabeto simple reduce a la mitad lo que cabe.',
  ],
  'call-unreadable': [
    'Lo que se ha de decir a la voz no está escrito como un «nombre: valor» por línea.',
    'Arregle la plantilla de la llamada.',
  ],
  'number-opted-out': [
    'La persona ha dicho a este número, o al proveedor, que no quiere textos.',
    'Déjelo así: solo ella puede retirarlo, escribiendo START.',
  ],
  'do-not-contact': [
    'El CRM tiene marcado que a esta persona no se la contacte por esta vía.',
    'Déjelo así, salvo que la persona pidiera retirarlo allí.',
  ],
  'number-unusable': [
    'El proveedor dice que este número no existe, o que no puede recibir lo que se iba a enviar.',
    'Busque un móvil actual de esta persona.',
  ],
  'number-unreachable': ['No se puede llegar al teléfono por ahora: está apagado, ocupado o sin red.'],
  'words-forgotten': [
    'Lo que había escrito una persona ya no se guarda, así que no puede salir.',
    'Escríbalo otra vez.',
  ],
  greylisted: ['El servidor pide a todo remitente nuevo que vuelva unos minutos después.'],
  'server-busy': ['El servidor de correo no puede tomar el correo en este momento.'],
  'no-connection': [
    'No se logró conectar con el servidor de correo.',
    'Revise host, puerto y cortafuegos de los ajustes de correo, y si el servidor está en marcha.',
  ],
  'tls-failed': [
    'No se pudo establecer la conexión cifrada con el servidor de correo.',
    'Revise los ajustes de TLS y el certificado del servidor de correo.',
  ],
  'connection-lost': ['La conexión terminó antes de entregar el correo; no se envió nada.'],
  'server-silent': ['El servidor de correo no respondió a tiempo, y el correo no se entregó.'],
  'channel-closed': ['La salida se estaba cerrando, así que no se empezó el correo.'],
  'outbox-full': [
    'El disco de la carpeta de salida está lleno.',
    'Haga sitio en el disco; el correo se escribe entonces.',
  ],
  'outbox-unusable': [
    'No se permite escribir en la carpeta de salida, o su ruta no es una carpeta.',
    'Dé al usuario con que corre Rekindle el permiso de escribir allí, o nombre otra carpeta.',
  ],
  'outbox-unwritable': [
    'No se puede escribir en la carpeta de salida en este momento.',
    'Mire el detalle: nombra la carpeta y lo que respondió el sistema.',
  ],
  'sender-bounces': [
    'Demasiados correos del remitente volvieron para siempre, o por culpa suya.',
    'Averigüe de dónde vinieron las direcciones; luego: rekindle sender resume.',
  ],
  'sender-complaints': [
    'Demasiadas personas marcaron como spam los correos del remitente.',
    'Averigüe a quién se escribió, y por qué no lo quería; luego: rekindle sender resume.',
  ],
  'sender-stopped': [
    'El remitente está detenido: volvió demasiado de lo que envió.',
    'Vea rekindle sender list; una persona lo deja seguir: rekindle sender resume.',
  ],
  'dns-not-told': ['No se pudo preguntar al DNS, o no respondió.', 'Pregunte más tarde: rekindle doctor.'],
  'spf-found': ['El dominio nombra los servidores que pueden enviar por él.'],
  'spf-missing': [
    'El dominio no nombra los servidores que pueden enviar por él (SPF).',
    'Publique el registro mostrado.',
  ],
  'spf-several': ['Hay varios registros SPF, así que no vale ninguno.', 'Únalos en uno solo.'],
  'spf-broken': ['El registro SPF, o uno que incluye, no se puede leer.', 'Corrija la parte mostrada.'],
  'spf-lookups': [
    'El registro SPF pide más consultas de las que hacen quienes reciben, así que no vale nada.',
    'Quite lo que ya no se usa, o nombre redes con ip4: e ip6:.',
  ],
  'spf-open': ['El registro SPF deja que todos envíen por el dominio.', 'Termínelo con ~all o -all.'],
  'spf-endless': ['El registro SPF no dice nada de los servidores que no nombra.', 'Termínelo con ~all o -all.'],
  'spf-other-server': [
    'El registro SPF no nombra nuestro servidor de correo. Si los correos salen por otras direcciones del proveedor, puede estar bien.',
    'Incluya lo que piden los documentos de su proveedor.',
  ],
  'dkim-found': ['Hay una clave con que se pueden firmar los correos (DKIM).'],
  'dkim-missing': [
    'No hay clave bajo los selectores DKIM configurados.',
    'Publique el registro mostrado, o la clave que muestra su servidor de correo.',
  ],
  'dkim-other-key': [
    'El registro DKIM tiene otra clave que la que firma los correos: sus firmas no valen.',
    'Publique el registro mostrado.',
  ],
  'dkim-not-found': [
    'No se halló clave DKIM bajo los selectores habituales. Puede haber una bajo otro.',
    'Nombre los selectores con que firma su servidor de correo: selectors, de smtp en rekindle.yaml o de la conexión.',
  ],
  'dkim-revoked': [
    'La clave DKIM se retiró: las firmas con ella no cuentan.',
    'Publique la clave que muestra su servidor de correo.',
  ],
  'dkim-broken': ['El registro DKIM no se puede leer.', 'Publíquelo otra vez como lo muestra su servidor de correo.'],
  'dkim-short': [
    'La clave DKIM tiene menos de 1024 bits: quienes reciben la toman por ninguna.',
    'Haga una clave de 2048 bits.',
  ],
  'dkim-weak': ['La clave DKIM tiene 1024 bits.', 'Haga una clave de 2048 bits.'],
  'dmarc-found': ['El dominio dice qué pasa con los correos que no se muestran suyos (DMARC).'],
  'dmarc-missing': [
    'El dominio no tiene registro DMARC, que piden los grandes proveedores.',
    'Publique el registro mostrado; p=none aún no cambia nada, y trae informes.',
  ],
  'dmarc-several': ['Hay varios registros DMARC, así que no vale ninguno.', 'Deje uno.'],
  'dmarc-broken': ['El registro DMARC no dice qué se pide.', 'Escriba p=none, p=quarantine o p=reject.'],
  'dmarc-none': [
    'El registro DMARC no pide nada: cualquiera puede escribir en nombre del dominio.',
    'Cuando los informes muestren que sus correos pasan, escriba p=quarantine.',
  ],
  'mx-found': ['El dominio recibe correo, así que pueden volver respuestas y rebotes.'],
  'mx-implied': [
    'El dominio no tiene servidor de correo propio; el correo va al host de su nombre.',
    'Publique un registro MX.',
  ],
  'mx-missing': ['El dominio no recibe correo: no pueden volver respuestas ni rebotes.', 'Publique un registro MX.'],
  'mx-refuses': [
    'El dominio declara que no recibe correo: no pueden volver respuestas ni rebotes.',
    'Publique un registro MX en su lugar.',
  ],
  'ptr-found': ['La dirección del servidor de correo tiene un nombre que lleva de vuelta a ella.'],
  'ptr-missing': [
    'La dirección del servidor de correo no tiene nombre.',
    'Pida el registro mostrado a quien le dio la dirección.',
  ],
  'ptr-other': [
    'El nombre de la dirección del servidor de correo no lleva de vuelta a ella.',
    'Haga que nombre y dirección lleven uno a la otra.',
  ],
  'touch-hidden-link': ['Se siguió un enlace que ninguna persona puede ver.'],
  'touch-sweep': ['Se siguió en el mismo minuto un enlace que ninguna persona puede ver.'],
  'touch-prefetch': ['La petición dice que se hace por adelantado, y no porque alguien quiera.'],
  'touch-method': ['La petición solo preguntó qué hay, como no hace ningún navegador.'],
  'touch-nameless': ['La petición no dice de qué programa viene.'],
  'touch-proxy': ['Vino por un intermediario que mira el correo por otros.'],
  'touch-robot': ['Vino de un robot, un analizador o un script.'],
  'touch-too-soon': ['Vino tras la entrega antes de lo que lee una persona.'],
  'touch-mail-program': ['Vino de un programa de correo.'],
  'touch-browser': ['Vino de un navegador, cuando una persona bien puede haberlo leído.'],
  'touch-vague': ['El nombre del programa sirve para muchos.'],
  'touch-untimed': ['Vino de un navegador, y no se sabe cuándo se entregó el correo.'],
  'fact-unread': [
    'Un atributo tiene un texto que no se puede leer como el tipo que declara el playbook, así que cuenta como no sabido.',
    'Corrija el valor en su origen, o declare el atributo como texto.',
  ],
};
