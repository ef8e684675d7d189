/** What went wrong and what to do about it, as one text. Reasons are sentences and end as such; refusals do not. */
export function toldOf({ message, remedy }: { readonly message: string; readonly remedy: string }): string {
  if (remedy === '') return message;
  return `${message}${/[.!?…]$/.test(message) ? '' : '.'} ${remedy}`;
}
