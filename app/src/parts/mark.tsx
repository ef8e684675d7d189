/** The mark of Rekindle. */

/** As a picture that says nothing to those who hear the page. */
export function Mark({ size = 24 }: { readonly size?: number }) {
  return <img src="/mark.svg" alt="" width={size} height={size} />;
}
