/** What the doctor finds, in Spanish by the English sentence. What stands in braces is filled in. */
import type { Spanish } from './spanish.ts';

/** It. */
export const DOCTOR: Spanish = {
  'SPF of {0}: {1}': 'SPF de {0}: {1}',
  'DKIM of {0}: {1}': 'DKIM de {0}: {1}',
  'DMARC of {0}: {1}': 'DMARC de {0}: {1}',
  'MX of {0}: {1}': 'MX de {0}: {1}',
  '{0}; it answers, and it is the one that sends': '{0}; responde, y es la que envía',
  '{0}; the database agrees': '{0}; la base de datos coincide',
  '{0}; the clock of the database differs by {1} seconds': '{0}; el reloj de la base de datos difiere en {1} segundos',
  'have both machines take the time from the network (NTP)': 'haga que ambas máquinas tomen la hora de la red (NTP)',
  'set publicUrl to the https address under which rekindle serve is reached, or put it right in the proxy':
    'ponga publicUrl con la dirección https en la que se llega a rekindle serve, o corríjalo en el proxy',
  'none is configured: opt-out links of mails lead nowhere':
    'no hay ninguna configurada: los enlaces de baja de los correos no llevan a ninguna parte',
  '{0} is no https address: mail programs do not opt out by it':
    '{0} no es una dirección https: los programas de correo no dan de baja por ella',
  '{0} was not asked': 'a {0} no se le preguntó',
  '{0} is reached from this machine, and it is us': 'se llega a {0} desde esta máquina, y somos nosotros',
  'the nightly purge of {0} forgot as of {1} alone: it moves on by {2} days a night at most':
    'la limpieza nocturna de {0} solo olvidó con fecha de {1}: avanza {2} días por noche como mucho',
  'routines go by {0}; limits on mailboxes, domains and campaigns begin a new day at midnight UTC':
    'las rutinas van por {0}; los límites de buzones, dominios y campañas empiezan un día nuevo a medianoche UTC',
  'rekindle workspace set-limits --set zone={0}': 'rekindle workspace set-limits --set zone={0}',
  'if the clock is right, it catches up by itself; else set the clock right':
    'si el reloj está bien, se pone al día sola; si no, ponga el reloj en hora',
  '{0} is not reached: {1}': 'no se llega a {0}: {1}',
  'rekindle serve must run; {0}': 'rekindle serve ha de estar en marcha; {0}',
  'something has been due since {0}': 'hay algo pendiente desde {0}',
  'rekindle serve or rekindle worker must run; rekindle routine health tells what fails':
    'rekindle serve o rekindle worker ha de estar en marcha; rekindle routine health cuenta qué falla',
  'of {0} messages nobody knows whether they arrived': 'de {0} mensajes nadie sabe si llegaron',
  'rekindle message list --state unconfirmed; then: message settle':
    'rekindle message list --state unconfirmed; luego: message settle',
  'nothing is late, and no message is unconfirmed': 'nada va con retraso, y ningún mensaje está sin confirmar',
  'the workspace is live, and a way for mail is there': 'el espacio está en marcha, y hay una salida para el correo',
  'the workspace is live, and no mail server is connected':
    'el espacio está en marcha, y no hay servidor de correo conectado',
  'rekindle connection add, or smtp in rekindle.yaml': 'rekindle connection add, o smtp en rekindle.yaml',
  '{0} works': '{0} funciona',
  '{0} was never asked': 'a {0} nunca se le preguntó',
  'it must send people back to {0}': 'ha de devolver a la gente a {0}',
  '{0} ({1}) answers; {2}': '{0} ({1}) responde; {2}',
  'rekindle connection test {0}': 'rekindle connection test {0}',
  'compare oidc.issuer with what the provider calls itself; {0}':
    'compare oidc.issuer con cómo se llama a sí mismo el proveedor; {0}',
  '{0} ({1}) does not answer: {2}': '{0} ({1}) no responde: {2}',
  'DNS is never asked': 'nunca se pregunta al DNS',
  'set dns.enabled: true': 'ponga dns.enabled: true',
  'no campaign has a sender yet; DNS of its domain is looked at once one has':
    'aún ninguna campaña tiene remitente; en cuanto una lo tenga se mira el DNS de su dominio',
};
