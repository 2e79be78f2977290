// Who is signed in? Reads, starts and ends the session.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, take } from '../../api/client';
import { ProblemError } from '../../api/problems';
import type { Account } from '../../api/types';

const SESSION = ['session'] as const;

/** The account of the session, or null when signed out. */
export function useSession() {
  return useQuery({
    queryKey: SESSION,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Account | null> => {
      try {
        return (await take(api.GET('/api/v1/session', { signal }))).data;
      } catch (error) {
        if (error instanceof ProblemError && error.status === 401) return null;
        throw error;
      }
    },
  });
}

/** The account of the session inside pages that need one. */
export function useAccount(): Account | undefined {
  return useSession().data ?? undefined;
}

/** Asks, outside of drawing, whether an account is the one that is signed in now. */
export function useIsSignedInAs(): (id: string) => boolean {
  const queryClient = useQueryClient();
  return useCallback((id) => queryClient.getQueryData<Account | null>(SESSION)?.id === id, [queryClient]);
}

/** Signs in; the caller decides where to go next. */
export function useSignIn() {
  return useMutation({
    mutationFn: async (credentials: { username: string; password: string }) =>
      (await take(api.POST('/api/v1/session', { body: credentials }))).data,
  });
}

/** Remembers the account of a new session. */
export function useRememberAccount(): (account: Account) => void {
  const queryClient = useQueryClient();
  return (account) => queryClient.setQueryData(SESSION, account);
}

/** Puts another account, or none, in the place of the present one and forgets all that this one read. */
export function useReplaceAccount(): (account: Account | null) => void {
  const queryClient = useQueryClient();
  return (account) => {
    queryClient.setQueryData(SESSION, account);
    // Not clear(): it would cut the session's own observers off from what is set here.
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] });
  };
}

/** Signs out. */
export function useSignOut() {
  const replace = useReplaceAccount();
  return useMutation({
    mutationFn: async () => take(api.DELETE('/api/v1/session')),
    onSuccess: () => replace(null),
  });
}
