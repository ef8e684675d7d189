/**
 * Writes `src/domain/lead/data/countries.json`: how people write a country, by its ISO 3166-1 alpha-2 code.
 * Owns nothing at run time. Run it again when Node's locale data moves: `node scripts/make-countries.ts`.
 * Source: CLDR names in the languages below through Intl.DisplayNames; ISO 3166-1 alpha-3 codes; common short forms by hand.
 */
import { writeFileSync } from 'node:fs';

const OUT = new URL('../src/domain/lead/data/countries.json', import.meta.url);
const LANGUAGES = ['en', 'es', 'de', 'fr', 'pt', 'it', 'nl'];

/** alpha-2 and alpha-3, in pairs. */
const CODES = `AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AO AGO AQ ATA AR ARG AS ASM AT AUT AU AUS AW ABW AX ALA AZ AZE
BA BIH BB BRB BD BGD BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BL BLM BM BMU BN BRN BO BOL BQ BES BR BRA BS BHS BT BTN BV BVT
BW BWA BY BLR BZ BLZ CA CAN CC CCK CD COD CF CAF CG COG CH CHE CI CIV CK COK CL CHL CM CMR CN CHN CO COL CR CRI CU CUB CV CPV
CW CUW CX CXR CY CYP CZ CZE DE DEU DJ DJI DK DNK DM DMA DO DOM DZ DZA EC ECU EE EST EG EGY EH ESH ER ERI ES ESP ET ETH FI FIN
FJ FJI FK FLK FM FSM FO FRO FR FRA GA GAB GB GBR GD GRD GE GEO GF GUF GG GGY GH GHA GI GIB GL GRL GM GMB GN GIN GP GLP GQ GNQ
GR GRC GS SGS GT GTM GU GUM GW GNB GY GUY HK HKG HM HMD HN HND HR HRV HT HTI HU HUN ID IDN IE IRL IL ISR IM IMN IN IND IO IOT
IQ IRQ IR IRN IS ISL IT ITA JE JEY JM JAM JO JOR JP JPN KE KEN KG KGZ KH KHM KI KIR KM COM KN KNA KP PRK KR KOR KW KWT KY CYM
KZ KAZ LA LAO LB LBN LC LCA LI LIE LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA LY LBY MA MAR MC MCO MD MDA ME MNE MF MAF MG MDG
MH MHL MK MKD ML MLI MM MMR MN MNG MO MAC MP MNP MQ MTQ MR MRT MS MSR MT MLT MU MUS MV MDV MW MWI MX MEX MY MYS MZ MOZ NA NAM
NC NCL NE NER NF NFK NG NGA NI NIC NL NLD NO NOR NP NPL NR NRU NU NIU NZ NZL OM OMN PA PAN PE PER PF PYF PG PNG PH PHL PK PAK
PL POL PM SPM PN PCN PR PRI PS PSE PT PRT PW PLW PY PRY QA QAT RE REU RO ROU RS SRB RU RUS RW RWA SA SAU SB SLB SC SYC SD SDN
SE SWE SG SGP SH SHN SI SVN SJ SJM SK SVK SL SLE SM SMR SN SEN SO SOM SR SUR SS SSD ST STP SV SLV SX SXM SY SYR SZ SWZ TC TCA
TD TCD TF ATF TG TGO TH THA TJ TJK TK TKL TL TLS TM TKM TN TUN TO TON TR TUR TT TTO TV TUV TW TWN TZ TZA UA UKR UG UGA UM UMI
US USA UY URY UZ UZB VA VAT VC VCT VE VEN VG VGB VI VIR VN VNM VU VUT WF WLF WS WSM YE YEM YT MYT ZA ZAF ZM ZMB ZW ZWE XK XKX`;

/** What people write and no locale says. */
const SHORT_FORMS: Readonly<Record<string, readonly string[]>> = {
  AE: ['UAE', 'Emirates', 'EAU', 'Dubai', 'Abu Dhabi'],
  BA: ['Bosnia'],
  CD: ['DRC', 'DR Congo', 'Congo Kinshasa', 'Democratic Republic of the Congo', 'Zaire'],
  CG: ['Congo', 'Republic of the Congo'],
  CI: ['Ivory Coast', 'Cote d Ivoire'],
  CN: ['PRC', "People's Republic of China", 'Mainland China'],
  CZ: ['Czech Republic', 'República Checa'],
  DE: ['BRD', 'Federal Republic of Germany'],
  DO: ['Dominican Rep', 'Rep Dominicana'],
  ES: ['Espana', 'Kingdom of Spain'],
  GB: [
    'UK',
    'Great Britain',
    'Britain',
    'England',
    'Scotland',
    'Wales',
    'Northern Ireland',
    'Inglaterra',
    'Escocia',
    'Gales',
    'Gran Bretaña',
    'United Kingdom of Great Britain and Northern Ireland',
  ],
  HK: ['Hong Kong', 'Hong Kong SAR'],
  IE: ['Republic of Ireland', 'Eire'],
  IR: ['Islamic Republic of Iran', 'Persia'],
  KP: ['DPRK', "Democratic People's Republic of Korea"],
  KR: ['Korea', 'Republic of Korea', 'Corea', 'South Korea', 'ROK'],
  LA: ["Lao People's Democratic Republic", 'Lao'],
  MK: ['Macedonia', 'FYROM'],
  MM: ['Burma'],
  MO: ['Macau', 'Macao'],
  MX: ['Méjico', 'Estados Unidos Mexicanos'],
  NL: ['Holland', 'The Netherlands', 'Holanda', 'Nederland'],
  PS: ['Palestine', 'State of Palestine'],
  RU: ['Russian Federation', 'Federación Rusa'],
  SA: ['KSA', 'Kingdom of Saudi Arabia'],
  SY: ['Syrian Arab Republic'],
  SZ: ['Swaziland'],
  TR: ['Turkey', 'Turkiye'],
  TW: ['Taiwan', 'Taiwan ROC', 'Republic of China'],
  TZ: ['United Republic of Tanzania'],
  US: [
    'USA',
    'U S A',
    'U S',
    'United States of America',
    'America',
    'EEUU',
    'EE UU',
    'E E U U',
    'EUA',
    'Estados Unidos de América',
    'The United States',
  ],
  VE: ['Bolivarian Republic of Venezuela'],
  VN: ['Viet Nam'],
  XK: ['Kosovo'],
};

const names: Record<string, string[]> = {};
const words = CODES.split(/\s+/);
for (let i = 0; i < words.length; i += 2) {
  const [code, alpha3] = [words[i]!, words[i + 1]!];
  const known = [alpha3, ...(SHORT_FORMS[code] ?? [])];
  for (const language of LANGUAGES) {
    for (const style of ['long', 'short'] as const) {
      known.push(new Intl.DisplayNames(language, { type: 'region', style }).of(code) ?? alpha3);
    }
  }
  names[code] = [...new Set(known)].filter((name) => name !== code);
}
const lines = Object.entries(names).map(([code, known]) => `  ${JSON.stringify(code)}: ${JSON.stringify(known)}`);
writeFileSync(OUT, `{\n${lines.sort().join(',\n')}\n}\n`);
