/** Runs a row of access.md. */
import {
  type Access,
  type AccessRole,
  type AccessWish,
  EVERY_PLACE,
  mayDo,
  mayGive,
} from '../src/domain/access/role.ts';

interface Row {
  readonly role: AccessRole;
  readonly of: string;
  readonly asks?: string;
  readonly needs?: AccessWish['role'];
  readonly scope?: AccessWish['scope'];
  readonly in?: string;
  readonly gives?: AccessRole;
  readonly for?: string;
}

export function run(row: Row): { readonly answer: string } {
  const access: Access = { role: row.role, workspaceId: placeOf(row.of) };
  const refused = row.gives === undefined ? mayDo(access, wishOf(row)) : mayGive(access, givenOf(row));
  return { answer: refused ?? 'yes' };
}

function wishOf({ asks = '', needs = 'viewer', scope = 'workspace', in: place = '' }: Row): AccessWish {
  return { command: asks, role: needs, scope, workspaceId: place };
}

function givenOf({ gives = 'viewer', for: place = '' }: Row): Access {
  return { role: gives, workspaceId: placeOf(place) };
}

function placeOf(text: string): string {
  return text === '*' ? EVERY_PLACE : text;
}
