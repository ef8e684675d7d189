/**
 * What stands in brackets after the @: `[192.0.2.1]`, `[IPv6:2001:db8::1]`. Owns the judgement of that text; never decides
 * whether we mail to it.
 */
import type { SyntaxCode } from './reasons.ts';

const OCTET = '(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)';
const IPV4_AT_END = new RegExp(`(?:^|(?<=[^0-9A-Za-z_]))${OCTET}(?:\\.${OCTET}){3}$`);
const IPV6_TAG = /^ipv6:/i;
const GROUP = /^[0-9a-f]{0,4}$/i;
/** Groups of sixteen bits in an IPv6 address. */
const IPV6_GROUPS = 8;

/**
 * The finding on a literal's text (without brackets): `address-literal` = SMTP allows it; `address-deprecated` = a `::` that
 * stands for one group only; `address-bad-literal` = valid in a message at most, never in SMTP.
 * Source: RFC 5321 §4.1.3; RFC 5952 §4.2.2 for the one group.
 */
export function literalFinding(text: string): SyntaxCode {
  const ipv4 = IPV4_AT_END.exec(text);
  if (ipv4?.index === 0) return 'address-literal';
  if (!IPV6_TAG.test(text)) return 'address-bad-literal';
  const body = ipv4 ? `${text.slice(0, ipv4.index)}0:0` : text;
  return ipv6Finding(body.slice('IPv6:'.length));
}

function ipv6Finding(text: string): SyntaxCode {
  const groups = text.split(':');
  if (/^:(?!:)|(?<!:):$/.test(text) || !groups.every((group) => GROUP.test(group))) return 'address-bad-literal';
  const gap = text.indexOf('::');
  if (gap < 0) return groups.length === IPV6_GROUPS ? 'address-literal' : 'address-bad-literal';
  if (text.lastIndexOf('::') !== gap) return 'address-bad-literal';
  const atEdge = gap === 0 || gap === text.length - 2;
  const most = atEdge ? IPV6_GROUPS + 1 : IPV6_GROUPS;
  if (groups.length > most) return 'address-bad-literal';
  return groups.length === most ? 'address-deprecated' : 'address-literal';
}
