/**
 * Which columns of any file describe a person or a company: header words to the parts of a `Subject`.
 * Owns the words; must never look at more than headers and a sample of values, and never maps an identity number:
 * two rows are to be found the same by what people tell about themselves.
 */

/** A part of a subject that a column can fill. */
export type Part =
  | 'given'
  | 'middle'
  | 'surname'
  | 'surname2'
  | 'fullName'
  | 'birthDate'
  | 'birthYear'
  | 'birthMonth'
  | 'birthDay'
  | 'email'
  | 'phone'
  | 'houseNumber'
  | 'street'
  | 'street2'
  | 'locality'
  | 'postcode'
  | 'region'
  | 'company'
  | 'website';

/** What the rows of a file are. */
export type SubjectKind = 'person' | 'company';

/** A file's columns: for each part the header that fills it. */
export interface SubjectColumns {
  readonly kind: SubjectKind;
  readonly headers: Readonly<Partial<Record<Part, string>>>;
}

/** Header words, lower case, letters and digits only; the first listed that a file has wins. */
const WORDS: Readonly<Record<Part, readonly string[]>> = {
  given: [
    'givenname',
    'firstname',
    'forename',
    'forenames',
    'givennames',
    'fname',
    'fnamec1',
    'first',
    'given',
    'vorname',
    'nombre',
    'prenom',
  ],
  middle: ['middlename', 'middlenames', 'middleinitial', 'middle', 'mname', 'fnamec2', 'secondname', 'midlname'],
  surname: [
    'surname',
    'lastname',
    'familyname',
    'lname',
    'lnamec1',
    'last',
    'family',
    'nachname',
    'apellido',
    'apellidos',
    'nom',
  ],
  surname2: ['lnamec2', 'secondsurname', 'apellido2', 'segundoapellido', 'secondlastname'],
  fullName: ['fullname', 'personname', 'contactname', 'contact', 'nombrecompleto', 'displayname', 'person', 'name'],
  birthDate: [
    'dateofbirth',
    'dob',
    'birthdate',
    'birthday',
    'bdate',
    'born',
    'geburtsdatum',
    'fechadenacimiento',
    'fechanacimiento',
  ],
  birthYear: ['birthyear', 'yearofbirth', 'yob', 'by', 'byear', 'dobyear'],
  birthMonth: ['birthmonth', 'monthofbirth', 'mob', 'bm', 'bmonth', 'dobmonth'],
  birthDay: ['birthdayofmonth', 'dayofbirth', 'bd', 'bday', 'dobday'],
  email: ['email', 'emailaddress', 'mail', 'email1', 'primaryemail', 'workemail', 'correo', 'emailid'],
  phone: [
    'phone',
    'phonenumber',
    'telephone',
    'mobile',
    'mobilephone',
    'cell',
    'cellphone',
    'tel',
    'phone1',
    'primaryphone',
    'telefon',
    'telefono',
    'contactnumber',
  ],
  houseNumber: ['streetnumber', 'housenumber', 'streetno', 'houseno', 'housenum', 'hausnummer', 'streetnum'],
  street: [
    'address1',
    'addressline1',
    'streetaddress',
    'street',
    'streetname',
    'address',
    'addr',
    'addr1',
    'strasse',
    'direccion',
    'calle',
    'postaladdress',
    'mailingaddress',
  ],
  street2: ['address2', 'addressline2', 'addr2', 'unit', 'apartment', 'apt', 'suite'],
  locality: [
    'suburb',
    'city',
    'town',
    'locality',
    'municipality',
    'ort',
    'stadt',
    'ciudad',
    'ville',
    'birthplace',
    'placeofbirth',
    'place',
  ],
  postcode: [
    'postcode',
    'postalcode',
    'zip',
    'zipcode',
    'zip5',
    'plz',
    'postal',
    'codigopostal',
    'postcodefake',
    'pcode',
  ],
  region: ['state', 'region', 'province', 'county', 'statecode', 'bundesland', 'estado'],
  company: [
    'companyname',
    'company',
    'organisation',
    'organization',
    'organisationname',
    'organizationname',
    'orgname',
    'businessname',
    'business',
    'accountname',
    'account',
    'legalname',
    'employer',
    'firm',
    'firma',
    'empresa',
    'sitename',
    'venue',
    'restaurant',
    'tradename',
  ],
  website: ['website', 'domain', 'url', 'web', 'homepage', 'companydomain', 'websiteurl', 'site', 'webseite'],
};

/** Columns that people alone have. */
const PERSONAL: readonly Part[] = ['given', 'middle', 'surname', 'birthDate', 'birthYear'];

/** Words in a `name` column that say a business is meant. */
const BUSINESS =
  /\b(inc|llc|ltd|limited|gmbh|corp|corporation|company|co|plc|ag|bv|srl|sarl|restaurant|cafe|grill|bar|hotel|school|center|centre|services|group|bank|store|shop|clinic|institute|university|systems|solutions|technologies|consulting|associates|partners|holdings|international|academy|church|club|house|kitchen|bakery|deli)\b|[&0-9]|'s\b/i;
/** A `name` column is one of companies when this share of the sample reads like a business, or is no two or three words. */
const BUSINESS_SHARE = 0.3;

const squash = (header: string): string =>
  header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

function readsLikeBusiness(name: string): boolean {
  const count = name.trim().split(/\s+/).length;
  return BUSINESS.test(name) || count === 1 || count > 4;
}

function kindOf(
  headers: Partial<Record<Part, string>>,
  sample: readonly Readonly<Record<string, string>>[],
): SubjectKind {
  if (PERSONAL.some((part) => headers[part] !== undefined)) return 'person';
  if (headers.fullName === undefined) return headers.company === undefined ? 'person' : 'company';
  if (squash(headers.fullName) !== 'name') return 'person';
  const names = sample.map((row) => row[headers.fullName!] ?? '').filter((name) => name.trim() !== '');
  const business = names.filter(readsLikeBusiness).length;
  return names.length > 0 && business / names.length >= BUSINESS_SHARE ? 'company' : 'person';
}

/**
 * The columns of a file, from its header and a sample of rows.
 *
 * Output: `kind` is `company` where no column is a person's and a company column exists, or a bare `name` column reads like
 * businesses; then `company` is filled from that column. Parts that no header fills are absent.
 * Limits: a handful of rows is enough for the sample; a header decides in all but bare `name` columns.
 */
export function subjectColumns(
  headers: readonly string[],
  sample: readonly Readonly<Record<string, string>>[],
  kind?: SubjectKind,
): SubjectColumns {
  const known = new Map(headers.map((header) => [squash(header), header] as const));
  const found: Partial<Record<Part, string>> = {};
  for (const [part, words] of Object.entries(WORDS) as [Part, readonly string[]][]) {
    const word = words.find((candidate) => known.has(candidate));
    if (word !== undefined) found[part] = known.get(word)!;
  }
  const settled = kind ?? kindOf(found, sample);
  const { fullName, ...others } = found;
  if (settled === 'person') {
    // Beside a surname column, a bare `name` is the given name.
    const isGiven = fullName !== undefined && found.surname !== undefined && found.given === undefined;
    return { kind: settled, headers: isGiven ? { ...others, given: fullName } : found };
  }
  const company = squash(fullName ?? '') === 'name' || found.company === undefined ? fullName : found.company;
  return { kind: settled, headers: company === undefined ? others : { ...others, company } };
}
