// What is said to one criterion, by which files, and what was found?
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { useLabel } from '../../../shared/i18n';
import { useNameOf } from '../../../shared/names';
import { Alert, Button, Field, Input, RecordText, Tag, useProblemText } from '../../../shared/ui';
import { toneOfAlert } from '../labels';
import { changes, type QualificationDetail, type QualificationItem, uploadFile, useQualificationChange } from '../queries';
import { FormDialog, orNull } from './FormDialog';
import styles from './societies.module.css';

const kilobytes = (bytes: number) => `${Math.max(1, Math.round(bytes / 1024))} KB`;

function Upload({ application, item }: { application: QualificationDetail; item: QualificationItem }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const change = useQualificationChange(application.id);
  const [validTo, setValidTo] = useState('');
  const [error, setError] = useState<unknown>();
  const [isPending, setPending] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const send = async (file: File) => {
    setPending(true);
    setError(undefined);
    try {
      await change(uploadFile(application.id, item.criterion, newKey(), file, validTo));
      setValidTo('');
    } catch (caught) {
      setError(caught);
    }
    if (picker.current) picker.current.value = '';
    setPending(false);
  };
  return (
    <div className={styles.files}>
      <Field label={t('qualification.fileValidTo')} hint={t('qualification.fileHint')}>
        {(wiring) => <Input {...wiring} type="date" value={validTo} onChange={(event) => setValidTo(event.target.value)} />}
      </Field>
      <Field label={t('qualification.addFile')}>
        {(wiring) => (
          <input
            {...wiring}
            ref={picker}
            type="file"
            accept="application/pdf,image/png,image/jpeg"
            disabled={isPending}
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) void send(file);
            }}
          />
        )}
      </Field>
      {error !== undefined && <Alert type="error" showIcon title={textOf(error)} />}
    </div>
  );
}

/** One criterion. */
export function CriterionCard({ application, item }: { application: QualificationDetail; item: QualificationItem }) {
  const { t } = useTranslation();
  const label = useLabel();
  const change = useQualificationChange(application.id);
  const textOf = useProblemText();
  const nameOf = useNameOf();
  const [form, setForm] = useState<'say' | 'judge'>();
  const [error, setError] = useState<unknown>();
  const of = (data: unknown) => (data as QualificationDetail).items.find((one) => one.criterion === item.criterion);
  const remove = async (file: string) => {
    try {
      await change(changes.removeFile(application.id, file, application.version));
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <div className={styles.criterion}>
      {form === 'say' && (
        <FormDialog
          title={item.name}
          version={application.version}
          initial={{ statement: item.statement ?? '' }}
          standing={(data) => ({ statement: of(data)?.statement ?? '' })}
          fields={[{ name: 'statement', label: t('qualification.statement'), kind: 'area', hint: item.ask }]}
          send={(values, _key, version) => change(changes.say(application.id, item.criterion, version, values.statement ?? ''))}
          onClose={() => setForm(undefined)}
        />
      )}
      {form === 'judge' && (
        <FormDialog
          title={item.name}
          version={application.version}
          initial={{ verdict: item.verdict ?? 'met', note: item.note ?? '' }}
          standing={(data) => ({ verdict: of(data)?.verdict ?? '', note: of(data)?.note ?? '' })}
          fields={[
            { name: 'verdict', label: t('qualification.verdict'), kind: 'select', options: ['met', 'not_met'].map((value) => ({ value, label: label('qualification', `verdicts.${value}`) })) },
            { name: 'note', label: t('qualification.note'), kind: 'area', hint: t('qualification.noteHint') },
          ]}
          send={(values, _key, version) =>
            change(changes.judge(application.id, item.criterion, version, { verdict: values.verdict ?? null, note: orNull(values.note) }))
          }
          onClose={() => setForm(undefined)}
        />
      )}
      <div>
        <h3>
          {item.name} <Tag tone={item.is_required ? 'blue' : 'neutral'}>{item.is_required ? t('qualification.required') : t('qualification.optional')}</Tag>
        </h3>
        <p className={styles.minor}>
          <RecordText text={item.ask} />
          {t('qualification.source', { source: item.source })}
        </p>
        {item.statement ? (
          <p className={styles.statement}>
            <RecordText text={item.statement} />
          </p>
        ) : (
          <p className={styles.minor}>{t('qualification.noStatement')}</p>
        )}
        {item.files.length > 0 && (
          <ul className={styles.files} aria-label={t('qualification.files')}>
            {item.files.map((file) => (
              <li key={file.id} className={styles.file}>
                <a href={`/api/v1/qualifications/${application.id}/files/${file.id}`} download>
                  <RecordText text={file.name} />
                </a>
                <span className={styles.minor}>
                  {kilobytes(file.size_bytes)}
                  {file.valid_to && ` · ${t('societies.until', { day: file.valid_to })}`}
                </span>
                {file.alert && <Tag tone={toneOfAlert(file.alert)}>{label('societies', `alert.${file.alert}`)}</Tag>}
                {application.is_editable && (
                  <button type="button" className={styles.linkButton} onClick={() => void remove(file.id)}>
                    {t('qualification.removeFile')}
                    <span className="visually-hidden">
                      {t('common.colon')}
                      <RecordText text={file.name} />
                    </span>
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
        {error !== undefined && <Alert type="error" showIcon title={textOf(error)} />}
        {application.is_editable && (
          <>
            <Button size="small" onClick={() => setForm('say')}>
              {t('qualification.editStatement')}
              <span className="visually-hidden">
                {t('common.colon')}
                {item.name}
              </span>
            </Button>
            {(item.needs_file || item.files.length > 0 || !item.is_required) && <Upload application={application} item={item} />}
          </>
        )}
      </div>
      <div>
        {item.register_says && (
          <p className={styles.minor}>
            {t('qualification.register')}
            {t('common.colon')}
            {item.register_says}
          </p>
        )}
        <p className={styles.line}>
          {t('qualification.verdict')}
          {t('common.colon')}
          {item.verdict ? (
            <Tag tone={item.verdict === 'met' ? 'green' : 'red'}>{label('qualification', `verdicts.${item.verdict}`)}</Tag>
          ) : (
            <span className={styles.minor}>{t('qualification.unchecked')}</span>
          )}
        </p>
        {item.note && (
          <p>
            <RecordText text={item.note} />
          </p>
        )}
        {item.checked_by && (
          <p className={styles.minor}>
            <RecordText text={t('qualification.checkedBy', { name: nameOf(item.checked_by) })} />
          </p>
        )}
        {application.is_checkable && (
          <Button size="small" onClick={() => setForm('judge')}>
            {t('qualification.judge')}
            <span className="visually-hidden">
              {t('common.colon')}
              {item.name}
            </span>
          </Button>
        )}
      </div>
    </div>
  );
}
