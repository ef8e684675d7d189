/** Reasons of agents, the calendar, consent and what holds a message, in Spanish. */
import type { Sentences } from './sentences.ts';

/** Them. */
export const AGENT: Sentences = {
  'plan-needed': [
    'Un agente hace esto solo por un plan que una persona aprobó: puede que salgan mensajes por ello, gasta, o nada lo deshace.',
    'Propóngalo (plan propose, con operation e input), haga que una persona lo apruebe y pida otra vez con el id del plan.',
  ],
  'slack-unknown': [
    'Aquí no se conoce a nadie con este id de miembro de Slack.',
    'Quien administra dice quién es: rekindle user slack YOU@ACME.COM --member MEMBER.',
  ],
  'slack-member-taken': [
    'Este id de miembro de Slack es aquí de otra persona.',
    'Quíteselo antes: rekindle user slack THEM@ACME.COM --off.',
  ],
  'slack-member-missing': [
    'Se nombra un id de miembro de Slack o --off; no ambos, ni ninguno.',
    'En Slack: perfil, ⋮, Copiar ID de miembro.',
  ],
  'people-only': [
    'Esto lo deciden personas: en la máquina, o con sesión iniciada. Una clave no es una persona.',
    'Pida a una persona que lo haga.',
  ],
  'plan-not-needed': ['Esto se hace sin plan.', 'Hágalo.'],
  'plan-not-for-files': [
    'Un plan no puede nombrar lo que está en un archivo.',
    'Que lo haga una persona; o, si necesita plan solo porque una campaña está en marcha, ponga antes en pausa esa campaña.',
  ],
  'plan-too-long': ['Lo que pide el plan es más largo de lo que lee una persona.', 'Pida menos de una vez.'],
  'plan-too-many': [
    'Demasiados planes de este espacio esperan un sí.',
    'Retire los que ya no se quieren, o espere a que se decida sobre algunos.',
  ],
  'plan-not-yours': ['Este plan lo propuso otro, y solo a él le vale.', 'Proponga uno propio.'],
  'plan-other-act': [
    'El plan se aprobó para otra operación o con otros datos.',
    'Pida exactamente lo que cuenta plan show, o proponga esto.',
  ],
  'plan-not-approved': [
    'Nadie ha aprobado este plan todavía.',
    'Pídalo a una persona: rekindle plan approve, o lo mismo por la interfaz REST con sesión iniciada.',
  ],
  'plan-refused': ['Una persona rechazó este plan.', 'Pregúntele por qué antes de proponer otro.'],
  'plan-withdrawn': ['Este plan se retiró.', 'Proponga otro.'],
  'plan-expired': ['El plazo de este plan pasó.', 'Propóngalo de nuevo.'],
  'plan-used': ['Este plan se usó; cada uno vale una vez.', 'Mire qué salió de él, y proponga de nuevo lo que falte.'],
  'plan-changed': [
    'Lo que se aprobó con el plan ha cambiado: su audiencia, sus palabras, su remitente o su ritmo.',
    'plan show cuenta quién entró y quién salió; una persona debe aprobarlo otra vez.',
  ],
  'plan-own': ['Quien propuso un plan no lo aprueba.', 'Pídalo a otra persona.'],
  'plan-approved-before': [
    'Este plan ya está aprobado.',
    'No hay nada que hacer; plan refuse retira el sí mientras no se haya usado.',
  ],
  'zone-stated': ['El contacto dice su zona horaria.'],
  'zone-by-city': ['La zona horaria se sigue de la ciudad.'],
  'zone-by-region': ['La zona horaria se sigue del estado o la provincia.'],
  'zone-by-country': ['El país tiene una sola hora.'],
  'zone-by-main': [
    'El país tiene varias zonas horarias; se toma aquella en que viven más de nueve de cada diez.',
    'Dé la región, la ciudad o la zona para ser exacto.',
  ],
  'zone-by-phone': [
    'La zona horaria se sigue del prefijo del teléfono; un móvil puede haberse mudado con su dueño.',
    'Dé el país y la región para ser exacto.',
  ],
  'zone-unknown': [
    'Nada de lo que se sabe del contacto dice en qué zona horaria está; se usa la de reserva del playbook.',
    'Dé un país, una región o una zona, o cambie la zona de reserva.',
  ],
  'zone-name-invalid': [
    'La zona horaria dicha no es un nombre de la base IANA y no se usó.',
    'Escríbala como Europe/Berlin.',
  ],
  'before-opening': ['Era antes de que abra la ventana de envío.', 'Amplíe las horas de la ventana.'],
  'after-close': ['Era después de que cierra la ventana de envío.', 'Amplíe las horas de la ventana.'],
  'closed-weekday': ['Este día de la semana no se envía nada.', 'Añada el día a la ventana.'],
  'public-holiday': [
    'Es festivo donde está el contacto.',
    'Apague skipHolidays en la ventana para enviar en festivos.',
  ],
  'never-open': [
    'La ventana de envío no abre en 400 días.',
    'Revise días y horas de la ventana: el fin debe ser posterior al comienzo.',
  ],
  'min-gap': ['El último mensaje a este contacto es demasiado reciente.', 'Baje el intervalo mínimo de la secuencia.'],
  'quiet-hours': ['A esta hora no se puede llamar ni enviar textos allí.'],
  'quiet-hours-cautious': [
    'No consta ninguna regla para donde puede estar el contacto, así que se le llama o se le envían textos solo de 10:00 a 17:00 de toda zona horaria en que pueda estar.',
    'Dé el país y la región del contacto.',
  ],
  'quiet-hours-never-agree': [
    'El contacto puede estar en zonas tan alejadas que ninguna hora se permite en todas.',
    'Dé la región, la ciudad o la zona del contacto.',
  ],
  'opted-in': ['Consta una aceptación para este canal.'],
  'basis-accepted': ['La base dicha se acepta para este canal donde está el contacto.'],
  'opt-out-regime': ['Donde está el contacto se puede enviar correo hasta que la persona se oponga.'],
  'implied-consent': ['Una consulta o compra vale como consentimiento por un tiempo donde está el contacto.'],
  'basis-not-stated': [
    'Nadie ha dicho con qué base se puede contactar a esta persona.',
    'Dígala: rekindle lead change LEAD --set basis=…, o importe con --basis.',
  ],
  'basis-insufficient': [
    'La base dicha no basta para este canal donde está el contacto.',
    'Si dijo que sí: rekindle event record LEAD opted-in --channel email --text "sus palabras". Si es cliente: rekindle lead change LEAD --set basis=contract.',
  ],
  'basis-date-missing': [
    'La base vale solo por un tiempo, y no se sabe su fecha.',
    'Importe con la fecha de la compra o consulta, o anote el consentimiento de la persona.',
  ],
  'consent-expired': [
    'La consulta o compra que valía como consentimiento es demasiado antigua.',
    'Pida consentimiento a la persona en otra ocasión, y anótelo.',
  ],
  'refusal-of-instance': [
    'El rechazo está en la lista de toda la instancia.',
    'No le corresponde a este espacio levantarlo.',
  ],
  'refusal-of-many': ['El rechazo es de un dominio, una empresa o de todos, y no de esta persona.'],
  'refusal-by-bounce': [
    'El correo a esta dirección volvió para siempre: ningún consentimiento lo hace llegar.',
    'Dé al contacto otra dirección.',
  ],
  'refusal-after-consent': [
    'La persona dijo que no después de decir este sí.',
    'Solo un sí posterior al rechazo lo levanta.',
  ],
  'consent-withdrawn': ['La persona retiró su consentimiento para este canal.'],
  'country-unknown': [
    'No se sabe el país del contacto, ni por tanto qué ley rige.',
    'Dé el país, o anote el consentimiento de la persona.',
  ],
  'opt-in-proof-missing': [
    'Este canal necesita prueba de que la persona lo aceptó, y no consta ninguna.',
    'Anote las palabras con que lo aceptó: rekindle event record LEAD opted-in --channel sms --text "las palabras con que lo aceptó".',
  ],
  'ai-voice-off': [
    'Las llamadas con voz artificial están apagadas.',
    'Enciéndalas para el espacio; cada persona debe haberlas aceptado además.',
  ],
  suppressed: ['Hay un rechazo en vigor para esta persona, número, dirección, dominio o empresa, o para todos.'],
  'address-undeliverable': ['No se pueden entregar mensajes en esta dirección.', 'Corrija la dirección.'],
  'setting-missing': [
    'Falta un ajuste que todo correo de verdad necesita.',
    'Rellene el ajuste que aquí se nombra, y lance otra vez.',
  ],
  'cap-reached': [
    'Se alcanzó un límite del número de mensajes.',
    'Espere, o suba el límite que aquí se nombra: rekindle workspace set-limits; sender-day es el de la campaña donde este es menor: rekindle campaign change NAME --daily-cap N. El que nombra una ley no se puede subir.',
  ],
  'kept-for-follow-ups': [
    'Lo que queda hoy de un límite se guarda para personas a las que ya se escribió y a las que toca escribir de nuevo.',
    'Espere, suba el límite que aquí se nombra, o escriba desde más buzones: rekindle campaign senders.',
  ],
  'warming-up': [
    'El buzón es nuevo, y hoy ha enviado tantos mensajes como permite su calentamiento.',
    'Espere: puede enviar más cada día tras uno en que envió.',
  ],
  'sender-pace': ['El buzón acaba de enviar un mensaje; el siguiente guarda su distancia.'],
  'canary-waiting': ['Los primeros mensajes de la campaña han salido; los demás esperan a ver cómo les va.'],
  'canary-bounces': [
    'Demasiados de los primeros mensajes de la campaña rebotaron.',
    'Mire de dónde son las direcciones y verifíquelas; luego rekindle campaign release.',
  ],
  'canary-complaints': [
    'Alguien se quejó de los primeros mensajes de la campaña.',
    'Mire para quién es y qué dice; luego rekindle campaign release.',
  ],
  'mail-not-connected': [
    'El espacio envía de verdad, y no hay ningún servidor de correo conectado por donde salgan los correos.',
    'rekindle connection add, o smtp en rekindle.yaml; lo que espera sale entonces por él.',
  ],
  'connection-changed': [
    'Puede que haya salido por otra conexión que la que el espacio tiene ahora, que no sabe nada de él.',
    'Mire allí si llegó; luego rekindle message settle.',
  ],
  'texts-not-connected': [
    'El espacio envía de verdad, y no hay nada conectado por donde salgan los mensajes de texto.',
    'Conecte un proveedor de mensajes de texto, como Twilio o HighLevel; lo que espera sale entonces por él.',
  ],
  'calls-not-connected': [
    'El espacio envía de verdad, y no hay nada conectado por donde hacer llamadas.',
    'Conecte un proveedor de llamadas, como Retell; lo que espera sale entonces por él.',
  ],
  'keyword-answer-late': [
    'La respuesta a STOP, START o HELP no pudo salir a tiempo, y ahora llega demasiado tarde.',
    'Escriba a la persona si se le debe una respuesta.',
  ],
  'touched-by-others': [
    'Una persona u otra herramienta ha contactado con el contacto desde que empezó su secuencia.',
    'Deje que la secuencia siga, o termínela.',
  ],
};
