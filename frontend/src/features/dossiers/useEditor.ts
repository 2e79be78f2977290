// Which editor serves this page, and how does a component follow one field of it?
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { useIsSignedInAs } from '../identity/queries';
import { Editor, type FieldView, type Standing } from './editor';
import { dossierKey } from './queries';
import { dossiersWithEdits, followDisk } from './storage';

/** What is missing or wrong is asked for again when keeping has been quiet so long. */
const FAULTS_PAUSE_MS = 700;

/** One editor a dossier and person: it outlives its page until everything is sent. */
const editors = new Map<string, { editor: Editor; users: number }>();

function letGo(key: string): void {
  const entry = editors.get(key);
  if (entry === undefined || entry.users > 0) return;
  const { sender } = entry.editor;
  sender.flush();
  const end = () => {
    if (entry.users > 0) return stop();
    if (!sender.isIdle && sender.phase !== 'signed_out') return undefined;
    stop();
    editors.delete(key);
    entry.editor.close();
    return undefined;
  };
  const stop = entry.editor.subscribeStanding(end);
  end();
}

/** The editor of a dossier for an account. */
export function useEditor(id: string, account: string): Editor {
  const isSignedInAs = useIsSignedInAs();
  const queryClient = useQueryClient();
  const key = `${account}/${id}`;
  let entry = editors.get(key);
  if (entry === undefined) {
    const editor = new Editor(id, account, () => isSignedInAs(account));
    let timer: ReturnType<typeof setTimeout> | undefined;
    editor.onKept = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void queryClient.invalidateQueries({ queryKey: dossierKey(id) }), FAULTS_PAUSE_MS);
    };
    entry = { editor, users: 0 };
    editors.set(key, entry);
  }
  const { editor } = entry;
  useEffect(() => {
    const held = editors.get(key) ?? { editor, users: 0 };
    editors.set(key, held);
    held.users += 1;
    return () => {
      held.users -= 1;
      // After the next page had its chance to take it up.
      setTimeout(() => letGo(key), 0);
    };
  }, [key, editor]);
  return editor;
}

const EditorContext = createContext<Editor | undefined>(undefined);

/** Gives the editor to the fields below. */
export const EditorProvider = EditorContext.Provider;

/** The editor of the page. */
export function useTheEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === undefined) throw new Error('a field stands outside of its editor');
  return editor;
}

/** One field, followed by itself: nothing else is drawn anew when it changes. */
export function useView(address: string): FieldView {
  const editor = useTheEditor();
  const subscribe = useCallback((listener: () => void) => editor.subscribe(address, listener), [editor, address]);
  return useSyncExternalStore(subscribe, () => editor.view(address));
}

/** What is missing or wrong. */
export function useFaults() {
  const editor = useTheEditor();
  return useSyncExternalStore(editor.subscribeFaults, () => editor.faults);
}

/** How far the keeping is. */
export function useStanding(): Standing {
  const editor = useTheEditor();
  return useSyncExternalStore(editor.subscribeStanding, editor.getStanding);
}

/** Before the disk was heard. */
const UNHEARD: ReadonlyMap<string, string> = new Map();

/** Dossiers of which this machine holds edits that the server does not have yet; told anew once the disk was heard. */
export function useDossiersWithEdits(account: string | undefined): ReadonlySet<string> {
  const [onDisk, setOnDisk] = useState(UNHEARD);
  useEffect(() => (account === undefined ? undefined : followDisk(account, setOnDisk)), [account]);
  return dossiersWithEdits(account ?? '', onDisk);
}

/** Where a link into the form leads: an address, new with each click. */
export const TargetContext = createContext<{ address: string; key: string } | undefined>(undefined);

/** Whether the fields are for reading only: they open, show and reveal, but take nothing. */
export const ReadOnlyContext = createContext(false);

/** The fields that a correction unlocked, where one is asked for: only these can be written in then. */
export const UnlockedContext = createContext<readonly string[] | undefined>(undefined);

/** The key of the dossier on the page. */
export const DossierIdContext = createContext('');
