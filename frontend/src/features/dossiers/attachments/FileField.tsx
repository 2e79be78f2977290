// With what is a field filled that asks for files? A file is picked here and its number written, or one is chosen that is there already.
import { useContext, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment, FormField } from '../../../api/types';
import { Button, RecordText, Select } from '../../../shared/ui';
import { listOf, textOf, type Value } from '../form';
import { ReadOnlyContext, useTheEditor } from '../useEditor';
import styles from './attachments.module.css';
import { DropZone } from './DropZone';
import { usePreview } from './preview';
import { useAttachments } from './queries';
import { TransferLine } from './TransferLine';
import { useSendFiles, useTransfers } from './transfers';
import { kindOf } from './words';

interface Wiring {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

/** The numbers that stand in the field. */
const numbersOf = (field: FormField, value: Value | null): readonly string[] => (field.kind === 'files' ? listOf(value) : [textOf(value)].filter((word) => word !== ''));

/** The control of a field that asks for a file, or for several. */
export function FileField({ dossier, address, wiring, field, value }: { dossier: string; address: string; wiring: Wiring; field: FormField; value: Value | null }) {
  const { t } = useTranslation();
  const editor = useTheEditor();
  const { data } = useAttachments(dossier);
  const send = useSendFiles(dossier);
  const transfers = useTransfers(dossier).filter((transfer) => transfer.destination.address === address);
  const isReadOnly = useContext(ReadOnlyContext);
  const isMany = field.kind === 'files';
  const named = numbersOf(field, value);
  const files = data?.files ?? [];
  const write = (words: readonly string[]) => editor.edit(address, isMany ? (words.length > 0 ? words : null) : (words[0] ?? null));
  const add = (number: string) => {
    // What stands there when the file has come, not what stood there when it was picked.
    const now = numbersOf(field, editor.read(address));
    write(isMany ? [...new Set([...now, number])] : [number]);
  };
  const others = files.filter((file) => !named.includes(String(file.number)));
  const upload = (picked: readonly File[]) =>
    send(picked, {
      address,
      onKept: (number) => {
        // Its editor lives as long as its page: elsewhere the file is there to be chosen.
        if (window.location.pathname === `/dossiers/${dossier}`) add(String(number));
      },
    });
  return (
    <div className={styles.field} {...(isReadOnly ? { id: wiring.id, tabIndex: -1 } : {})}>
      {named.length > 0 && (
        <ul className={styles.named}>
          {named.map((number) => (
            <Named key={number} number={number} file={files.find((file) => String(file.number) === number)} isKnown={data !== undefined} onLetGo={() => write(named.filter((one) => one !== number))} />
          ))}
        </ul>
      )}
      {transfers.length > 0 && (
        <ul className={styles.transfers}>
          {transfers.map((transfer) => (
            <TransferLine key={transfer.key} transfer={transfer} />
          ))}
        </ul>
      )}
      {!isReadOnly && (
        <div className={styles.ways}>
          <DropZone wiring={wiring} kinds={data?.limits.kinds} isMany={isMany} isPlain onFiles={upload}>
            {t(named.length > 0 && !isMany ? 'attachment.uploadOther' : 'attachment.upload')}
          </DropZone>
          {others.length > 0 && <Chooser files={others} onChoose={add} />}
        </div>
      )}
      {isReadOnly && named.length === 0 && <span className={styles.minor}>{t('dossier.emptyRow')}</span>}
    </div>
  );
}

function Named({ number, file, isKnown, onLetGo }: { number: string; file: Attachment | undefined; isKnown: boolean; onLetGo: () => void }) {
  const { t } = useTranslation();
  const { show } = usePreview();
  const isReadOnly = useContext(ReadOnlyContext);
  const title = file ? t('attachment.titleOf', { number: file.number, name: file.name }) : t('attachment.numberOnly', { number });
  const faults = file?.verdicts.filter((verdict) => verdict.is_fault).length ?? 0;
  return (
    <li className={styles.namedOne}>
      <span className={styles.namedTitle}>
        <RecordText text={title} />
        {file && <span className={styles.minor}> {kindOf(file.media_type)}</span>}
      </span>
      {isKnown && file === undefined && <span className={styles.wrong}>{t('attachment.absent')}</span>}
      {faults > 0 && <span className={styles.wrong}>{t('attachment.faults', { count: faults })}</span>}
      <span className={styles.buttons}>
        {file && (
          <Button size="small" onClick={() => show(file.number)} aria-label={t('attachment.previewOf', { number })}>
            {t('attachment.preview')}
          </Button>
        )}
        {!isReadOnly && (
          <Button size="small" type="text" onClick={onLetGo}>
            <span aria-hidden="true">{t('attachment.letGo')}</span>
            <span className="visually-hidden">
              <RecordText text={t('attachment.letGoOf', { number })} />
            </span>
          </Button>
        )}
      </span>
    </li>
  );
}

function Chooser({ files, onChoose }: { files: readonly Attachment[]; onChoose: (number: string) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const options = files.map((file) => ({ value: String(file.number), label: t('attachment.titleOf', { number: file.number, name: file.name }) }));
  return (
    <span className={styles.chooser}>
      <label htmlFor={id} className="visually-hidden">
        {t('attachment.chooseKept')}
      </label>
      <Select id={id} value="" options={[{ value: '', label: t('attachment.chooseKept') }, ...options]} onChange={(number) => number !== '' && onChoose(number)} />
    </span>
  );
}
