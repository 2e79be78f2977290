// What does the address of the simulator say? The policy, the total, each changed number, what to compare with.

/** Everything that makes one simulation; kept in the address, so that a link shows the same. */
export interface Simulation {
  policy: string;
  total: number | undefined;
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
  return {
    policy: params.get('policy') ?? '',
    total: total !== null && /^\d{1,6}$/.test(total) ? Number(total) : undefined,
    changes,
    compare: params.get('compare') ?? '',
  };
}

/** Writes the simulation into an address. */
export function writeSimulation(simulation: Simulation): URLSearchParams {
  const params = new URLSearchParams();
  if (simulation.policy !== '') params.set('policy', simulation.policy);
  if (simulation.total !== undefined) params.set('total', String(simulation.total));
  if (simulation.compare !== '') params.set('compare', simulation.compare);
  for (const name of Object.keys(simulation.changes).sort()) params.set(`${CHANGE}${name}`, String(simulation.changes[name]));
  return params;
}

/** The changes with one more, or without it where the value is the policy's own. */
export function withChange(changes: Readonly<Record<string, number>>, name: string, value: number, base: number): Record<string, number> {
  const { [name]: _, ...others } = changes;
  return value === base ? others : { ...others, [name]: value };
}
