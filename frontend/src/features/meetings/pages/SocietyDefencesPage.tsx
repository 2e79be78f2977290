// When does my society defend which nomination, and what does it hand in?
import { type ChangeEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { EmptyState, Facts, Page, QueryView, RecordText, Section, Tag, Trouble } from '../../../shared/ui';
import styles from '../components/meetings.module.css';
import { useDefences, useGiveFile } from '../my_queries';
import type { SocietyDefence } from '../types';

/** The defences of a society's nominations. */
export default function SocietyDefencesPage() {
  const { t } = useTranslation();
  const query = useDefences();
  return (
    <Page title={t('nav.ownDefences')} tabTitle={t('nav.ownDefences')} lead={t('meetings.defencesLead')}>
      <QueryView query={query} rows={8} isFramed>
        {(defences) =>
          defences.length === 0 ? (
            <Section title={t('nav.ownDefences')}>
              <EmptyState title={t('meetings.noDefences')} />
            </Section>
          ) : (
            defences.map((defence) => <Defence key={defence.id} defence={defence} />)
          )
        }
      </QueryView>
    </Page>
  );
}

function Defence({ defence }: { defence: SocietyDefence }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  return (
    <Section
      title={
        <>
          <RecordText text={defence.number} /> <RecordText text={defence.title} />
        </>
      }
      hint={<Tag tone={defence.is_cancelled ? 'red' : 'gold'}>{defence.is_cancelled ? t('meetings.states.cancelled') : label('meetings', `defences.${defence.defence}`)}</Tag>}
    >
      <div className={styles.stack}>
        <Facts
          facts={[
            { label: t('meetings.columns.stage'), value: label('meetings', `stages.${defence.stage}`) },
            { label: t('meetings.slot'), value: t('meetings.begins', { time: formatTime(defence.begins, language), minutes: defence.minutes }) },
            { label: t('meetings.columns.place'), value: <RecordText text={defence.place} /> },
          ]}
        />
        {defence.files.length > 0 && (
          <ul className={styles.stack} aria-label={t('meetings.files')}>
            {defence.files.map((file) => (
              <li key={file.number} className={styles.row}>
                <a href={`/api/v1/society-defences/${defence.id}/files/${file.number}`} download>
                  <RecordText text={file.name} />
                </a>
                <span className={styles.minor}>{formatTime(file.given_at, language)}</span>
                {file.is_late && <Tag tone="gold">{t('meetings.late')}</Tag>}
              </li>
            ))}
          </ul>
        )}
        {defence.may_give && <Give defence={defence} />}
      </div>
    </Section>
  );
}

/** Hands a file in: the key is the file's, so that a repeat makes no second one. */
function Give({ defence }: { defence: SocietyDefence }) {
  const { t } = useTranslation();
  const id = useId();
  const give = useGiveFile();
  const box = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState<{ key: string; file: File } | undefined>(undefined);
  const send = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (file === undefined) return;
    const isSame = sent?.file.name === file.name && sent.file.size === file.size && sent.file.lastModified === file.lastModified;
    const one = { key: isSame && sent ? sent.key : newKey(), file };
    setSent(one);
    give.mutate(
      { item: defence.id, ...one },
      {
        onSettled: () => {
          if (box.current) box.current.value = '';
        },
        onSuccess: () => setSent(undefined),
      },
    );
  };
  return (
    <div className={styles.stack}>
      <label htmlFor={id}>{t('meetings.giveFile')}</label>
      <input ref={box} id={id} type="file" accept="application/pdf,image/png,image/jpeg" disabled={give.isPending} aria-describedby={`${id}-hint`} onChange={send} />
      <span id={`${id}-hint`} className={styles.minor}>
        {t('meetings.giveFileHint')}
      </span>
      {give.isPending && <span role="status">{t('meetings.sending')}</span>}
      <Trouble error={give.error} stale={t('meetings.stale')} />
    </div>
  );
}
