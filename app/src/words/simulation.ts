/** The words of simulations for whoever reads them. */
import type { SIMULATION } from './en/simulation.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type SimulationWord = keyof typeof SIMULATION;
/** They are asked for by this. */
export const useSimulationWords = wordGroup<SimulationWord>({
  en: () => import('./en/simulation.ts').then((found) => found.SIMULATION),
  es: () => import('./es/simulation.ts').then((found) => found.SIMULATION),
});
