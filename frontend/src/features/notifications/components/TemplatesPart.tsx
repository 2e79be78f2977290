// Which templates tell decisions, and were they looked at on real recipients?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoticeTemplate } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Dialog, PlainTable, RecordText, Tag, useProblemText } from '../../../shared/ui';
import { usePreview } from '../queries';
import styles from './notifications.module.css';

/** The templates with their previews. */
export function TemplatesPart({ templates }: { templates: readonly NoticeTemplate[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const textOf = useProblemText();
  const preview = usePreview();
  const [isOpen, setOpen] = useState(false);
  const order = ['held', 'at_once', 'digest'];
  const sorted = [...templates].sort((left, right) => order.indexOf(left.goes) - order.indexOf(right.goes));
  return (
    <div className={styles.stack}>
      {preview.isError && <Alert type="warning" showIcon title={textOf(preview.error)} />}
      <PlainTable
        label={t('outbox.templates')}
        isWordy
        head={[
          { key: 'kind', title: t('outbox.kind') },
          { key: 'goes', title: t('outbox.goes') },
          { key: 'previewed', title: t('outbox.previewed') },
          { key: 'actions', title: t('common.actions') },
        ]}
        rows={sorted.map((one) => ({
          key: one.kind,
          cells: [
            label('outbox', `kinds.${one.kind}`),
            <Tag key="goes" tone={one.goes === 'held' ? 'gold' : 'neutral'}>
              {label('outbox', `goesWords.${one.goes}`)}
            </Tag>,
            one.previewed_by ? (
              <span key="previewed">
                <RecordText text={one.previewed_by} /> {formatTime(one.previewed_at, language)}
              </span>
            ) : (
              t('outbox.notPreviewed')
            ),
            <Button
              key="preview"
              loading={preview.isPending && preview.variables === one.kind}
              onClick={() => preview.mutate(one.kind, { onSuccess: () => setOpen(true) })}
            >
              {t('outbox.preview')}
              <span className="visually-hidden">
                {t('common.colon')}
                {label('outbox', `kinds.${one.kind}`)}
              </span>
            </Button>,
          ],
        }))}
      />
      <Dialog isOpen={isOpen} isWide title={t('outbox.previewTitle')} onClose={() => setOpen(false)}>
        <div className={styles.stack}>
          {(preview.data ?? []).map((one) => (
            <div key={one.id} className={styles.stack}>
              <p>
                <strong>
                  <RecordText text={one.subject} />
                </strong>
                <br />
                <span className={styles.soft}>
                  {t('outbox.recipient')}
                  {t('common.colon')}
                  {one.recipient ? <RecordText text={one.recipient} /> : t('outbox.hiddenRecipient')}
                </span>
              </p>
              <pre className={styles.letter}>
                <RecordText text={one.text} />
              </pre>
            </div>
          ))}
        </div>
      </Dialog>
    </div>
  );
}
