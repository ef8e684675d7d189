/** What the end of a send means in the engine's words. Sends nothing; who is to blame for an answer is `domain/delivery`. */
import { readReply, type SmtpPhase } from '../../domain/delivery/reply.ts';
import type { SendResult } from '../../engine/ports.ts';
import type { Delivery, SmtpError } from './session.ts';

/** Characters kept of a server's answer. */
const DETAIL_CHARACTERS = 500;

/** Forms in which servers name a mail that they took: Postfix and Exim, SES, Gmail. */
const QUEUE_IDS = [
  /\bqueued as <?([\w.-]+)/i,
  /\bid=([\w.-]+)/i,
  /^250 Ok ([\w-]{12,})$/i,
  /\bOK\s+\d+ (\S+) - gsmtp$/i,
];

/**
 * The result of one send.
 * Errors: throws where the mail itself was never fit to be sent, which is a bug of whoever composed it.
 * Why: once the end of the mail is written the server may have it, whatever happens to the connection. Only its answer
 * then says otherwise. Source: RFC 1047; RFC 5321 §4.5.3.2.6.
 */
export function resultOf(delivery: Delivery): SendResult {
  if (delivery.ok) return { kind: 'sent', providerRef: providerRef(delivery), detail: brief(delivery.response) };
  const { error, handedOver } = delivery;
  const refusal = refusalOf(error);
  if (handedOver && !(refusal !== null && error.code === 'EMESSAGE')) {
    return { kind: 'unconfirmed', detail: brief(`The mail was handed over, but no answer came: ${error.message}`) };
  }
  return refusal ?? unanswered(delivery.opened, error);
}

/** The refusal that the server put into words, or null where it did not. A refused STARTTLS refuses no mail. */
function refusalOf(error: SmtpError): SendResult | null {
  const reply = /^([45]\d\d)[ -]?(.*)$/s.exec(error.response ?? '');
  if (reply === null || error.code === 'ETLS') return null;
  const [, code, text = ''] = reply;
  const { afterMs, ...verdict } = readReply({ code: Number(code), text, phase: phaseOf(error.command ?? '') });
  const detail = brief(error.response ?? '');
  return verdict.kind === 'refused'
    ? { ...verdict, kind: 'refused', detail }
    : { ...verdict, kind: 'retry', afterMs, detail };
}

function phaseOf(command: string): SmtpPhase {
  if (command.startsWith('AUTH')) return 'login';
  if (command === 'MAIL FROM') return 'sender';
  if (command === 'RCPT TO') return 'recipient';
  return command === 'DATA' ? 'data' : 'greeting';
}

/** A failure without an answer, before the mail was handed over. */
function unanswered(opened: boolean, error: SmtpError): SendResult {
  const detail = brief(error.message);
  switch (error.code) {
    case 'EAUTH':
    case 'login-refused':
      return { kind: 'refused', code: 'login-refused', blame: 'sender', detail };
    case 'EMESSAGE':
      return { kind: 'refused', code: 'content-refused', blame: 'content', detail };
    case 'ETLS':
      return { kind: 'retry', code: 'tls-failed', blame: 'sender', afterMs: null, detail };
    case 'ETIMEDOUT':
      return { kind: 'retry', code: opened ? 'server-silent' : 'no-connection', afterMs: null, detail };
    case 'no-connection':
    case 'ECONNECTION':
    case 'ESOCKET':
    case 'EDNS':
    case 'EPROTOCOL':
      return { kind: 'retry', code: opened ? 'connection-lost' : 'no-connection', afterMs: null, detail };
    default:
      throw error;
  }
}

function providerRef({ response, serverId }: Extract<Delivery, { ok: true }>): string | null {
  if (serverId !== undefined) return serverId;
  for (const form of QUEUE_IDS) {
    const id = form.exec(response)?.[1];
    if (id !== undefined) return id;
  }
  return null;
}

function brief(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, DETAIL_CHARACTERS);
}
