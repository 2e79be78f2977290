// Is everything that was typed with the server, before the server works on the dossier?
import type { Editor } from '../editor';

/** How long what is typed may take on its way. */
const PATIENCE_MS = 8_000;

/** Sends what is typed; false where it does not arrive in time. */
export function sendAll(editor: Editor): Promise<boolean> {
  editor.sender.flush();
  if (!editor.getStanding().hasToSend) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (isSent: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(isSent);
    };
    const timer = setTimeout(() => end(false), PATIENCE_MS);
    const stop = editor.subscribeStanding(() => {
      if (!editor.getStanding().hasToSend) end(true);
    });
  });
}
