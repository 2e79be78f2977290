// Which files of a dossier are on their way? Kept outside of the page, so that another section or page does not stop them.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { dossierKey } from '../queries';
import { attachmentsKey } from './queries';
import { type Destination, Transfer, type TransferView } from './transfer';

const NONE: readonly Transfer[] = [];
let all: ReadonlyMap<string, readonly Transfer[]> = new Map();
const listeners = new Set<() => void>();

function set(dossier: string, transfers: readonly Transfer[]): void {
  all = new Map(all).set(dossier, transfers);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes a file off the list: it has arrived, or nobody wants it any more. */
export function dismiss(transfer: Transfer): void {
  const { dossier } = transfer.destination;
  const left = (all.get(dossier) ?? NONE).filter((one) => one !== transfer);
  set(dossier, left);
}

/** The files on their way into a dossier. */
export function useTransfers(dossier: string): readonly Transfer[] {
  return useSyncExternalStore(subscribe, () => all.get(dossier) ?? NONE);
}

/** How far one file is. */
export function useTransfer(transfer: Transfer): TransferView {
  return useSyncExternalStore(transfer.subscribe, transfer.view);
}

/** Sends files to a dossier. */
export function useSendFiles(dossier: string): (files: readonly File[], to?: Partial<Omit<Destination, 'dossier'>>) => void {
  const queryClient = useQueryClient();
  return useCallback(
    (files, to = {}) => {
      // One after another: the numbers that files are given follow the order in which they were picked.
      let turn = Promise.resolve();
      for (const file of files) {
        const onKept = (number: number) => {
          void queryClient.invalidateQueries({ queryKey: attachmentsKey(dossier) });
          // The fields that named the old file name the new one.
          if (to.replaces !== undefined) void queryClient.invalidateQueries({ queryKey: dossierKey(dossier) });
          to.onKept?.(number);
          dismiss(transfer);
        };
        const transfer = new Transfer(file, { dossier, address: to.address, replaces: to.replaces, proves: to.proves, onKept }, turn);
        turn = transfer.left;
        set(dossier, [...(all.get(dossier) ?? NONE), transfer]);
      }
    },
    [dossier, queryClient],
  );
}
