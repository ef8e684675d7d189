/** Values that are tried, as they stand in one word of an address: `steps.hot.email-3.wait=5d;limits.email.campaignDay=40`. */

/** Values by name. */
export type SetValues = Readonly<Record<string, string>>;

const NAME = /^[a-z][\w.-]*$/i;

/** Of such a word; what is none is left out. */
export function setOf(text: string): SetValues {
  const pairs = text.split(';').flatMap((one) => {
    const at = one.indexOf('=');
    const [name, value] = [one.slice(0, at), one.slice(at + 1).trim()];
    return at > 0 && NAME.test(name) && value !== '' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** The word for them, in the order of their names; undefined = there are none. */
export function setWord(values: SetValues): string | undefined {
  // What tells one value, or one run, from another must not stand in a value.
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${value.replaceAll(/[;~]/g, ' ').trim()}`);
  return pairs.length > 0 ? pairs.toSorted().join(';') : undefined;
}
