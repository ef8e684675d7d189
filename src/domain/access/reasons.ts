/** The reason codes of access. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a request is turned away before anything is done. */
export const ACCESS_REASONS = {
  'not-known': {
    says: 'The request names nobody whom this instance knows.',
    remedy: 'Send Authorization: Bearer with a key of rekindle key create, or log in.',
  },
  'too-many-streams': {
    says: 'As many watch what happens as this instance can tell.',
    remedy: 'Close some, or try again later.',
  },
  'login-refused-here': {
    says: 'E-mail address and password do not belong together.',
    remedy: 'Ask an admin for a new password: rekindle user reset.',
  },
  'login-too-often': {
    says: 'Too many logins were tried from here.',
    remedy: 'Wait for the time that Retry-After names; nobody else is kept out by it.',
  },
  'passwords-off': {
    says: 'Nobody logs in by password here: people come by the identity provider.',
    remedy:
      'Continue with it. Where it is lost: set oidc.passwords to true in rekindle.yaml, then rekindle user reset.',
  },
  'oidc-off': {
    says: 'No identity provider is set up here.',
    remedy: 'Log in by password, or set oidc in rekindle.yaml.',
  },
  'oidc-away': {
    says: 'The identity provider does not answer.',
    remedy: 'Try again in a moment, or log in by password; rekindle doctor tells what it says.',
  },
  'oidc-denied': {
    says: 'The identity provider did not let the person in, or the log-in was ended there.',
    remedy: 'Log in again; who may use Rekindle is also said in the identity provider.',
  },
  'oidc-stale': {
    says: 'This log-in was begun in another browser, is over, or took longer than ten minutes.',
    remedy: 'Log in again.',
  },
  'oidc-unproven': {
    says: 'What came back from the identity provider does not prove who it was.',
    remedy: 'Log in again. If it stays so: compare issuer, client and redirect address with rekindle doctor.',
  },
  'oidc-address-unproven': {
    says: 'The identity provider does not say that the e-mail address is verified.',
    remedy: 'Have it verified there. Where the provider gives addresses itself: oidc.trustsAddresses.',
  },
  'oidc-other-domain': {
    says: 'The e-mail address is of a domain whose people do not log in here.',
    remedy: 'Take the account of your company; an admin names domains in oidc.allowedDomains.',
  },
  'oidc-not-invited': {
    says: 'Nobody with this e-mail address was added here.',
    remedy: 'Ask an admin to add you: rekindle user add.',
  },
  'oidc-other-account': {
    says: 'The e-mail address belongs to a person who logs in by another account of the identity provider.',
    remedy: 'If it is the same person, an admin lets the other account go: rekindle user reset.',
  },
  'oidc-no-role': {
    says: 'The person has no role here any more.',
    remedy: 'Ask an admin to add you again: rekindle user add.',
  },
  'password-too-weak': {
    says: 'The new password has fewer than 15 or more than 200 characters.',
    remedy: 'Take a sentence, or let a password manager make one.',
  },
  'foreign-origin': {
    says: 'A page of another address sent this request in the name of a logged-in person.',
    remedy: 'Open Rekindle at its own address; programs use a key.',
  },
  'csrf-missing': {
    says: 'The request of a logged-in person lacks the token of their session.',
    remedy: 'Send the csrf value of the login as X-CSRF-Token.',
  },
  'workspace-not-yours': {
    says: 'The key or role holds for another workspace.',
    remedy: 'Use a key of that workspace.',
  },
  'whole-instance-only': {
    says: 'This concerns all workspaces, and the key or role holds for one.',
    remedy: 'Use a key of the whole instance: rekindle key create --everywhere.',
  },
  'not-for-clients': {
    says: 'The customer of an agency may look, and decide on what waits for review.',
    remedy: 'Ask the agency.',
  },
  'role-too-low': {
    says: 'The role does not allow this.',
    remedy: 'Ask an admin for a key or a role that does.',
  },
  'no-admin-yet': {
    says: 'Others would reach this instance, and nobody is admin of it yet.',
    remedy: 'First: rekindle user add YOU@ACME.COM --role admin --everywhere; or listen on 127.0.0.1.',
  },
  'only-on-the-machine': {
    says: 'This reads or writes files of the machine that Rekindle runs on.',
    remedy: 'Use the command line there.',
  },
  'body-no-object': {
    says: 'The body of the request is no object of names and values.',
    remedy: 'Send JSON such as {"name": "Spring"}.',
  },
  'body-no-json': {
    says: 'The body of the request is no JSON.',
    remedy: 'Mend it, and send it again; JSON is best made by a program, and not put together as text.',
  },
  'body-packed': {
    says: 'The body of the request comes packed (Content-Encoding), which is not read here.',
    remedy: 'Send it as it is, without Content-Encoding. A file may be packed by gzip.',
  },
  'body-no-utf8': {
    says: 'The body of the request holds bytes that are no UTF-8, so that letters of it would be lost.',
    remedy: 'Send JSON in UTF-8, whatever charset your program writes otherwise.',
  },
  'body-name-forbidden': {
    says: 'The body of the request has a name that is kept from objects, such as __proto__.',
    remedy: 'Leave it out.',
  },
  'body-other-length': {
    says: 'The body of the request is not as long as its Content-Length says.',
    remedy: 'Send the whole body, or let your program count it.',
  },
  'body-too-long': {
    says: 'The body of the request is longer than what is taken here.',
    remedy: 'Send it in parts. 1 MB is taken; files go as they are where an operation takes one, up to 64 MB.',
  },
  'body-of-other-type': {
    says: 'The body of the request is of a type that is not taken here.',
    remedy: 'Send JSON with Content-Type: application/json. A file is taken where the operation says so.',
  },
  'no-such-address': {
    says: 'The interface has nothing at this address.',
    remedy: 'See /api/openapi.json, or docs/api.md, for those that it has.',
  },
  'other-method': {
    says: 'This address is there, and does not take this method.',
    remedy: 'Use one that the header Allow names: GET reads, POST acts.',
  },
  'address-unreadable': {
    says: 'The address holds a % that stands for no letter.',
    remedy: 'Write names in it as encodeURIComponent does: %25 for a %.',
  },
  'address-too-long': {
    says: 'A part of the address is longer than any name or id.',
    remedy: 'See whether it is what you meant to ask about.',
  },
  'fault-inside': {
    says: 'Something broke inside, which is no fault of the request. What it was stands in the log, under the requestId of this answer.',
    remedy: 'Try again. If it stays so, look up the requestId in the log of the server.',
  },
  'request-unreadable': {
    says: 'What was sent is no request of HTTP.',
    remedy: 'See what stands between: a proxy, or a program that speaks https to this port.',
  },
  'request-too-slow': {
    says: 'The request did not come whole in time.',
    remedy: 'Send it again, all at once.',
  },
  'headers-too-long': {
    says: 'The headers of the request are longer than what is taken.',
    remedy: 'Send fewer: cookies of others, for one.',
  },
  'bad-idempotency-key': {
    says: 'The Idempotency-Key is too long, or holds more than printable letters.',
    remedy: 'Send 1 to 255 letters, digits or signs, such as a UUID.',
  },
  'key-under-way': {
    says: 'A request with this Idempotency-Key is being worked on.',
    remedy: 'Ask again in a moment.',
  },
  'key-of-other-request': {
    says: 'This Idempotency-Key came with another request before.',
    remedy: 'Use a new key for each thing that is to be done.',
  },
  'database-away': {
    says: 'The database cannot be used now; work waits for it, and goes on by itself.',
    remedy: 'Try again in a moment. What was being saved just now may have been: look first.',
  },
  'answer-not-kept': {
    says: 'It was done, and its answer was too long to be kept.',
    remedy: 'Read what there is now.',
  },
} satisfies ReasonTable;
