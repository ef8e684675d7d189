/** The steps from top to bottom on a canvas, with the ways between them. What is chosen here is changed in the same panel as in the list. */
import {
  Background,
  BaseEdge,
  Controls,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getSmoothStepPath,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useMantineColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import type { SequenceView, StepView } from '../../editor/model.ts';
import { useEditorWords } from '../../words/editor.ts';
import { type FaultSeen, faultsOf, type StepActs } from './step-acts.ts';
import { Adder, StepFace } from './step-list.tsx';

const STEP_HEIGHT = 160;
const WIDTH = 320;

type StepNode = Node<{ step: StepView; faulty: boolean; figures: StepActs['figures'] }, 'step'>;
type WayEdge = Edge<{ add: ((kind: string) => void) | null; after: string }, 'way'>;

const nodeTypes = { step: StepCard };
const edgeTypes = { way: Way };

interface CanvasProps {
  readonly sequence: SequenceView;
  readonly acts: StepActs;
  readonly findings: readonly FaultSeen[];
  readonly mayEdit: boolean;
}

/** The canvas. */
export function Canvas({ sequence, acts, findings, mayEdit }: CanvasProps) {
  const { t } = useEditorWords();
  const { colorScheme } = useMantineColorScheme();
  const { chosen, figures } = acts;
  const nodes = useMemo(() => nodesOf(sequence, findings, { chosen, figures }), [sequence, findings, chosen, figures]);
  const edges = edgesOf(sequence, mayEdit ? acts : null);
  return (
    <section className="canvas" aria-label={t('editor.canvas')}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={colorScheme === 'auto' ? 'system' : colorScheme}
        nodesDraggable={mayEdit}
        nodesConnectable={false}
        onlyRenderVisibleElements
        deleteKeyCode={null}
        defaultViewport={{ x: 40, y: 20, zoom: 1 }}
        minZoom={0.2}
        maxZoom={1.5}
        onNodeClick={(_, { id }) => acts.choose(sequence.steps[Number(id)]?.id)}
        onPaneClick={() => acts.choose(undefined)}
        onNodeDragStop={(_, node) => {
          const from = Number(node.id);
          const to = Math.max(0, Math.min(sequence.steps.length - 1, Math.round(node.position.y / STEP_HEIGHT)));
          if (to !== from) acts.move(from, to);
        }}
      >
        <Background gap={24} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </section>
  );
}

function nodesOf(
  { name, steps }: SequenceView,
  findings: readonly FaultSeen[],
  { chosen, figures }: Pick<StepActs, 'chosen' | 'figures'>,
): StepNode[] {
  return steps.map((step, at) => ({
    ...{
      id: String(at),
      type: 'step',
      position: { x: 0, y: at * STEP_HEIGHT },
      width: WIDTH,
      selected: step.id === chosen,
    },
    data: { step, faulty: faultsOf(findings, name, at).length > 0, figures },
    ariaLabel: step.id,
  }));
}

function edgesOf({ steps }: SequenceView, acts: StepActs | null): WayEdge[] {
  const placeOf = new Map(steps.map(({ id }, at) => [id, at]));
  return steps.flatMap(({ id, kind, fields }, at) => {
    const way = (to: number | undefined, label: string, add: ((kind: string) => void) | null): WayEdge[] =>
      to === undefined
        ? []
        : [
            {
              id: `${String(at)} ${String(to)} ${label}`,
              type: 'way',
              source: String(at),
              target: String(to),
              label,
              data: { add, after: id },
            },
          ];
    const add = acts && ((chosen: string) => acts.insert(at + 1, chosen));
    const next = steps[at + 1] ? at + 1 : undefined;
    if (kind !== 'branch') return way(next, '', add);
    return [
      ...way(placeOf.get(String(fields.then)), '✓', null),
      ...way(placeOf.get(String(fields.otherwise)), '✗', null),
    ];
  });
}

function StepCard({ data: { step, faulty, figures }, selected }: NodeProps<StepNode>) {
  return (
    <div className={selected ? 'step step-chosen step-card' : 'step step-card'}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <span className="step-face">
        <StepFace step={step} faulty={faulty} figures={figures} />
      </span>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}

function Way(props: EdgeProps<WayEdge>) {
  const { id, data, label, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props;
  const far = Math.abs(targetY - sourceY) > STEP_HEIGHT;
  const [path, x, y] = getSmoothStepPath({
    ...{ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition },
    ...(far && { centerX: sourceX + WIDTH / 2 + 30, offset: 12 }),
  });
  return (
    <>
      <BaseEdge id={id} path={path} />
      <EdgeLabelRenderer>
        <span
          className="way nodrag nopan"
          style={{ transform: `translate(-50%, -50%) translate(${String(x)}px, ${String(y)}px)` }}
        >
          {label}
          {data?.add && <Adder after={data.after} add={data.add} />}
        </span>
      </EdgeLabelRenderer>
    </>
  );
}
