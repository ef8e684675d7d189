/** The routines that are not well, each leading to its runs. */
import { Link } from '@tanstack/react-router';
import { useRoutineWords } from '../../words/routines.ts';
import { titleOf } from './title.ts';

interface AilingProps {
  readonly of: readonly { readonly name: string; readonly health: string }[];
}

/** By their titles, a line each. */
export function Ailing({ of }: AilingProps) {
  const { t } = useRoutineWords();
  const ailing = of.filter(({ health }) => health !== 'healthy');
  return (
    <ul className="plain-list">
      {ailing.map(({ name }) => (
        <li key={name}>
          <Link to="/routines" search={{ routine: name }}>
            {titleOf(name, t)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
