export { simulate } from './simulator/simulate.ts'
export type { SimulatedTrouble } from './simulator/trouble.ts'
export type {
  SimulatedClient,
  SimulatedPost,
  SimulatedWorld,
  SimulationOptions,
  SimulationReport,
} from './simulator/types.ts'
