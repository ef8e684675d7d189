/** What people may do, in order: each role includes those before. */

/** As a number, so that one can be compared with another. */
export const ROLE = { client: 0, viewer: 1, operator: 2, manager: 3, admin: 4 } as const;

/** One of them. */
export type Role = (typeof ROLE)[keyof typeof ROLE];

/** Its name. */
export type RoleName = keyof typeof ROLE;
/** Those that can be given, in order. */
export const ROLES = Object.keys(ROLE) as RoleName[];

/** The highest role that somebody has in a workspace (null = in every one); -1 = none. A role without a workspace holds in all. */
export function roleIn(
  roles: readonly { readonly role: string; readonly workspace: string | null }[],
  workspace: string | null,
): number {
  const here = roles.filter((one) => one.workspace === null || one.workspace === workspace);
  return Math.max(-1, ...here.map(({ role }) => ROLE[role as keyof typeof ROLE] ?? -1));
}

/** Whether somebody is an admin of every workspace. */
export function isAdminOfAll({
  roles,
}: {
  readonly roles: readonly { readonly role: string; readonly workspace: string | null }[];
}): boolean {
  return roles.some(({ role, workspace }) => role === 'admin' && workspace === null);
}
