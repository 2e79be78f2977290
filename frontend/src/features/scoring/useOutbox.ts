// Which outbox serves these pages? One a person, from the first page of sheets to the end of the window.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { ProblemError } from '../../api/problems';
import { onGateChange } from '../../api/sign_in_gate';
import { useAccount, useIsSignedInAs } from '../identity/queries';
import { type Failure, Outbox } from './outbox';
import { SheetShelf } from './outbox_storage';
import { keepSheet, presentSheet, saveSheet, submitSheet } from './queries';

interface Held {
  outbox: Outbox;
  shelf: SheetShelf;
}

const held = new Map<string, Held>();

function failureOf(error: unknown): Failure {
  if (!(error instanceof ProblemError)) return { status: 0, code: 'unreachable' };
  const { status, code, detail, fields, retryAfterSeconds } = error;
  return { status, code, detail, fields, retryAfterSeconds, present: presentSheet(error) };
}

function begin(account: string, queryClient: QueryClient, isSignedInAs: (id: string) => boolean): Held {
  const shelf = new SheetShelf(account);
  const outbox = new Outbox({
    save: saveSheet,
    submit: submitSheet,
    keep: (id, entry) => shelf.keep(id, entry),
    failureOf,
    isMine: () => isSignedInAs(account),
    onSaved: (sheet) => keepSheet(queryClient, sheet),
    now: () => performance.now(),
  });
  const flush = () => outbox.hasToSend && outbox.flush();
  window.addEventListener('online', flush);
  window.addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush());
  onGateChange((isOpen, outcome) => {
    if (!isOpen && outcome === 'returned') flush();
  });
  void shelf.left().then((entries) => entries.length > 0 && outbox.adopt(entries));
  return { outbox, shelf };
}

/** The outbox of the signed-in person; its pages are drawn anew with each change of it. */
export function useOutbox(): Held {
  const queryClient = useQueryClient();
  const isSignedInAs = useIsSignedInAs();
  const account = useAccount()?.id ?? '';
  let mine = held.get(account);
  if (mine === undefined) {
    mine = begin(account, queryClient, isSignedInAs);
    held.set(account, mine);
  }
  useSyncExternalStore(mine.outbox.subscribe, mine.outbox.getVersion);
  return mine;
}

/** Whether what waits is on this machine's disk, and whether it is kept nowhere at all. */
export function useKeeping({ outbox, shelf }: Held): { isOnDisk: boolean; isUnkept: boolean } {
  const [, heard] = useState(0);
  useEffect(() => shelf.onDisk(() => heard((count) => count + 1)), [shelf]);
  return { isOnDisk: shelf.isOnDisk(outbox.waiting), isUnkept: shelf.isUnkept };
}
