// What does the address of the simulator say? The policy, the total, the window, each changed number, what to compare with.
import type { QuotaScenario } from './contract';
import { changedNumbers } from './policy_text';

/** Everything that makes one simulation; kept in the address, so that a link shows the same. */
export interface Simulation {
  policy: string;
  total: number | undefined;
  /** How many of the newest rounds count; nothing for all that the policy counts. */
  rounds: number | undefined;
  changes: Readonly<Record<string, number>>;
  compare: string;
}

const CHANGE = 'x.';

/** Reads the simulation from the address; what is no number is left out. */
export function readSimulation(params: URLSearchParams): Simulation {
  const changes: Record<string, number> = {};
  for (const [name, text] of params) {
    const value = Number(text);
    if (name.startsWith(CHANGE) && text.trim() !== '' && Number.isFinite(value)) changes[name.slice(CHANGE.length)] = value;
  }
  const total = params.get('total');
  const rounds = params.get('rounds');
  return {
    policy: params.get('policy') ?? '',
    total: total !== null && /^\d{1,6}$/.test(total) ? Number(total) : undefined,
    rounds: rounds !== null && /^[1-9]\d?$/.test(rounds) ? Number(rounds) : undefined,
    changes,
    compare: params.get('compare') ?? '',
  };
}

/** Writes the simulation into an address. */
export function writeSimulation(simulation: Simulation): URLSearchParams {
  const params = new URLSearchParams();
  if (simulation.policy !== '') params.set('policy', simulation.policy);
  if (simulation.total !== undefined) params.set('total', String(simulation.total));
  if (simulation.rounds !== undefined) params.set('rounds', String(simulation.rounds));
  if (simulation.compare !== '') params.set('compare', simulation.compare);
  for (const name of Object.keys(simulation.changes).sort()) params.set(`${CHANGE}${name}`, String(simulation.changes[name]));
  return params;
}

/** What a kept scenario tried, on the text of the policy that it began with. */
export function simulationOf(scenario: Pick<QuotaScenario, 'policy_id' | 'policy' | 'total' | 'rounds' | 'compared_with'>, content: string): Simulation {
  return {
    policy: scenario.policy_id,
    total: scenario.total,
    rounds: scenario.rounds ?? undefined,
    changes: scenario.policy ? changedNumbers(content, scenario.policy) : {},
    compare: scenario.compared_with ?? '',
  };
}

/** The window to ask for, where a policy counts so many rounds: nothing where none of them is left out. */
export function askedRounds(rounds: number | undefined, counted: number): number | undefined {
  return rounds !== undefined && rounds < counted ? rounds : undefined;
}

/** The changes with one more, or without it where the value is the policy's own. */
export function withChange(changes: Readonly<Record<string, number>>, name: string, value: number, base: number): Record<string, number> {
  const { [name]: _, ...others } = changes;
  return value === base ? others : { ...others, [name]: value };
}
