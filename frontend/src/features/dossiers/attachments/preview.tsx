// Which file stands beside the form? One at a time; the form keeps its place and can be typed in.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '../../../api/types';
import { Button, RecordText } from '../../../shared/ui';
import styles from './attachments.module.css';
import { fileAddress, previewAddress, useAttachments } from './queries';

interface Preview {
  shown: number | undefined;
  show: (number: number | undefined) => void;
}

const PreviewContext = createContext<Preview>({ shown: undefined, show: () => undefined });

/** Which file is shown, and how another is. */
export const usePreview = (): Preview => useContext(PreviewContext);

/** Lets the fields below show a file of the dossier beside them. */
export function PreviewProvider({ id, children }: { id: string; children: ReactNode }) {
  const [shown, show] = useState<number>();
  const preview = useMemo(() => ({ shown, show }), [shown]);
  const { data } = useAttachments(id);
  const file = data?.files.find((one) => one.number === shown);
  return (
    <PreviewContext value={preview}>
      {children}
      {file && <Panel key={file.number} id={id} file={file} onClose={() => show(undefined)} />}
    </PreviewContext>
  );
}

function Panel({ id, file, onClose }: { id: string; file: Attachment; onClose: () => void }) {
  const { t } = useTranslation();
  const close = useRef<HTMLButtonElement>(null);
  const [opener] = useState(() => document.activeElement);
  useEffect(() => close.current?.focus(), []);
  const leave = () => {
    onClose();
    if (opener instanceof HTMLElement) opener.focus();
  };
  const name = t('attachment.numberOnly', { number: file.number });
  return (
    <aside className={styles.panel} data-preview aria-label={name} onKeyDown={(event) => event.key === 'Escape' && leave()}>
      <div className={styles.panelHead}>
        <h2>
          <RecordText text={t('attachment.titleOf', { number: file.number, name: file.name })} />
        </h2>
        <a href={fileAddress(id, file.number)} download>
          {t('attachment.download')}
        </a>
        <Button ref={close} size="small" onClick={leave}>
          {t('common.close')}
        </Button>
      </div>
      {file.media_type === 'application/pdf' ? (
        <iframe className={styles.frame} src={previewAddress(id, file.number)} title={name} />
      ) : (
        <div className={styles.pictureBox}>
          <img className={styles.picture} src={previewAddress(id, file.number)} alt={name} />
        </div>
      )}
    </aside>
  );
}
