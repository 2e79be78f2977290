// Which documents are made of a dossier, and how does somebody get them?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Alert, Button, Dialog, useProblemText } from '../../../shared/ui';
import styles from '../components/dossiers.module.css';
import { DOCUMENTS, useDocument } from './download';

/** The drawer with the documents of a dossier. */
export function Downloads({ id, isDraft, isOpen, onClose }: { id: string; isDraft: boolean; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog isOpen={isOpen} side="right" title={t('dossier.outputs.title')} onClose={onClose}>
      <Documents id={id} isDraft={isDraft} />
    </Dialog>
  );
}

const WORDS = { 'form.pdf': 'form', 'bundle.pdf': 'bundle', 'publicity.pdf': 'publicity', 'workbook.xlsx': 'workbook' } as const;

function Documents({ id, isDraft }: { id: string; isDraft: boolean }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const download = useDocument(id);
  return (
    <div className={styles.stack}>
      {isDraft && <p className={styles.minor}>{t('dossier.outputs.draft')}</p>}
      <ul className={styles.entries}>
        {DOCUMENTS.map((name) => {
          const word = WORDS[name];
          const isMaking = download.isPending && download.variables === name;
          return (
            <li key={name} className={styles.entry}>
              <div className={styles.entryHead}>
                <strong>{t(`dossier.outputs.${word}`)}</strong>
                <Button size="small" aria-busy={isMaking} disabled={download.isPending} onClick={() => download.mutate(name)}>
                  {isMaking ? t('dossier.outputs.making') : t('dossier.outputs.download')}
                  <span className="visually-hidden">
                    {t('common.colon')}
                    {t(`dossier.outputs.${word}`)}
                  </span>
                </Button>
              </div>
              <p className={styles.minor}>{t(`dossier.outputs.${word}Text`)}</p>
              {name === 'publicity.pdf' && <Link to={`/dossiers/${id}/publicity`}>{t('dossier.outputs.openPublicity')}</Link>}
            </li>
          );
        })}
      </ul>
      {download.isSuccess && <Alert type="success" showIcon role="status" title={t('dossier.outputs.saved', { name: download.data })} />}
      {download.isError && <Alert type="error" showIcon title={problemText(download.error)} />}
    </div>
  );
}
