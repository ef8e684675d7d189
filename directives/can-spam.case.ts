/** Runs a row of can-spam.md: a message's identity where it says what is missing, else as one of permission.md. */
import { type MailIdentity, missingFrom } from '../src/domain/consent/mail-identity.ts';
import { run as runPermission } from './permission.case.ts';

type Row = Parameters<typeof runPermission>[0] | { readonly missing: readonly string[] };

export function run(row: Row): ReturnType<typeof runPermission> | { readonly lacks: readonly unknown[] } {
  if (!('missing' in row)) return runPermission(row);
  return { lacks: missingFrom(identityWithout(row.missing)).map(({ facts }) => facts?.setting) };
}

/** A full identity without the fields named; `postalBlank` and `tls` are the ways to have one in vain. */
export function identityWithout(missing: readonly string[]): MailIdentity {
  const without = (field: string) => missing.includes(field);
  const postalAddress = without('postalBlank') ? ' \n' : '1 Main Street, Springfield';
  return {
    senderName: without('senderName') ? ' ' : 'Ann Smith',
    senderAddress: without('senderAddress') ? '' : 'ann@sender.com',
    postalAddress: without('postalAddress') ? '' : postalAddress,
    visibleOptOut: !without('visibleOptOut'),
    oneClickUrl: without('oneClickUrl') ? null : `${without('tls') ? 'http' : 'https'}://go.sender.com/u/1`,
  };
}
