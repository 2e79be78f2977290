// By which files is a publicity or a resolution proved? Chosen among those that are there, or uploaded beside the locked text.
import { useQueryClient } from '@tanstack/react-query';
import type { Dispatch, SetStateAction } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Field, RecordText, Select } from '../../../shared/ui';
import styles from '../attachments/attachments.module.css';
import { DropZone } from '../attachments/DropZone';
import { fileAddress, useAttachments } from '../attachments/queries';
import { TransferLine } from '../attachments/TransferLine';
import type { Proof } from '../attachments/transfer';
import { useSendFiles, useTransfers } from '../attachments/transfers';
import { dossierKey } from '../queries';
import { processKey } from './queries';

/** Gives what a file of a dossier is called, by its number; nothing more than the number once it was removed. */
function useTitleOf(dossier: string) {
  const { t } = useTranslation();
  const files = useAttachments(dossier).data?.files ?? [];
  return (number: string) => {
    const file = files.find((one) => String(one.number) === number);
    return { isThere: file !== undefined, title: file ? t('attachment.titleOf', { number, name: file.name }) : t('attachment.numberOnly', { number }) };
  };
}

/** The files that prove something, each with the way to it. */
export function Proofs({ dossier, numbers }: { dossier: string; numbers: readonly string[] }) {
  const titleOf = useTitleOf(dossier);
  if (numbers.length === 0) return <>—</>;
  return (
    <ul className={styles.plainList}>
      {numbers.map((number) => {
        const { isThere, title } = titleOf(number);
        return (
          <li key={number} className={styles.fileName}>
            {isThere ? (
              <a href={fileAddress(dossier, Number(number))} download>
                <RecordText text={title} />
              </a>
            ) : (
              title
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** A field for the numbers of files that prove something. */
export function ProofField(props: {
  dossier: string;
  proves: Proof;
  label: string;
  hint: string;
  error?: string | undefined;
  isMany?: boolean;
  chosen: readonly string[];
  onChange: Dispatch<SetStateAction<readonly string[]>>;
}) {
  const { dossier, proves, isMany = false, chosen, onChange } = props;
  const { t } = useTranslation();
  const { data } = useAttachments(dossier);
  const queryClient = useQueryClient();
  const send = useSendFiles(dossier);
  // No field of the form has such an address.
  const address = `#${proves}`;
  const transfers = useTransfers(dossier).filter((transfer) => transfer.destination.address === address);
  const files = data?.files ?? [];
  const others = files.filter((file) => !chosen.includes(String(file.number)));
  const add = (number: string) => onChange((now) => (isMany ? [...new Set([...now, number])] : [number]));
  const upload = (picked: readonly File[]) =>
    send(picked, {
      address,
      proves,
      onKept: (number) => {
        add(String(number));
        // The dossier is one version on: what is sent next names that.
        for (const queryKey of [processKey(dossier), dossierKey(dossier)]) void queryClient.invalidateQueries({ queryKey });
      },
    });
  const titleOf = useTitleOf(dossier);
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(wiring) => (
        <div className={styles.field}>
          {chosen.length > 0 && (
            <ul className={styles.named}>
              {chosen.map((number) => (
                <li key={number} className={styles.namedOne}>
                  <a className={styles.namedTitle} href={fileAddress(dossier, Number(number))} download>
                    <RecordText text={titleOf(number).title} />
                  </a>
                  <Button size="small" type="text" onClick={() => onChange((now) => now.filter((one) => one !== number))} aria-label={t('attachment.letGoOf', { number })}>
                    {t('attachment.letGo')}
                  </Button>
                </li>
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
          <div className={styles.ways}>
            <DropZone wiring={wiring} kinds={data?.limits.kinds} isMany={isMany} isPlain onFiles={upload}>
              {t('attachment.upload')}
            </DropZone>
            {others.length > 0 && (
              <span className={styles.chooser}>
                <label htmlFor={`${wiring.id}-kept`} className="visually-hidden">
                  {t('attachment.chooseKept')}
                </label>
                <Select
                  id={`${wiring.id}-kept`}
                  value=""
                  options={[{ value: '', label: t('attachment.chooseKept') }, ...others.map((file) => ({ value: String(file.number), label: titleOf(String(file.number)).title }))]}
                  onChange={(number) => number !== '' && add(number)}
                />
              </span>
            )}
          </div>
        </div>
      )}
    </Field>
  );
}
