// What is a person called whose user name stands in a record? Who is not among those known here keeps the user name.
import { createContext, useContext } from 'react';

type NamesByUser = Readonly<Record<string, string>>;

/** The names of those who acted, by user name. */
export const Names = createContext<NamesByUser>({});

/** What a person is called by these names. */
export function nameIn(names: NamesByUser, username: string | null | undefined): string {
  return names[username ?? ''] ?? username ?? '';
}

/** Says what a person is called. */
export function useNameOf(): (username: string | null | undefined) => string {
  const names = useContext(Names);
  return (username) => nameIn(names, username);
}
