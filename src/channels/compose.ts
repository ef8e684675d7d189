/** The door to composing: what every mail channel needs to turn a mail into bytes. Owns nothing; `compose/` does. */
export { type Envelope, envelopeOf, wireAddress } from './compose/address.ts';
export { composeMail } from './compose/mail.ts';
export { MailDefect } from './compose/mail-defect.ts';
