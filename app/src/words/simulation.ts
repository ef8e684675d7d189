/** The words of simulations for whoever reads them. */
import { SIMULATION } from './en/simulation.ts';
import { wordGroup } from './group.tsx';

/** They are asked for by this. */
export const useSimulationWords = wordGroup(SIMULATION, () =>
  import('./es/simulation.ts').then((found) => found.SIMULATION),
);
/** The name of one of them. */
export type SimulationWord = keyof typeof SIMULATION;
