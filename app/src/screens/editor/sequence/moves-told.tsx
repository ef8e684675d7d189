/** Who moves where, sequence by sequence: whoever is under way moves nowhere, and whoever waits begins where the new version leads. */
import type { Moves } from './moves.ts';
import { useSequenceWords } from './words.ts';

type Told = NonNullable<Moves>;
type Move = Told['sequences'][number];

const concerns = ({ becomes, underWay, accounts, joining }: Move) =>
  becomes !== 'stays' || underWay + accounts + joining > 0;

/** Them. */
export function MovesTold({ of: { sequences, nowhere } }: { readonly of: Told }) {
  const { t } = useSequenceWords();
  return (
    <>
      <ul className="plain-list" aria-label={t('moves.bySequence')}>
        {sequences.filter(concerns).map((one) => (
          <li key={one.sequence}>
            <MoveTold of={one} />
          </li>
        ))}
      </ul>
      {nowhere > 0 && <p className="warn">{t('moves.nowhere', { n: nowhere })}</p>}
    </>
  );
}

function MoveTold({ of: { sequence, to, becomes, underWay, accounts, joining } }: { readonly of: Move }) {
  const { t } = useSequenceWords();
  return (
    <>
      <b>{sequence}</b> {t(`moves.${becomes}`, { to: to ?? '' })}{' '}
      <span className="dim">
        {[
          ...(underWay > 0 ? [t('moves.underWay', { n: underWay })] : []),
          ...(accounts > 0 ? [t('moves.accounts', { n: accounts })] : []),
          ...(joining > 0 ? [t('moves.joining', { n: joining })] : []),
        ].join(' ')}
      </span>
    </>
  );
}
