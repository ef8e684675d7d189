/** What the pages behind an opt-out address say, in each language. Owns words only. */
import type { OptOutChoice } from '../domain/consent/opt-out-choice.ts';

/** Languages that the pages speak; the first is spoken to everybody else. */
export const PAGE_LANGUAGES = ['en', 'es'] as const;
/** One of them. */
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

interface Words {
  readonly title: string;
  readonly text: string;
}

/** All words of a language. */
export interface PageWords {
  /** The question under one button, the choices, and what cannot be done. */
  readonly ask: Words;
  readonly askOfPhone: Words;
  readonly choose: Words;
  readonly invalid: Words;
  /** Of a link that is none to opt out by. */
  readonly broken: Words;
  readonly failed: Words;
  /** What was done, by what was chosen. */
  readonly done: Readonly<Record<OptOutChoice, Words>>;
  readonly choices: Readonly<Record<OptOutChoice, string>>;
  readonly button: string;
  readonly save: string;
  readonly more: string;
  readonly sender: string;
}

/** The words of each language. */
export const PAGE_WORDS: Readonly<Record<PageLanguage, PageWords>> = {
  en: {
    ask: { title: 'Stop these e-mails?', text: 'One tap, and you will get no more of them.' },
    askOfPhone: { title: 'Stop these texts and calls?', text: 'One tap, and you will get no more of them.' },
    choose: { title: 'What should stop?', text: 'Choose one. It counts at once.' },
    invalid: {
      title: 'This link does not work',
      text: 'It may have been cut short. Open it again from the e-mail, or answer the e-mail and ask to be taken off the list.',
    },
    broken: { title: 'This link does not work', text: 'It may have been cut short. Open it again from the e-mail.' },
    failed: {
      title: 'That did not work',
      text: 'You are not unsubscribed yet. Please try again in a minute, or answer the e-mail and ask to be taken off the list.',
    },
    done: {
      campaign: {
        title: 'These e-mails have stopped',
        text: 'You will get no more of this series. Others may still come. There is nothing else to do.',
      },
      email: {
        title: 'You are unsubscribed',
        text: 'You will get no more of these e-mails. There is nothing else to do.',
      },
      phone: {
        title: 'Texts and calls have stopped',
        text: 'You will get no more texts and calls from us. There is nothing else to do.',
      },
      everything: {
        title: 'Everything has stopped',
        text: 'You will hear nothing more from us, by e-mail, text or phone. There is nothing else to do.',
      },
    },
    choices: {
      campaign: 'Only this series of e-mails',
      email: 'All e-mails',
      phone: 'Texts and calls',
      everything: 'Everything: e-mails, texts and calls',
    },
    button: 'Unsubscribe',
    save: 'Stop what I chose',
    more: 'Choose what should stop',
    sender: 'Sender',
  },
  es: {
    ask: { title: '¿No quiere recibir más estos correos?', text: 'Un toque y no recibirá ninguno más.' },
    askOfPhone: { title: '¿No quiere recibir más mensajes ni llamadas?', text: 'Un toque y no recibirá ninguno más.' },
    choose: { title: '¿Qué debe terminar?', text: 'Elija una opción. Vale al instante.' },
    invalid: {
      title: 'Este enlace no funciona',
      text: 'Puede que esté incompleto. Ábralo de nuevo desde el correo, o responda al correo y pida que le quiten de la lista.',
    },
    broken: {
      title: 'Este enlace no funciona',
      text: 'Puede que esté incompleto. Ábralo de nuevo desde el correo.',
    },
    failed: {
      title: 'No ha funcionado',
      text: 'Todavía no se ha dado de baja. Inténtelo de nuevo en un minuto, o responda al correo y pida que le quiten de la lista.',
    },
    done: {
      campaign: {
        title: 'Estos correos han terminado',
        text: 'No recibirá más correos de esta serie. Otros pueden llegar todavía. No tiene que hacer nada más.',
      },
      email: { title: 'Se ha dado de baja', text: 'No recibirá más estos correos. No tiene que hacer nada más.' },
      phone: {
        title: 'Los mensajes y llamadas han terminado',
        text: 'No recibirá más mensajes de texto ni llamadas nuestras. No tiene que hacer nada más.',
      },
      everything: {
        title: 'Todo ha terminado',
        text: 'No volverá a saber de nosotros por correo, mensaje ni teléfono. No tiene que hacer nada más.',
      },
    },
    choices: {
      campaign: 'Solo esta serie de correos',
      email: 'Todos los correos',
      phone: 'Mensajes de texto y llamadas',
      everything: 'Todo: correos, mensajes y llamadas',
    },
    button: 'Darme de baja',
    save: 'Terminar lo elegido',
    more: 'Elegir qué debe terminar',
    sender: 'Remitente',
  },
};

/**
 * The language of a page for an `Accept-Language` header: the one asked for with the highest weight.
 * Source: RFC 9110 §12.5.4.
 */
export function pageLanguage(acceptLanguage: string | undefined): PageLanguage {
  let best: PageLanguage = PAGE_LANGUAGES[0];
  let bestWeight = 0;
  for (const range of (acceptLanguage ?? '').split(',', MOST_RANGES)) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const language = PAGE_LANGUAGES.find((known) => tag === known || tag.startsWith(`${known}-`));
    const weight = weightOf(parameters);
    if (language === undefined || !(weight > bestWeight)) continue;
    best = language;
    bestWeight = weight;
  }
  return best;
}

/** Ranges of one header that are read; browsers send fewer than ten. */
const MOST_RANGES = 20;

function weightOf(parameters: readonly string[]): number {
  const weight = parameters
    .map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1])
    .find((found) => found !== undefined);
  return weight === undefined ? 1 : Number(weight);
}
