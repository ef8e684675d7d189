/** The steps of a sequence, as a list or on a canvas, and the panel that changes what is chosen. Both do the same; the list needs no mouse. */
import { Button, Group, NativeSelect, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import { newStep, type SequenceView } from '../../editor/model.ts';
import { Panel } from '../../parts/page.tsx';
import { Loading } from '../../parts/states.tsx';
import { type EditorWord, useEditorWords } from '../../words/editor.ts';
import type { Desk } from './desk.ts';
import { SequencePanel } from './sequence-panel.tsx';
import { type FaultSeen, faultsOf, type StepActs } from './step-acts.ts';
import { StepList } from './step-list.tsx';

const StepPanel = lazy(() => import('./step-panel.tsx').then((found) => ({ default: found.StepPanel })));
const SequenceActs = lazy(() => import('./sequence/acts.tsx').then((found) => ({ default: found.SequenceActs })));
const Canvas = lazy(() => import('./canvas.tsx').then((found) => ({ default: found.Canvas })));

/** The part. */
export function Steps({ desk, findings }: { readonly desk: Desk; readonly findings: readonly FaultSeen[] }) {
  const { t } = useEditorWords();
  const { sequence: asked, step: chosen, view } = useSearch({ from: '/playbooks/$playbook' });
  const go = useNavigate({ from: '/playbooks/$playbook' });
  const wide = useMediaQuery('(min-width: 62em)') ?? true;
  const figures = useFigures(desk.campaign);
  const { sequences } = desk.view;
  const sequence = sequences.find(({ name }) => name === asked) ?? sequences[0];
  const whole = useWhole(desk, sequence);
  if (!sequence) return <>{desk.view.fault === null && [whole.button, whole.acts]}</>;
  const choose = (step: string | undefined) =>
    void go({ search: (before) => ({ ...before, step: step ?? '' }), replace: true });
  const acts: StepActs = {
    chosen,
    figures,
    choose,
    insert(at, kind) {
      const day = sequence.steps[at - 1]?.day ?? 0;
      const step = newStep(kind, day, desk.view, sequence);
      desk.change({ kind: 'insert', sequence: sequence.name, at, step });
    },
    move: (from, to) => desk.change({ kind: 'move', sequence: sequence.name, from, to }),
  };
  const asCanvas = wide && view === 'canvas';
  return (
    <>
      <Group gap="sm" mb="sm" align="end">
        <NativeSelect
          w={190}
          size="xs"
          label={t('editor.sequence')}
          data={sequences.map(({ name, title }) => ({ value: name, label: title }))}
          value={sequence.name}
          onChange={(event) => {
            const { value } = event.currentTarget;
            void go({ search: (before) => ({ ...before, sequence: value, step: '' }) });
          }}
        />
        {whole.button}
        {wide && (
          <SegmentedControl
            size="xs"
            aria-label={t('editor.view')}
            value={asCanvas ? 'canvas' : 'list'}
            onChange={(next) => void go({ search: (before) => ({ ...before, view: next }) })}
            data={[
              { value: 'list', label: t('editor.list') },
              { value: 'canvas', label: t('editor.canvas') },
            ]}
          />
        )}
      </Group>
      {whole.acts}
      <div className="bench">
        {asCanvas ? (
          <Suspense fallback={<Loading />}>
            <Canvas sequence={sequence} acts={acts} findings={findings} mayEdit={desk.mayEdit} />
          </Suspense>
        ) : (
          <StepList sequence={sequence} acts={acts} findings={findings} mayEdit={desk.mayEdit} />
        )}
        <Aside desk={desk} sequence={sequence} acts={acts} findings={findings} />
      </div>
    </>
  );
}

/** What is done to a sequence as a whole, once somebody asks for it. */
function useWhole(desk: Desk, sequence: SequenceView | undefined) {
  const { t } = useEditorWords();
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (!desk.mayEdit) return {};
  const close = () => {
    setIsOpen(false);
    button.current?.focus();
  };
  return {
    button: (
      <Button
        key="button"
        ref={button}
        size="xs"
        variant="default"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {t('editor.whole')}
      </Button>
    ),
    acts: isOpen && (
      <Suspense key="acts" fallback={<Loading rows={3} />}>
        <SequenceActs key={sequence?.name} desk={desk} sequence={sequence} close={close} />
      </Suspense>
    ),
  };
}

function useFigures(campaign: string | undefined): StepActs['figures'] {
  const wish = { campaign: campaign ?? '' };
  const asked = useAsk('campaign figures', wish, (client, how) => client.campaigns.figures(wish, how), {
    live: true,
    enabled: campaign !== undefined,
  });
  return campaign === undefined ? [] : (asked.data?.templates ?? []);
}

interface AsideProps {
  readonly desk: Desk;
  readonly sequence: SequenceView;
  readonly acts: StepActs;
  readonly findings: readonly FaultSeen[];
}

function Aside({ desk, sequence, acts, findings }: AsideProps) {
  const { t } = useEditorWords();
  const at = sequence.steps.findIndex(({ id }) => id === acts.chosen);
  const step = sequence.steps[at];
  if (!step) {
    return (
      <Panel title={t('editor.ofSequence', { name: sequence.title })}>
        <p className="dim small">{t('editor.choose')}</p>
        <SequencePanel desk={desk} sequence={sequence} />
      </Panel>
    );
  }
  const faults = faultsOf(findings, sequence.name, at);
  return (
    <Panel
      title={t('editor.stepOf', { id: step.id })}
      beside={<span className="dim small">{t(`kind.${step.kind}` as EditorWord)}</span>}
    >
      {faults.map(({ message, remedy }) => (
        <p key={message} className="bad small">
          {message}. {remedy}
        </p>
      ))}
      <Suspense fallback={<Loading rows={4} />}>
        <StepPanel
          key={`${sequence.name} ${String(at)}`}
          desk={desk}
          sequence={sequence}
          at={at}
          step={step}
          acts={acts}
        />
      </Suspense>
    </Panel>
  );
}
