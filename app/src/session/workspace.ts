/** Which workspace is looked at: it stands in the address, so that a link leads to the same one. */
import { useSearch } from '@tanstack/react-router';

/** As the address names it; null = it names none. */
export function useWorkspaceName(): string | null {
  const { ws } = useSearch({ strict: false }) as { readonly ws?: string };
  return ws ?? null;
}
