/** The frame of a screen: its one heading, what it says below, its acts, its content. */
import { Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface PageProps {
  readonly title: string;
  /** Beside the title: a count, a state. */
  readonly beside?: ReactNode;
  readonly says?: ReactNode;
  /** Acts, the next one last; a menu of more after it. */
  readonly acts?: ReactNode;
  /** What leads back. */
  readonly above?: ReactNode;
  /** The content fills the height and scrolls by itself. */
  readonly filled?: boolean;
  readonly children: ReactNode;
}

/** A screen. */
export function Page({ title, beside, says, acts, above, filled = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Rekindle`;
  }, [title]);
  return (
    <div className={filled ? 'page page-filled' : 'page'}>
      {above && <div className="page-above">{above}</div>}
      <header className="page-head">
        <div className="page-words">
          <div className="page-title">
            <Title order={1}>{title}</Title>
            {beside}
          </div>
          {says && <p className="page-says">{says}</p>}
        </div>
        {acts && <div className="page-acts">{acts}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a screen with a heading of its own. */
export function Panel({
  title,
  beside,
  children,
}: {
  readonly title: string;
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        {beside}
      </div>
      {children}
    </section>
  );
}
