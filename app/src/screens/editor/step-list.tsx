/** The steps as a list: all of the editor for a keyboard, a small screen, and whoever hears it. */
import { ActionIcon, Button } from '@mantine/core';
import { IconAlertTriangle, IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { isOff, type SequenceView, type StepView } from '../../editor/model.ts';
import { DropMenu } from '../../parts/drop/drop-menu.tsx';
import { type EditorWord, useEditorWords } from '../../words/editor.ts';
import { type FaultSeen, type Figures, faultsOf, KINDS, type StepActs } from './step-acts.ts';

interface ListProps {
  readonly sequence: SequenceView;
  readonly acts: StepActs;
  readonly findings: readonly FaultSeen[];
  readonly mayEdit: boolean;
}

/** The list. */
export function StepList({ sequence, acts, findings, mayEdit }: ListProps) {
  const { t } = useEditorWords();
  const { name, steps } = sequence;
  return (
    <ol className="step-list" aria-label={t('editor.stepList')}>
      {steps.map((step, at) => (
        <li key={`${String(at)} ${step.id}`}>
          <div className={step.id === acts.chosen ? 'step step-chosen' : 'step'}>
            <button
              type="button"
              className="step-face"
              aria-pressed={step.id === acts.chosen}
              onClick={() => acts.choose(step.id === acts.chosen ? undefined : step.id)}
            >
              <StepFace step={step} faulty={faultsOf(findings, name, at).length > 0} figures={acts.figures} />
            </button>
            {mayEdit && (
              <span className="step-moves">
                <Mover label={t('editor.up', { id: step.id })} off={at === 0} move={() => acts.move(at, at - 1)}>
                  <IconArrowUp size={16} />
                </Mover>
                <Mover
                  label={t('editor.down', { id: step.id })}
                  off={at === steps.length - 1}
                  move={() => acts.move(at, at + 1)}
                >
                  <IconArrowDown size={16} />
                </Mover>
              </span>
            )}
          </div>
          {mayEdit && <Adder after={step.id} add={(kind) => acts.insert(at + 1, kind)} />}
        </li>
      ))}
    </ol>
  );
}

function Mover(props: {
  readonly label: string;
  readonly off: boolean;
  move(): void;
  readonly children: React.ReactNode;
}) {
  return (
    <ActionIcon variant="subtle" color="gray" disabled={props.off} aria-label={props.label} onClick={props.move}>
      {props.children}
    </ActionIcon>
  );
}

/** A place between two steps. */
export function Adder({ after, add }: { readonly after: string; add(kind: string): void }) {
  const { t } = useEditorWords();
  return (
    <DropMenu
      position="bottom-start"
      target={
        <Button
          className="step-adder nodrag"
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconPlus size={14} />}
          aria-label={t('editor.addAfter', { id: after })}
        >
          {t('editor.add')}
        </Button>
      }
    >
      {(Menu) => (
        <>
          {KINDS.map((kind) => (
            <Menu.Item key={kind} onClick={() => add(kind)}>
              {t(`kind.${kind}`)}
            </Menu.Item>
          ))}
        </>
      )}
    </DropMenu>
  );
}

interface FaceProps {
  readonly step: StepView;
  readonly faulty: boolean;
  readonly figures: readonly Figures[];
}

const SHOWN = ['queued', 'sent', 'delivered', 'replied', 'error', 'skipped'] as const;

/** Each number with its share of all that were attempted. */
function FiguresOf({ step: { templates }, figures }: Pick<FaceProps, 'step' | 'figures'>) {
  const { t, number, percent } = useEditorWords();
  const mine = figures.filter(({ template }) => templates.includes(template));
  const sum = (name: (typeof SHOWN)[number] | 'attempted') => mine.reduce((all, one) => all + one[name], 0);
  const attempted = sum('attempted');
  if (attempted === 0) return null;
  return (
    <span className="step-figures">
      <span>{t('figures.attempted', { n: attempted })}</span>
      {SHOWN.filter((name) => sum(name) > 0).map((name) => (
        <span key={name} className={name === 'error' ? 'bad' : 'dim'}>
          {t(`figures.${name}`)} {number(sum(name))} ({percent(sum(name) / attempted)})
        </span>
      ))}
    </span>
  );
}

/** What a card says of a step. */
export function StepFace({ step, faulty, figures }: FaceProps) {
  const { t } = useEditorWords();
  const { kind, day, id, templates, fields, note } = step;
  const title = typeof fields.title === 'string' ? fields.title : '';
  const says = templates.join(' · ') || title || (typeof fields.to === 'string' ? fields.to : '') || id;
  const ways = kind === 'branch' ? `${String(fields.then ?? '')} / ${String(fields.otherwise ?? '')}` : '';
  return (
    <>
      <span className="step-day">{t('editor.day', { n: day })}</span>
      <span className="step-says">
        <b>{t(`kind.${kind}` as EditorWord) ?? kind}</b> <span className="clip">{ways || says}</span>
        {isOff(step) ? (
          <em className="warn">{t('editor.isOff')}</em>
        ) : (
          typeof fields.when === 'string' && <code className="code-dim clip">{fields.when}</code>
        )}
        <FiguresOf step={step} figures={figures} />
        {note && <em className="step-note">{note}</em>}
      </span>
      {faulty && (
        <span className="bad step-fault">
          <IconAlertTriangle size={15} aria-hidden /> {t('editor.faulty')}
        </span>
      )}
    </>
  );
}
