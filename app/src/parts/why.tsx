/** Reasons, as the instance gave them: each in a sentence, with what it stands on and what can be done. */
import type { SpokenReason } from '../api/shapes.ts';
import { useFacts } from './facts.ts';
import { When } from './when.tsx';

/** A list of reasons. */
export function Reasons({ of }: { readonly of: readonly SpokenReason[] }) {
  return (
    <ul className="reasons">
      {of.map((reason) => (
        <li key={reason.code + JSON.stringify(reason.facts)}>
          <span>{reason.says}</span> <code className="code-dim">{reason.code}</code>
          <Facts of={reason.facts} />
          {reason.remedy && <span className="remedy">{reason.remedy}</span>}
        </li>
      ))}
    </ul>
  );
}

function Facts({ of }: { readonly of: Readonly<Record<string, unknown>> }) {
  const shown = useFacts()(of);
  if (shown.length === 0) return null;
  return (
    <span className="facts">
      {shown.map(({ name, value, code, at }) => (
        <span key={name}>
          {name}{' '}
          <b title={at === null ? (code ?? undefined) : undefined}>{at === null ? value : <When at={at} exact />}</b>
        </span>
      ))}
    </span>
  );
}
