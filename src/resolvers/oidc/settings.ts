/** What an identity provider needs to be told. Owns the shape and its checks; connects to nothing. */
import { z } from 'zod';

/** Hosts of this machine, where plain HTTP goes over no network. */
const HERE = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** What Entra ID calls its issuers of everybody’s accounts. Source: Microsoft identity platform, “Endpoints”. */
const OF_NO_COMPANY = /^\/(common|organizations|consumers)(\/|$)/;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

const issuer = z
  .url({ protocol: /^https?$/, error: 'an address such as https://accounts.google.com' })
  .refine((text) => isSafe(text), 'must begin with https://; http:// goes to this very machine alone')
  .refine(
    (text) => !OF_NO_COMPANY.test(URL.parse(text)?.pathname ?? ''),
    'name the issuer of your own tenant, by its id',
  );

/** Settings of the identity provider that people log in by. */
export const OidcSettingsSchema = z.strictObject({
  /** Address of the provider, as its own description says it. */
  issuer,
  /** By which the provider knows this instance. */
  clientId: z.string().min(1).max(500),
  clientSecret: z.string().min(1).max(2_000),
  /** As people know it: “Continue with Google”. */
  name: z.string().trim().min(1).max(40).default('single sign-on'),
  /** Domains whose people may log in; where none is named, those of any domain who were added. */
  allowedDomains: z.array(z.string().toLowerCase().regex(DOMAIN, 'a domain such as acme.com')).max(100).default([]),
  /** Takes an address of which the provider says nothing for verified: for Entra ID, where the company gives addresses itself. */
  trustsAddresses: z.boolean().default(false),
  /** Whether people may log in by password as well. */
  passwords: z.boolean().default(true),
  timeoutMs: z.int().min(100).max(30_000).default(5_000),
});

/** Settings as used, every default filled in. */
export type OidcSettings = z.output<typeof OidcSettingsSchema>;

function isSafe(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || HERE.test(url.hostname));
}
