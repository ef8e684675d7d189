/** The door to composing: what every mail channel needs to turn a mail into bytes. Owns nothing; `compose/` does. */
export { type Envelope, envelopeOf, filledAddress, wireAddress } from './compose/address.ts';
export { type DkimSigner, dkimSigner, signMail } from './compose/dkim.ts';
export { composeMail } from './compose/mail.ts';
export { defective, MailDefect } from './compose/mail-defect.ts';
