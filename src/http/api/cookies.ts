/** Cookies of people who log in: no script reads them, and where browsers come by https they go by nothing else. */
import type { ApiDesk } from '../../engine/serve/api-port.ts';

/** What a browser bears: a session, or a log-in that it began at an identity provider. */
export type CookieKind = 'session' | 'flow';

const NAMES = { session: 'rekindle', flow: 'rekindle-login' } as const;

/** Source: RFC 6265bis §4.1.3.2: `__Host-` binds it to this very host, where the address is one of https. */
function nameOf({ secure }: ApiDesk, kind: CookieKind): string {
  return secure ? `__Host-${NAMES[kind]}` : NAMES[kind];
}

/**
 * A cookie as it is set, until `expiresAt` (epoch ms); 0 = it is taken away.
 * Why Lax: who comes back from an identity provider must still bear it, and nobody whom another page makes post something.
 */
export function cookie(desk: ApiDesk, kind: CookieKind, value: string, expiresAt: number): string {
  const expires = new Date(expiresAt).toUTCString();
  const parts = [`${nameOf(desk, kind)}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Expires=${expires}`];
  return (desk.secure ? [...parts, 'Secure'] : parts).join('; ');
}

/** What the header bears; null = nothing of this kind. */
export function cookieIn(desk: ApiDesk, kind: CookieKind, header: string | undefined): string | null {
  const begins = `${nameOf(desk, kind)}=`;
  const pair = (header ?? '').split(';').find((part) => part.trim().startsWith(begins));
  return pair?.trim().slice(begins.length) ?? null;
}
