// What opens over the page? The browser's own dialog: it keeps the focus inside and closes on Escape.
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './kit.module.css';
import { RecordText } from './RecordText';

/** A modal dialog in the middle of the page, or a drawer at one of its sides. */
export function Dialog(props: {
  isOpen: boolean;
  title: string;
  side?: 'left' | 'right';
  /** For a dialog that shows two things side by side. */
  isWide?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  const { isOpen, onClose } = props;
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    if (isOpen && !dialog.open) dialog.showModal();
    if (!isOpen && dialog.open) dialog.close();
  }, [isOpen]);
  return (
    <dialog
      ref={element}
      className={styles.dialog}
      data-side={props.side}
      data-wide={props.isWide}
      aria-labelledby={id}
      // Not of one that stands in it, nor of a picker of files: React hands those on to whatever is around.
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      // The browser closes it by itself after a second Escape. What the page closed needs no telling: by then it may be sending, or, where the browser is late to tell, be open again.
      onClose={(event) => {
        if (event.target === event.currentTarget && !event.currentTarget.open && isOpen) onClose();
      }}
    >
      {isOpen && (
        <>
          <div className={styles.dialogHead}>
            <h2 id={id}>
              <RecordText text={props.title} />
            </h2>
            <button type="button" className={styles.closeButton} aria-label={t('common.close')} onClick={onClose}>
              ×
            </button>
          </div>
          <div className={styles.dialogBody}>{props.children}</div>
        </>
      )}
    </dialog>
  );
}
