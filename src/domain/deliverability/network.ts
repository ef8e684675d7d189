/** Addresses and networks of the internet, as SPF writes them. Pure arithmetic. */

const IPV4_BITS = 32;
const IPV6_BITS = 128;
const GROUPS = 8;

/** An address as a number with its length in bits; null = it is none. */
function bitsOf(address: string): { readonly value: bigint; readonly bits: number } | null {
  return address.includes(':') ? ipv6(address) : ipv4(address);
}

function ipv4(address: string): { readonly value: bigint; readonly bits: number } | null {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return { value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n), bits: IPV4_BITS };
}

function ipv6(address: string): { readonly value: bigint; readonly bits: number } | null {
  const [head = '', tail, ...more] = address.toLowerCase().split('::');
  if (more.length > 0) return null;
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [front, back] = [groups(head), groups(tail ?? '')];
  const missing = GROUPS - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const all = [...front, ...Array<string>(missing).fill('0'), ...back];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return { value: all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n), bits: IPV6_BITS };
}

/** Whether an address lies in a network, `192.0.2.0/24` or a single address; null = the network cannot be read. */
export function isWithin(address: string, network: string): boolean | null {
  const [base = '', length] = network.split('/');
  const [one, other] = [bitsOf(address), bitsOf(base)];
  if (other === null || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
  const kept = length === undefined ? other.bits : Number(length);
  if (kept > other.bits) return null;
  if (one === null || one.bits !== other.bits) return false;
  const cut = BigInt(other.bits - kept);
  return one.value >> cut === other.value >> cut;
}
