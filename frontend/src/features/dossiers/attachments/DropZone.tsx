// Where are files picked or dropped? The browser's own picker, so that it works by keyboard and on a phone.
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import styles from './attachments.module.css';

interface Wiring {
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-label'?: string;
}

/** A picker onto which files can be dropped as well. */
export function DropZone(props: { wiring?: Wiring; kinds?: readonly string[] | undefined; isMany?: boolean; isPlain?: boolean; onFiles: (files: readonly File[]) => void; children: ReactNode }) {
  const { wiring, kinds, isMany = false, isPlain = false, onFiles } = props;
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0) onFiles(isMany ? files : files.slice(0, 1));
    // The same file can be picked again.
    if (picker.current) picker.current.value = '';
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (picker.current?.matches(':disabled') === false) take(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the picker inside is the first
    <div
      className={isPlain ? styles.plainZone : styles.zone}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <span className={styles.zoneFace} aria-hidden="true">
        {props.children}
      </span>
      <input {...wiring} ref={picker} type="file" className={styles.picker} multiple={isMany} accept={kinds?.join(',')} onChange={(event) => take(event.target.files)} />
    </div>
  );
}
