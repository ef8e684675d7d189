/** Reasons of lead bots, qualification, routes, routines and scores, in Spanish. */
import type { Sentences } from './sentences.ts';

/** Them. */
export const QUALIFY: Sentences = {
  'bot-no-conversation': ['El contacto no ha dicho nada, así que no hay puntuación.'],
  'bot-readiness': ['La disposición se suma de lo que dijo el contacto.'],
  'bot-commitment': ['El compromiso se suma de cómo habla el contacto.'],
  'bot-boost': ['Las etiquetas, los campos y lo reciente del contacto suman a la disposición.'],
  'bot-activity': ['Hace cuánto escribió el contacto suma al compromiso, o le resta.'],
  'bot-seller': ['Las respuestas de quien vende dan esta temperatura.'],
  'bot-buyer': ['Las respuestas de quien compra dan esta temperatura.'],
  'bot-buyer-intent': ['La disposición a comprar se suma de dinero, urgencia y deseos.'],
  'bot-over-means': [
    'El precio nombrado supera lo que va con los ingresos nombrados.',
    'Hable de la cuota al mes, o de quién presta, antes de mostrar viviendas.',
  ],
  'bot-step': ['El contacto habla de un paso de la compra.'],
  'bot-fit': ['El contacto dice cuánto le encaja una vivienda.'],
  'bot-transferred': ['Las palabras son del otro lado, así que la conversación sigue allí.'],
  'bot-answered': ['El contacto respondió; se hace la pregunta siguiente.'],
  'bot-vague': ['La respuesta no dice nada que se pueda guardar.'],
  'bot-not-understood': ['La respuesta no encaja con la pregunta.', 'Léala y responda en persona si importa.'],
  'bot-stall': ['El contacto lo aplaza; lo que se dice va con su modo de hacerlo.'],
  'bot-asked': ['El contacto pregunta algo que solo una persona puede responder.', 'Respóndalo.'],
  'bot-exhausted': ['Cinco respuestas seguidas no dijeron nada.', 'Llame al contacto, o déjelo descansar.'],
  'bot-declined': ['El contacto dice que no.'],
  'bot-person': ['El contacto lo aplazó una y otra vez.', 'Llame al contacto, o déjelo descansar.'],
  'bot-over': ['La conversación terminó; lo que escribe el contacto es para una persona.', 'Léalo y responda.'],
  'bot-opt-out': ['El contacto lo rechaza; no se dice nada más.'],
  'bot-out-of-office': ['Una máquina escribió por el contacto; no se le dice nada.'],
  qualified: ['Ninguna regla del playbook deja fuera a este contacto.'],
  'no-usable-channel': [
    'No hay dirección que se pueda usar y que reciba mensajes.',
    'Añada un correo, o un teléfono con permiso.',
  ],
  'undeliverable-address': ['La dirección de correo no puede recibir correo.', 'Busque una dirección actual.'],
  'no-reply-mailbox': ['Nadie lee respuestas en la dirección de correo.', 'Busque a una persona.'],
  'disposable-address': ['La dirección de correo se hizo para tirarla.', 'Pida una dirección duradera.'],
  'bot-mailbox': ['La dirección de correo es de una máquina.', 'Busque a una persona.'],
  'free-mail-refused': [
    'El playbook rechaza direcciones de proveedores de correo gratuito.',
    'Busque una dirección de empresa, o ponga freeMail en allow.',
  ],
  competitor: [
    'El contacto está en un competidor, o bajo el dominio de uno.',
    'Quite el dominio de la lista de competidores si es un error.',
  ],
  'playbook-rule': ['Una regla del playbook se cumple para este contacto y decide.', 'Vea la regla por su nombre.'],
  'rule-unknown': [
    'No se puede decir si se cumple una regla del playbook, pues no se sabe un dato que pide.',
    'Enriquezca el contacto, o que la regla pregunte antes, como en has(lead.country) && lead.country == "US".',
  ],
  'rule-unknown-passed': [
    'No se puede decir si se cumple una regla del playbook, y el playbook deja pasar al contacto de todos modos.',
    'Nada, o ponga onUnknown en review.',
  ],
  'score-too-low': ['Se sabe bastante del contacto, y encaja demasiado poco.', 'Baje minScore, o déjelo.'],
  'not-enough-evidence': [
    'Se sabe demasiado poco del contacto para juzgarlo.',
    'Enriquézcalo. Apruebe o rechace el contacto en la lista de revisión.',
  ],
  'role-mailbox': [
    'La dirección de correo es de una función, no de una persona.',
    'Apruebe o rechace el contacto en la lista de revisión.',
  ],
  'little-known-passed': [
    'Se sabe demasiado poco del contacto para juzgarlo, y el playbook lo deja pasar de todos modos.',
    'Nada, o ponga onUnknown en review.',
  ],
  'role-mailbox-passed': [
    'La dirección de correo es de una función, y una regla del playbook deja pasar al contacto de todos modos.',
    'Nada, o cambie la regla.',
  ],
  'address-unanswered': [
    'El DNS no respondió por la dirección de correo; se le pregunta otra vez más tarde.',
    'Nada, salvo que siga así.',
  ],
  'without-email': ['Se llega al contacto sin correo.'],
  'routed-by-tier': ['El nivel del contacto eligió la secuencia.'],
  'lead-rejected': [
    'El contacto está rechazado.',
    'El porqué está al lado; lo que una persona rechazó por error se retira en la lista de revisión.',
  ],
  'awaiting-review': ['Antes una persona debe aprobar el contacto.', 'Apruébelo o rechácelo en la lista de revisión.'],
  'review-approved': ['Una persona aprobó el contacto.'],
  'conflicting-campaign': [
    'El contacto está en otra campaña que no puede correr junto a esta.',
    'Espere a que esa campaña termine, o termínela para este contacto.',
  ],
  'no-sequence-for-tier': [
    'El playbook no tiene secuencia para este nivel.',
    'Nombre una bajo route si se ha de escribir a contactos de este nivel.',
  ],
  'no-channel-for-sequence': [
    'La secuencia no usa ningún canal por el que se pueda llegar a este contacto.',
    'Añada una dirección o un permiso, o una secuencia para los canales que tiene el contacto.',
  ],
  'variant-fits': ['El perfil del contacto eligió la variante del contenido.'],
  'routine-disabled': ['La rutina está apagada, así que su turno se saltó.', 'Enciéndala con rekindle routine enable.'],
  'routine-under-way': ['La rutina ya está corriendo.', 'Espere a que termine.'],
  'earlier-stage': ['Una etapa anterior del proceso sigue trabajando.'],
  'routine-timeout': [
    'La rutina tardó más que su plazo, y se detuvo entre dos lotes.',
    'Dele más tiempo o menos trabajo: rekindle routine set.',
  ],
  'routine-failed': ['La rutina se interrumpió con un error.', 'Lea el error; se intenta otra vez.'],
  'routine-lost': [
    'El proceso que corría la rutina terminó sin decir nada.',
    'Mire su registro, y la memoria de la máquina.',
  ],
  'routine-removed': ['La rutina se quitó mientras una vuelta suya esperaba otro intento.'],
  'no-source-configured': [
    'Este espacio no tiene configurado ningún origen de contactos, así que no había de dónde traer.',
    'Nombre una carpeta en rekindle.yaml, bajo harvest.',
  ],
  'no-crm-compared': [
    'No hay conectado ningún CRM cuyos contactos se comparen con los nuestros, así que no había qué comparar.',
    'Añada uno con rekindle connection add, o ponga reconcile=yes en alguno.',
  ],
  'score-no-facts': [
    'No se sabe de este contacto nada con lo que el playbook puntúe.',
    'Enriquezca el contacto, o importe un archivo con más columnas.',
  ],
  'score-one-half': [
    'Solo una mitad de la puntuación tiene algún dato, así que vale sola.',
    'Enriquezca el contacto con datos de la otra mitad.',
  ],
  'score-part-unknown': [
    'Una parte de la puntuación no se pudo deducir de lo que se sabe, y quedó fuera.',
    'Mire la parte nombrada: dice qué dato falta o con qué topó su expresión.',
  ],
  'intent-boost': ['Una intención fuerte subió la puntuación, una vez.'],
  'intent-signal': ['Se conoce una señal de intención de este contacto.'],
  'intent-words': ['Notas sobre el contacto dicen una intención.'],
  'intent-domain': ['El contacto está en un dominio al que el playbook da intención.'],
};
