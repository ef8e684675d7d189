/** Roles, and who may do what (directives/access.md). Pure: knows operations by what they say of themselves. */

/** What somebody may do. A `client` is outside the row: see `CLIENT_MAY`. */
export const ROLES = ['client', 'viewer', 'operator', 'manager', 'admin'] as const;

/** Who may do it; each but `client` includes those before. */
export type AccessRole = (typeof ROLES)[number];

/** The workspace of keys and roles that hold for all of an instance. */
export const EVERY_PLACE = '';

/** Somebody who asks. */
export interface Access {
  readonly role: AccessRole;
  /** The one workspace it holds for; `EVERY_PLACE` = all of them, and the instance itself. */
  readonly workspaceId: string;
  /** Absent = a program. */
  readonly kind?: AccessKind;
}

/** person: logged in · program: a key that people wrote code for · agent: a key of what decides by itself, held to plans. */
export type AccessKind = 'person' | 'program' | 'agent';

/** What is asked for: an operation as it stands in the table, in a workspace. */
export interface AccessWish {
  readonly command: string;
  readonly role: Exclude<AccessRole, 'client'>;
  readonly scope: 'workspace' | 'instance' | 'machine';
  readonly workspaceId: string;
}

/** What the customer of an agency may do in their own workspace: see who was written to and why, and decide on what waits for a yes. */
export const CLIENT_MAY: ReadonlySet<string> = new Set([
  ...[
    'lead list',
    'lead show',
    'lead status',
    'explain',
    'campaign list',
    'campaign show',
    'message list',
    'enrollment list',
  ],
  ...['signal list', 'review list', 'review approve', 'review reject', 'review back', 'workspace show'],
  'workspace figures',
]);

/** Why not. */
export type AccessRefusal = 'workspace-not-yours' | 'whole-instance-only' | 'not-for-clients' | 'role-too-low';

/** Null = it may be done. The first reason counts, and says nothing of what is in another workspace. */
export function mayDo(access: Access, wish: AccessWish): AccessRefusal | null {
  const everywhere = access.workspaceId === EVERY_PLACE;
  if (!everywhere && access.workspaceId !== wish.workspaceId) return 'workspace-not-yours';
  if (!everywhere && wish.scope === 'instance') return 'whole-instance-only';
  if (access.role === 'client') return CLIENT_MAY.has(wish.command) ? null : 'not-for-clients';
  return rankOf(access.role) < rankOf(wish.role) ? 'role-too-low' : null;
}

/** Whether one who has `access` may give this away: never more than they have themselves. */
export function mayGive(access: Access, given: Access): AccessRefusal | null {
  const everywhere = access.workspaceId === EVERY_PLACE;
  if (!everywhere && given.workspaceId === EVERY_PLACE) return 'whole-instance-only';
  if (!everywhere && given.workspaceId !== access.workspaceId) return 'workspace-not-yours';
  return rankOf(access.role) < rankOf(given.role) ? 'role-too-low' : null;
}

function rankOf(role: AccessRole): number {
  return ROLES.indexOf(role);
}
