/**
 * Phone numbers as people and spreadsheets write them, in E.164 with country and line type.
 * Owns what is taken off around a number and when one is refused. Never guesses: digits that a spreadsheet rounded, or a country
 * that nobody named, give a reason instead of a number.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { LIMITS } from '../limits.ts';
import type { Reason } from '../reason.ts';
import { hasPlan, type LineType, planInternational, planNational } from './phone-plan.ts';
import type { VerifyCode } from './reasons.ts';

/** What a number leads to; `fixed-or-mobile` = the plan does not tell (all of North America). */
export type PhoneKind =
  | 'mobile'
  | 'fixed'
  | 'fixed-or-mobile'
  | 'toll-free'
  | 'premium'
  | 'shared-cost'
  | 'voip'
  | 'personal'
  | 'pager'
  | 'company'
  | 'voicemail';

/** A valid number. */
export interface Phone {
  /** E.164, `+4915112345678`. */
  readonly e164: string;
  /** ISO 3166-1 alpha-2, upper case; null for numbers of no country (+800). */
  readonly country: string | null;
  readonly kind: PhoneKind;
  /** Digits to dial after the connection stands. */
  readonly extension: string | null;
}

/** Why a text gave no number. */
export interface NoPhone {
  readonly reason: Reason;
}

const KIND: Readonly<Record<LineType, PhoneKind>> = {
  FIXED_LINE: 'fixed',
  MOBILE: 'mobile',
  FIXED_LINE_OR_MOBILE: 'fixed-or-mobile',
  TOLL_FREE: 'toll-free',
  PREMIUM_RATE: 'premium',
  SHARED_COST: 'shared-cost',
  VOIP: 'voip',
  PERSONAL_NUMBER: 'personal',
  PAGER: 'pager',
  UAN: 'company',
  VOICEMAIL: 'voicemail',
};

/** Marks without width and direction, which copying from a phone's address book leaves behind. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** `="…"`, `'…`, quotation marks around the whole. */
const SPREADSHEET_WRAPPING = /^=?["'`‘’]+|["'`‘’]+$/g;
/** A label with a colon: `Mobile: …`, `tel:…`, `p:+1…` of Meta's lead forms. A `tel:` with a context is left to the library. */
const LABEL = /^(?!.*;phone-context=)[\p{L} .]{1,20}:\s*/iu;
/** What people call a line, before the number without a colon, or behind it. A fax or "wrong number" is none. */
const LINE_NAMES =
  'cell|cellular|mobile|mob|phone|tel|telephone|home|work|office|direct|main|whatsapp|whats app|wa|handy|mobil|privat|festnetz|movil|móvil|celular|casa|trabajo|oficina|fijo|portable|fixe|domicile|bureau|telefon|telefono|teléfono|cellulare|telefone|[mchw]';
const NAME_BEFORE = new RegExp(`^(?:${LINE_NAMES})\\.?\\s+(?=[+(\\d])`, 'iu');
const NAME_BEHIND = new RegExp(
  `(?<=\\d)(?:\\s*[([]\\s*(?:${LINE_NAMES})\\.?\\s*[)\\]]|\\s+(?:${LINE_NAMES})\\.?)$`,
  'iu',
);
/** Mexican mobiles bore a 1 behind the country code until August 2019. Source: IFT, numbering plan in force since 3 August 2019. */
const OLD_MEXICAN_MOBILE = /^(\+|00)52[\s().-]*1[\s().-]*(?=(?:\d[\s().-]*){10}$)/;
const SCIENTIFIC = /^\+?\d(?:[.,]\d+)?e\+?\d{1,2}$/i;
/** A whole number that went through floating point: `4155552671.0`. */
const FLOATING_TAIL = /^(\+?\d{7,15})[.,]0{1,2}$/;
const ONLY_NUMBER = /^\+?[\d\s().\-/]+$/;
const TWO_NUMBERS = /\d{3}[\d\s().-]*(?:[;,|\n/&]|\s(?:or|and|und|oder|y|o|et|ou)\s)\s*[+(]?\d[\d\s().-]{5,}\d/i;
/** Above this, what looks like an extension after a comma or semicolon is a second number. */
const LONGEST_EXTENSION = 6;
/** The prefix that most of the world dials before a country code. Source: ITU-T E.123, E.164. */
const DIALLED_PLUS = /^00(?=[1-9])/;

/**
 * Reads one cell. `defaultCountry` (ISO 3166-1 alpha-2, upper case; null = not known) is used where the number names none.
 * Reads at most `LIMITS.addressCharacters`; never throws.
 * Source: ITU-T E.164; RFC 3966 (`tel:`); Google's libphonenumber by libphonenumber-js.
 */
export function readPhone(raw: string, defaultCountry: string | null): Phone | NoPhone {
  if (raw.length > LIMITS.addressCharacters) return none('phone-not-a-number');
  const text = unwrapPhone(raw);
  if (text === '') return none('phone-empty');
  if (SCIENTIFIC.test(text)) return none('phone-rounded');
  const country = defaultCountry !== null && hasPlan(defaultCountry) ? defaultCountry : null;
  return readPlain(text, country) ?? readByLibrary(text, country);
}

function none(code: VerifyCode): NoPhone {
  return { reason: { code } };
}

function unwrapPhone(raw: string): string {
  if (/^[+\d(][\d ()-]*\d$/.test(raw)) return raw.replace(OLD_MEXICAN_MOBILE, '$152 ');
  const text = raw.replace(INVISIBLE, '').trim().replace(SPREADSHEET_WRAPPING, '').trim().replace(LABEL, '');
  const bare = text.replace(FLOATING_TAIL, '$1').replace(NAME_BEFORE, '').replace(NAME_BEHIND, '').trim();
  return bare.replace(OLD_MEXICAN_MOBILE, '$152 ');
}

/** The fast path: nothing but digits and punctuation, plainly valid. Null = the library must look. */
function readPlain(text: string, country: string | null): Phone | null {
  if (!ONLY_NUMBER.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  const found = text.startsWith('+') ? planInternational(digits) : country && planAtHome(digits, country);
  if (!found) return null;
  const e164 = `+${found.callingCode}${found.national}`;
  return { e164, country: found.country, kind: KIND[found.type], extension: null };
}

/**
 * A number without a plus in its country. What would be a landline by its first digits, and a mobile behind the country's own code, has lost
 * its plus: `491711234567` in Germany.
 */
function planAtHome(digits: string, country: string): ReturnType<typeof planNational> {
  const found = planNational(digits, country);
  if (found?.type !== 'FIXED_LINE') return found;
  const abroad = planInternational(digits);
  return abroad?.country === country && abroad.type === 'MOBILE' ? abroad : found;
}

function readByLibrary(text: string, country: string | null): Phone | NoPhone {
  if (TWO_NUMBERS.test(text)) return none('phone-several');
  const here = parse(text, country);
  const abroad = here?.isValid() ? here : parse(text.replace(DIALLED_PLUS, '+'), country);
  const type = abroad?.isValid() ? abroad.getType() : undefined;
  if (abroad === undefined || type === undefined) return none(whyNot(text, country, abroad ?? here));
  const extension = abroad.ext ?? null;
  if (extension !== null && extension.length > LONGEST_EXTENSION) return none('phone-several');
  return { e164: abroad.number, country: abroad.country ?? null, kind: KIND[type], extension };
}

type Parsed = ReturnType<typeof parsePhoneNumberFromString>;
type KnownCountry = NonNullable<NonNullable<Parsed>['country']>;

function parse(text: string, country: string | null): Parsed {
  const options = country === null ? {} : { defaultCountry: country as KnownCountry };
  return parsePhoneNumberFromString(text, { ...options, extract: false });
}

function whyNot(text: string, country: string | null, parsed: Parsed): VerifyCode {
  if (parsed !== undefined) return parsed.isPossible() ? 'phone-not-assigned' : 'phone-length';
  const digitCount = text.replace(/\D/g, '').length;
  if (!/^[+\d(]/.test(text) || /\p{L}{2,}/u.test(text) || digitCount === 0) return 'phone-not-a-number';
  if (digitCount < 4) return 'phone-length';
  return country === null && !/^(?:\+|00)/.test(text) ? 'phone-no-country' : 'phone-length';
}
