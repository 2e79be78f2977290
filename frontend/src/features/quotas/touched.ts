// What must be read again after somebody did something?
import { useQueryClient } from '@tanstack/react-query';

const KEYS = ['quota-proposals', 'quota-appeals', 'quota-ledger', 'society-quota', 'recommendations'];

/** Reads the proposals, the appeals, the ledger, the society's page and what was recommended again. */
export function useTouched() {
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all(KEYS.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
  };
}
