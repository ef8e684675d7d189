/** Reasons of addresses, phones and webhooks, in Spanish. */
import type { Sentences } from './sentences.ts';

const AT_SOURCE = 'Corrija la dirección en su origen e impórtela otra vez.';

/** Them. */
export const VERIFY: Sentences = {
  'address-empty': ['No hay dirección.', AT_SOURCE],
  'address-no-local': ['No hay nada antes de la @.', AT_SOURCE],
  'address-no-domain': ['No hay @ seguida de un dominio.', AT_SOURCE],
  'address-dot': ['Hay un punto al principio o al final de una parte, o dos puntos seguidos.', AT_SOURCE],
  'address-hyphen': ['Una parte del dominio empieza o termina con un guion.', AT_SOURCE],
  'address-character': ['La dirección tiene un carácter que no se permite donde está.', AT_SOURCE],
  'address-text-misplaced': [
    'Hay texto tras una cita, un comentario o un corchete que debería terminar su parte.',
    AT_SOURCE,
  ],
  'address-unclosed': ['Se abre una cita, un comentario o un corchete que no se cierra.', AT_SOURCE],
  'address-line-break': ['La dirección está partida en líneas de un modo que ninguna regla permite.', AT_SOURCE],
  'address-idn': ['El dominio no se puede escribir con las letras que usa el DNS.', AT_SOURCE],
  'address-too-long': [
    'La dirección, o una parte de ella, es más larga de lo que aceptan los servidores de correo.',
    AT_SOURCE,
  ],
  'address-domain-character': ['El dominio tiene un carácter que el DNS no permite.', AT_SOURCE],
  'address-bad-literal': ['La dirección nombra un host numérico que no está bien escrito.', AT_SOURCE],
  'address-deprecated': ['La dirección está escrita de una forma que se abandonó hace décadas.', AT_SOURCE],
  'address-literal': [
    'La dirección nombra un host numérico en lugar de un dominio.',
    'Pida una dirección en un dominio.',
  ],
  'address-numeric-tld': [
    'La última parte del dominio empieza por una cifra, lo que no hace ningún dominio real.',
    AT_SOURCE,
  ],
  'address-dotless': ['El dominio no tiene punto; nadie de fuera llega a él con seguridad.', AT_SOURCE],
  'address-quoted': ['La parte antes de la @ va entre comillas; muchos sistemas lo rechazan.', 'Pida otra dirección.'],
  'address-quoted-sign': [
    'La parte entre comillas antes de la @ contiene <, > o una tabulación, con lo que los servidores de correo leerían otra dirección.',
    'Pida otra dirección.',
  ],
  'address-comment': ['Un comentario o un pliegue de línea rodeaba la dirección; se quitó.'],
  'address-international': [
    'La parte antes de la @ no es ASCII; solo la aceptan servidores con SMTPUTF8.',
    'Pida una dirección ASCII, o envíe por un servidor que ofrezca SMTPUTF8.',
  ],
  'no-mail-server': ['El dominio no tiene ni servidor de correo ni host.', 'Busque una dirección actual.'],
  'null-mx': ['El dueño del dominio declara que no acepta correo.', 'Busque una dirección actual.'],
  'dns-unanswered': [
    'El DNS no respondió; se pregunta otra vez por el dominio más tarde.',
    'Revise la red o los servidores DNS si sigue así.',
  ],
  'dns-not-asked': ['No se consultó el dominio.', 'Verifique sin --no-dns.'],
  'mail-to-host': [
    'El dominio no tiene registro de servidor de correo; el correo va al host de ese nombre, si escucha.',
  ],
  'mail-server': ['El dominio nombra servidores que reciben su correo.'],
  'mailbox-not-checked': ['No se preguntó si existe este buzón: solo lo dice un mensaje enviado o un proveedor.'],
  'reserved-domain': ['El dominio está reservado y no existe en la Internet pública.', AT_SOURCE],
  'unlisted-suffix': ['El dominio no termina en ningún sufijo público conocido, o es solo un sufijo.', AT_SOURCE],
  'disposable-domain': ['El dominio reparte direcciones que se tiran.', 'Pida una dirección duradera.'],
  'free-mail': ['La dirección es de un proveedor de correo gratuito, no de una empresa.'],
  'look-alike-domain': ['El dominio está a un desliz de un gran proveedor.', 'Compruebe la sugerencia con la persona.'],
  'role-address': [
    'El buzón es de una función, no de una persona.',
    'Busque a una persona, o apruébelo en la lista de revisión.',
  ],
  'no-reply-address': ['El buzón está escrito para que nadie responda.', 'Busque a una persona.'],
  'bot-address': ['El buzón es de una máquina.', 'Busque a una persona.'],
  'proof-deliverable': ['Un proveedor, o nuestra propia historia, probó hace poco que el buzón recibe correo.'],
  'proof-undeliverable': [
    'Un proveedor, o nuestra propia historia, halló hace poco que el buzón no recibe correo.',
    'Busque una dirección actual.',
  ],
  'proof-uncertain': ['Un proveedor llama incierto a este buzón.'],
  'proof-stale': [
    'Un proveedor juzgó una vez este buzón, hace demasiado o no se sabe cuándo.',
    'Haga que se verifique otra vez.',
  ],
  'phone-empty': ['No hay número de teléfono.'],
  'phone-rounded': [
    'Una hoja de cálculo redondeó el número (4.91512E+12); sus últimas cifras se perdieron.',
    'Dé a la columna formato de texto en el origen y expórtela otra vez.',
  ],
  'phone-several': ['El campo tiene más de un número.', 'Dé a cada número su propia columna.'],
  'phone-no-country': [
    'El número no tiene prefijo de país, y no se conoce ningún país.',
    'Añada una columna de país, o ponga un país por omisión.',
  ],
  'phone-not-a-number': ['El texto no es un número de teléfono.', 'Corríjalo en su origen.'],
  'phone-length': ['El número es demasiado corto o demasiado largo para su país.', 'Corríjalo en su origen.'],
  'phone-not-assigned': ['El número no está en ningún rango que su país haya asignado.', 'Corríjalo en su origen.'],
  'webhook-gone': [
    'El otro lado respondió 410: no quiere que se le avise de nada más.',
    'Si vuelve a estar allí: rekindle webhook change NAME --on.',
  ],
  'no-such-webhook': ['Ningún webhook de este espacio tiene este nombre o id.', 'rekindle webhook list los nombra.'],
  'webhook-exists': ['Un webhook de este espacio ya tiene este nombre.', 'Elija otro nombre.'],
  'bad-webhook': [
    'No se puede usar la dirección o aquello de lo que se ha de avisar.',
    'Una dirección https, y palabras que nombra rekindle webhook kinds.',
  ],
  'too-many-webhooks': ['Un espacio tiene a lo sumo 50 webhooks.', 'Quite uno: rekindle webhook remove NAME.'],
  'no-such-telling': ['No consta nada con este id para este webhook.', 'rekindle webhook sends los nombra.'],
  'webhooks-not-sent-here': [
    'Este proceso no puede enviar nada a webhooks.',
    'Pídalo al servidor, o a la línea de comandos junto a la base de datos.',
  ],
};
