// What is a person called whose user name stands in a record? Who is not among those known here keeps the user name.
import { createContext, useContext } from 'react';

/** The names of those who acted, by user name. */
export const Names = createContext<Readonly<Record<string, string>>>({});

/** Says what a person is called. */
export function useNameOf(): (username: string | null | undefined) => string {
  const names = useContext(Names);
  return (username) => names[username ?? ''] ?? username ?? '';
}
