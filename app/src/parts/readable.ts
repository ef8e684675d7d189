/** Names of files made readable, where no word of ours is known. */

/** A name of a file in letters for people: the first one upper case, a blank for each dash, underscore and hump. */
export function readable(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/[-_]+/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
