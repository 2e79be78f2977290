// Which file is it to be? Picked or dropped, in the words of the page: the browser's own box speaks the browser's language.
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordText } from '../../../shared/ui';
import { DropZone } from '../attachments/DropZone';
import styles from './imports.module.css';

/** A labelled picker for one file, with the name of what was picked beside it. */
export function FilePick({ label, kinds, file, onPick }: { label: string; kinds: readonly string[]; file: File | undefined; onPick: (file: File | undefined) => void }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={styles.file}>
      <label htmlFor={id}>{label}</label>
      <div className={styles.picked}>
        <DropZone isPlain kinds={kinds} wiring={{ id }} onFiles={([picked]) => onPick(picked)}>
          {t(file === undefined ? 'imports.pick' : 'imports.pickOther')}
        </DropZone>
        <span role="status" className={styles.minor}>
          {file === undefined ? t('imports.noneYet') : <RecordText text={file.name} />}
        </span>
      </div>
    </div>
  );
}
