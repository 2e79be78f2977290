// How is a nomination begun from a workbook? The form's template is filled in a spreadsheet and comes back whole.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { newKey } from '../../../api/intent';
import { ProblemError } from '../../../api/problems';
import { Alert, Button, Disclosure, RecordText, useProblemText } from '../../../shared/ui';
import { FilePick } from './FilePick';
import styles from './imports.module.css';
import { useFiling } from './queries';

/** The way by workbook; the template is that of the form chosen above. */
export function WorkbookFiling({ year, society, formId }: { year: number; society: string; formId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const filing = useFiling(year);
  const [file, setFile] = useState<File>();
  const [key, setKey] = useState(newKey);
  const [isTried, setTried] = useState(false);
  const errors = filing.error instanceof ProblemError ? filing.error.fields : [];
  const submit = () => {
    setTried(true);
    if (file === undefined || filing.isPending) return;
    filing.mutate({ file, society, key }, { onSuccess: (filed) => void navigate(`/dossiers/${filed.id}`) });
  };
  return (
    <Disclosure label={t('imports.workbook.title')}>
      <div className={styles.stack}>
        <p>{t('imports.workbook.lead')}</p>
        {formId === '' ? (
          <p className={styles.minor}>{t('imports.workbook.chooseForm')}</p>
        ) : (
          <p>
            <a href={`/api/v1/forms/${formId}/template.xlsx`} download>
              {t('imports.workbook.template')}
            </a>
          </p>
        )}
        <FilePick
          label={t('imports.workbook.file')}
          kinds={['.xlsx']}
          file={file}
          onPick={(picked) => {
            setFile(picked);
            setKey(newKey());
            filing.reset();
          }}
        />
        {isTried && file === undefined && (
          <p className={styles.wrong} role="alert">
            {t('imports.workbook.needFile')}
          </p>
        )}
        {filing.isError && (
          <Alert
            type="error"
            showIcon
            title={problemText(filing.error)}
            description={
              errors.length > 0 && (
                <ul className={styles.list}>
                  {errors.slice(0, 50).map((one) => (
                    <li key={`${one.pointer}${one.message}`}>
                      <RecordText text={one.message} />
                    </li>
                  ))}
                </ul>
              )
            }
          />
        )}
        <div className={styles.buttons}>
          <Button aria-busy={filing.isPending} onClick={submit}>
            {t('imports.workbook.submit')}
          </Button>
        </div>
      </div>
    </Disclosure>
  );
}
