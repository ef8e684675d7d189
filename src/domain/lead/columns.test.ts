import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTarget, targetWord } from './column/column-target.ts';
import { attributeName, headerKey } from './column/header.ts';
import { mapColumns } from './columns.ts';

/** Standard field labels, as each system names them. */
const EXPORTS: Readonly<Record<string, { vendor: string; header: string; attributes: string }>> = {
  'Salesforce leads': {
    vendor: 'salesforce',
    header:
      'Lead ID,Lead Owner,First Name,Last Name,Title,Company,Email,Phone,Mobile,Website,Lead Status,Industry,Annual Revenue,No. of Employees,Street,City,State/Province,Zip/Postal Code,Country,Email Opt Out,Do Not Call,Description,Fax,Lead Source,Rating,Created Date',
    attributes: 'Fax,Lead Source,Rating,Created Date',
  },
  'Salesforce by its API': {
    vendor: 'salesforce',
    header:
      'Id,AccountId,LastName,FirstName,Name,MailingStreet,MailingCity,MailingState,MailingPostalCode,MailingCountry,Phone,MobilePhone,AssistantPhone,Email,Title,Birthdate,OwnerId,HasOptedOutOfEmail,DoNotCall,CreatedDate,EmailBouncedReason',
    attributes: 'AccountId,AssistantPhone,OwnerId,CreatedDate',
  },
  'Zoho leads': {
    vendor: 'zoho',
    header:
      'Record Id,Lead Owner.id,Lead Owner,Company,First Name,Last Name,Designation,Email,Phone,Mobile,Website,Lead Source,Lead Status,Industry,No. of Employees,Annual Revenue,Created Time,Secondary Email,Skype ID,Email Opt Out,Street,City,State,Zip Code,Country,Description,Tag,Unsubscribed Time',
    attributes: 'Lead Owner.id,Lead Source,Created Time,Skype ID',
  },
  'Pipedrive people': {
    vendor: 'pipedrive',
    header:
      'Name,Label,Organization,Email - Work,Email - Home,Phone - Work,Phone - Mobile,Closed deals,Owner,Marketing status,ID',
    attributes: 'Closed deals',
  },
  'Meta lead ads': {
    vendor: 'meta',
    header:
      'id,created_time,ad_id,ad_name,adset_id,campaign_id,form_id,is_organic,platform,what_is_your_budget?,full_name,phone_number,email,job_title,company_name,city,zip_code',
    attributes: 'created_time,ad_id,ad_name,adset_id,campaign_id,form_id,is_organic,platform,what_is_your_budget?',
  },
  'Google lead forms': {
    vendor: 'google',
    header:
      'Lead ID,Form ID,Campaign ID,GCLID,FULL_NAME,USER_EMAIL,PHONE_NUMBER,WORK_EMAIL,COMPANY_NAME,JOB_TITLE,REGION,Lead submit time',
    attributes: 'Form ID,Campaign ID,GCLID,Lead submit time',
  },
};

describe('exports of known systems', () => {
  test.each(Object.entries(EXPORTS))('%s', (_, { vendor, header, attributes }) => {
    const mapping = mapColumns(header.split(','));
    expect(mapping.vendor).toBe(vendor);
    expect(mapping.columns.filter(({ confidence }) => confidence === 'guess')).toEqual([]);
    const kept = mapping.columns.filter(({ target }) => target.kind === 'attribute').map((column) => column.header);
    expect(kept.toSorted()).toEqual(attributes.split(',').toSorted());
  });
});

test('attribute names are unique', () => {
  const { columns } = mapColumns(['Budget', 'budget!', 'BUDGET (2)', '', '?']);
  expect(columns.map(({ attribute }) => attribute)).toEqual(['budget', 'budget2', 'budget22', 'column', 'column2']);
});

test('law: every header gets one column, attribute names are unique and usable', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ maxLength: 15 }), { maxLength: 20 }), (headers) => {
      const { columns } = mapColumns(headers);
      expect(columns.map(({ header }) => header)).toEqual(headers);
      expect(new Set(columns.map(({ attribute }) => attribute)).size).toBe(headers.length);
      for (const { attribute } of columns) expect(attribute).toMatch(/^[^\d\s][^\s]*$/u);
    }),
  );
});

test('law: case, blanks and underscores never matter', () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
      expect(headerKey(words.join('_').toUpperCase())).toBe(headerKey(words.join(' ')));
      expect(attributeName(words.join('-'))).toBe(attributeName(words.join(' ')));
    }),
  );
});

test('law: a target is read back from its word', () => {
  const word = fc.constantFrom(
    'email',
    'tags',
    'externalId',
    'otherEmail',
    'otherPhone',
    'basis',
    'location',
    'ignore',
    'attribute.x',
    'optOut.sms.no',
    'optOut.all.yes',
  );
  fc.assert(fc.property(word, (target) => void expect(targetWord(parseTarget(target, 'H')!)).toBe(target)));
});
