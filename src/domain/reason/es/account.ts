/** Reasons of accounts, access, bookings and acts on many, in Spanish. */
import type { Sentences } from './sentences.ts';

const LOOK = 'Mírelo y déjela seguir: rekindle account resume; o ciérrela: rekindle account close.';

/** Them. */
export const ACCOUNT: Sentences = {
  'account-touch': ['Le toca a este contacto de la cuenta, por esta vía.'],
  'account-gap': ['Aún no ha pasado el intervalo tras el último toque de la cuenta.'],
  'account-touch-open': [
    'El toque anterior a este no ha salido, o su llamada no se ha hecho.',
    'Llamadas por hacer: rekindle task list.',
  ],
  'account-answer-awaited': ['El contacto al que le toca aún tiene tiempo de responder.'],
  'account-contacts-active': ['Ya se da tiempo de responder a tantos contactos como se permite.'],
  'account-colleague-too-soon': ['A los colegas se les habla de un contacto solo días después de su primer toque.'],
  'account-last-answer': ['El último toque está hecho y aún hay tiempo de responder.'],
  'account-completed': ['Se hicieron todos los toques de la cuenta y nadie respondió a tiempo.'],
  'account-tries-used-up': [
    'Fallaron demasiados toques de la cuenta.',
    'Busque direcciones actuales de sus contactos.',
  ],
  'account-nobody-reachable': [
    'No se puede llegar a ningún contacto de la cuenta por ninguna vía.',
    'Añada un contacto: rekindle account contact.',
  ],
  'account-contacts-held': [
    'Todo contacto de la cuenta al que se podría llegar está retenido.',
    'rekindle account show dice por qué.',
  ],
  'account-contact-unfit': [
    'La campaña no quiere a este contacto, o antes debe mirarlo una persona.',
    'rekindle review list dice a quién.',
  ],
  'account-contact-gone': ['La persona ya no es contacto de la cuenta.'],
  'account-not-launched': [
    'La cuenta empieza con su campaña, que aún no se ha lanzado.',
    'Láncela: rekindle campaign launch. Con eso, la cuenta sigue.',
  ],
  'account-not-due': ['Aún no toca el próximo toque.', 'Diga --force para hacerlo de todos modos.'],
  'account-paused': ['Una persona puso la cuenta en pausa.', 'Para seguir: rekindle account resume.'],
  'account-cancelled': ['Una persona canceló la cuenta.'],
  'account-closed': ['Una persona cerró la cuenta con un resultado.'],
  'account-replied': ['Un contacto de la cuenta respondió.', LOOK],
  'account-meeting': ['Hay una reunión reservada con la cuenta.', LOOK],
  'account-opted-out': ['Un contacto de la cuenta pidió que no se le contacte.', LOOK],
  'account-negative': ['Un contacto de la cuenta dijo que no, o se quejó.', LOOK],
  'account-in-touch': ['Una persona nuestra está en contacto con la cuenta.', LOOK],
  'account-customer': ['La cuenta ya es cliente.', LOOK],
  'account-open-deal': ['Hay un negocio abierto con la cuenta.', LOOK],
  'account-competitor': ['Se trabaja con un competidor de la cuenta, o es cliente.', LOOK],
  'account-two-campaigns': ['Un contacto de la cuenta está en otra campaña.', LOOK],
  'account-two-owners': ['Varias personas se ocupan de la cuenta.', LOOK],
  'not-known': [
    'La petición no nombra a nadie que esta instancia conozca.',
    'Envíe Authorization: Bearer con una clave de rekindle key create, o inicie sesión.',
  ],
  'too-many-streams': [
    'Ya siguen lo que ocurre tantos como esta instancia puede avisar.',
    'Cierre algunos, o inténtelo más tarde.',
  ],
  'login-refused-here': [
    'El correo y la contraseña no van juntos.',
    'Pida una contraseña nueva a quien administra: rekindle user reset.',
  ],
  'login-too-often': [
    'Desde aquí se intentó iniciar sesión demasiadas veces.',
    'Espere el tiempo que nombra Retry-After; a nadie más deja fuera.',
  ],
  'passwords-off': [
    'Aquí nadie entra con contraseña: se entra por el proveedor de identidad.',
    'Siga por él. Si se perdió: ponga oidc.passwords en true en rekindle.yaml y luego rekindle user reset.',
  ],
  'oidc-off': [
    'Aquí no hay ningún proveedor de identidad.',
    'Entre con contraseña, o configure oidc en rekindle.yaml.',
  ],
  'oidc-away': [
    'El proveedor de identidad no responde.',
    'Inténtelo en un momento, o entre con contraseña; rekindle doctor cuenta lo que dice.',
  ],
  'oidc-denied': [
    'El proveedor de identidad no dejó entrar a la persona, o el inicio de sesión se dejó allí.',
    'Entre otra vez; quién puede usar Rekindle se dice también en el proveedor de identidad.',
  ],
  'oidc-stale': [
    'Este inicio de sesión empezó en otro navegador, ya pasó o tardó más de diez minutos.',
    'Entre otra vez.',
  ],
  'oidc-unproven': [
    'Lo que volvió del proveedor de identidad no prueba quién era.',
    'Entre otra vez. Si sigue así: compare emisor, cliente y dirección de retorno con rekindle doctor.',
  ],
  'oidc-address-unproven': [
    'El proveedor de identidad no dice que la dirección de correo esté verificada.',
    'Haga que se verifique allí. Si es el proveedor quien da las direcciones: oidc.trustsAddresses.',
  ],
  'oidc-other-domain': [
    'La dirección de correo es de un dominio cuya gente no entra aquí.',
    'Use la cuenta de su empresa; quien administra nombra los dominios en oidc.allowedDomains.',
  ],
  'oidc-not-invited': [
    'Nadie con esta dirección de correo se ha añadido aquí.',
    'Pida a quien administra que le añada: rekindle user add.',
  ],
  'oidc-other-account': [
    'La dirección de correo es de una persona que entra con otra cuenta del proveedor de identidad.',
    'Si es la misma persona, quien administra suelta la otra cuenta: rekindle user reset.',
  ],
  'oidc-no-role': [
    'La persona ya no tiene ningún rol aquí.',
    'Pida a quien administra que le añada otra vez: rekindle user add.',
  ],
  'password-too-weak': [
    'La contraseña nueva tiene menos de 15 caracteres o más de 200.',
    'Tome una frase, o deje que un gestor de contraseñas la haga.',
  ],
  'foreign-origin': [
    'Una página de otra dirección envió esta petición en nombre de una persona con sesión.',
    'Abra Rekindle en su propia dirección; los programas usan una clave.',
  ],
  'csrf-missing': [
    'A la petición de una persona con sesión le falta la marca de su sesión.',
    'Envíe el valor csrf del inicio de sesión como X-CSRF-Token.',
  ],
  'workspace-not-yours': ['La clave o el rol vale para otro espacio.', 'Use una clave de ese espacio.'],
  'whole-instance-only': [
    'Esto toca a todos los espacios, y la clave o el rol vale para uno.',
    'Use una clave de toda la instancia: rekindle key create --everywhere.',
  ],
  'not-for-clients': [
    'El cliente de una agencia puede mirar, y decidir sobre lo que espera revisión.',
    'Pídalo a la agencia.',
  ],
  'role-too-low': ['El rol no permite esto.', 'Pida a quien administra una clave o un rol que lo permita.'],
  'no-admin-yet': [
    'Otros llegarían a esta instancia, y nadie la administra todavía.',
    'Primero: rekindle user add YOU@ACME.COM --role admin --everywhere; o escuche en 127.0.0.1.',
  ],
  'only-on-the-machine': [
    'Esto lee o escribe archivos de la máquina en que corre Rekindle.',
    'Use allí la línea de comandos.',
  ],
  'body-no-object': [
    'El cuerpo de la petición no es un objeto de nombres y valores.',
    'Envíe JSON como {"name": "Spring"}.',
  ],
  'body-no-json': [
    'El cuerpo de la petición no es JSON.',
    'Corríjalo y envíelo de nuevo; es mejor que el JSON lo haga un programa, y no componerlo como texto.',
  ],
  'body-packed': [
    'El cuerpo de la petición viene comprimido (Content-Encoding), y así no se lee aquí.',
    'Envíelo tal cual, sin Content-Encoding. Un archivo puede venir comprimido con gzip.',
  ],
  'body-no-utf8': [
    'El cuerpo de la petición contiene bytes que no son UTF-8, de modo que se perderían letras.',
    'Envíe JSON en UTF-8, sea cual sea el juego de caracteres que su programa use por lo demás.',
  ],
  'body-name-forbidden': [
    'El cuerpo de la petición tiene un nombre que los objetos no pueden tener, como __proto__.',
    'Quítelo.',
  ],
  'body-other-length': [
    'El cuerpo de la petición no es tan largo como dice su Content-Length.',
    'Envíe el cuerpo entero, o deje que su programa lo cuente.',
  ],
  'body-too-long': [
    'El cuerpo de la petición es más largo de lo que se admite aquí.',
    'Envíelo por partes. Se admite 1 MB; los archivos van como son donde una operación admite uno, hasta 64 MB.',
  ],
  'body-of-other-type': [
    'El cuerpo de la petición es de un tipo que aquí no se admite.',
    'Envíe JSON con Content-Type: application/json. Se admite un archivo donde la operación lo dice.',
  ],
  'no-such-address': [
    'La interfaz no tiene nada en esta dirección.',
    'Vea en /api/openapi.json, o en docs/api.md, las que tiene.',
  ],
  'other-method': [
    'Esta dirección existe, y no admite este método.',
    'Use uno de los que nombra la cabecera Allow: GET lee, POST actúa.',
  ],
  'address-unreadable': [
    'La dirección tiene un % que no representa ninguna letra.',
    'Escriba los nombres en ella como encodeURIComponent: %25 para un %.',
  ],
  'address-too-long': [
    'Una parte de la dirección es más larga que cualquier nombre o id.',
    'Vea si es por lo que quería preguntar.',
  ],
  'fault-inside': [
    'Algo se rompió dentro, sin culpa de la petición. Lo que fue está en el registro, bajo el requestId de esta respuesta.',
    'Inténtelo de nuevo. Si sigue así, busque el requestId en el registro del servidor.',
  ],
  'request-unreadable': [
    'Lo que se envió no es una petición de HTTP.',
    'Vea qué hay en medio: un proxy, o un programa que habla https a este puerto.',
  ],
  'request-too-slow': ['La petición no llegó entera a tiempo.', 'Envíela de nuevo, toda de una vez.'],
  'headers-too-long': [
    'Las cabeceras de la petición son más largas de lo que se admite.',
    'Envíe menos: cookies de otros, por ejemplo.',
  ],
  'bad-idempotency-key': [
    'El Idempotency-Key es demasiado largo, o tiene algo más que letras imprimibles.',
    'Envíe de 1 a 255 letras, cifras o signos, como un UUID.',
  ],
  'key-under-way': ['Una petición con este Idempotency-Key está en curso.', 'Pregunte otra vez en un momento.'],
  'database-away': [
    'La base de datos no se puede usar ahora; el trabajo la espera y sigue por sí solo.',
    'Inténtelo otra vez en un momento. Lo que se estaba guardando quizá se guardó: mírelo antes.',
  ],
  'key-of-other-request': [
    'Este Idempotency-Key ya vino con otra petición.',
    'Use una clave nueva para cada cosa que hay que hacer.',
  ],
  'answer-not-kept': ['Se hizo, y su respuesta era demasiado larga para guardarla.', 'Lea lo que hay ahora.'],
  'booking-offered': ['Se ofrecen horas del calendario.'],
  'booking-no-slot': [
    'El calendario no tiene ninguna hora que le sirva al contacto.',
    'Mire las horas del calendario y los días que ofrece el playbook, o llame.',
  ],
  'booking-chosen': ['La respuesta nombra una de las horas ofrecidas.'],
  'booking-declined': ['La respuesta no quiere ninguna de las horas ofrecidas.'],
  'booking-not-offered': ['La respuesta nombra una hora que no se ofreció.'],
  'booking-unclear': ['La respuesta puede significar más de una hora, o ninguna; no se adivina nada.'],
  'booking-other': ['La respuesta habla de algo distinto de las horas ofrecidas.', 'Léala y responda.'],
  'booking-person': [
    'No se halló hora tras preguntar dos veces; la acuerda una persona.',
    'Acuerde una hora con el contacto.',
  ],
  'booking-expired': ['Las horas ofrecidas ya pasaron.'],
  'booking-taken': ['Mientras tanto otra persona tomó esa hora.'],
  'booking-unconfirmed': ['El calendario no respondió; se le pregunta qué tiene antes de reservar nada otra vez.'],
  'booking-failed': [
    'El calendario se niega, o no se puede llegar a él.',
    'Mire su conexión, y acuerde la hora con el contacto.',
  ],
  'already-tagged': ['El contacto tiene esta etiqueta.'],
  'not-tagged': ['El contacto no tiene esta etiqueta.'],
  'too-many-tags': [
    'El contacto tiene tantas etiquetas como caben.',
    'Quite una por la que nadie pregunte: bulk start untag.',
  ],
  'already-assigned': ['El contacto ya es de esta persona responsable.'],
  'already-paused': ['El contacto está en pausa.'],
  'no-address': ['El contacto no tiene dirección para este canal.', 'Añada una.'],
  'already-refused': ['Nada sale a ninguna dirección ni número del contacto.'],
  'changed-since': [
    'El contacto cambió después del acto, así que deshacerlo desharía también eso.',
    'Mire el contacto, y cámbielo a mano: lead show.',
  ],
  'already-enrolled': ['El contacto está en una secuencia de esta campaña.'],
  'enrolled-before': [
    'El contacto estuvo antes en esta campaña, y su secuencia no deja volver a nadie, o aún no.',
    'Permita volver en la secuencia, o tome otra campaña.',
  ],
  'worked-as-account': [
    'La secuencia trabaja empresas enteras, y se empieza para la cuenta.',
    'Empiece la cuenta: account start.',
  ],
  'campaign-not-live': [
    'La campaña no está en marcha, así que no se inscribe a nadie.',
    'Láncela, o reanúdela: campaign launch.',
  ],
  'sent-since': [
    'Se envió algo al contacto desde que se le inscribió.',
    'Termine su secuencia a mano, si debe terminar: enrollment cancel.',
  ],
  'ended-since': ['La secuencia terminó antes de que se deshiciera el acto.'],
  'lead-gone': ['Desde entonces el contacto se borró, se unió a otro o se retiró.'],
};
